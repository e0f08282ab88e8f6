"""Feeds in, asked again and again as each one's rhythm and state have it; their new articles in the store out."""

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.articles import Article
from app.errors import SourceUnavailableError
from app.ingest.inputs import Item, items_of
from app.ingest.job import Run, Surroundings
from app.ingest.validators import KeptValidators
from app.sources.feed_list import Feed
from app.sources.protocol import Fetched, Fetcher, ReadOptions, Rejected
from app.store.engine import reading, writing
from app.store.feeds import Visit, due, is_known, note, watch_listed
from app.store.runs import Validators

log = logging.getLogger(__name__)

# Feeds that are asked at once: one that answers slowly keeps a place, and no other feed waits for it.
PLACES = 8
# Feeds that were started together shall not be asked together for ever.
JITTER = 0.1
LONGEST_PAUSE = timedelta(days=1)
IDLE_SECONDS = 1.0

MakeFetcher = Callable[[KeptValidators], Fetcher]


@dataclass(frozen=True, slots=True)
class Found:
    """What one visit brought. `validators` are to be kept once all of it is stored; none where a page was missing."""

    items: Sequence[Item]
    validators: Mapping[str, Validators]
    error: str | None
    retry_after: float | None


class Watcher:
    """Watches feeds; one article after the other is stored, by the thread that calls."""

    def __init__(
        self,
        surroundings: Surroundings,
        listed: Sequence[Feed] | None,
        make_fetcher: MakeFetcher,
        options: ReadOptions,
    ) -> None:
        """Watch the feeds that are `listed`, None for those that were so last, and those that were added.

        `make_fetcher` gives the fetcher of one visit, which keeps validators where it is told to.
        """
        self._with = surroundings
        self._make_fetcher = make_fetcher
        self._options = options
        self._pool = ThreadPoolExecutor(PLACES, "feed")
        self._asked: dict[Future[Found], tuple[Feed, int]] = {}
        if listed is not None:
            with writing(surroundings.engine, unseen=True) as session:
                watch_listed(session, listed, surroundings.clock())

    def watch(self) -> None:
        """Ask whatever is due, until somebody stops it (KeyboardInterrupt); the article in hand is finished first."""
        try:
            while not self._with.interruption.asked:
                self._begin()
                if self._asked:
                    self._settle_some(IDLE_SECONDS)
                else:
                    time.sleep(IDLE_SECONDS)
        finally:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def turn(self) -> int:
        """Ask every feed that is due now, once, and return how many these were."""
        begun = self._begin()
        while self._asked and not self._with.interruption.asked:
            self._settle_some(None)
        return begun

    def _begin(self) -> int:
        """Begin to ask those that are due and not being asked; how many these are."""
        with reading(self._with.engine) as session:
            waiting = due(session, self._with.clock())
        in_hand = {feed.url for feed, _ in self._asked.values()}
        begun = [(feed, failures) for feed, failures in waiting if feed.url not in in_hand]
        self._asked |= {self._pool.submit(self._visit, feed): (feed, failures) for feed, failures in begun}
        return len(begun)

    def _settle_some(self, seconds: float | None) -> None:
        """Settle what is answered, or will be first, within so many seconds."""
        for done in wait(self._asked, seconds, FIRST_COMPLETED).done:
            feed, failures = self._asked.pop(done)
            self._settle(feed, done, failures)
            if self._with.interruption.asked:
                break

    def _visit(self, feed: Feed) -> Found:
        """Ask one feed, and the pages that it links to; in a thread of its own."""
        validators = KeptValidators(self._with.engine)
        fetcher = _Attentive(self._make_fetcher(validators))
        options = replace(self._options, outlet=feed.outlet)
        items = list(items_of([feed.url], options, fetcher))
        error = fetcher.errors.get(feed.url)
        if error is None and feed.pages:
            items = [item for entry in items for item in self._pages(entry, options, fetcher)]
        is_whole = not any(isinstance(item, Rejected) for item in items)
        return Found(
            items=[] if error else items,
            validators=validators.take() if is_whole else {},
            error=str(error or _refused(feed, items) or "") or None,
            retry_after=error.retry_after if error else None,
        )

    def _pages(self, entry: Item, options: ReadOptions, fetcher: Fetcher) -> Iterator[Item]:
        """The page behind an entry, in its place, unless it is in the store already."""
        if not isinstance(entry, Article) or not entry.url:
            yield entry
            return
        with reading(self._with.engine) as session:
            known = is_known(session, entry.url)
        if not known:
            yield from items_of([entry.url], replace(options, published=entry.published), fetcher)

    def _settle(self, feed: Feed, done: "Future[Found]", failures: int) -> None:
        """Store what a visit brought, and say when the feed is asked again."""
        try:
            found = done.result()
        except Exception as error:  # one feed must not end the watch, whatever it holds
            log.exception("the visit of %s failed", feed.url)
            found = Found((), {}, type(error).__name__, None)
        stored = self._store(feed, found) if found.items else 0
        now = self._with.clock()
        pause = _pause(feed, failures + 1 if found.error else 0, found.retry_after)
        with writing(self._with.engine, unseen=True) as session:
            note(session, feed.url, Visit(now, now + pause, stored, found.error))
        log.info("%s: %s", feed.url, found.error or f"{stored} new articles")

    def _store(self, feed: Feed, found: Found) -> int:
        kept = KeptValidators(self._with.engine)
        run = Run(replace(self._with, validators=kept), [feed.url])
        return run.over(_then_keep(found, kept)).counts.stored


def _refused(feed: Feed, items: Sequence[Item]) -> Rejected | None:
    """Why nothing at all could be read of what a feed answered, which is no success."""
    if any(isinstance(item, Article) for item in items):
        return None
    return next((item for item in items if isinstance(item, Rejected) and item.origin == feed.url), None)


def _then_keep(found: Found, kept: KeptValidators) -> Iterator[Item]:
    """The items; when all have been handed out, the validators of their feed wait to be written with the last ones."""
    yield from found.items
    for url, validators in found.validators.items():
        kept.put(url, validators.etag, validators.last_modified)


def _pause(feed: Feed, failures: int, retry_after: float | None) -> timedelta:
    """How long to leave a feed alone: its rhythm, doubled with each failure in a row, or what its server asks for."""
    rhythm = timedelta(minutes=feed.every_minutes)
    usual = min(rhythm * (1 << min(failures, 12)), max(rhythm, LONGEST_PAUSE))
    asked = min(timedelta(seconds=retry_after or 0), LONGEST_PAUSE)
    return max(usual * random.uniform(1 - JITTER, 1 + JITTER), asked)  # noqa: S311 - not for secrets


class _Attentive:
    """A fetcher that notes why an address could not be had."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.errors: dict[str, SourceUnavailableError] = {}

    def fetch(self, url: str) -> Fetched | None:
        """The answer. Raises SourceUnavailableError."""
        try:
            return self._fetcher.fetch(url)
        except SourceUnavailableError as error:
            self.errors[url] = error
            raise

    def keep(self, url: str, answer: Fetched) -> None:
        """Remember that the answer was taken whole."""
        self._fetcher.keep(url, answer)
