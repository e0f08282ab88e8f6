"""The tables of webhooks: who is told of which events, how far each is, and every attempt to tell it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import STRICT, Base


class Webhook(Base):
    """An address that is told of the events of a filter, in their order.

    Events up to `position` were told, or are not of this filter. `next_at` is when it may be told again; whoever tells
    it moves this into the future first, so that nobody else does at the same time. The secret is kept as it is, since
    signing takes it. From `stopped_at` on nothing is told until somebody resumes it; `error` says why it failed last.
    """

    __tablename__ = "webhooks"
    id: Mapped[str] = mapped_column(primary_key=True)
    holder: Mapped[str]
    url: Mapped[str]
    filter: Mapped[dict[str, Any]]
    types: Mapped[list[str]]
    secret: Mapped[str]
    created_at: Mapped[datetime]
    position: Mapped[int]
    failures: Mapped[int]
    next_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]
    error: Mapped[str | None]

    __table_args__ = (STRICT,)


class Delivery(Base):
    """One attempt to tell a webhook of an event; `status` is null where there was no answer, `error` where it was good.

    What the answer says is not kept: its author could have anything shown by it.
    """

    __tablename__ = "deliveries"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhooks.id"))
    event: Mapped[int]
    at: Mapped[datetime]
    status: Mapped[int | None]
    error: Mapped[str | None]
    seconds: Mapped[float]

    __table_args__ = (Index(None, "webhook_id", "id"), Index(None, "at"), STRICT)
