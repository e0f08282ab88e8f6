"""The ingest job: paths and addresses in; articles with their meetings in the store, and a report, out.

An article is known by its id and stored with its meetings in one transaction, which several articles share. So a run
may end at any moment: the next one passes over what is there and goes on with the rest, and nothing is lost or doubled.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import reduce

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.domain.articles import Article, Kept
from app.errors import StoreUnavailableError
from app.extraction.protocol import tally_of
from app.ingest.batches import batches
from app.ingest.crew import Crew
from app.ingest.extraction import Read, Readers, in_one_line
from app.ingest.inputs import Item, Unchanged, items_of
from app.ingest.interruption import Interruption
from app.ingest.progress import Progress, Silent
from app.ingest.report import Report
from app.ingest.validators import KeptValidators
from app.logs import Bound
from app.sources.protocol import Fetcher, ReadOptions, Rejected
from app.store.articles import stored_among
from app.store.engine import reading, writing, written
from app.store.models import RunState
from app.store.record import Reading, Recorded, record_articles, transactions_of
from app.store.runs import (
    Counts,
    Failure,
    Validators,
    close_dead_runs,
    finish_run,
    open_failures,
    record_failure,
    resolve_failures_of,
    start_run,
    under_way,
    update_run,
)

log = logging.getLogger(__name__)


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run works with. A crew reads in place of the readers, ahead of what is written; `kept` of each text."""

    engine: Engine
    readers: Readers
    crew: Crew | None = None
    fetcher: Fetcher | None = None
    validators: KeptValidators | None = None
    progress: Progress = field(default_factory=Silent)
    interruption: Interruption = field(default_factory=Interruption)
    clock: Callable[[], datetime] = now
    kept: Kept = Kept.ALL


def ingest(surroundings: Surroundings, sources: Sequence[str], options: ReadOptions) -> Report:
    """Take everything that the sources hold, and say what it came to.

    Whatever is wrong with one input is a failure in the report and in the store, and the run goes on; an interruption
    ends it with the state `interrupted`. Raises StoreUnavailableError where the store cannot be used.
    """
    return Run(surroundings, sources).over(items_of(sources, options, surroundings.fetcher))


@dataclass(frozen=True, slots=True)
class _Piece:
    """Items that are dealt with together: those that nobody has to read, and articles.

    `validators` are of addresses whose last article lies in this piece or an earlier one.
    """

    others: Sequence[Rejected | Unchanged | Article]
    unknown: list[Article]
    validators: Mapping[str, Validators]


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
        with Bound(run_id=self._id):
            try:
                with under_way(self._with.engine, self._id):
                    state = self._take_all(items)
            except KeyboardInterrupt:
                state = RunState.INTERRUPTED
            finally:
                log.info("run %s: %s", self._id, state.value, extra=asdict(self._counts))
                # Where the store is away, the error that says so is on its way already.
                with suppress(StoreUnavailableError), writing(self._with.engine) as session:
                    finish_run(session, self._id, self._counts, state, self._with.clock())
        seconds = time.monotonic() - self._started
        # A run that met nothing new never made its reader, and does not make one to ask what it counted.
        return Report(self._id, state, self._counts, seconds, tally_of(self._with.readers.made))

    def _take_all(self, items: Iterable[Item]) -> RunState:
        """Deal with piece after piece; a crew is ahead by some, which wait here."""
        waiting: deque[_Piece] = deque()

        def unknown() -> Iterator[list[Article]]:
            for batch in batches(items):
                waiting.append(self._looked_up(batch))
                yield waiting[-1].unknown

        for found in (self._with.crew or self._with.readers).read_ahead(unknown()):
            with self._with.interruption.at_work():
                self._take(waiting.popleft(), found)
            if self._with.interruption.asked:
                return RunState.INTERRUPTED
        return RunState.FINISHED

    def _looked_up(self, batch: Sequence[Item]) -> "_Piece":
        articles = [item for item in batch if isinstance(item, Article)]
        known = self._known(articles)
        others = [item for item in batch if not isinstance(item, Article) or item.id in known]
        validators = self._with.validators.take() if self._with.validators else {}
        return _Piece(others, [article for article in articles if article.id not in known], validators)

    def _take(self, piece: "_Piece", found: Iterable[Read]) -> None:
        """Deal with all of a piece, or with what comes before an interruption."""
        for item in piece.others:
            if isinstance(item, Rejected):
                self._fail(Failure(item.origin, "read", item.reason))
            else:
                self._pass_over(item)
        self._settle(list(self._until_asked(found)))
        if self._with.interruption.asked:
            return
        with writing(self._with.engine) as session:
            update_run(session, self._id, self._counts)
            if self._with.validators:
                self._with.validators.write(session, piece.validators, self._with.clock())

    def _known(self, articles: Sequence[Article]) -> set[str]:
        with reading(self._with.engine) as session:
            return stored_among(session, [article.id for article in articles])

    def _until_asked(self, found: Iterable[Read]) -> Iterator[Read]:
        """What was read until somebody asked for a stop."""
        for read in found:
            yield read
            if self._with.interruption.asked:
                return

    def _settle(self, found: Sequence[Read]) -> None:
        """Store the articles of a piece, or the reason why one cannot be."""
        readings = []
        for read in found:
            if isinstance(read.outcome, Exception):
                failure = Failure(read.article.origin, "extract", in_one_line(read.outcome, read.article))
                self._fail(failure, read.outcome)
            else:
                readings.append(Reading(read.article, read.outcome, read.version, self._id, self._with.kept))
        for together in transactions_of(self._with.engine, readings):
            self._record(together)

    def _record(self, readings: Sequence[Reading]) -> None:
        """Write some articles together; where one of them cannot be written, each by itself."""
        try:
            recorded = written(self._with.engine, lambda session: self._write(session, readings))
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one article must not end the run; its transaction is taken back
            if len(readings) > 1:
                for one in readings:
                    self._record([one])
                return
            article = readings[0].article
            self._fail(Failure(article.origin, "record", in_one_line(error, article)), error)
        else:
            for done in recorded:
                self._show(_with_recorded(self._counts, done))

    def _write(self, session: Session, readings: Sequence[Reading]) -> list[Recorded]:
        """Articles, their meetings and the run's counts in one transaction."""
        recorded = record_articles(session, readings, self._with.clock)
        update_run(session, self._id, reduce(_with_recorded, recorded, self._counts))
        for one in readings:
            self._resolve(session, self._failures_over(one.article.origin))
        return recorded

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
