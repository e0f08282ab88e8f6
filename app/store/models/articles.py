"""The tables of texts: who published what, which text copies which, and the marks of its wording."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.articles import Kept
from app.store.models.base import KEYED, STRICT, Base, by_month, one_of


class CopyKind(StrEnum):
    """How an article is a copy: the same words, the same report elsewhere, or another state of the same page."""

    EXACT = "exact"
    SYNDICATED = "syndicated"
    VERSION = "version"


class Outlet(Base):
    """A newspaper, agency or office that publishes articles. `key` is the folded name."""

    __tablename__ = "outlets"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)

    __table_args__ = (STRICT,)


class StoredArticle(Base):
    """One text from one outlet; the text itself is its `body`.

    `copy_of` is the first article of the same wording, `copy_kind` says how alike. `kept` says how much of the text is
    still there; see `app.store.retention`.
    """

    __tablename__ = "articles"
    id: Mapped[str] = mapped_column(primary_key=True)
    outlet_id: Mapped[str | None] = mapped_column(ForeignKey("outlets.id"))
    source_id: Mapped[str | None]
    url: Mapped[str | None]
    title: Mapped[str | None]
    language: Mapped[str]
    published: Mapped[date | None]
    published_at: Mapped[datetime | None]
    authors: Mapped[list[str]]
    dateline: Mapped[dict[str, Any] | None]
    origin: Mapped[str]
    fingerprint: Mapped[str]
    copy_of: Mapped[str | None] = mapped_column(ForeignKey("articles.id"))
    copy_kind: Mapped[str | None]
    extractor: Mapped[str | None]
    run_id: Mapped[int | None] = mapped_column(ForeignKey("ingest_runs.id"))
    ingested_at: Mapped[datetime]
    kept: Mapped[str] = mapped_column(server_default=Kept.ALL.value)
    body: Mapped["ArticleText"] = relationship()

    __table_args__ = (
        Index(None, "fingerprint"),
        Index(None, "published", "id"),
        Index(None, "ingested_at", "id"),
        Index(None, "outlet_id"),
        Index(None, "url"),
        one_of("copy_kind", CopyKind),
        one_of("kept", Kept),
        CheckConstraint("(copy_of IS NULL) = (copy_kind IS NULL)", name="copy_whole"),
        CheckConstraint("copy_of <> id", name="copy_of_another"),
        STRICT,
    )


# Most articles copy none: see `ix_meetings_merged_into`.
COPIES = StoredArticle.copy_of.is_not(None)
Index("ix_articles_copy_of", StoredArticle.copy_of, sqlite_where=COPIES, postgresql_where=COPIES)


class ArticleText(Base):
    """The text of an article, as much of it as is kept."""

    __tablename__ = "article_texts"
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    text: Mapped[str]

    __table_args__ = (by_month("article_id"),)


class ArticleShingle(Base):
    """One min-hash band of an article's words: articles that share a band may be near-duplicates."""

    __tablename__ = "article_shingles"
    band: Mapped[str] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(ForeignKey("articles.id"), primary_key=True)

    __table_args__ = (KEYED,)
