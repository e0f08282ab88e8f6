"""A meeting's id in; the decisions about it, each with its reasons, the words behind it and what changed, out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import articles, names, telling
from app.queries.moments import has_begun
from app.queries.paging import LARGEST, AnyRow, Order, Page, Question, Window, whole
from app.store.documents import in_full
from app.store.models import (
    DecisionMeeting,
    Meeting,
    MeetingState,
    Outlet,
    Source,
    StoredArticle,
    StoredDecision,
)

# What a document says beside the fields of the record.
NOT_FIELDS = frozenset({"id", "url", "updated_at"})

EVERYTHING = Window(LARGEST)
ORDER = Order(DecisionMeeting.decision_id, DecisionMeeting.meeting_id, whole)

Documents = Mapping[int, Mapping[str, Any]]


def page(session: Session, meeting_id: str, as_of: datetime | None = None, window: Window = EVERYTHING) -> Page:
    """One page of the decisions about a meeting in their order; also of one that was merged or retracted.

    Eight statements. Raises NotFoundError for a meeting that was not known at the moment, and InvalidFilterError.
    """
    names.required_id(names.MEETING_ID, meeting_id, "meeting")
    question = Question(_decided([meeting_id], as_of), ORDER, (meeting_id, as_of))
    decided, next_cursor = question.rows(session, window)
    count = question.count(session)
    if not count.value:
        raise NotFoundError(f"there is no meeting {meeting_id!r}")
    decisions = [row.StoredDecision for row in decided]
    undone = _undone(session, meeting_id, as_of)
    documents = _documents(session, meeting_id, [row.version for row in decided])
    sources = _sources(session, decisions, meeting_id, as_of)
    meetings = _meetings(session, [row.id for row in decisions])
    steps = [
        {
            **_step(row.StoredDecision),
            "meetings": meetings[row.StoredDecision.id],
            "undone_by": _holding_undo(row.StoredDecision.id, undone),
            **_moved(row.StoredDecision, meeting_id, sources),
            "changes": [*_standing(row.StoredDecision, meeting_id), *_changed(documents, row.version)],
        }
        for row in decided
    ]
    return Page(tuple(orjson.dumps(step) for step in steps), count, next_cursor)


def corrections(
    session: Session, meeting_ids: Sequence[str], as_of: datetime | None = None
) -> dict[str, dict[str, dict[str, Any]]]:
    """Who corrected each field of each meeting that is corrected, when and why. One statement."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in session.execute(_decided(meeting_ids, as_of).order_by(StoredDecision.id)):
        decision = row.StoredDecision
        for change in decision.changes:
            if change["what"] == "correction" and change["id"] in meeting_ids:
                found[change["id"]][change["field"]] = _who(decision)
    return found


def _decided(meeting_ids: Sequence[str], as_of: datetime | None) -> Select[Any]:
    link = DecisionMeeting
    columns: tuple[Any, ...] = (link.meeting_id, link.decision_id, link.version, StoredDecision)
    return (
        select(*columns)
        .join(StoredDecision, StoredDecision.id == DecisionMeeting.decision_id)
        .where(DecisionMeeting.meeting_id.in_(meeting_ids), *has_begun(StoredDecision.at, as_of))
    )


def _undone(session: Session, meeting_id: str, as_of: datetime | None) -> dict[int, int]:
    """Which decision about the meeting took which one back the last time."""
    undos = _decided([meeting_id], as_of).with_only_columns(StoredDecision.undoes, StoredDecision.id)
    rows = session.execute(undos.where(StoredDecision.undoes.is_not(None)).order_by(StoredDecision.id))
    return {row.undoes: row.id for row in rows}


def _who(decision: StoredDecision) -> dict[str, Any]:
    return {
        "decision": decision.id,
        "actor": decision.actor,
        "at": in_full(decision.at),
        "note": decision.reasons.get("note"),
    }


def _step(decision: StoredDecision) -> dict[str, Any]:
    reasons = decision.reasons
    return {
        **_who(decision),
        "action": decision.action,
        "score": decision.score,
        "features": reasons["features"],
        "compared_with": reasons["other"],
        "review": reasons["review"],
        "undoes": decision.undoes,
    }


def _holding_undo(decision_id: int, undone: Mapping[int, int]) -> int | None:
    """The decision that took another one back; None where that was taken back itself."""
    by = undone.get(decision_id)
    return by if by is not None and _holding_undo(by, undone) is None else None


def _moved(decision: StoredDecision, meeting_id: str, sources: Mapping[str, Any]) -> dict[str, Any]:
    """The sources that came to the meeting, and those that left it, with the words of each."""
    moved = [change for change in decision.changes if change["what"] == "source"]
    return {
        "sources_added": [sources[change["id"]] for change in moved if change["after"] == meeting_id],
        "sources_removed": [sources[change["id"]] for change in moved if change["before"] == meeting_id],
    }


def _standing(decision: StoredDecision, meeting_id: str) -> list[dict[str, Any]]:
    return [
        {"field": change["field"], "before": change["before"], "after": change["after"]}
        for change in decision.changes
        if change["what"] == "meeting" and change["id"] == meeting_id and change["before"] != change["after"]
    ]


def _changed(documents: Documents, version: int) -> list[dict[str, Any]]:
    """The fields of the record that are not what they were in the state before."""
    return changed_fields(documents.get(version - 1, {}), documents.get(version, {}))


def changed_fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a document that are not what they were in the one before, which is empty for a new record."""
    return [
        {"field": field, "before": before.get(field), "after": value}
        for field, value in after.items()
        if field not in NOT_FIELDS and before.get(field) != value and (before or value not in (None, []))
    ]


def _documents(session: Session, meeting_id: str, versions: Sequence[int]) -> Documents:
    """The document of each of these states of a meeting and of the ones before them, by its version."""
    first, last = min(versions, default=1) - 1, max(versions, default=0)
    states, now = (
        select(table.version, table.document).where(table.id == meeting_id, table.version.between(first, last))
        for table in (MeetingState, Meeting)
    )
    return {row.version: orjson.loads(row.document) for row in session.execute(states.union_all(now))}


def _sources(
    session: Session, decisions: Sequence[StoredDecision], meeting_id: str, as_of: datetime | None
) -> dict[str, dict[str, Any]]:
    """Every source that came to a meeting or left it, with its article."""
    moved = {
        change["id"]
        for decision in decisions
        for change in decision.changes
        if change["what"] == "source" and meeting_id in (change["before"], change["after"])
    }
    rows = session.execute(
        select(Source, *articles.REFERENCE)
        .join(StoredArticle, StoredArticle.id == Source.article_id)
        .outerjoin(Outlet, Outlet.id == StoredArticle.outlet_id)
        .where(Source.id.in_(sorted(moved)))
        .options(telling.WITH_ACCOUNT)
    ).all()
    then = telling.earlier(session, sorted(moved), as_of)
    return {row.Source.id: _source(telling.as_told(row, then.get(row.Source.id)), as_of) for row in rows}


def _source(row: AnyRow, as_of: datetime | None) -> dict[str, Any]:
    source = row.Source
    return {
        "id": source.id,
        "article": articles.reference(row, as_of),
        "status": source.status,
        "attribution": source.attribution,
        "quote": source.account.quote,
        "span": {"start": source.span_start, "end": source.span_end},
    }


def _meetings(session: Session, decision_ids: Sequence[int]) -> dict[int, list[str]]:
    """The meetings that each decision touched."""
    rows = session.execute(
        select(DecisionMeeting.decision_id, DecisionMeeting.meeting_id)
        .where(DecisionMeeting.decision_id.in_(decision_ids))
        .order_by(DecisionMeeting.decision_id, DecisionMeeting.meeting_id)
    )
    found: dict[int, list[str]] = {}
    for decision_id, meeting_id in rows:
        found.setdefault(decision_id, []).append(meeting_id)
    return found
