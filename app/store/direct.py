"""An engine on a SQLite file in, its short questions answered without waking a thread for them, out."""

import logging
import mmap
import os
import sqlite3
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar
from urllib.parse import quote

from sqlalchemy import Engine

from app.store.editions import Edition
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
# How often a question is put anew since somebody has written meanwhile.
MOST_TURNS = 3
# Of the index of the write-ahead log: its head, which is there twice.
HEAD_BYTES = 96
# Such heads, by what the system calls their files. None is let go: to close a file takes all locks on it away that the
# process has, SQLite's own too, and another process could cut it short then.
_heads: dict[tuple[int, int], mmap.mmap] = {}
_opening = threading.Lock()
log = logging.getLogger(__name__)


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


class _MovedError(Exception):
    """The store has another state than the one that a question began with."""


class _Reader:
    """A connection of one thread, with what it knows of the latest state that it saw."""

    def __init__(self, file: str) -> None:
        connection = sqlite3.connect(
            f"file:{quote(file)}?mode=rw", uri=True, isolation_level=None, cached_statements=STATEMENTS
        )
        self._file = file
        connection.execute("PRAGMA query_only = ON")
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KILOBYTES}")
        self.patience = _Patience()
        connection.set_progress_handler(self.patience.is_over, STEPS)
        self._connection, self._execute = connection, connection.execute
        self._known: dict[str, Sequence[Sequence[Any]]] = {}
        self._version = self._read_version()
        self._head: mmap.mmap | bytes = b""
        self._seen = b""

    def watch(self) -> None:
        """From now on ask SQLite for the state only where the head of its log's index has changed, as by any commit.

        SQLite finds out there, too, whether somebody has written: https://sqlite.org/walformat.html. To ask it takes
        locks and pages, a twentieth of the time of a list. The index is the same one while a connection is open.
        """
        if not self._head:
            self._head = _head_of(Path(f"{self._file}-shm"))

    def version(self) -> str:
        """The state of the store, of which `run` tells from now on."""
        head = self._head[:HEAD_BYTES]
        if head != self._seen or not head:
            version = self._read_version()
            if version != self._version:
                self._version, self._known = version, {}
            # What was committed meanwhile may be in that state or not.
            self._seen = head if self._head[:HEAD_BYTES] == head else b""
        return self._version

    def run(self, sql: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """Put SQL to the connection; what has no values is asked once in a state of the store. Raises _MovedError."""
        if not values and sql in self._known:
            return self._known[sql]
        if not self._connection.in_transaction:
            self._execute("BEGIN")
            if self._read_version() != self._version:
                raise _MovedError
        found = self._execute(sql, values).fetchall()
        if not values:
            self._known[sql] = found
        return found

    def end(self) -> None:
        """Let go of the state of the store."""
        if self._connection.in_transaction:
            # A question whose steps are used up would not even be let go: this one would hold its state for good.
            self.patience.renew()
            self._execute("COMMIT")

    def _read_version(self) -> str:
        return str(self._execute(IN_SQLITE).fetchone()[0])


def _head_of(file: Path) -> "mmap.mmap | bytes":
    """The head of an index, as it is at any time; nothing where there is none, as without a log."""
    try:
        with _opening:
            found = file.stat()
            number = found.st_dev, found.st_ino
            if number not in _heads:
                _heads[number] = mmap.mmap(os.open(file, os.O_RDONLY), HEAD_BYTES, access=mmap.ACCESS_READ)
            return _heads[number]
    except (OSError, ValueError):
        return b""


class Direct:
    """Reads a SQLite file past SQLAlchemy, on a connection of each thread's own.

    SQLAlchemy takes longer to put a question than SQLite to answer it, and a thread longer to wake up than either.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._local = threading.local()
        # The latest there is, whatever its state.
        self.edition: Edition | None = None

    @classmethod
    def on(cls, engine: Engine) -> "Direct | None":
        """That of an engine; None where there is no file to be read so."""
        file = engine.url.database
        usable = engine.dialect.name == "sqlite" and file and file != ":memory:"
        return cls(file) if usable and file else None

    def ask(
        self, question: Callable[Concatenate[Run, Edition | None, P], T], *args: P.args, **named: P.kwargs
    ) -> tuple[str, T] | None:
        """The state of the store and what the question answers in it; None where it takes too long or cannot be.

        The question is also given the edition of that state, where there is one.
        """
        try:
            reader = self._reader()
            if self.edition is not None:
                reader.watch()
            for _ in range(MOST_TURNS):
                version, edition = reader.version(), self.edition
                if edition is not None and edition.version != version:
                    edition = None
                try:
                    return version, question(reader.run, edition, *args, **named)
                except _MovedError:
                    continue
                finally:
                    reader.end()
        except sqlite3.Error as error:
            # The long way answers, or says what is wrong with the question. What Python's module says has no code.
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
                log.warning("%s: a question has to be put the long way: %s", self._file, error)
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
