"""Counts of meetings: a filter and one or two dimensions in, the groups with their numbers out."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, bindparam, cast, func, select, union_all
from sqlalchemy.orm import Session

from app.queries import tallies, zeros
from app.queries.conditions import of_meetings
from app.queries.counting import MOST_GROUPS, Counting
from app.queries.dimensions import DIMENSIONS, Dimension, Group, Key, Value
from app.queries.moments import Known, known_at
from app.queries.paging import AnyRow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """The groups that are asked for, as they are told, and how many there are in all."""

    groups: tuple[dict[str, Key], ...]
    count: int


def counted(session: Session, asked: Counting) -> Table:
    """The numbers of meetings. One statement. Raises InvalidFilterError for more groups with zeros than can be told."""
    most = MOST_GROUPS + 1 if asked.zeros else asked.limit
    statement, values = _statement(asked)
    rows = session.execute(statement, values | {"most": most}).all()
    groups = [_group(asked, row) for row in rows]
    if asked.zeros:
        groups = zeros.filled(asked, groups)
        return Table(tuple(_told(asked, group) for group in groups[: asked.limit]), len(groups))
    return Table(tuple(_told(asked, group) for group in groups), rows[0].groups if rows else 0)


def _statement(asked: Counting) -> tuple[Select[Any], dict[str, Any]]:
    """The statement and its values: read off the postings where these tell all that is asked."""
    posted = tallies.posted(asked.meetings)
    statement = _of_postings(posted.shape, asked.group_by, asked.order, some=bool(asked.among)) if posted else None
    if posted is not None and statement is not None:
        return statement, posted.values | {tallies.AMONG: _among(asked)}
    return _ordered(asked.dimensions, asked.order, _grouped(asked)), {}


def _among(asked: Counting) -> Sequence[str]:
    """What is counted alone, as postings have it: the states, or their pairs."""
    if "dyad" in asked.group_by:
        return ["-".join(pair) for pair in itertools.combinations(asked.among, 2)]
    return asked.among


@lru_cache(tallies.KEPT)
def _of_postings(shape: tallies.Shape, group_by: tuple[str, ...], order: str, *, some: bool) -> Select[Any] | None:
    tally = tallies.grouped(shape, group_by, some=some)
    return None if tally is None else _ordered([DIMENSIONS[name] for name in group_by], order, tally)


def _ordered(dimensions: Sequence[Dimension], wanted: str, grouped: Select[Any]) -> Select[Any]:
    """The first groups in the order that is wanted with their names, and in each row how many there are."""
    groups = grouped.subquery()
    *keys, meetings = groups.c
    statement = select(*keys, meetings, func.count().over().label("groups"))
    order: list[ColumnElement[Any]] = []
    for dimension, own in zip(dimensions, _parted(dimensions, keys), strict=True):
        if dimension.named:
            name, key = dimension.named.name, dimension.named.key
            statement = statement.add_columns(name).join(key.class_, key == own[0])
            order.append(name.expression)
        order += own
    descending = wanted == "-group"
    by_group = [part for key in order for part in (key.is_(None), key.desc() if descending else key.asc())]
    by_number = {"meetings": [meetings.asc()], "-meetings": [meetings.desc()]}.get(wanted, [])
    return statement.order_by(*by_number, *by_group).limit(bindparam("most"))


def _grouped(asked: Counting) -> Select[Any]:
    """The groups: of each moment's tables by themselves, then together. No meeting is in two of them."""
    parts = [_counted(known, asked) for known in known_at(asked.meetings.as_of)]
    if len(parts) == 1:
        return parts[0]
    rows = union_all(*parts).subquery()
    *keys, meetings = rows.c
    return select(*keys, cast(func.sum(meetings), Integer).label("meetings")).group_by(*keys)


def _counted(known: Known, asked: Counting) -> Select[Any]:
    laid = [dimension.lay(known, asked.among) for dimension in asked.dimensions]
    keys = [key.label(f"key{at}") for at, key in enumerate(key for one in laid for key in one.keys)]
    joins = [join for one in laid for join in one.joins]
    number = func.count(known.meeting.id.distinct()) if joins else func.count()
    statement = select(*keys, number.label("meetings")).select_from(known.meeting)
    for table, condition in joins:
        statement = statement.join(table, condition)
    return statement.where(*of_meetings(asked.meetings, known)).group_by(*keys)


def _parted(dimensions: Sequence[Dimension], flat: Sequence[T]) -> list[tuple[T, ...]]:
    """What belongs to each dimension, of one thing for every key."""
    columns = iter(flat)
    return [tuple(itertools.islice(columns, dimension.width)) for dimension in dimensions]


def _group(asked: Counting, row: AnyRow) -> Group:
    width = sum(dimension.width for dimension in asked.dimensions)
    names = iter(row[width + 2 :])
    parts = zip(asked.dimensions, _parted(asked.dimensions, row[:width]), strict=True)
    return Group(tuple(Value(keys, next(names) if one.named else None) for one, keys in parts), row.meetings)


def _told(asked: Counting, group: Group) -> dict[str, Key]:
    """A group as people outside see it."""
    told: dict[str, Key] = {}
    for dimension, value in zip(asked.dimensions, group.values, strict=True):
        told |= dimension.told(value)
    return {**told, "meetings": group.meetings}
