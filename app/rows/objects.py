"""A JSON table (a list of objects, or JSON Lines) in, its rows with their numbers out."""

from collections.abc import Iterator
from typing import Any

import orjson

from app.errors import ArticleRejectedError
from app.rows.mapping import column_name
from app.rows.table import BadRow, Row


def recognises(head: str) -> bool:
    """Whether a document that begins so is JSON."""
    return head.startswith(("{", "["))


def rows_of(text: str, path: str | None) -> Iterator[Row | BadRow]:
    """The rows of a document: its list, the list at `path` ("data.visits"), or one object a line.

    Nested objects give columns such as "place.city", lists of values one value a line. Raises ArticleRejectedError.
    """
    for number, value in _values(text, path):
        if isinstance(value, BadRow):
            yield value
        elif isinstance(value, dict):
            yield Row(number, dict(_flat(value)))
        else:
            yield BadRow(number, f"a JSON {type(value).__name__} where an object was expected")


def _values(text: str, path: str | None) -> Iterator[tuple[int, Any]]:
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if "\n" not in text.strip() or not text.lstrip().startswith("{"):
            raise ArticleRejectedError(f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None
        yield from _json_lines(text)
        return
    yield from enumerate(_list_in(document, path), start=1)


def _json_lines(text: str) -> Iterator[tuple[int, Any]]:
    """One value a line."""
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            if line.strip():
                yield number, orjson.loads(line)
        except orjson.JSONDecodeError as error:
            yield number, BadRow(number, f"not JSON: {error.msg} (column {error.colno})")


def _list_in(document: Any, path: str | None) -> list[Any]:
    """The list of rows. Raises ArticleRejectedError where there is none."""
    for part in path.split(".") if path else ():
        document = document.get(part) if isinstance(document, dict) else None
    if isinstance(document, list):
        return document
    if path is None and isinstance(document, dict):
        lists = [value for value in document.values() if isinstance(value, list)]
        return lists[0] if len(lists) == 1 else [document]
    raise ArticleRejectedError(f'no list of rows at "{path}": set "records" in the mapping')


def _flat(record: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """The members of an object as cells."""
    for name, value in record.items():
        column = column_name(before + name)
        if isinstance(value, dict):
            yield from _flat(value, f"{column}.")
        elif isinstance(value, list):
            yield column, "\n".join(_word(one) for one in value)
        else:
            yield column, _word(value)


def _word(value: Any) -> str:
    """A value as text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else orjson.dumps(value).decode()
