"""The tables of access: API keys, what was written with them, and how much each client asked for lately."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.access import Access
from app.store.models.base import KEYED, STRICT, Base, one_of


class ApiKey(Base):
    """A key: its holder's name, under which decisions are recorded, and what is needed to know it again.

    `digest` is made from the secret part by scrypt with `salt`; the secret itself is nowhere. A name is given once,
    so that it never means another person. From `expires_at` on the key is worthless; null for one that lasts.
    """

    __tablename__ = "api_keys"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    role: Mapped[str]
    salt: Mapped[str]
    digest: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("name"), one_of("role", Access), STRICT)


class AuditEntry(Base):
    """Append only: one request with a key that was to write something, whatever came of it, or one command that did.

    Of a command `holder` is the user of the machine, `path` what it was told, and address, status and id are empty.
    """

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    holder: Mapped[str]
    address: Mapped[str]
    method: Mapped[str]
    path: Mapped[str]
    status: Mapped[int]
    request_id: Mapped[str]

    __table_args__ = (Index(None, "at"), STRICT)


class Allowance(Base):
    """How many requests of one client were handed out to server processes in one window of time."""

    __tablename__ = "allowances"
    client: Mapped[str] = mapped_column(primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    taken: Mapped[int]

    __table_args__ = (KEYED,)
