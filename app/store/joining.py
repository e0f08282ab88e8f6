"""A meeting that has grown in, the record that it is part of now out: a late report may hold two records together."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from app.resolution.blocking import Search
from app.resolution.meetings import Comparison, KnownMeeting, joining
from app.store.decisions import merge
from app.store.known import MeetingsInStore
from app.store.ledger import PROGRAM, Grounds, features_of
from app.store.models import Action, DecisionMeeting, Meeting, StoredDecision


def join_grown(session: Session, meeting_id: str, now: datetime) -> str:
    """Merge a meeting with every record that it turns out to be the same as; gives the id that answers for it now.

    What a person parted stays apart, and what was retracted stays alone.
    """
    while session.get_one(Meeting, meeting_id).retracted_at is None:
        known = MeetingsInStore(session)
        found = joining(known.one(meeting_id), Unparted(known, parted_from(session, meeting_id)))
        if found is None:
            return meeting_id
        meeting_id = merge(session, found.kept.id, found.gone.id, _grounds(found.comparison), now).meeting_id
    return meeting_id


class Unparted:
    """The `KnownMeetings` without those that may not be joined."""

    def __init__(self, known: MeetingsInStore, parted: set[str]) -> None:
        self._known = known
        self._parted = parted

    def around(self, searches: Iterable[Search], origin: str | None) -> list[KnownMeeting]:
        """Meetings with a mark that is looked for, but none that was parted."""
        return [meeting for meeting in self._known.around(searches, origin) if meeting.id not in self._parted]


def parted_from(session: Session, meeting_id: str) -> set[str]:
    """The records that a person parted from this one, or from one that was merged into it, as they are called now."""
    own, other = aliased(DecisionMeeting), aliased(DecisionMeeting)
    parts = select(Meeting.id).where(or_(Meeting.id == meeting_id, Meeting.merged_into == meeting_id))
    query = (
        select(func.coalesce(Meeting.merged_into, Meeting.id))
        .join(other, other.meeting_id == Meeting.id)
        .join(own, own.decision_id == other.decision_id)
        .join(StoredDecision, StoredDecision.id == own.decision_id)
        .where(own.meeting_id.in_(parts), StoredDecision.action.in_([Action.SPLIT.value, Action.UNDO.value]))
    )
    return set(session.scalars(query)) - {meeting_id}


def _grounds(pair: Comparison) -> Grounds:
    return Grounds(PROGRAM, score=pair.score, features=features_of(pair))
