"""Records that do not stand any more as people outside see them: a filter in, their tombstones out."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.queries.filters import DeletedFilter
from app.queries.moments import Known, has_begun, known_at
from app.queries.paging import AnyRow, Order, Page, Question, Window, moment
from app.store.documents import in_full
from app.store.models import Action, DecisionMeeting, Meeting, MeetingState, StoredDecision

# What can make a record cease to stand.
ENDINGS = (Action.RETRACT.value, Action.MERGE.value, Action.UNDO.value)


def page(session: Session, asked: DeletedFilter, window: Window) -> Page:
    """One page of what was retracted or merged into another record, the earliest first. Three statements."""
    question = _question(asked, window)
    rows, next_cursor = question.rows(session, window)
    return Page(_records(session, rows, asked.as_of), question.count(session), next_cursor)


def every(session: Session, asked: DeletedFilter, sort: str) -> Iterator[Sequence[bytes]]:
    """All that is asked for, in batches; two statements a batch."""
    return (_records(session, rows, asked.as_of) for rows in _question(asked, Window(sort=sort)).every(session))


def _question(asked: DeletedFilter, window: Window) -> Question:
    now, *earlier = (_asked_of(known, asked, window) for known in known_at(asked.as_of))
    return Question(*now, asked, also=tuple(earlier))


def _records(session: Session, rows: Sequence[AnyRow], as_of: datetime | None) -> tuple[bytes, ...]:
    """The tombstones of some rows, as JSON. One statement."""
    return tuple(orjson.dumps(stone) for stone in tombstones(session, rows, as_of))


def _asked_of(known: Known, asked: DeletedFilter, window: Window) -> tuple[Select[Any], Order]:
    row = known.meeting
    columns: tuple[Any, ...] = (
        row.id,
        row.updated_at.label("key"),
        row.updated_at,
        row.title,
        row.merged_into,
        row.retracted_at,
    )
    since = [] if asked.since is None else [row.updated_at >= asked.since]
    return select(*columns).where(known.gone, *known.held, *since), window.order(_orders(row))


def _orders(row: type[Meeting | MeetingState]) -> dict[str, Order]:
    return {"at": Order(row.updated_at, row.id, moment)}


def tombstones(session: Session, rows: Sequence[AnyRow], as_of: datetime | None) -> list[dict[str, Any]]:
    """What is left of records: their titles, when and by whom they were taken back or merged, and why. One statement.

    The rows have id, title, merged_into, retracted_at and updated_at.
    """
    endings = _endings(session, [row.id for row in rows], as_of)
    return [_tombstone(row, endings.get(row.id)) for row in rows]


def _tombstone(row: AnyRow, ending: StoredDecision | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "deleted": "merged" if row.merged_into is not None else "retracted",
        "at": in_full(row.retracted_at or row.updated_at),
        "merged_into": row.merged_into,
        "decision": ending.id if ending else None,
        "actor": ending.actor if ending else None,
        "reason": ending.reasons.get("note") if ending else None,
    }


def _endings(session: Session, meeting_ids: Sequence[str], as_of: datetime | None) -> dict[str, StoredDecision]:
    """The last decision that changed whether a record stands, by the record's id."""
    rows = session.execute(
        select(DecisionMeeting.meeting_id, StoredDecision)
        .join(StoredDecision, StoredDecision.id == DecisionMeeting.decision_id)
        .where(
            DecisionMeeting.meeting_id.in_(meeting_ids),
            StoredDecision.action.in_(ENDINGS),
            *has_begun(StoredDecision.at, as_of),
        )
        .order_by(StoredDecision.id)
    )
    return {meeting_id: decision for meeting_id, decision in rows if _ends(decision, meeting_id)}


def _ends(decision: StoredDecision, meeting_id: str) -> bool:
    return any(change["field"] == "standing" and change["id"] == meeting_id for change in decision.changes)
