"""Feeds that are watched in, which of them are due and how each one does out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.errors import DecisionConflictError, NotFoundError
from app.sources.feed_list import Feed
from app.store.models import FeedHealth, StoredArticle
from app.store.upsert import insert_missing

MOST_FEEDS = 1_000


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of asking a feed: articles that were new, or why it failed; and when to ask it again."""

    at: datetime
    next_at: datetime
    stored: int = 0
    error: str | None = None


def watch_listed(session: Session, listed: Sequence[Feed], now: datetime) -> None:
    """Watch these feeds, beside those that were added, and no others; new ones are due at once."""
    urls = [feed.url for feed in listed]
    session.execute(delete(FeedHealth).where(FeedHealth.holder.is_(None), FeedHealth.url.not_in(urls)))
    insert_missing(session, FeedHealth, [_row(feed, None, now) for feed in listed])
    for feed in listed:
        given = {**_habits(feed), "holder": None}
        session.execute(update(FeedHealth).where(FeedHealth.url == feed.url).values(given))


def add(session: Session, feed: Feed, holder: str, now: datetime) -> FeedHealth:
    """Watch a feed from now on. Raises DecisionConflictError for one that is watched, and where there are too many."""
    if session.get(FeedHealth, feed.url) is not None:
        raise DecisionConflictError(f"{feed.url} is watched already")
    if (session.scalar(select(func.count()).select_from(FeedHealth)) or 0) >= MOST_FEEDS:
        raise DecisionConflictError(f"{MOST_FEEDS} feeds are watched, the most that can be: delete one.")
    added = FeedHealth(**_row(feed, holder, now))
    session.add(added)
    session.flush()
    return added


def remove(session: Session, url: str) -> None:
    """Watch a feed no more; its articles stay. Raises NotFoundError, DecisionConflictError for one of the file."""
    found = session.get(FeedHealth, url)
    if found is None:
        raise NotFoundError(f"no feed {url!r} is watched")
    if found.holder is None:
        raise DecisionConflictError(f"{url} stands in the file of `summitry watch`: take it out there")
    session.delete(found)


def _row(feed: Feed, holder: str | None, now: datetime) -> dict[str, Any]:
    never = {"last_tried_at": None, "last_success_at": None, "failures": 0, "stored": 0, "error": None}
    return {"url": feed.url, **_habits(feed), "holder": holder, "next_at": now, **never}


def _habits(feed: Feed) -> dict[str, Any]:
    return {"outlet": feed.outlet, "every_minutes": feed.every_minutes, "pages": int(feed.pages)}


def due(session: Session, now: datetime) -> Sequence[tuple[Feed, int]]:
    """The feeds that are to be asked now, the longest due first, each with its failures in a row."""
    query = select(FeedHealth).where(FeedHealth.next_at <= now).order_by(FeedHealth.next_at)
    return [(_feed(row), row.failures) for row in session.scalars(query)]


def _feed(row: FeedHealth) -> Feed:
    """A feed as it was checked when it was added."""
    return Feed.model_construct(url=row.url, outlet=row.outlet, every_minutes=row.every_minutes, pages=bool(row.pages))


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
