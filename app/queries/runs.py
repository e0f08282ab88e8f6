"""Runs of the ingest job as people outside see them: a page of them, one with its failures, or how far all are."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.queries.paging import Order, Page, Question, Window, whole
from app.store.documents import in_full
from app.store.models import IngestFailure, IngestRun, RunState
from app.store.runs import Counts, total_counts
from app.store.waiting import Backlog, backlog, has_queue

NEWEST: Any = Order(IngestRun.id, cast(IngestRun.id, Text), whole, descending=True)  # type: ignore[arg-type]
# A run over a broken archive fails a million times, and its first failures tell why.
MOST_FAILURES = 100
# A chunk may name a thousand small files.
MOST_INPUTS = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far all runs are: how many go on and how fast these are together, what all came to, and what waits.

    `queue` is None where there is none.
    """

    runs_going: int
    articles_per_second: float
    articles: Counts
    queue: Backlog | None


def progress(session: Session, now: datetime) -> Progress:
    """How far everything is."""
    going = session.scalars(select(IngestRun).where(IngestRun.state == RunState.RUNNING.value)).all()
    queue = backlog(session) if has_queue(session) else None
    rate = sum(_rate(row, now) for row in going)
    return Progress(len(going), round(rate, 2), total_counts(session), queue)


def page(session: Session, state: RunState | None, window: Window, now: datetime) -> Page:
    """One page of the runs, the latest first; those of one state where it is given. Raises InvalidFilterError."""
    runs = select(NEWEST.id.label("id"), NEWEST.key.label("key"), IngestRun)
    if state is not None:
        runs = runs.where(IngestRun.state == state.value)
    question = Question(runs, NEWEST, ("runs", state))
    rows, next_cursor = question.rows(session, window)
    records = tuple(orjson.dumps(_told(row.IngestRun, now)) for row in rows)
    return Page(records, question.count(session), next_cursor)


def one(session: Session, number: int, now: datetime) -> bytes:
    """A run with its first failures. Raises NotFoundError."""
    row = session.get(IngestRun, number)
    if row is None:
        raise NotFoundError(f"there is no ingest run {number}")
    failed = IngestFailure.run_id == number
    failures = session.scalars(select(IngestFailure).where(failed).order_by(IngestFailure.id).limit(MOST_FAILURES))
    still_open = select(func.count()).select_from(IngestFailure).where(failed, IngestFailure.resolved_at.is_(None))
    more = {"failures_open": session.scalar(still_open), "failures": [_failure(failure) for failure in failures]}
    return orjson.dumps({**_told(row, now), **more})


def _told(row: IngestRun, now: datetime) -> dict[str, Any]:
    return {
        "id": row.id,
        "url": f"/v1/ingest/runs/{row.id}",
        "state": row.state,
        "inputs": row.inputs[:MOST_INPUTS],
        "input_count": len(row.inputs),
        "started_at": in_full(row.started_at),
        "finished_at": in_full(row.finished_at) if row.finished_at else None,
        "seconds": round(_seconds(row, now), 1),
        "articles_per_second": round(_rate(row, now), 2),
        "articles": asdict(Counts(**{name: getattr(row, name) for name in Counts.__dataclass_fields__})),
    }


def _failure(row: IngestFailure) -> dict[str, Any]:
    return {
        "id": row.id,
        "origin": row.origin,
        "stage": row.stage,
        "reason": row.reason,
        "at": in_full(row.at),
        "resolved_at": in_full(row.resolved_at) if row.resolved_at else None,
    }


def _seconds(row: IngestRun, now: datetime) -> float:
    return max(0.0, ((row.finished_at or now) - row.started_at).total_seconds())


def _rate(row: IngestRun, now: datetime) -> float:
    seconds = _seconds(row, now)
    return row.read / seconds if seconds else 0.0
