"""A number in, what happened to the record after it out: one event a decision, with what changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from app.queries.conditions import of_meetings
from app.queries.filters import MeetingFilter
from app.queries.history import changed_fields
from app.store.documents import in_full
from app.store.models import GONE, Action, DecisionMeeting, Meeting, MeetingState, StoredDecision
from app.store.models import Event as Numbered

KINDS = {Action.CREATE: "created", Action.MERGE: "merged", Action.RETRACT: "retracted"}


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it is sent; `body` is JSON, None for one that is about other meetings than those asked for."""

    number: int
    kind: str
    body: bytes | None


def latest(session: Session) -> int:
    """The number of the last event, 0 where there is none."""
    return session.scalar(select(func.max(Numbered.number))) or 0


def after(session: Session, number: int, most: int, asked: MeetingFilter) -> list[Event]:
    """The events after a number, in their order.

    An event is told where one of its meetings meets the filter now, or stands no more: who follows some meetings must
    hear that one of them is gone, and what it met is not known any more.
    """
    rows = session.execute(
        select(Numbered.number, StoredDecision)
        .join(StoredDecision, StoredDecision.id == Numbered.decision_id)
        .where(Numbered.number > number)
        .order_by(Numbered.number)
        .limit(most)
    ).all()
    touched = _touched(session, [row.StoredDecision.id for row in rows])
    wanted = _wanted(session, {meeting for one in touched.values() for meeting, _ in one}, asked)
    documents = _documents(session, [pair for one in touched.values() for pair in one])
    return [_event(row.number, row.StoredDecision, touched[row.StoredDecision.id], wanted, documents) for row in rows]


def _event(
    number: int,
    decision: StoredDecision,
    touched: Sequence[tuple[str, int]],
    wanted: Collection[str],
    documents: Mapping[tuple[str, int], Any],
) -> Event:
    meetings = [
        {
            "meeting": meeting,
            "url": f"/v1/meetings/{meeting}",
            "title": documents.get((meeting, version), {}).get("title"),
            "changes": changed_fields(documents.get((meeting, version - 1), {}), documents.get((meeting, version), {})),
        }
        for meeting, version in touched
        if meeting in wanted
    ]
    fields = {change["field"] for one in meetings for change in one["changes"]}
    kind = KINDS.get(Action(decision.action)) or ("status_changed" if "status" in fields else "updated")
    said = {
        "event": number,
        "type": kind,
        "decision": decision.id,
        "action": decision.action,
        "actor": decision.actor,
        "at": in_full(decision.at),
        "meetings": meetings,
    }
    return Event(number, kind, orjson.dumps(said) if meetings else None)


def _touched(session: Session, decisions: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
    """The meetings that each decision touched, with the versions that came of it."""
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    link = DecisionMeeting
    query = select(link.decision_id, link.meeting_id, link.version).where(link.decision_id.in_(decisions))
    for row in session.execute(query.order_by(link.decision_id, link.meeting_id)):
        found[row.decision_id].append((row.meeting_id, row.version))
    return found


def _wanted(session: Session, meetings: Collection[str], asked: MeetingFilter) -> set[str]:
    """Those that meet the filter now, and those that stand no more."""
    these = Meeting.id.in_(sorted(meetings))
    meets = select(Meeting.id).where(these, *of_meetings(asked))
    gone = select(Meeting.id).where(these, GONE)
    return set(session.scalars(meets)) | set(session.scalars(gone))


def _documents(session: Session, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Any]:
    """The document of each of these versions and of the one before."""
    wanted = sorted({(meeting, one) for meeting, version in pairs for one in (version - 1, version)})
    found = {}
    for table in (Meeting, MeetingState):
        query = select(table.id, table.version, table.document).where(tuple_(table.id, table.version).in_(wanted))
        found.update({(row.id, row.version): orjson.loads(row.document) for row in session.execute(query)})
    return found
