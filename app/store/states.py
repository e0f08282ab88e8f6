"""Meetings that are about to change in, their rows copied into the tables of earlier states: nothing known is lost."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, literal, select
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

_MEETING = [column.name for column in Meeting.__table__.columns]
_PARTICIPANT = [column.name for column in Participant.__table__.columns]


def keep_states(session: Session, meeting_ids: Sequence[str], moment: datetime) -> None:
    """Keep the meetings as they are until `moment`, within the database; those that do not exist are passed over."""
    if not meeting_ids:
        return
    wanted = Meeting.id.in_(meeting_ids)
    meetings = select(*(getattr(Meeting, name) for name in _MEETING), literal(moment, Moment())).where(wanted)
    sides = select(*(getattr(Participant, name) for name in _PARTICIPANT), Meeting.version).join(Meeting).where(wanted)
    topics = select(MeetingTopic.meeting_id, MeetingTopic.topic, Meeting.version).join(Meeting).where(wanted)
    session.execute(insert(MeetingState).from_select([*_MEETING, "until"], meetings))
    session.execute(insert(ParticipantState).from_select([*_PARTICIPANT, "version"], sides))
    session.execute(insert(MeetingTopicState).from_select(["meeting_id", "topic", "version"], topics))
