"""The job that reads stored articles again: a selection in, the difference to what the present extractor reads out.

An article is brought up to date in one transaction, which also notes the extractor that read it. So a run may end at
any moment, and the next one goes on with what an older extractor read.
"""

import logging
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace

from app.errors import StoreUnavailableError
from app.ingest.batches import batches
from app.ingest.differences import RereadReport
from app.ingest.extraction import Read, in_one_line
from app.ingest.job import Surroundings
from app.ingest.selection import Stale
from app.logs import Bound
from app.store.articles import load_article
from app.store.copying import working_copy
from app.store.engine import reading, writing
from app.store.models import RunState, StoredArticle
from app.store.rereading import Difference, Kind, NewReading, reread_article
from app.store.retention import retain
from app.store.runs import (
    Counts,
    Failure,
    close_dead_runs,
    finish_run,
    record_failure,
    resolve_failures_of,
    start_run,
    under_way,
    update_run,
)

log = logging.getLogger(__name__)
# What stands for the inputs of such a run among those of all runs.
INPUT = "stored articles"


def reprocess(surroundings: Surroundings, stale: Stale, *, dry: bool = False) -> RereadReport:
    """Read the articles again, and say what is read otherwise. A `dry` run does so on a copy of the store."""
    if not dry:
        return _Run(surroundings, stale).over()
    with working_copy(surroundings.engine) as copy:
        return replace(_Run(replace(surroundings, engine=copy), stale).over(), run_id=None)


class _Run:
    """One run, from its row in `ingest_runs` to its report."""

    def __init__(self, surroundings: Surroundings, stale: Stale) -> None:
        self._with = surroundings
        self._stale = stale
        self._pending = set(stale.ids)
        self._counts = Counts()
        self._found: list[Difference] = []
        self._id = 0

    def over(self) -> RereadReport:
        """Read everything, and close the run whatever happens."""
        started = time.monotonic()
        with writing(self._with.engine) as session:
            close_dead_runs(session, self._with.clock())
            self._id = start_run(session, [INPUT], self._with.clock())
        state = RunState.FAILED
        with Bound(run_id=self._id):
            try:
                with under_way(self._with.engine, self._id):
                    state = self._read_all()
            except KeyboardInterrupt:
                state = RunState.INTERRUPTED
            finally:
                log.info("run %s: %s", self._id, state.value, extra=asdict(self._counts))
                self._close(state)
        seconds = time.monotonic() - started
        return RereadReport(self._id, state, self._counts, seconds, self._stale, tuple(self._found))

    def _close(self, state: RunState) -> None:
        # Where the store is away, the error that says so is on its way already.
        with suppress(StoreUnavailableError), writing(self._with.engine) as session:
            finish_run(session, self._id, self._counts, state, self._with.clock())

    def _read_all(self) -> RunState:
        for batch in batches(self._stale.ids):
            with self._with.interruption.at_work():
                self._read(batch)
            if self._with.interruption.asked:
                return RunState.INTERRUPTED
        return RunState.FINISHED

    def _read(self, ids: Sequence[str]) -> None:
        """Deal with every article of a batch, or with those up to an interruption."""
        with reading(self._with.engine) as session:
            articles = [load_article(session, session.get_one(StoredArticle, one)) for one in ids]
        for article_id, read in zip(ids, self._with.readers.read(articles), strict=True):
            self._settle(article_id, read)
            if self._with.interruption.asked:
                return

    def _settle(self, article_id: str, read: Read) -> None:
        """Bring an article up to date, or note the reason why that cannot be done."""
        article, outcome = read.article, read.outcome
        self._pending.discard(article_id)
        if isinstance(outcome, Exception):
            self._fail(Failure(article.origin, "extract", in_one_line(outcome, article)), outcome)
            return
        what = NewReading(article, outcome, read.version, self._id, lambda other: other not in self._pending)
        try:
            self._record(article_id, what)
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one article must not end the run; its transaction is taken back
            self._fail(Failure(article.origin, "record", in_one_line(error, article)), error)

    def _record(self, article_id: str, what: NewReading) -> None:
        """One article, its changes and the run's counts in one transaction."""
        with writing(self._with.engine) as session:
            found = reread_article(session, article_id, what, self._with.clock())
            retain(session, [article_id], self._with.kept)
            counts = _with_found(self._counts, found)
            update_run(session, self._id, counts)
            resolve_failures_of(session, what.article.origin, self._with.clock())
        self._found += found
        self._show(counts)

    def _fail(self, failure: Failure, error: Exception) -> None:
        log.debug("failed at %s: %s", failure.stage, failure.origin, exc_info=error)
        counts = replace(self._counts, read=self._counts.read + 1, failed=self._counts.failed + 1)
        with writing(self._with.engine) as session:
            record_failure(session, self._id, failure, self._with.clock())
            update_run(session, self._id, counts)
        self._with.progress.failed(failure)
        self._show(counts)

    def _show(self, counts: Counts) -> None:
        self._counts = counts
        self._with.progress.advance(counts)


def _with_found(counts: Counts, found: Sequence[Difference]) -> Counts:
    changed = any(difference.kind is not Kind.KEPT for difference in found)
    return replace(
        counts,
        read=counts.read + 1,
        stored=counts.stored + changed,
        unchanged=counts.unchanged + (not changed),
        meetings_created=counts.meetings_created + sum(difference.created for difference in found),
    )
