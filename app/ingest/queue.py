"""Chunks of work in, a queue in PostgreSQL that any number of workers take them from, and what is left of it, out.

The queue is procrastinate's, in a schema of its own beside the store's tables.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from typing import Any

import psycopg
from procrastinate import App, BaseConnector, BaseRetryStrategy, JobContext, RetryDecision, SyncPsycopgConnector
from procrastinate.jobs import Job
from psycopg.sql import SQL, Identifier
from sqlalchemy import Engine

from app.errors import ConfigurationError, StoreUnavailableError
from app.ingest.chunks import Chunk
from app.store import waiting
from app.store.engine import reading
from app.store.waiting import NAME, SCHEMA, Backlog

# A chunk that fails so often is cut in two, and at last is a failure.
ATTEMPTS = 4
# Deferred in one statement.
TOGETHER = 500

# How long a chunk waits whose store was away.
AWAY_SECONDS = 2

Take = Callable[[JobContext, Chunk, Mapping[str, Any]], None]


class Patience(BaseRetryStrategy):
    """A store that is away is waited for however long that takes; anything else is tried a few times."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When to try a chunk again; None where it is left."""
        if isinstance(exception, StoreUnavailableError):
            return RetryDecision(retry_in={"seconds": AWAY_SECONDS})
        return RetryDecision(retry_in={"seconds": 2**job.attempts}) if job.attempts + 1 < ATTEMPTS else None


@contextmanager
def opened(engine: Engine) -> Iterator[App]:
    """The queue of a store, to put chunks into; its tables are made where they are missing.

    Raises ConfigurationError for a store that is not in PostgreSQL.
    """
    prepare(engine)
    with queue_app(engine, SyncPsycopgConnector, _takes_nothing).open() as app:
        yield app


def queue_app(engine: Engine, connector: type[BaseConnector], take: Take) -> App:
    """The queue with the one thing that can be done for a chunk; `take` raises where that failed."""
    app = App(connector=connector(kwargs=_connection(engine), min_size=1, max_size=4))  # type: ignore[call-arg]

    @app.task(name=NAME, queue=NAME, pass_context=True, retry=Patience())
    def ingest(context: JobContext, sources: list[str], articles: int, given: dict[str, Any]) -> None:
        take(context, Chunk(tuple(sources), articles), given)

    return app


def put(app: App, chunks: Iterable[Chunk], given: Mapping[str, Any]) -> int:
    """Put chunks into the queue, and return how many."""
    number, stream = 0, iter(chunks)
    while part := list(islice(stream, TOGETHER)):
        number += len(part)
        app.tasks[NAME].batch_defer(*(arguments(chunk, given) for chunk in part))
    return number


def arguments(chunk: Chunk, given: Mapping[str, Any]) -> dict[str, Any]:
    """A chunk as the queue holds it."""
    return {**asdict(chunk), "given": dict(given)}


def backlog(engine: Engine) -> Backlog:
    """What is in the queue now. Raises ConfigurationError for a store in a file."""
    prepare(engine)
    with reading(engine) as session:
        return waiting.backlog(session)


def prepare(engine: Engine) -> None:
    """Make the queue's tables where they are missing. Raises ConfigurationError where the store is in a file."""
    if engine.dialect.name != "postgresql":
        raise ConfigurationError(
            "SUMMITRY_DATABASE_URL: the queue needs PostgreSQL; with a file, use `summitry ingest --workers N`"
        )
    with psycopg.connect(**_connection(engine)) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [SCHEMA])
        if connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() == (None,):
            connection.execute(SQL("CREATE SCHEMA IF NOT EXISTS {}").format(Identifier(SCHEMA)))
            connection.execute(App(connector=SyncPsycopgConnector()).schema_manager.get_schema())


def _connection(engine: Engine) -> dict[str, Any]:
    """How to reach the store's database, in the schema of the queue."""
    _, given = engine.dialect.create_connect_args(engine.url)
    return {**given, "options": f"{given.get('options', '')} -c search_path={SCHEMA}".strip()}


def _takes_nothing(*_given: object) -> None:
    """Who puts chunks into the queue takes none."""
