"""Feeds that are watched in, which of them are due and how each one does out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.store.models import FeedHealth, StoredArticle
from app.store.upsert import insert_missing


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of asking a feed: articles that were new, or why it failed; and when to ask it again."""

    at: datetime
    next_at: datetime
    stored: int = 0
    error: str | None = None


def watch_only(session: Session, outlets: Mapping[str, str | None], now: datetime) -> None:
    """Watch the feeds with these addresses and no others; new ones are due at once."""
    session.execute(delete(FeedHealth).where(FeedHealth.url.not_in(outlets)))
    rows = [{"url": url, "outlet": outlet, **_NEW, "next_at": now} for url, outlet in outlets.items()]
    insert_missing(session, FeedHealth, rows)


_NEW = {"last_tried_at": None, "last_success_at": None, "failures": 0, "stored": 0, "error": None}


def due(session: Session, now: datetime) -> Mapping[str, int]:
    """Addresses of the feeds that are to be asked now, the longest due first, each with its failures in a row."""
    query = select(FeedHealth.url, FeedHealth.failures).where(FeedHealth.next_at <= now).order_by(FeedHealth.next_at)
    return {row.url: row.failures for row in session.execute(query)}


def note(session: Session, url: str, visit: Visit) -> None:
    """Write what came of asking a feed."""
    values = {
        "last_tried_at": visit.at,
        "next_at": visit.next_at,
        "stored": FeedHealth.stored + visit.stored,
        "error": visit.error,
        "failures": FeedHealth.failures + 1 if visit.error else 0,
        **({} if visit.error else {"last_success_at": visit.at}),
    }
    session.execute(update(FeedHealth).where(FeedHealth.url == url).values(values))


def feeds(session: Session) -> Sequence[FeedHealth]:
    """All feeds that are watched, by address."""
    return session.scalars(select(FeedHealth).order_by(FeedHealth.url)).all()


def is_known(session: Session, link: str) -> bool:
    """Whether an article of this address is in the store."""
    return session.scalar(select(StoredArticle.id).where(StoredArticle.url == link).limit(1)) is not None
