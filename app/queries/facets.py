"""Reads which counts are wanted beside a list: `facet` in, the most frequent values of each dimension out."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from app.errors import InvalidFilterError
from app.queries.conditions import of_meetings
from app.queries.dimensions import DIMENSIONS, Dimension
from app.queries.filters import MeetingFilter
from app.queries.moments import Known, known_at

FACETS = tuple(name for name, dimension in DIMENSIONS.items() if dimension.width == 1)
# Of so many meetings values are counted; beyond, the counts say that there are at least so many.
COUNTED = 10_000
MOST_VALUES = 50
MOST_FACETS = 10


def facets(text: str | None) -> tuple[str, ...]:
    """The dimensions that are asked for, each once. Raises InvalidFilterError."""
    found = tuple(dict.fromkeys(part.strip().lower() for part in text.split(","))) if text else ()
    for name in found:
        if name not in FACETS:
            raise InvalidFilterError(f"{name!r} is not one of {', '.join(FACETS)}", "facet")
    if len(found) > MOST_FACETS:
        raise InvalidFilterError(f"at most {MOST_FACETS} can be counted at once", "facet")
    return found


def counted(session: Session, asked: MeetingFilter, wanted: Sequence[str]) -> dict[str, Any]:
    """For each dimension its most frequent values with the numbers of meetings. A statement each, and one to begin."""
    if not wanted:
        return {}
    parts = [(known, _some(known, asked)) for known in known_at(asked.as_of)]
    numbers = [session.scalar(select(func.count()).select_from(some.subquery())) or 0 for _, some in parts]
    how = "exact" if max(numbers) <= COUNTED else "at_least"
    return {name: {"count_is": how, "values": _values(session, DIMENSIONS[name], parts)} for name in wanted}


def _some(known: Known, asked: MeetingFilter) -> Select[Any]:
    """The meetings that answer, and one more than are counted where there are more."""
    return select(known.meeting.id).where(*of_meetings(asked, known)).limit(COUNTED + 1)


def _values(session: Session, dimension: Dimension, parts: Sequence[tuple[Known, Select[Any]]]) -> list[dict[str, Any]]:
    counts: Counter[Any] = Counter()
    rows = session.execute(union_all(*(_grouped(known, some, dimension) for known, some in parts)))
    for key, meetings in rows:
        if key is not None:
            counts[key] += meetings
    # By number, then by value, which is a text or a number in any one dimension.
    best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:MOST_VALUES]
    names = _names(session, dimension, [key for key, _ in best])
    return [_value(dimension, key, meetings, names) for key, meetings in best]


def _grouped(known: Known, some: Select[Any], dimension: Dimension) -> Select[Any]:
    laid = dimension.lay(known, ())
    [key] = laid.keys
    chosen = some.subquery()
    statement = select(key.label("key"), func.count(known.meeting.id.distinct()).label("meetings"))
    statement = statement.select_from(known.meeting).join(chosen, chosen.c.id == known.meeting.id)
    for table, condition in laid.joins:
        statement = statement.join(table, condition)
    return statement.where(*known.visible).group_by(key)


def _names(session: Session, dimension: Dimension, keys: Sequence[Any]) -> dict[Any, str]:
    if dimension.named is None or not keys:
        return {}
    key, name = dimension.named.key, dimension.named.name
    return {row[0]: row[1] for row in session.execute(select(key, name).where(key.in_(keys)))}


def _value(dimension: Dimension, key: Any, meetings: int, names: dict[Any, str]) -> dict[str, Any]:
    if dimension.named is None:
        return {"value": dimension.written((key,)), "meetings": meetings}
    return {"value": key, "name": names[key], "meetings": meetings}
