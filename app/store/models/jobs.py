"""The tables of the ingest job: its runs, what failed, and what servers said of the addresses it read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import STRICT, Base, one_of


class RunState(StrEnum):
    """Where a call of the ingest job stands."""

    RUNNING = "running"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class IngestRun(Base):
    """One call of the ingest job and its counts."""

    __tablename__ = "ingest_runs"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    inputs: Mapped[list[str]]
    state: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    read: Mapped[int]
    stored: Mapped[int]
    unchanged: Mapped[int]
    copies: Mapped[int]
    failed: Mapped[int]
    meetings_created: Mapped[int]
    meetings_confirmed: Mapped[int]

    __table_args__ = (one_of("state", RunState), STRICT)


class IngestFailure(Base):
    """One input that could not be taken, and why. `resolved_at` is set when a retry took it."""

    __tablename__ = "ingest_failures"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("ingest_runs.id"))
    origin: Mapped[str]
    stage: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "run_id"), Index(None, "resolved_at"), STRICT)


class Fetch(Base):
    """The validators of the last good answer of an address, for conditional requests."""

    __tablename__ = "fetches"
    url: Mapped[str] = mapped_column(primary_key=True)
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    fetched_at: Mapped[datetime]

    __table_args__ = (STRICT,)
