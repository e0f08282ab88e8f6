"""The table of what was sent under an idempotency key: whoever sends the same again gets the same answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import STRICT, Base


class Push(Base):
    """An answer that a key's holder was given. `digest` is of the body, so that another body under the key is told."""

    __tablename__ = "pushes"
    holder: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    answer: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "at"), STRICT)
