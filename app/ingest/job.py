"""The ingest job: paths and addresses in; articles with their meetings in the store, and a report, out.

An article is known by its id and stored with its meetings in one transaction. So a run may end at any moment: the next
one passes over what is there and goes on with the rest, and nothing is lost or doubled.
"""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.errors import StoreUnavailableError, SummitryError
from app.extraction.protocol import tally_of
from app.ingest.batches import batches
from app.ingest.extraction import Outcome, Readers
from app.ingest.inputs import Item, Unchanged, items_of
from app.ingest.interruption import Interruption
from app.ingest.progress import Progress, Silent
from app.ingest.report import Report
from app.ingest.validators import KeptValidators
from app.sources.protocol import Fetcher, ReadOptions, Rejected
from app.store.articles import is_stored
from app.store.engine import reading, writing
from app.store.models import RunState
from app.store.record import Reading, Recorded, record_article
from app.store.runs import (
    Counts,
    Failure,
    close_dead_runs,
    finish_run,
    open_failures,
    record_failure,
    resolve_failures_of,
    start_run,
    update_run,
)

log = logging.getLogger(__name__)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run works with."""

    engine: Engine
    readers: Readers
    fetcher: Fetcher | None = None
    validators: KeptValidators | None = None
    progress: Progress = field(default_factory=Silent)
    interruption: Interruption = field(default_factory=Interruption)
    clock: Callable[[], datetime] = now


def ingest(surroundings: Surroundings, sources: Sequence[str], options: ReadOptions) -> Report:
    """Take everything that the sources hold, and say what it came to.

    Whatever is wrong with one input is a failure in the report and in the store, and the run goes on; an interruption
    ends it with the state `interrupted`. Raises StoreUnavailableError where the store cannot be used.
    """
    return Run(surroundings, sources).over(items_of(sources, options, surroundings.fetcher))


class Run:
    """One run of the job, from its row in `ingest_runs` to its report."""

    def __init__(self, surroundings: Surroundings, sources: Sequence[str]) -> None:
        """Open the run; runs that were killed are marked as interrupted. Raises StoreUnavailableError."""
        self._with = surroundings
        self._counts = Counts()
        self._started = time.monotonic()
        with writing(surroundings.engine) as session:
            close_dead_runs(session, surroundings.clock())
            self._failed_before = {failure.origin for failure in open_failures(session)}
            self._id = start_run(session, sources, surroundings.clock())

    def over(self, items: Iterable[Item]) -> Report:
        """Take the items, and close the run whatever happens."""
        state = RunState.FAILED
        try:
            state = self._take_all(items)
        except KeyboardInterrupt:
            state = RunState.INTERRUPTED
        finally:
            # Where the store is away, the error that says so is on its way already.
            with suppress(StoreUnavailableError), writing(self._with.engine) as session:
                finish_run(session, self._id, self._counts, state, self._with.clock())
        seconds = time.monotonic() - self._started
        # A run that met nothing new never made its reader, and does not make one to ask what it counted.
        return Report(self._id, state, self._counts, seconds, tally_of(self._with.readers.made))

    def _take_all(self, items: Iterable[Item]) -> RunState:
        for batch in batches(items):
            with self._with.interruption.at_work():
                self._take(batch)
            if self._with.interruption.asked:
                return RunState.INTERRUPTED
        return RunState.FINISHED

    def _take(self, batch: Sequence[Item]) -> None:
        """Deal with every item of a batch, or with those up to an interruption."""
        articles = [item for item in batch if isinstance(item, Article)]
        known = self._known(articles)
        for item in batch:
            if isinstance(item, Rejected):
                self._fail(Failure(item.origin, "read", item.reason))
            elif isinstance(item, Unchanged) or item.id in known:
                self._pass_over(item)
        for article, outcome in self._with.readers.read([article for article in articles if article.id not in known]):
            self._settle(article, outcome)
            if self._with.interruption.asked:
                return
        with writing(self._with.engine) as session:
            update_run(session, self._id, self._counts)
            if self._with.validators:
                self._with.validators.write(session, self._with.clock())

    def _known(self, articles: Sequence[Article]) -> set[str]:
        with reading(self._with.engine) as session:
            return {article.id for article in articles if is_stored(session, article.id)}

    def _settle(self, article: Article, outcome: Outcome) -> None:
        """Store an article, or the reason why it cannot be."""
        if isinstance(outcome, Exception):
            self._fail(Failure(article.origin, "extract", reason_of(outcome, article)), outcome)
            return
        try:
            self._record(Reading(article, outcome, self._with.readers.of(article).version, self._id))
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one article must not end the run; its transaction is taken back
            self._fail(Failure(article.origin, "record", reason_of(error, article)), error)

    def _record(self, what: Reading) -> None:
        """One article, its meetings and the run's counts in one transaction."""
        with writing(self._with.engine) as session:
            recorded = record_article(session, what, self._with.clock())
            counts = _with_recorded(self._counts, recorded)
            update_run(session, self._id, counts)
            self._resolve(session, self._failures_over(what.article.origin))
        self._show(counts)

    def _fail(self, failure: Failure, error: Exception | None = None) -> None:
        log.debug("failed at %s: %s", failure.stage, failure.origin, exc_info=error)
        counts = _more(self._counts, read=1, failed=1)
        with writing(self._with.engine) as session:
            record_failure(session, self._id, failure, self._with.clock())
            update_run(session, self._id, counts)
        self._failed_before.discard(failure.origin)
        self._with.progress.failed(failure)
        self._show(counts)

    def _pass_over(self, item: Article | Unchanged) -> None:
        """Count something that is in the store already; an earlier failure to take it is over."""
        over = self._failures_over(item.origin)
        if over:
            with writing(self._with.engine) as session:
                self._resolve(session, over)
        self._show(_more(self._counts, read=1, unchanged=1))

    def _failures_over(self, origin: str) -> set[str]:
        """What failed in earlier runs and is over when `origin` is taken: itself, the file or address it lies in."""
        return {origin, origin.rpartition("#")[0]} & self._failed_before

    def _resolve(self, session: Session, origins: Iterable[str]) -> None:
        for origin in origins:
            resolve_failures_of(session, origin, self._with.clock())

    def _show(self, counts: Counts) -> None:
        self._counts = counts
        self._with.progress.advance(counts)


def _more(counts: Counts, **more: int) -> Counts:
    return replace(counts, **{name: getattr(counts, name) + number for name, number in more.items()})


def _with_recorded(counts: Counts, recorded: Recorded) -> Counts:
    if not recorded.stored:
        return _more(counts, read=1, unchanged=1)
    return _more(
        counts,
        read=1,
        stored=1,
        copies=int(recorded.copy_of is not None),
        meetings_created=len(recorded.created),
        meetings_confirmed=len(recorded.confirmed),
    )


def reason_of(error: Exception, article: Article) -> str:
    """An error as one line, without the origin that stands beside it anyway."""
    line = " ".join(str(error).split()).removeprefix(f"{article.origin}: ")
    return line if isinstance(error, SummitryError) else f"{type(error).__name__}: {line}"
