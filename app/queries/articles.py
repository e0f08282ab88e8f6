"""Articles as people outside see them: a filter or an id in, rendered JSON out."""

from typing import Any

import orjson
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries import names
from app.queries.conditions import VISIBLE, is_of, meets, within
from app.queries.filters import ArticleFilter
from app.queries.paging import AnyRow, Order, Page, Question, Window, day
from app.store.models import Meeting, Outlet, Source, StoredArticle

ORDERS = {
    "-published": Order(StoredArticle.published, StoredArticle.id, day, descending=True),
    "published": Order(StoredArticle.published, StoredArticle.id, day),
}

# What `reference` needs of an article that is joined with its outlet.
REFERENCE = (
    StoredArticle.id.label("article_id"),
    StoredArticle.title,
    Outlet.name.label("outlet"),
    StoredArticle.url,
    StoredArticle.published,
    StoredArticle.copy_of,
)

_REPORTED = (
    select(func.count(Source.meeting_id.distinct()))
    .join(Meeting, Meeting.id == Source.meeting_id)
    .where(Source.article_id == StoredArticle.id, VISIBLE)
    .correlate(StoredArticle)
    .scalar_subquery()
    .label("meeting_count")
)
_MORE = (StoredArticle.language, StoredArticle.authors, StoredArticle.copy_kind, _REPORTED)


def page(session: Session, asked: ArticleFilter, window: Window) -> Page:
    """One page of the articles that are asked for. At most three statements. Raises InvalidFilterError."""
    order = window.order(ORDERS)
    conditions = [*meets(asked.outlet, is_of), *within(StoredArticle.published, asked.published)]
    if not asked.copies:
        conditions.append(StoredArticle.copy_of.is_(None))
    statement = _with_outlet(select(StoredArticle.id, order.key, *REFERENCE, *_MORE)).where(*conditions)
    question = Question(statement, order, asked)
    rows, next_cursor = question.rows(session, window)
    return Page(tuple(orjson.dumps(_article(row)) for row in rows), question.count(session), next_cursor)


def one(session: Session, article_id: str) -> bytes:
    """An article with its text and the meetings it reports. Two statements. Raises NotFoundError."""
    names.required_id(names.ARTICLE_ID, article_id, "article")
    row = session.execute(
        _with_outlet(select(*REFERENCE, *_MORE, StoredArticle.text)).where(StoredArticle.id == article_id)
    ).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no article {article_id!r}")
    content = f"{row.title}\n\n{row.text}" if row.title else row.text
    return orjson.dumps({**_article(row), "content": content, "sources": _reports(session, article_id)})


def reference(row: AnyRow) -> dict[str, Any]:
    """An article in few words; `url` is its address here, `link` the one at its publisher's."""
    return {
        "id": row.article_id,
        "url": f"/v1/articles/{row.article_id}",
        "title": row.title,
        "outlet": row.outlet,
        "link": row.url,
        "published": row.published,
        "copy_of": row.copy_of,
    }


def _with_outlet(statement: Select[Any]) -> Select[Any]:
    return statement.select_from(StoredArticle).outerjoin(Outlet, Outlet.id == StoredArticle.outlet_id)


def _article(row: AnyRow) -> dict[str, Any]:
    return {
        **reference(row),
        "language": row.language,
        "authors": row.authors,
        "copy_kind": row.copy_kind,
        "meeting_count": row.meeting_count,
    }


def _reports(session: Session, article_id: str) -> list[dict[str, Any]]:
    rows = session.execute(
        select(Source, Meeting.title)
        .join(Meeting, Meeting.id == Source.meeting_id)
        .where(Source.article_id == article_id, VISIBLE)
        .order_by(Source.ordinal)
    )
    return [
        {
            "id": source.id,
            "meeting": {"id": source.meeting_id, "url": f"/v1/meetings/{source.meeting_id}", "title": title},
            "status": source.status,
            "salience": source.salience,
            "quote": source.quote,
            "span": {"start": source.span_start, "end": source.span_end},
        }
        for source, title in rows
    ]
