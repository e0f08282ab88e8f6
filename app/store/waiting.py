"""The queue of chunks as the database has it, for those who only look: a session in, what waits and who works out.

The library that keeps the queue is not needed for that, nor is there a queue in every store.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import DateTime, Integer, String, Text, cast, column, func, select, table
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

NAME = "ingest"
SCHEMA = "summitry_queue"
# A worker that gives no sign of life for so long is taken to be dead, and its chunks are given to others.
SILENCE_SECONDS = 30.0

JOBS = table("procrastinate_jobs", column("queue_name"), column("status", String), column("args", JSONB), schema=SCHEMA)
WORKERS = table("procrastinate_workers", column("last_heartbeat", DateTime(timezone=True)), schema=SCHEMA)
# Those that are done stay in the table, and are not counted: there may be millions.
AHEAD = {"waiting": "todo", "under_way": "doing"}


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is in the queue: chunks by where they stand, about how many articles are left, and live workers."""

    waiting: int
    under_way: int
    done: int
    failed: int
    articles_left: int
    workers: int

    @property
    def is_empty(self) -> bool:
        """Whether nobody has anything to do."""
        return self.waiting + self.under_way == 0


def has_queue(session: Session) -> bool:
    """Whether the store has ever had a queue."""
    if session.get_bind().dialect.name != "postgresql":
        return False
    return session.scalar(select(func.to_regclass(f"{SCHEMA}.procrastinate_jobs"))) is not None


def live_workers(session: Session) -> int:
    """How many workers gave a sign of life of late."""
    alive = WORKERS.c.last_heartbeat > func.now() - timedelta(seconds=SILENCE_SECONDS)
    return session.scalar(select(func.count()).select_from(WORKERS).where(alive)) or 0


def chunks_ahead(session: Session) -> dict[str, int]:
    """How many chunks wait, and how many are under way."""
    # The library has a type of its own for states.
    ours = (JOBS.c.queue_name == NAME, cast(JOBS.c.status, Text).in_(AHEAD.values()))
    rows = session.execute(select(JOBS.c.status, func.count()).where(*ours).group_by(JOBS.c.status)).all()
    found = {status: number for status, number in rows}  # noqa: C416 - rows are no pairs for the type checker
    return {name: found.get(status, 0) for name, status in AHEAD.items()}


def backlog(session: Session) -> Backlog:
    """All that is in the queue now, what is done included."""
    number = cast(JOBS.c.args["articles"].astext, Integer)
    chunks_by_state = (
        select(JOBS.c.status, func.count().label("chunks"), func.sum(number).label("articles"))
        .where(JOBS.c.queue_name == NAME)
        .group_by(JOBS.c.status)
    )
    rows = session.execute(chunks_by_state).all()
    chunks = {row.status: row.chunks for row in rows}
    left = sum(row.articles for row in rows if row.status in AHEAD.values())
    done, failed = chunks.get("succeeded", 0), chunks.get("failed", 0)
    return Backlog(chunks.get("todo", 0), chunks.get("doing", 0), done, failed, left, live_workers(session))
