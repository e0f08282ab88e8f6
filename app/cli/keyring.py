"""The keys in the store: settings in, sessions on it and what is asked of its keys out.

Everything is imported when it is asked for, as in `app.cli.parts`.
"""

# ruff: noqa: PLC0415 - imports inside functions, for the reason above

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.config import Settings
from app.domain.access import Access

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.store.models import ApiKey, AuditEntry


@contextmanager
def deciding(settings: Settings, *words: str) -> "Iterator[Session]":
    """A writing session, committed at the end with the words of the command in the log of writes.

    Raises StoreUnavailableError where there is no store of this version.
    """
    from app.cli.noting import note
    from app.store.engine import writing

    with _store(settings) as engine, writing(engine) as session:
        yield session
        note(session, *words)


@contextmanager
def looking(settings: Settings) -> "Iterator[Session]":
    """A reading session. Raises StoreUnavailableError where there is no store of this version."""
    from app.store.engine import reading

    with _store(settings) as engine, reading(engine) as session:
        yield session


@contextmanager
def _store(settings: Settings) -> "Iterator[Engine]":
    from app.store.engine import make_engine
    from app.store.schema import check_schema

    engine = make_engine(settings.database_url)
    try:
        check_schema(engine)
        yield engine
    finally:
        engine.dispose()


def create_key(session: "Session", name: str, role: Access, days: int | None) -> str:
    """Make a key, for so many days or for good. Raises InvalidDecisionError for a name that cannot be given."""
    from app.store import keys

    now = datetime.now(UTC)
    return keys.create_key(session, name, role, now, now + timedelta(days=days) if days else None)


def keys(settings: Settings) -> "Sequence[ApiKey]":
    """All keys, without their secrets."""
    from app.store.keys import keys

    with looking(settings) as session:
        found = keys(session)
        session.expunge_all()
    return found


def revoke_key(session: "Session", name: str) -> None:
    """Revoke a key. Raises NotFoundError where nobody of that name has one."""
    from app.store import keys

    keys.revoke_key(session, name, datetime.now(UTC))


def audited(settings: Settings, most: int, holder: str | None) -> "Sequence[AuditEntry]":
    """The last requests and commands that were to write, the latest first."""
    from app.store.audit import audited

    with looking(settings) as session:
        found = audited(session, most, holder)
        session.expunge_all()
    return found
