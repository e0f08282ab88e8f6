"""The queue in, its chunks taken one after the other out, until somebody stops the worker: nothing is lost if it dies.

Articles are read in processes of their own (see `app.ingest.crew`), so that one that kills its reader costs itself
alone. A chunk whose worker gives no sign of life any more goes to another one; one that outlives several workers is
cut in two, and at last is a failure, so that whatever in it kills them does so a bounded number of times.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job, Status
from tenacity import AsyncRetrying, retry_if_exception_type, wait_random_exponential

from app.errors import StoreUnavailableError
from app.ingest.chunks import Chunk
from app.ingest.interruption import Interruption
from app.ingest.job import Surroundings, ingest
from app.ingest.queue import ATTEMPTS, arguments, prepare, queue_app
from app.sources.protocol import ReadOptions
from app.store.engine import writing
from app.store.models import RunState
from app.store.runs import Counts, Failure, finish_run, record_failure, start_run
from app.store.waiting import NAME, SILENCE_SECONDS

log = logging.getLogger(__name__)
# A worker that was asked to stop goes on with the article in hand, and gives the rest of its chunk back.
GRACE_SECONDS = 0.1
POLL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Habits:
    """How a worker works: whether it ends when no chunk waits, and how long others are silent before it takes over."""

    until_empty: bool = False
    silence: float = SILENCE_SECONDS


class Worker:
    """Takes chunks until it is told to stop; `surroundings` are those of each of its runs."""

    def __init__(self, surroundings: Surroundings, options: ReadOptions, habits: Habits) -> None:
        self._with = surroundings
        self._options = options
        self._habits = habits

    def run(self) -> None:
        """Work; a database that goes away is waited for. Raises ConfigurationError for a store in a file."""
        prepare(self._with.engine)
        asyncio.run(self._run())

    async def _run(self) -> None:
        away = retry_if_exception_type((ConnectorException, OSError))
        async for attempt in AsyncRetrying(retry=away, wait=wait_random_exponential(max=30), before_sleep=_tell):
            with attempt:
                async with queue_app(self._with.engine, PsycopgConnector, self._take).open_async() as app:
                    await self._work(app)

    async def _work(self, app: App) -> None:
        await self._look_after(app)
        looking = asyncio.create_task(self._look_after_others(app))
        try:
            await app.run_worker_async(
                queues=[NAME],
                wait=not self._habits.until_empty,
                # New chunks are heard of at once, those of dead workers are looked for.
                fetch_job_polling_interval=min(POLL_SECONDS, self._habits.silence / 2),
                update_heartbeat_interval=self._habits.silence / 3,
                stalled_worker_timeout=self._habits.silence,
                shutdown_graceful_timeout=GRACE_SECONDS,
            )
        finally:
            looking.cancel()

    def _take(self, context: JobContext, chunk: Chunk, given: Mapping[str, Any]) -> None:
        """One chunk as one run of the ingest job."""
        surroundings = replace(self._with, interruption=Interruption(elsewhere=context.should_abort))
        published = date.fromisoformat(given["published"]) if given.get("published") else None
        options = replace(self._options, published=published, outlet=given.get("outlet"), language=given["language"])
        try:
            report = ingest(surroundings, chunk.sources, options)
        except StoreUnavailableError:
            raise
        except Exception as error:
            if context.job.attempts + 1 >= ATTEMPTS:
                self._give_up(chunk, f"{type(error).__name__}: {error}")
            raise
        if report.interrupted:
            context.app.tasks[NAME].defer(**arguments(chunk, given))

    async def _look_after_others(self, app: App) -> None:
        """Give the chunks of dead workers to others, now and then."""
        while True:
            await asyncio.sleep(self._habits.silence / 3)
            await self._look_after(app)

    async def _look_after(self, app: App) -> None:
        silence = self._habits.silence
        try:
            for job in await app.job_manager.get_stalled_jobs(queue=NAME, seconds_since_heartbeat=silence):
                await self._take_over(app, job)
        except ConnectorException:
            # The database is away, or another worker was faster: there is a next time.
            log.debug("could not look after other workers", exc_info=True)

    async def _take_over(self, app: App, job: Job) -> None:
        held: dict[str, Any] = job.task_kwargs
        chunk = Chunk(tuple(held["sources"]), held["articles"])
        if job.attempts + 1 < ATTEMPTS:
            log.warning("the worker that had chunk %s is gone: another one takes it", job.id)
            await app.job_manager.retry_job(job)
            return
        halves = chunk.halves()
        for half in halves:
            await app.tasks[NAME].defer_async(**arguments(half, held["given"]))
        if not halves:
            await asyncio.to_thread(self._give_up, chunk, f"each of the {ATTEMPTS} workers that read it died")
        await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)

    def _give_up(self, chunk: Chunk, reason: str) -> None:
        """Keep what could not be taken among the failures, under a run of its own."""
        log.error("%s: %s", ", ".join(chunk.sources), reason)
        now, number = self._with.clock(), len(chunk.sources)
        with writing(self._with.engine) as session:
            run = start_run(session, chunk.sources, now)
            for source in chunk.sources:
                record_failure(session, run, Failure(source, "read", reason), now)
            finish_run(session, run, Counts(read=number, failed=number), RunState.FAILED, now)


def _tell(state: Any) -> None:
    log.warning("the queue cannot be reached: %s: trying again", state.outcome.exception().__cause__)
