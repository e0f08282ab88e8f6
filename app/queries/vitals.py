"""A session in, how the store and what fills it are doing out: cheap enough to be asked every few seconds for years."""

from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.models import FeedHealth, IngestFailure, Webhook
from app.store.runs import Counts, last_settled_run, total_counts
from app.store.sizes import about_rows, size_in_bytes
from app.store.waiting import chunks_ahead, has_queue, live_workers

# A watcher asks what is due within a minute; a feed that waits longer tells that none is running.
LATE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Feeds:
    """How the watched feeds do: those whose last answer was none, those that nobody asks, the longest streak."""

    watched: int
    failing: int
    late: int
    longest_streak: int
    last_success_at: datetime | None


@dataclass(frozen=True, slots=True)
class Webhooks:
    """How the webhooks do: those that took the last event, those that are tried again, those that were given up."""

    taking: int
    failing: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """Chunks in the queue that wait or are under way, and workers that live."""

    waiting: int
    under_way: int
    workers: int


@dataclass(frozen=True, slots=True)
class Vitals:
    """How everything is. `rows` is about how many each large table has; `queue` is None where there is none."""

    rows: dict[str, int]
    size: int
    ingest: Counts
    open_failures: int
    feeds: Feeds
    webhooks: Webhooks
    queue: Backlog | None


class Pulse:
    """Takes the vitals again and again, and adds up each finished run once."""

    def __init__(self) -> None:
        self._until = 0
        self._settled = Counts()

    def take(self, session: Session) -> Vitals:
        """The vitals now."""
        return Vitals(
            rows=about_rows(session),
            size=size_in_bytes(session),
            ingest=self._ingested(session),
            open_failures=session.scalar(select(func.count()).where(IngestFailure.resolved_at.is_(None))) or 0,
            feeds=feeds(session, datetime.now(UTC)),
            webhooks=webhooks(session),
            queue=backlog(session),
        )

    def _ingested(self, session: Session) -> Counts:
        settled = last_settled_run(session, self._until)
        self._settled = _sum(self._settled, total_counts(session, self._until, settled))
        self._until = settled
        return _sum(self._settled, total_counts(session, settled))


def feeds(session: Session, now: datetime) -> Feeds:
    """How the watched feeds do."""
    columns = (
        func.count(),
        func.count().filter(FeedHealth.failures > 0),
        func.count().filter(FeedHealth.next_at < now - LATE),
        func.coalesce(func.max(FeedHealth.failures), 0),
        func.max(FeedHealth.last_success_at),
    )
    return Feeds(*session.execute(select(*columns)).one())


def webhooks(session: Session) -> Webhooks:
    """How the webhooks do."""
    is_stopped, fails = Webhook.stopped_at.is_not(None), Webhook.failures > 0
    columns = (
        func.count().filter(~is_stopped, ~fails),
        func.count().filter(~is_stopped, fails),
        func.count().filter(is_stopped),
    )
    return Webhooks(*session.execute(select(*columns).select_from(Webhook)).one())


def backlog(session: Session) -> Backlog | None:
    """What the queue has; None where there is none."""
    return Backlog(**chunks_ahead(session), workers=live_workers(session)) if has_queue(session) else None


def _sum(one: Counts, other: Counts) -> Counts:
    return Counts(*(left + right for left, right in zip(astuple(one), astuple(other), strict=True)))
