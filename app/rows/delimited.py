"""A table of delimited text (CSV, TSV) in, its rows with the numbers of their lines out."""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter

from app.errors import ArticleRejectedError
from app.rows.mapping import column_name
from app.rows.table import BadRow, Row

DELIMITERS = (",", ";", "\t", "|")
# Tables often begin with their own title and a note; a head further down is none.
HEAD_LINES = 20
MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class _Head:
    """The line that names the columns, and the delimiter under which it does."""

    number: int
    delimiter: str
    columns: list[str]


def rows_of(text: str, needed: Collection[str], delimiter: str | None = None) -> Iterator[Row | BadRow]:
    """The rows below the first line that has all columns `needed`; blank ones are passed over.

    Raises ArticleRejectedError where there is no such line.
    """
    head = _head(text, needed, (delimiter,) if delimiter else DELIMITERS)
    for number, cells in _lines(text, head.delimiter):
        if isinstance(cells, BadRow):
            yield cells
        elif number > head.number and any(cell.strip() for cell in cells):
            yield _row(number, cells, head.columns)


def _row(number: int, cells: list[str], columns: list[str]) -> Row | BadRow:
    """A row; columns that it leaves out at its end are empty."""
    if any(cell.strip() for cell in cells[len(columns) :]):
        return BadRow(number, f"{len(cells)} cells under {len(columns)} columns: is a quotation mark missing?")
    return Row(number, {column: cell for column, cell in zip(columns, cells, strict=False) if column})


def _head(text: str, needed: Collection[str], delimiters: Collection[str]) -> _Head:
    """The head under the delimiter that finds it. Raises ArticleRejectedError, naming the columns that are missing."""
    nearest: tuple[int, list[str], list[str]] = (-1, [], [])
    for delimiter in delimiters:
        for number, cells in islice(_lines(text, delimiter), HEAD_LINES):
            if isinstance(cells, BadRow):
                continue
            columns = [column_name(cell) for cell in cells]
            missing = [column for column in sorted(needed) if column not in columns]
            if not missing and len(columns) <= MOST_COLUMNS:
                _refuse_doubles(columns, needed)
                return _Head(number, delimiter, columns)
            nearest = max(nearest, (len(needed) - len(missing), missing, columns), key=itemgetter(0))
    _, missing, columns = nearest
    there = ", ".join(filter(None, columns[:12]))[:300]
    raise ArticleRejectedError(f"no column {', '.join(map(repr, missing))} in the first lines; there are: {there}")


def _refuse_doubles(columns: list[str], needed: Collection[str]) -> None:
    doubled = sorted({column for column in columns if column in needed and columns.count(column) > 1})
    if doubled:
        raise ArticleRejectedError(f"two columns are called {doubled[0]!r}: rename one of them")


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str] | BadRow]]:
    """The cells of each record with the number of its first line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    while True:
        number = reader.line_num + 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, BadRow(number, f"not delimited text ({error}): is a quotation mark not closed?")
