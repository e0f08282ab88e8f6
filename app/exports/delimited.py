"""Tables in, CSV out: RFC 4180 in UTF-8 with a head, safe to open in a spreadsheet.

Several values of one cell are parted by `|`, and a cell without a value is empty. A text that a spreadsheet would take
for a formula, since it begins with = + - @ a tabulator or a carriage return, has an apostrophe before it; so has one
that begins with apostrophes and then one of these. To read such texts as they are, take one apostrophe away.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from app.exports.records import Batch
from app.exports.tables import Cell, Table

SEPARATOR = "|"
QUOTE, TWO_QUOTES = '"', '""'
FORMULA = re.compile(r"'*[=+\-@\t\r]")
# How such texts begin, for a quick look at the first character alone.
SUSPECT = frozenset("'=+-@\t\r")


def write(table: Table, batches: Iterable[Batch]) -> Iterator[bytes]:
    """The file, a piece for each batch."""
    yield (",".join(column.name for column in table.columns) + "\r\n").encode()
    encoders = [ENCODERS[column.cell] for column in table.columns]
    for batch in batches:
        values = table.values(batch)
        if values:
            cells = [encode(column) for encode, column in zip(encoders, values, strict=True)]
            yield ("\r\n".join(map(",".join, zip(*cells, strict=True))) + "\r\n").encode()


def _codes(values: Sequence[Any]) -> list[str]:
    return list(values) if all(values) else [value or "" for value in values]


def _texts(values: Sequence[Any]) -> list[str]:
    # Most are plain, and to call a function for each takes twice as long.
    return [
        f'"{value}"' if value and value[0] not in SUSPECT and QUOTE not in value else _quoted(value) for value in values
    ]


def _numbers(values: Sequence[Any]) -> list[str]:
    # Many of a batch are the same, and to write a number takes longer than to look it up.
    written = {value: "" if value is None else str(value) for value in set(values)}
    return [written[value] for value in values]


def _lists_of_codes(values: Sequence[Any]) -> list[str]:
    return [SEPARATOR.join(several) for several in values]


def _lists_of_texts(values: Sequence[Any]) -> list[str]:
    return _texts([SEPARATOR.join(several) for several in values])


def _quoted(text: str | None) -> str:
    if not text:
        return ""
    if text[0] in SUSPECT and FORMULA.match(text):
        text = f"'{text}"
    return f'"{text.replace(QUOTE, TWO_QUOTES)}"' if QUOTE in text else f'"{text}"'


# The `csv` module looks at every character of every cell, which takes 9 µs a meeting; codes, numbers and dates never
# need quotes, and a whole column of them is written in 1 µs.
ENCODERS: dict[Cell, Callable[[Sequence[Any]], list[str]]] = {
    Cell.CODE: _codes,
    Cell.TEXT: _texts,
    Cell.CODES: _lists_of_codes,
    Cell.TEXTS: _lists_of_texts,
    Cell.INTEGER: _numbers,
    Cell.NUMBER: _numbers,
    Cell.DAY: _codes,
    Cell.MOMENT: _codes,
}
