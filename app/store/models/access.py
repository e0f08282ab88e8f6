"""The table of API keys: who may decide over HTTP, and what of it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.access import Access
from app.store.models.base import STRICT, Base, one_of


class ApiKey(Base):
    """A key: its holder's name, under which decisions are recorded, and what is needed to know it again.

    `digest` is made from the secret part by scrypt with `salt`; the secret itself is nowhere. A name is given once,
    so that it never means another person.
    """

    __tablename__ = "api_keys"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    salt: Mapped[str]
    digest: Mapped[str]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("name"), one_of("role", Access), STRICT)
