"""The table of watched feeds: how each one does."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import STRICT, Base


class FeedHealth(Base):
    """A feed that is watched: when it was asked and answered last, and how often it failed since.

    `stored` counts the articles that it brought so far; `error` says why it failed last, null where it did not.
    `holder` is whose key added it; null for one that stands in the file of whoever runs the watch.
    """

    __tablename__ = "feeds"
    url: Mapped[str] = mapped_column(primary_key=True)
    outlet: Mapped[str | None]
    next_at: Mapped[datetime]
    last_tried_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    failures: Mapped[int]
    stored: Mapped[int]
    error: Mapped[str | None]
    every_minutes: Mapped[float] = mapped_column(server_default="30")
    pages: Mapped[int] = mapped_column(server_default="0")
    holder: Mapped[str | None]

    __table_args__ = (Index(None, "next_at"), STRICT)
