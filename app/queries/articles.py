"""Articles as people outside see them: a filter or an id in, rendered JSON out."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from app.domain.articles import Kept
from app.errors import NotFoundError
from app.queries import names, telling
from app.queries.conditions import is_of, meets, within
from app.queries.filters import ArticleFilter
from app.queries.moments import at_moment, has_begun, known_at
from app.queries.paging import AnyRow, Order, Page, Question, Window, day
from app.store.models import ArticleText, Outlet, Source, StoredArticle
from app.store.retention import content_of

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


def page(session: Session, asked: ArticleFilter, window: Window) -> Page:
    """One page of the articles that are asked for. At most three statements. Raises InvalidFilterError."""
    question = _question(asked, window)
    rows, next_cursor = question.rows(session, window)
    return Page(_records(rows, asked.as_of), question.count(session), next_cursor)


def every(session: Session, asked: ArticleFilter, sort: str) -> Iterator[Sequence[bytes]]:
    """All articles that are asked for, in batches. Raises InvalidFilterError."""
    return (_records(rows, asked.as_of) for rows in _question(asked, Window(sort=sort)).every(session))


def _question(asked: ArticleFilter, window: Window) -> Question:
    order = window.order(ORDERS)
    conditions = [*meets(asked.outlet, is_of), *within(StoredArticle.published, asked.published)]
    if not asked.copies:
        conditions.append(StoredArticle.copy_of.is_(None))
    statement = _articles(asked.as_of, StoredArticle.id, order.key).where(*conditions)
    return Question(statement, order, asked)


def _records(rows: Sequence[AnyRow], as_of: datetime | None) -> tuple[bytes, ...]:
    return tuple(orjson.dumps(_article(row, as_of)) for row in rows)


def one(session: Session, article_id: str, as_of: datetime | None = None) -> bytes:
    """An article with its text and the meetings it reports. Three statements for now. Raises NotFoundError."""
    names.required_id(names.ARTICLE_ID, article_id, "article")
    found = _articles(as_of, ArticleText.text, StoredArticle.kept).join(StoredArticle.body)
    found = found.where(StoredArticle.id == article_id)
    row = session.execute(found).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no article {article_id!r}")
    told = {"kept": row.kept, "content": content_of(row.title, row.text) if row.kept != Kept.NONE.value else None}
    return orjson.dumps({**_article(row, as_of), **told, "sources": _reports(session, article_id, as_of)})


def reference(row: AnyRow, as_of: datetime | None = None) -> dict[str, Any]:
    """An article in few words; `url` is its address here, `link` the one at its publisher's."""
    return {
        "id": row.article_id,
        "url": at_moment(f"/v1/articles/{row.article_id}", as_of),
        "title": row.title,
        "outlet": row.outlet,
        "link": row.url,
        "published": row.published,
        "copy_of": row.copy_of,
    }


def _articles(as_of: datetime | None, *columns: Any) -> Select[Any]:
    """These columns, and those that every answer has, of the articles that were known at a moment."""
    reported = [
        account.where(Source.article_id == StoredArticle.id).correlate(StoredArticle)
        for known in known_at(as_of)
        for account in known.accounts(known.meeting.id)
    ]
    ids = union(*reported).subquery()
    number = select(func.count()).select_from(ids).scalar_subquery().label("meeting_count")
    return (
        select(*columns, *REFERENCE, StoredArticle.language, StoredArticle.authors, StoredArticle.copy_kind, number)
        .select_from(StoredArticle)
        .outerjoin(Outlet, Outlet.id == StoredArticle.outlet_id)
        .where(*has_begun(StoredArticle.ingested_at, as_of))
    )


def _article(row: AnyRow, as_of: datetime | None) -> dict[str, Any]:
    return {
        **reference(row, as_of),
        "language": row.language,
        "authors": row.authors,
        "copy_kind": row.copy_kind,
        "meeting_count": row.meeting_count,
    }


def _reports(session: Session, article_id: str, as_of: datetime | None) -> list[dict[str, Any]]:
    rows = [
        row
        for known in known_at(as_of)
        for account in known.accounts(Source, known.meeting.id.label("meeting_id"), known.meeting.title.label("title"))
        for row in session.execute(account.where(Source.article_id == article_id).options(telling.WITH_ACCOUNT))
    ]
    rows.sort(key=lambda row: row.Source.ordinal)
    then = telling.earlier(session, [row.Source.id for row in rows], as_of)
    return [_report(telling.as_told(row, then.get(row.Source.id)), as_of) for row in rows]


def _report(row: AnyRow, as_of: datetime | None) -> dict[str, Any]:
    url, source = at_moment(f"/v1/meetings/{row.meeting_id}", as_of), row.Source
    return {
        "id": source.id,
        "meeting": {"id": row.meeting_id, "url": url, "title": row.title},
        "status": source.status,
        "salience": source.salience,
        "quote": source.account.quote,
        "span": {"start": source.span_start, "end": source.span_end},
    }
