"""A meeting that has grown in, the record that it is part of now out: a late report may hold two records together."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.resolution.blocking import Search
from app.resolution.meetings import Comparison, KnownMeeting, joining
from app.store.decisions import merge
from app.store.known import MeetingsInStore
from app.store.ledger import PROGRAM, Grounds, features_of
from app.store.models import Action, DecisionMeeting, Meeting, StoredDecision
from app.store.undoing import in_effect, undos_of


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
    link, parts = DecisionMeeting, _merged_into(meeting_id)
    query = (
        select(StoredDecision)
        .where(StoredDecision.action.in_([Action.SPLIT.value, Action.UNDO.value]))
        .where(StoredDecision.id.in_(select(link.decision_id).where(link.meeting_id.in_(parts))))
    )
    found = session.scalars(query).all()
    undos = undos_of(found)
    parting = [one.id for one in found if in_effect(one, undos) and _parts(session, one)]
    if not parting:
        return set()
    others = select(link.meeting_id).where(link.decision_id.in_(parting))
    return set(session.scalars(_answering_for(others))) - {meeting_id}


def _parts(session: Session, decision: StoredDecision) -> bool:
    """Whether a decision parts what it touches: taking back a split joins, and taking back an undo says nothing new."""
    if decision.undoes is None:
        return True
    return session.get_one(StoredDecision, decision.undoes).action not in {Action.SPLIT, Action.UNDO}


def _merged_into(meeting_id: str) -> Select[str]:
    """A record, those that were merged into it, those that had been merged into these, and so on."""
    parts = select(Meeting.id).where(Meeting.id == meeting_id).cte("parts", recursive=True)
    return select(parts.union(select(Meeting.id).join(parts, Meeting.merged_into == parts.c.id)).c.id)


def _answering_for(meeting_ids: Select[str]) -> Select[str]:
    """The records that answer for these ids now, however often they were merged."""
    columns = Meeting.id, Meeting.merged_into
    chain = select(*columns).where(Meeting.id.in_(meeting_ids)).cte("chain", recursive=True)
    chain = chain.union(select(*columns).join(chain, Meeting.id == chain.c.merged_into))
    return select(chain.c.id).where(chain.c.merged_into.is_(None))


def _grounds(pair: Comparison) -> Grounds:
    return Grounds(PROGRAM, score=pair.score, features=features_of(pair))
