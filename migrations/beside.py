"""Statements of a migration that others on PostgreSQL are not kept waiting by: those that build or drop an index."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op

from app.store.schema import LOCK_TIMEOUT


@contextmanager
def writers() -> Iterator[None]:
    """Ends the migration's transaction for a block, which `CREATE INDEX CONCURRENTLY` takes, and begins another one.

    The statements must bear being run again, since what came before stays where one of them fails. They hold no table,
    and wait for everybody who writes as long as that takes.
    """
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")
        yield
        op.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
