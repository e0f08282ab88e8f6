"""Counts of meetings: a filter and one or two dimensions in, the groups with their numbers out."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Integer, Select, cast, func, select, union_all
from sqlalchemy.orm import Session

from app.queries import tallies, zeros
from app.queries.conditions import of_meetings
from app.queries.counting import MOST_GROUPS, Counting
from app.queries.dimensions import Group, Key, Value
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
    rows = session.execute(_ordered(asked).limit(most)).all()
    groups = [_group(asked, row) for row in rows]
    if asked.zeros:
        groups = zeros.filled(asked, groups)
        return Table(tuple(_told(asked, group) for group in groups[: asked.limit]), len(groups))
    return Table(tuple(_told(asked, group) for group in groups), rows[0].groups if rows else 0)


def _ordered(asked: Counting) -> Select[Any]:
    """The groups in their order with their names, and in each row how many there are."""
    groups = _grouped(asked).subquery()
    *keys, meetings = groups.c
    statement = select(*keys, meetings, func.count().over().label("groups"))
    order: list[ColumnElement[Any]] = []
    for dimension, own in zip(asked.dimensions, _parted(asked, keys), strict=True):
        if dimension.named:
            name, key = dimension.named.name, dimension.named.key
            statement = statement.add_columns(name).join(key.class_, key == own[0])
            order.append(name.expression)
        order += own
    descending = asked.order == "-group"
    by_group = [part for key in order for part in (key.is_(None), key.desc() if descending else key.asc())]
    by_number = {"meetings": [meetings.asc()], "-meetings": [meetings.desc()]}.get(asked.order, [])
    return statement.order_by(*by_number, *by_group)


def _grouped(asked: Counting) -> Select[Any]:
    """The groups: of each moment's tables by themselves, then together. No meeting is in two of them."""
    tally = tallies.grouped(asked)
    if tally is not None:
        return tally
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


def _parted(asked: Counting, flat: Sequence[T]) -> list[tuple[T, ...]]:
    """What belongs to each dimension, of one thing for every key."""
    columns = iter(flat)
    return [tuple(itertools.islice(columns, dimension.width)) for dimension in asked.dimensions]


def _group(asked: Counting, row: AnyRow) -> Group:
    width = sum(dimension.width for dimension in asked.dimensions)
    names = iter(row[width + 2 :])
    parts = zip(asked.dimensions, _parted(asked, row[:width]), strict=True)
    return Group(tuple(Value(keys, next(names) if one.named else None) for one, keys in parts), row.meetings)


def _told(asked: Counting, group: Group) -> dict[str, Key]:
    """A group as people outside see it."""
    told: dict[str, Key] = {}
    for dimension, value in zip(asked.dimensions, group.values, strict=True):
        told |= dimension.told(value)
    return {**told, "meetings": group.meetings}
