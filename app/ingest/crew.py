"""Pieces of a stream of articles in, what several processes read in them out: in order, whichever of them dies."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

from app.domain.articles import Article
from app.errors import ArticleRejectedError
from app.ingest.extraction import Read, Readers, in_one_line

# So many pieces are under way for each process that none has to wait for the writer, and no more are held in memory.
AHEAD = 2
# One that dies while it reads a single article may have been killed by somebody else.
ATTEMPTS = 2
KILLED = "the process that read it died, and so did the next one"
# The libraries that the language model counts with start a thread a core otherwise, in every process.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")

Piece = Sequence[Article]
Reading = Future[list[Read]]


class Crew:
    """Some processes that read articles, each with readers of its own."""

    def __init__(self, size: int, make: Callable[[], Readers]) -> None:
        """`make` is called in each process; it must be of a kind that can be sent there."""
        self._size = size
        self._make = make
        self._pool = self._new_pool()

    def close(self) -> None:
        """Send the processes home; what they are reading is lost."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def read_ahead(self, pieces: Iterable[Piece]) -> Iterator[Sequence[Read]]:
        """What each piece holds, in order; the pieces are drawn from their stream as they are needed."""
        stream = iter(pieces)
        under_way: deque[tuple[Piece, Reading | None]] = deque()
        while True:
            # While any piece waits to be read by itself, no other is under way.
            if all(reading for _, reading in under_way):
                for piece in islice(stream, self._size * AHEAD - len(under_way)):
                    under_way.append((piece, self._begin(piece)))
            if not under_way:
                return
            piece, reading = under_way.popleft()
            try:
                read = reading.result() if reading else self._by_itself(piece)
            except BrokenProcessPool:
                self._renew()
                under_way = deque((other, _kept(lost)) for other, lost in under_way)
                read = self._by_itself(piece)
            yield read

    def _begin(self, piece: Piece) -> Reading:
        """Hand a piece out; where the processes died since, to new ones."""
        try:
            return self._pool.submit(_read, piece)
        except BrokenProcessPool:
            self._renew()
            return self._pool.submit(_read, piece)

    def _by_itself(self, piece: Piece) -> list[Read]:
        """Read a piece with nothing else under way; where that dies too, its articles one by one."""
        try:
            return self._begin(piece).result()
        except BrokenProcessPool:
            self._renew()
            return [read for article in piece for read in self._alone(article)]

    def _alone(self, article: Article) -> list[Read]:
        for _ in range(ATTEMPTS):
            try:
                return self._begin([article]).result()
            except BrokenProcessPool:
                self._renew()
        return [Read(article, ArticleRejectedError(KILLED), "")]

    def _renew(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        for name in ONE_THREAD:
            # Read when a library is loaded, which a process does as it starts; this one has loaded them.
            os.environ[name] = "1"
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._size, spawn, initializer=_start, initargs=(self._make,))


@contextmanager
def a_crew(size: int, make: Callable[[], Readers]) -> Iterator[Crew | None]:
    """A crew that is sent home at the end of the block; none where this process reads alone."""
    crew = Crew(size, make) if size > 1 else None
    try:
        yield crew
    finally:
        if crew:
            crew.close()


def _kept(reading: Reading | None) -> Reading | None:
    """One death costs what all processes had in hand; what they had done already stays."""
    return reading if reading and reading.done() and not reading.exception() else None


_own: dict[str, Any] = {}


def _start(make: Callable[[], Readers]) -> None:
    """The first thing that a process does."""
    # Ctrl-C reaches every process of a terminal; the writer decides what becomes of it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_writer, daemon=True).start()
    _own["readers"] = make()


def _end_with_the_writer() -> None:
    """A writer that is killed leaves nobody else to send the processes home."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _read(piece: Piece) -> list[Read]:
    """What a process does with a piece."""
    readers: Readers = _own["readers"]
    return [_portable(read) for read in readers.read(piece)]


def _portable(read: Read) -> Read:
    """An error as words, since not every error can be sent to another process."""
    if isinstance(read.outcome, Exception):
        return replace(read, outcome=ArticleRejectedError(in_one_line(read.outcome, read.article)))
    return read
