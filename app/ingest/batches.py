"""A stream in, the same stream in pieces out."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

# Articles that are read and parsed together; also the most that a stop at once makes the next run read again.
BATCH = 32


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Pieces that are large enough to fill the language model's batches and small enough to hold in memory."""
    stream = iter(items)
    while batch := list(islice(stream, BATCH)):
        yield batch
