"""An engine on a SQLite file in, its short questions answered without waking a thread for them, out."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Engine

from app.store.versions import IN_SQLITE

T = TypeVar("T")
# Puts SQL with its values to a store; `?` stands for a value.
Run = Callable[[str, Sequence[Any]], Sequence[Sequence[Any]]]

# Steps of SQLite's machine, of which a page takes some hundreds: some milliseconds, then a thread does it better.
MOST_STEPS = 100_000
# Pages of the file are read where the system has them, without a copy of them: a third of a page's time is saved.
MAPPED_BYTES = 16 * 2**30
STATEMENTS = 500


class Direct:
    """Reads a SQLite file past SQLAlchemy, on a connection of each thread's own.

    SQLAlchemy takes longer to put a question than SQLite to answer it, and a thread longer to wake up than either.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._local = threading.local()

    @classmethod
    def on(cls, engine: Engine) -> "Direct | None":
        """That of an engine; None where there is no file to be read so."""
        file = engine.url.database
        usable = engine.dialect.name == "sqlite" and file and file != ":memory:"
        return cls(file) if usable and file else None

    def ask(self, question: Callable[[Run], T]) -> tuple[str, T] | None:
        """The state of the store and what the question answers in it; None where it takes too long or cannot be."""
        try:
            connection = self._connection()
            connection.execute("BEGIN")
            try:
                version = connection.execute(IN_SQLITE).fetchone()[0]
                return str(version), question(lambda sql, values: connection.execute(sql, values).fetchall())
            finally:
                connection.execute("COMMIT")
        except sqlite3.Error:
            # The long way says what is wrong, where something is.
            return None

    def version(self) -> str | None:
        """The state of the store; None where it cannot be read."""
        try:
            return str(self._connection().execute(IN_SQLITE).fetchone()[0])
        except sqlite3.Error:
            return None

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                f"file:{quote(self._file)}?mode=rw", uri=True, isolation_level=None, cached_statements=STATEMENTS
            )
            connection.execute("PRAGMA query_only = ON")
            connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
            connection.set_progress_handler(lambda: 1, MOST_STEPS)
            self._local.connection = connection
        return connection
