"""The log of the ingest job: runs with their counts, failures with their reasons, and feed validators."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.store.models import Fetch, IngestFailure, IngestRun, RunState

# An arbitrary number that names, with that of a run, the lock of who is at it.
RUN_LOCKS = 7_466_490


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the inputs of a run. `read` is the sum of `stored`, `unchanged` and `failed`.

    `copies` are those among `stored` that repeat another article; meetings are counted once an article.
    """

    read: int = 0
    stored: int = 0
    unchanged: int = 0
    copies: int = 0
    failed: int = 0
    meetings_created: int = 0
    meetings_confirmed: int = 0


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with its last good answer, to be sent back with the next question."""

    etag: str | None
    last_modified: str | None


def start_run(session: Session, inputs: Sequence[str], now: datetime) -> int:
    """Open a run and return its number."""
    run = IngestRun(
        inputs=list(inputs),
        state=RunState.RUNNING,
        started_at=now,
        finished_at=None,
        **_columns(Counts()),
    )
    session.add(run)
    session.flush()
    return run.id


def update_run(session: Session, run_id: int, counts: Counts) -> None:
    """Write the counts so far, so that an interrupted run tells how far it came."""
    session.execute(update(IngestRun).where(IngestRun.id == run_id).values(**_columns(counts)))


def finish_run(session: Session, run_id: int, counts: Counts, state: RunState, now: datetime) -> None:
    """Close a run with its final counts. Raises NotFoundError for a number that was never given out."""
    values = {"state": state.value, "finished_at": now, **_columns(counts)}
    found = session.scalar(
        update(IngestRun).where(IngestRun.id == run_id).values(**values).returning(IngestRun.id),
    )
    if found is None:
        raise NotFoundError(f"there is no ingest run {run_id}")


@contextmanager
def under_way(engine: Engine, run_id: int) -> Iterator[None]:
    """Let other processes see for as long as the block lasts, and this process lives, that the run goes on.

    By a lock on PostgreSQL, which ends with its connection; a file is taken to have one run at a time.
    """
    if engine.dialect.name == "sqlite":
        yield
        return
    connection = engine.connect()
    try:
        connection.execute(select(func.pg_advisory_lock(RUN_LOCKS, run_id)))
        connection.commit()
        # Closed at the end, rather than given to the next one with its lock.
        connection.detach()
        yield
    finally:
        with suppress(DBAPIError):
            connection.close()


def close_dead_runs(session: Session, now: datetime) -> int:
    """Mark runs that were killed as interrupted and return how many."""
    running = session.scalars(select(IngestRun.id).where(IngestRun.state == RunState.RUNNING.value))
    dead = [run for run in running if _is_dead(session, run)]
    closed = {"state": RunState.INTERRUPTED.value, "finished_at": now}
    session.execute(update(IngestRun).where(IngestRun.id.in_(dead)).values(closed))
    return len(dead)


def _is_dead(session: Session, run_id: int) -> bool:
    if session.get_bind().dialect.name == "sqlite":
        return True
    return bool(session.scalar(select(func.pg_try_advisory_xact_lock(RUN_LOCKS, run_id))))


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that could not be taken: `origin` as the source names it, `stage` read, extract or record."""

    origin: str
    stage: str
    reason: str


def record_failure(session: Session, run_id: int, failure: Failure, now: datetime) -> int:
    """Write that an input failed, and return the failure's number. An open failure of the same input is replaced."""
    resolve_failures_of(session, failure.origin, now)
    row = IngestFailure(
        run_id=run_id,
        origin=failure.origin,
        stage=failure.stage,
        reason=failure.reason,
        at=now,
        resolved_at=None,
    )
    session.add(row)
    session.flush()
    return row.id


def total_counts(session: Session, after: int = 0, until: int | None = None) -> Counts:
    """What all runs came to so far, those that go on included; or those between two numbers."""
    names = tuple(Counts.__dataclass_fields__)
    chosen = [IngestRun.id > after, *([] if until is None else [IngestRun.id <= until])]
    sums = (func.coalesce(func.sum(getattr(IngestRun, name)), 0) for name in names)
    row = session.execute(select(*sums).where(*chosen)).one()
    return Counts(**{name: int(total) for name, total in zip(names, row, strict=True)})


def last_settled_run(session: Session, after: int) -> int:
    """The number of the last run after another one before which none goes on: their counts change no more."""
    going_on = select(func.min(IngestRun.id)).where(IngestRun.id > after, IngestRun.state == RunState.RUNNING.value)
    first = session.scalar(going_on)
    return first - 1 if first is not None else session.scalar(select(func.max(IngestRun.id))) or after


def open_failures(session: Session, run_id: int | None = None) -> list[IngestFailure]:
    """Failures that no later attempt resolved, oldest first; of one run where `run_id` is given."""
    query = select(IngestFailure).where(IngestFailure.resolved_at.is_(None)).order_by(IngestFailure.id)
    if run_id is not None:
        query = query.where(IngestFailure.run_id == run_id)
    return list(session.scalars(query))


def resolve_failure(session: Session, failure_id: int, now: datetime) -> None:
    """Write that the input was taken after all. Raises NotFoundError for a number that was never given out."""
    row = session.get(IngestFailure, failure_id)
    if row is None:
        raise NotFoundError(f"there is no ingest failure {failure_id}")
    row.resolved_at = row.resolved_at or now
    session.flush()


def resolve_failures_of(session: Session, origin: str, now: datetime) -> None:
    """Write that an input of earlier failures was taken, or failed again for a reason that is written anew."""
    open_ones = (IngestFailure.origin == origin) & IngestFailure.resolved_at.is_(None)
    session.execute(update(IngestFailure).where(open_ones).values(resolved_at=now))


def validators_of(session: Session, url: str) -> Validators | None:
    """What the last good answer of an address carried; None where there was none."""
    row = session.get(Fetch, url)
    return Validators(row.etag, row.last_modified) if row else None


def remember_fetch(session: Session, url: str, validators: Validators, now: datetime) -> None:
    """Keep the validators of a good answer, in the transaction that stored the last article of it."""
    session.merge(Fetch(url=url, etag=validators.etag, last_modified=validators.last_modified, fetched_at=now))
    session.flush()


def _columns(counts: Counts) -> dict[str, int]:
    return {name: getattr(counts, name) for name in Counts.__dataclass_fields__}
