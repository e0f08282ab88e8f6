"""JSON articles: an object, a list of objects or JSON Lines in, one draft a record out."""

import codecs
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, BinaryIO

import orjson

from app.errors import ArticleRejectedError
from app.sources.credits import people_in
from app.sources.dates import Stamp, parse_stamp
from app.sources.encodings import decode
from app.sources.limits import Limits, read_bounded
from app.sources.markup import text_of
from app.sources.phrases import load_table
from app.sources.protocol import Document, Draft, Rejected
from app.sources.streams import joined

SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
MEDIA_TYPES = frozenset({"application/json", "application/x-ndjson", "application/jsonl", "application/feed+json"})

_START = re.compile(r"\{\s*(?:[\"}]|$)|\[\s*(?:[{\]]|$)")
_LINE_SUFFIXES = (".jsonl", ".ndjson")
_LINE_TYPES = ("application/x-ndjson", "application/jsonl")

# Objects that stand where a string is expected carry it here: NewsAPI's source, schema.org's author, WordPress' title.
_INNER_KEYS = ("name", "rendered", "value", "title")


def recognises(head: str) -> bool:
    """Whether content begins as an object or as a list of objects does."""
    return bool(_START.match(head))


def read(document: Document, limits: Limits) -> Iterator[Draft | Rejected]:
    """The articles of a document; a record that is none is rejected by its number (a line's number in JSON Lines)."""
    for number, value in _records(document, limits):
        origin = f"{document.origin}#{number}" if number else document.origin
        try:
            if isinstance(value, ArticleRejectedError):
                raise value
            yield _draft(value, origin, document, limits)
        except ArticleRejectedError as error:
            yield Rejected(origin, str(error))


def _records(document: Document, limits: Limits) -> Iterator[tuple[int | None, Any]]:
    """The records with their numbers from 1, None for a document of one; a refusal stands in for what is no JSON."""
    limit = limits.max_document_bytes
    first, second, stream = _first_lines(document.stream, limit)
    if document.suffix in _LINE_SUFFIXES or document.media_type in _LINE_TYPES or (second and _is_object(first)):
        yield from _lines(stream, limit)
        return
    value = _parse(read_bounded(stream, limit, "write it as JSON Lines, one article a line"), document.charset)
    items = _list_in(value)
    if items is None:
        yield None, value
    elif items:
        yield from enumerate(items, start=1)
    else:
        raise ArticleRejectedError("an empty list: no article in it")


def _first_lines(stream: BinaryIO, limit: int) -> tuple[bytes, bytes, BinaryIO]:
    """The first line, the next one that is not blank, and a stream that still has both."""
    read = [stream.readline(limit + 1)]
    while line := stream.readline(limit + 1):
        read.append(line)
        if line.strip():
            break
    second = read[-1].strip() if len(read) > 1 else b""
    return read[0], second, joined(b"".join(read), stream)


def _is_object(line: bytes) -> bool:
    """Whether a line by itself is a JSON object."""
    try:
        return isinstance(orjson.loads(line.removeprefix(codecs.BOM_UTF8)), dict)
    except orjson.JSONDecodeError:
        return False


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, Any]]:
    """One record a line; blank lines count but give nothing."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        too_long = len(line) > limit
        while len(line) > limit:
            line = stream.readline(limit + 1)
        try:
            if too_long:
                raise ArticleRejectedError(f"a line of more than {limit:,} bytes")
            if line.strip():
                yield number, _parse(line, None)
        except ArticleRejectedError as error:
            yield number, error


def _parse(data: bytes, charset: str | None) -> Any:
    """A JSON value. Raises ArticleRejectedError, naming the line and column of the fault."""
    text = decode(data, charset)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ArticleRejectedError(f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})") from None


def _list_in(value: Any) -> list[Any] | None:
    """The list of articles that a document is or wraps; None where it is one article itself."""
    if isinstance(value, list):
        return value
    record = _lowered(value) if isinstance(value, dict) else {}
    if any(record.get(key) for key in (*_keys()["text"], *_keys()["html"]) if isinstance(record.get(key), str)):
        return None
    lists = (record.get(key) for key in _keys()["lists"])
    return next((found for found in lists if isinstance(found, list)), None)


def _draft(value: Any, origin: str, document: Document, limits: Limits) -> Draft:
    """One record as a draft. Raises ArticleRejectedError where it has no text or an unreadable date."""
    if not isinstance(value, dict):
        raise ArticleRejectedError(f"a JSON {type(value).__name__} where an object with a text was expected")
    record = _lowered(value)
    return Draft(
        text=_text(record, limits),
        origin=origin,
        title=_string(record, "title"),
        outlet=_string(record, "outlet"),
        url=_string(record, "url") or document.address,
        source_id=_string(record, "source_id"),
        published=_published(record),
        language=_string(record, "language"),
        authors=_authors(record),
        not_after=document.not_after,
    )


@cache
def _keys() -> dict[str, list[str]]:
    """The table of keys, read once."""
    return load_table("json_keys.toml")


def _lowered(record: dict[str, Any]) -> dict[str, Any]:
    """The record with keys in lower case."""
    return {key.lower(): value for key, value in record.items()}


def _values(record: dict[str, Any], field: str) -> Iterator[Any]:
    """The values that stand under the keys of `field`, empty ones left out."""
    return (record[key] for key in _keys()[field] if record.get(key) not in (None, "", [], {}))


def _text(record: dict[str, Any], limits: Limits) -> str:
    """The text, exactly as the record has it; HTML is turned into paragraphs, a list of strings joined to them."""
    for value in _values(record, "text"):
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return "\n\n".join(value)
        if isinstance(value, dict) and isinstance(value.get("rendered"), str):
            return text_of(value["rendered"], limits)
    markup = next((value for value in _values(record, "html") if isinstance(value, str)), "")
    if not markup.strip():
        raise ArticleRejectedError('no text: an article needs one under "text", "body" or "content"')
    return text_of(markup, limits)


def _string(record: dict[str, Any], field: str) -> str | None:
    """The first value of `field` that is a string, a number, or an object that names itself."""
    return next(filter(None, map(_name, _values(record, field))), None)


def _name(value: Any) -> str | None:
    """A value as a string: "BBC", 17, {"name": "BBC"}."""
    if isinstance(value, dict):
        value = next((value[key] for key in _INNER_KEYS if isinstance(value.get(key), str)), None)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return str(value).strip() or None


def _published(record: dict[str, Any]) -> Stamp | None:
    """The publication date. Raises ArticleRejectedError where the record has one that cannot be read."""
    for value in _values(record, "published"):
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise ArticleRejectedError("a publication date that is neither a string nor a number")
        if not isinstance(value, str) or value.strip():
            try:
                return parse_stamp(value)
            except ValueError as error:
                raise ArticleRejectedError(f"publication date: {error}") from None
    return None


def _authors(record: dict[str, Any]) -> tuple[str, ...]:
    """The authors, from a list of names or objects, or from one string of names."""
    value = next(_values(record, "authors"), None)
    if isinstance(value, str):
        names = value.strip().removeprefix("By ").removeprefix("by ")
        return people_in(names) or (names,)
    listed: Iterable[Any] = value if isinstance(value, list) else (value,)
    return tuple(filter(None, map(_name, listed)))
