"""What a table has: its columns with their meaning, and the rows that come of a record."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from msgspec.json import Decoder

from app.exports.records import Batch

Row = tuple[Any, ...]


class Cell(Enum):
    """What a column holds."""

    CODE = "an id, a code, or a word of the vocabulary"
    TEXT = "text that somebody wrote"
    CODES = "several codes"
    TEXTS = "several texts"
    INTEGER = "a whole number"
    NUMBER = "a number"
    DAY = "a day"
    MOMENT = "a moment in UTC"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `field` is the member of the record that it is taken from."""

    name: str
    field: str
    cell: Cell
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """How records become rows; `read` reads a record, `rows` gives its rows with one value for each column."""

    columns: tuple[Column, ...]
    read: Callable[[bytes], Any]
    rows: Callable[[Any], Iterable[Row]]

    @classmethod
    def of(cls, kind: type, columns: Iterable[Column], rows: Callable[[Any], Iterable[Row]]) -> "Table":
        """The table of one kind of record."""
        return cls(tuple(columns), Decoder(kind).decode, rows)

    def values(self, batch: Batch) -> list[tuple[Any, ...]]:
        """The values of some records column by column, which is how files are written fastest. Empty without rows."""
        return list(zip(*self.all_rows(batch), strict=True))

    def all_rows(self, batch: Batch) -> Iterator[Row]:
        """The rows of some records."""
        for record in batch:
            yield from self.rows(self.read(record))
