"""A meeting's id in; every decision about it, with its reasons, the words behind it and what changed, out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import articles, names, telling
from app.queries.moments import has_begun
from app.queries.paging import AnyRow, Count, Page
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

Documents = Mapping[int, Mapping[str, Any]]


def page(session: Session, meeting_id: str, as_of: datetime | None = None) -> Page:
    """Every decision about a meeting in its order, on one page; also of one that was merged or retracted.

    Five statements. Raises NotFoundError for a meeting that was not known at the moment.
    """
    names.required_id(names.MEETING_ID, meeting_id, "meeting")
    decided = _decided(session, [meeting_id], as_of)
    if not decided:
        raise NotFoundError(f"there is no meeting {meeting_id!r}")
    decisions = [row.StoredDecision for row in decided]
    undone = {row.undoes: row.id for row in decisions if row.undoes is not None}
    documents = _documents(session, meeting_id)
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
    return Page(tuple(orjson.dumps(step) for step in steps), Count(len(steps), exact=True))


def corrections(
    session: Session, meeting_ids: Sequence[str], as_of: datetime | None = None
) -> dict[str, dict[str, dict[str, Any]]]:
    """Who corrected each field of each meeting that is corrected, when and why. One statement."""
    found: dict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
    for row in _decided(session, meeting_ids, as_of):
        decision = row.StoredDecision
        for change in decision.changes:
            if change["what"] == "correction" and change["id"] in meeting_ids:
                found[change["id"]][change["field"]] = _who(decision)
    return found


def _decided(session: Session, meeting_ids: Sequence[str], as_of: datetime | None) -> Sequence[AnyRow]:
    return session.execute(
        select(StoredDecision, DecisionMeeting.version)
        .join(DecisionMeeting, DecisionMeeting.decision_id == StoredDecision.id)
        .where(DecisionMeeting.meeting_id.in_(meeting_ids), *has_begun(StoredDecision.at, as_of))
        .order_by(StoredDecision.id)
    ).all()


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
    before, after = documents.get(version - 1, {}), documents.get(version, {})
    return [
        {"field": field, "before": before.get(field), "after": value}
        for field, value in after.items()
        if field not in NOT_FIELDS and before.get(field) != value and (before or value not in (None, []))
    ]


def _documents(session: Session, meeting_id: str) -> Documents:
    """The document of each state of a meeting, by its version."""
    states = select(MeetingState.version, MeetingState.document).where(MeetingState.id == meeting_id)
    now = select(Meeting.version, Meeting.document).where(Meeting.id == meeting_id)
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
    )
    then = telling.earlier(session, sorted(moved), as_of)
    return {row.Source.id: _source(telling.as_told(row, then.get(row.Source.id)), as_of) for row in rows}


def _source(row: AnyRow, as_of: datetime | None) -> dict[str, Any]:
    source = row.Source
    return {
        "id": source.id,
        "article": articles.reference(row, as_of),
        "status": source.status,
        "attribution": source.attribution,
        "quote": source.quote,
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
