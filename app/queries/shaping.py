"""Reads which fields and parts of meetings are wanted: `select` and `include` in, documents of that shape out."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.errors import InvalidFilterError
from app.queries import reports
from app.queries.filters import MeetingFilter
from app.queries.paging import Record

MOST_FIELDS = 50
_DAY = ("date", "earliest", "latest", "precision", "basis")
# Every field of a document, and the fields within it that can be selected as `start.date`.
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": (),
        "url": (),
        "title": (),
        "kind": (),
        "status": (),
        "level": (),
        "salience": (),
        "start": _DAY,
        "end": _DAY,
        "countries": (),
        "organisations": (),
        "participants": ("country", "organisation", "role", "people"),
        "place": ("venue", "city", "country", "latitude", "longitude", "precision"),
        "topics": (),
        "series": (),
        "confidence": (),
        "source_count": (),
        "independent_source_count": (),
        "first_reported": (),
        "last_reported": (),
        "corrected": (),
        "updated_at": (),
    }
)
ALL = frozenset({"*"})


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields of a document are wanted, each with the fields within it, and which parts beside them.

    Without fields, all are wanted.
    """

    fields: tuple[tuple[str, frozenset[str]], ...] = ()
    parts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether documents are wanted otherwise than they are stored."""
        return bool(self.fields or self.parts)


AS_STORED = Shape()


def shape(select: str | None, include: str | None) -> Shape:
    """The shape that is asked for. Raises InvalidFilterError, naming the parameter."""
    if select is None and include is None:
        return AS_STORED
    fields: dict[str, frozenset[str]] = {"id": ALL} if select else {}
    for path in _listed(select, "select"):
        field, _, inner = path.partition(".")
        _require(field, FIELDS, "select")
        if inner:
            _require(path, [f"{field}.{name}" for name in FIELDS[field]], "select")
        fields[field] = fields.get(field, frozenset()) | ({inner} if inner else ALL)
    wanted = _listed(include, "include")
    for part in wanted:
        _require(part, reports.PARTS, "include")
    return Shape(tuple((name, fields[name]) for name in FIELDS if name in fields), tuple(sorted(set(wanted))))


def shaped(session: Session, documents: tuple[Record, ...], wanted: Shape, asked: MeetingFilter) -> tuple[Record, ...]:
    """Documents of the shape that is wanted."""
    if not wanted:
        return documents
    plain = [orjson.loads(document) for document in documents]
    more = reports.parts(session, plain, wanted.parts, asked.as_of)
    return tuple(orjson.dumps(_selected(document, wanted) | part) for document, part in zip(plain, more, strict=True))


def _selected(document: Mapping[str, Any], wanted: Shape) -> dict[str, Any]:
    if not wanted.fields:
        return dict(document)
    return {name: _inner(document[name], inner) for name, inner in wanted.fields}


def _inner(value: Any, inner: frozenset[str]) -> Any:
    """The fields that are wanted of a value, or of each member of a list."""
    if inner >= ALL or value is None:
        return value
    if isinstance(value, list):
        return [_inner(member, inner) for member in value]
    return {name: value[name] for name in value if name in inner}


def _listed(text: str | None, parameter: str) -> list[str]:
    found = [part.strip() for part in text.split(",")] if text else []
    if len(found) > MOST_FIELDS:
        raise InvalidFilterError(f"at most {MOST_FIELDS} names can be listed", parameter)
    return found


def _require(name: str, known: Any, parameter: str) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, list(known), n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"possible: {', '.join(known) or 'none'}"
        raise InvalidFilterError(f"there is no field {name[:100]!r} here; {hint}", parameter)
