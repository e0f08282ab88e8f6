"""The table of articles that were sent to be read later, in batches."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import STRICT, Base


class Batch(Base):
    """Articles as they were sent, until all are read; what became of each, or why it could not be read.

    `data` and `failed` together count those that were read. Whoever reads a batch moves `next_at` into the future
    first, so that no other process does. The articles are forgotten when it is finished.
    """

    __tablename__ = "batches"
    id: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    articles: Mapped[list[dict[str, Any]]]
    number: Mapped[int]
    data: Mapped[list[dict[str, Any]]]
    failed: Mapped[list[dict[str, Any]]]
    created_at: Mapped[datetime]
    next_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "finished_at", "next_at"), STRICT)
