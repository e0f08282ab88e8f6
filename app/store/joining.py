"""A meeting that has grown in, the record that it is part of now out: a late report may hold two records together."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.resolution.blocking import Search
from app.resolution.meetings import Comparison, KnownMeeting, joining
from app.store.decisions import merge
from app.store.known import MeetingsInStore
from app.store.ledger import PROGRAM, Grounds, features_of
from app.store.models import Action, DecisionMeeting, Meeting, StoredDecision
from app.store.undoing import in_effect, undos_of
from app.store.upsert import table_of


def join_grown(session: Session, known: MeetingsInStore, meeting_id: str, now: datetime) -> str:
    """Merge a meeting with every record that it turns out to be the same as; gives the id that answers for it now.

    `known` has read no other meeting that changed since. What a person parted stays apart, and what was retracted stays
    alone.
    """
    while session.get_one(Meeting, meeting_id).retracted_at is None:
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
    """The records that a person parted from this one, or from one that was merged into it, as they are called now.

    A person parts records by a split, or by taking back what joined them, as long as that holds.
    """
    numbers = session.scalars(_that_may_part(), {"meeting": meeting_id}).all()
    if not numbers:
        return set()
    found = session.scalars(select(StoredDecision).where(StoredDecision.id.in_(numbers))).all()
    undos = undos_of(found)
    parting = [one.id for one in found if in_effect(one, undos) and _parts(session, one)]
    if not parting:
        return set()
    others = select(DecisionMeeting.meeting_id).where(DecisionMeeting.decision_id.in_(parting))
    return set(session.scalars(_answering_for(others))) - {meeting_id}


def _parts(session: Session, decision: StoredDecision) -> bool:
    """Whether a decision parts what it touches: taking back a split joins, and taking back an undo says nothing new."""
    if decision.undoes is None:
        return True
    return session.get_one(StoredDecision, decision.undoes).action not in {Action.SPLIT, Action.UNDO}


@cache
def _that_may_part() -> Select[int]:
    """The numbers of the splits and undos of a record, and of all that were merged into it, directly or not."""
    meetings, decisions, links = table_of(Meeting).c, table_of(StoredDecision).c, table_of(DecisionMeeting).c
    parts = select(meetings.id).where(meetings.id == bindparam("meeting")).cte("parts", recursive=True)
    parts = parts.union(select(meetings.id).join(parts, meetings.merged_into == parts.c.id))
    touched = select(links.decision_id).where(links.meeting_id.in_(select(parts.c.id)))
    acts = decisions.action.in_([Action.SPLIT.value, Action.UNDO.value])
    return select(decisions.id).where(acts, decisions.id.in_(touched))


def _answering_for(meeting_ids: Select[str]) -> Select[str]:
    """The records that answer for these ids now, however often they were merged."""
    columns = Meeting.id, Meeting.merged_into
    chain = select(*columns).where(Meeting.id.in_(meeting_ids)).cte("chain", recursive=True)
    chain = chain.union(select(*columns).join(chain, Meeting.id == chain.c.merged_into))
    return select(chain.c.id).where(chain.c.merged_into.is_(None))


def _grounds(pair: Comparison) -> Grounds:
    return Grounds(PROGRAM, score=pair.score, features=features_of(pair))
