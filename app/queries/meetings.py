"""Meetings as people outside see them: a filter or an id in, rendered JSON documents out."""

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import GoneError, MovedError, NotFoundError
from app.queries import articles, names
from app.queries.conditions import of_meetings
from app.queries.filters import MeetingFilter
from app.queries.paging import AnyRow, Order, Page, Question, Window, day, moment
from app.store.models import Claim, Meeting, Outlet, Source, StoredArticle

ORDERS = {
    "-start": Order(Meeting.start_earliest, Meeting.id, day, descending=True),
    "start": Order(Meeting.start_earliest, Meeting.id, day),
    "-updated": Order(Meeting.updated_at, Meeting.id, moment, descending=True),
    "updated": Order(Meeting.updated_at, Meeting.id, moment),
}


def page(session: Session, asked: MeetingFilter, window: Window) -> Page:
    """One page of the meetings that are asked for. At most three statements. Raises InvalidFilterError."""
    order = window.order(ORDERS)
    statement = select(Meeting.id, order.key, Meeting.document).where(*of_meetings(asked))
    question = Question(statement, order, asked)
    rows, next_cursor = question.rows(session, window)
    # The documents are joined as they are stored: reading and writing them again costs more than finding them.
    return Page(tuple(row.document.encode() for row in rows), question.count(session), next_cursor)


def one(session: Session, meeting_id: str) -> bytes:
    """A meeting with its sources and their claims. Three statements.

    Raises NotFoundError, MovedError for a meeting that was merged into another one, GoneError for a retracted one.
    """
    names.required_id(names.MEETING_ID, meeting_id, "meeting")
    found = session.execute(
        select(Meeting.document, Meeting.merged_into, Meeting.retracted_at).where(Meeting.id == meeting_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no meeting {meeting_id!r}")
    if found.merged_into is not None:
        raise MovedError(f"the meeting {meeting_id} was merged into {found.merged_into}", found.merged_into)
    if found.retracted_at is not None:
        raise GoneError(f"the meeting {meeting_id} was retracted on {found.retracted_at:%d %B %Y}")
    sources = orjson.dumps(_sources(session, meeting_id))
    document: bytes = found.document.encode()
    return document[:-1] + b',"sources":' + sources + b"}"


def _sources(session: Session, meeting_id: str) -> list[dict[str, Any]]:
    reports = session.execute(
        select(Source, *articles.REFERENCE)
        .join(StoredArticle, StoredArticle.id == Source.article_id)
        .outerjoin(Outlet, Outlet.id == StoredArticle.outlet_id)
        .where(Source.meeting_id == meeting_id)
        .order_by(StoredArticle.published.is_(None), StoredArticle.published, Source.id)
    ).all()
    claims = _claims(session, [report.Source.id for report in reports])
    return [_source(report, claims) for report in reports]


def _claims(session: Session, source_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
    rows = session.scalars(select(Claim).where(Claim.source_id.in_(source_ids)).order_by(Claim.source_id, Claim.seq))
    found: dict[str, list[dict[str, Any]]] = {}
    for claim in rows:
        found.setdefault(claim.source_id, []).append(
            {
                "field": claim.field,
                "value": claim.value,
                "quote": claim.quote,
                "span": {"start": claim.span_start, "end": claim.span_end},
                "rule": claim.rule,
                "confidence": claim.confidence,
            }
        )
    return found


def _source(report: AnyRow, claims: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    source = report.Source
    return {
        "id": source.id,
        "article": articles.reference(report),
        "status": source.status,
        "salience": source.salience,
        "attribution": source.attribution,
        "confidence": source.confidence,
        "extractor": source.extractor,
        "quote": source.quote,
        "span": {"start": source.span_start, "end": source.span_end},
        "claims": claims.get(source.id, []),
    }
