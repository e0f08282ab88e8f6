"""An article in, its row out, with its outlet, what it copies, and the marks of its wording."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.articles import Article, Dateline, Kept
from app.errors import ArticleRejectedError, NotFoundError
from app.rows.layouts import layout_of
from app.store.copies import Copy, find_original, marks_of
from app.store.gathering import gathering
from app.store.models import ArticleShingle, ArticleText, CopyKind, Outlet, StoredArticle
from app.store.retention import Remains
from app.store.upsert import table_of

# PostgreSQL keeps no index entry beyond 2,700 bytes; no real address comes near.
LONGEST_URL = 2_000
NUL = "\x00"
ID = table_of(StoredArticle).c.id
AMONG = select(ID).where(ID.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Stored:
    """What resolution weighs of an article that is stored: who published it when, and what it copies."""

    id: str
    outlet_id: str | None
    published: date | None
    published_at: datetime | None
    copy_of: str | None
    copy_kind: str | None


def stored_among(session: Session, article_ids: Sequence[str]) -> set[str]:
    """Those of some articles that are in the store already."""
    return set(session.scalars(AMONG, {"ids": article_ids})) if article_ids else set()


def store_article(
    session: Session,
    article: Article,
    now: datetime,
    *,
    extractor: str | None = None,
    run_id: int | None = None,
    remains: Remains | None = None,
) -> Stored:
    """Note an article that is not in the store yet, linked to the one that it copies; `remains` instead of its text.

    Gives what will be written by the end of the block. Raises ArticleRejectedError for what the databases cannot hold.
    """
    require_storable(article)
    with gathering(session) as gathered:
        if gathered.originals.may_wait(article):
            gathered.write()
        copy = find_original(session, article) if gathered.originals.may_have(article) else None
        outlet = gathered.outlet(article.outlet) if article.outlet else None
        row = {
            **_columns(article),
            "kept": remains.kept.value if remains else Kept.ALL.value,
            "outlet_id": outlet,
            "copy_of": copy.original_id if copy else None,
            "copy_kind": copy.kind.value if copy else None,
            "extractor": extractor,
            "run_id": run_id,
            "ingested_at": now,
        }
        gathered.later(StoredArticle, [row])
        gathered.later(ArticleText, [{"article_id": row["id"], "text": remains.text if remains else article.text}])
        gathered.originals.add(article)
        if not _same_words(copy):
            marks = [{"band": band, "article_id": row["id"]} for band in marks_of(article)]
            gathered.later(ArticleShingle, marks)
    return Stored(*(row[name] for name in ("id", "outlet_id", "published", "published_at", "copy_of", "copy_kind")))


def _same_words(copy: Copy | None) -> bool:
    return copy is not None and copy.kind is CopyKind.EXACT


def readings_of(
    session: Session, since: date | None = None, article_id: str | None = None
) -> list[tuple[str, str, bool]]:
    """Stored articles by id, each with the extractor that read it and whether its text is there, the earliest first.

    Those published on `since` or later, where it is given, or the one with this id. Raises NotFoundError for an id
    that no article has.
    """
    query = select(StoredArticle.id, StoredArticle.extractor, StoredArticle.kept).order_by(
        StoredArticle.published.is_not(None), StoredArticle.published, StoredArticle.id
    )
    if since is not None:
        query = query.where(StoredArticle.published >= since)
    if article_id is not None:
        query = query.where(StoredArticle.id == article_id)
    found = [(row.id, row.extractor or "", row.kept == Kept.ALL.value) for row in session.execute(query)]
    if article_id is not None and not found:
        raise NotFoundError(f"there is no article {article_id!r}")
    return found


def load_article(session: Session, row: StoredArticle) -> Article:
    """The article as it was read."""
    outlet = session.get(Outlet, row.outlet_id) if row.outlet_id else None
    return Article(
        text=row.body.text,
        title=row.title,
        outlet=outlet.name if outlet else None,
        url=row.url,
        source_id=row.source_id,
        published=row.published,
        published_at=row.published_at,
        language=row.language,
        authors=tuple(row.authors),
        dateline=_dateline(row.dateline),
        origin=row.origin,
        layout=layout_of(row.extractor),
    )


def _columns(article: Article) -> dict[str, Any]:
    dateline = asdict(article.dateline) if article.dateline else None
    if dateline and dateline["day"]:
        dateline["day"] = dateline["day"].isoformat()
    return {
        "id": article.id,
        "source_id": article.source_id,
        "url": article.url,
        "title": article.title,
        "language": article.language,
        "published": article.published,
        "published_at": article.published_at,
        "authors": list(article.authors),
        "dateline": dateline,
        "origin": article.origin,
        "fingerprint": article.fingerprint,
    }


def _dateline(plain_form: dict[str, Any] | None) -> Dateline | None:
    if plain_form is None:
        return None
    day = plain_form["day"]
    return Dateline(plain_form["place"], date.fromisoformat(day) if day else None, plain_form["agency"])


def require_storable(article: Article) -> None:
    """Raises ArticleRejectedError for what the databases cannot hold."""
    if article.url and len(article.url) > LONGEST_URL:
        raise ArticleRejectedError(f"{article.origin}: the address has more than {LONGEST_URL} characters")
    texts = (article.text, article.title, article.outlet, article.url, article.source_id, *article.authors)
    if any(NUL in text for text in texts if text):
        raise ArticleRejectedError(f"{article.origin}: a text with NUL characters is no article")
