"""An engine on a SQLite file in, its short questions answered without waking a thread for them, out."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from sqlalchemy import Engine

from app.store.versions import IN_SQLITE

P = ParamSpec("P")
T = TypeVar("T")
# Puts SQL with its values to a store; `?` stands for a value.
Run = Callable[[str, Sequence[Any]], Sequence[Sequence[Any]]]

# Steps of SQLite's machine, of which a page takes some hundreds: some milliseconds, then a thread does it better.
MOST_STEPS = 100_000
# SQLite counts the steps of a statement over all its runs, so that they are counted here, as often as after so many.
STEPS = 5_000
# Pages of the file are read where the system has them, without a copy of them: a third of a page's time is saved.
MAPPED_BYTES = 16 * 2**30
# Most builds of SQLite map two gigabytes at most. What is read beyond is copied, and with SQLite's own two megabytes
# the upper pages of the indexes, which every question takes, were copied over and over: a tenth of the time of a page.
CACHE_KILOBYTES = 64_000
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


class _Reader:
    """A connection of one thread, with what it knows of the latest state that it saw."""

    def __init__(self, file: str) -> None:
        connection = sqlite3.connect(
            f"file:{quote(file)}?mode=rw", uri=True, isolation_level=None, cached_statements=STATEMENTS
        )
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
        self.patience = _Patience()
        connection.set_progress_handler(self.patience.is_over, STEPS)
        self.execute = connection.execute
        self._version = ""
        self._known: dict[str, Sequence[Sequence[Any]]] = {}

    def version(self) -> str:
        """The state of the store, of which `run` tells from now on."""
        version = str(self.execute(IN_SQLITE).fetchone()[0])
        if version != self._version:
            self._version, self._known = version, {}
        return version

    def run(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """Put SQL to the connection; what has no values is asked once in a state of the store."""
        if values:
            return self.execute(sql, values).fetchall()
        if sql not in self._known:
            self._known[sql] = self.execute(sql).fetchall()
        return self._known[sql]


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

    def ask(self, question: Callable[Concatenate[Run, P], T], *args: P.args, **named: P.kwargs) -> tuple[str, T] | None:
        """The state of the store and what the question answers in it; None where it takes too long or cannot be."""
        try:
            reader = self._reader()
            reader.execute("BEGIN")
            try:
                return reader.version(), question(reader.run, *args, **named)
            finally:
                reader.execute("COMMIT")
        except sqlite3.Error:
            # The long way says what is wrong, where something is.
            return None

    def version(self) -> str | None:
        """The state of the store; None where it cannot be read."""
        try:
            return self._reader().version()
        except sqlite3.Error:
            return None

    def _reader(self) -> _Reader:
        """That of this thread, for another question."""
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = self._local.reader = _Reader(self._file)
        reader.patience.renew()
        return reader
