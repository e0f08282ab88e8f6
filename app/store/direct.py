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
# SQLite counts the steps of a statement over all its runs, so that they are counted here, as often as after so many.
STEPS = 5_000
# Pages of the file are read where the system has them, without a copy of them: a third of a page's time is saved.
MAPPED_BYTES = 16 * 2**30
STATEMENTS = 500


class _Patience:
    """Ends a question after `MOST_STEPS`; SQLite asks it every `STEPS`."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Begin to count, for another question."""
        self._left = MOST_STEPS // STEPS

    def is_over(self) -> bool:
        """Whether the question is given up."""
        self._left -= 1
        return self._left < 0


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
                version = str(connection.execute(IN_SQLITE).fetchone()[0])
                return version, question(self._run(connection, version))
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

    def _run(self, connection: sqlite3.Connection, version: str) -> Run:
        """What puts SQL to the connection; what has no values is asked once in a state of the store."""
        if getattr(self._local, "version", None) != version:
            self._local.version, self._local.known = version, {}
        known: dict[str, Sequence[Sequence[Any]]] = self._local.known

        def run(sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
            if values:
                return connection.execute(sql, values).fetchall()
            if sql not in known:
                known[sql] = connection.execute(sql).fetchall()
            return known[sql]

        return run

    def _connection(self) -> sqlite3.Connection:
        """That of this thread, for another question."""
        if not hasattr(self._local, "connection"):
            self._local.connection, self._local.patience = self._connect()
        self._local.patience.renew()
        connection: sqlite3.Connection = self._local.connection
        return connection

    def _connect(self) -> tuple[sqlite3.Connection, _Patience]:
        connection = sqlite3.connect(
            f"file:{quote(self._file)}?mode=rw", uri=True, isolation_level=None, cached_statements=STATEMENTS
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        patience = _Patience()
        connection.set_progress_handler(patience.is_over, STEPS)
        return connection, patience
