"""Meetings that are about to change in, their rows copied into the tables of earlier states: nothing known is lost."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, bindparam, insert, select
from sqlalchemy.orm import Session

from app.store.columns import Moment
from app.store.models import (
    Meeting,
    MeetingState,
    MeetingTopic,
    MeetingTopicState,
    Participant,
    ParticipantState,
)
from app.store.upsert import table_of

MEETINGS, SIDES, TOPICS = table_of(Meeting), table_of(Participant), table_of(MeetingTopic)


def keep_states(session: Session, meeting_ids: Sequence[str], moment: datetime) -> None:
    """Keep the meetings as they are until `moment`, within the database; those that do not exist are passed over."""
    for statement in _keeping() if meeting_ids else ():
        session.execute(statement, {"ids": list(meeting_ids), "until": moment})


# Building these takes longer than running them.
@cache
def _keeping() -> tuple[Insert, ...]:
    wanted = MEETINGS.c.id.in_(bindparam("ids", expanding=True))
    meetings = select(MEETINGS, bindparam("until", type_=Moment())).where(wanted)
    sides = select(SIDES, MEETINGS.c.version).join(MEETINGS).where(wanted)
    topics = select(TOPICS.c.meeting_id, TOPICS.c.topic, MEETINGS.c.version).join(MEETINGS).where(wanted)
    return (
        insert(table_of(MeetingState)).from_select([*MEETINGS.c.keys(), "until"], meetings),
        insert(table_of(ParticipantState)).from_select([*SIDES.c.keys(), "version"], sides),
        insert(table_of(MeetingTopicState)).from_select(["meeting_id", "topic", "version"], topics),
    )
