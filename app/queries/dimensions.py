"""By what meetings can be counted: the name of a dimension in, how it is laid over the tables and told of out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.domain.meetings import Kind, Level, Status
from app.queries import periods
from app.queries.moments import Condition, Known
from app.store.models import (
    MeetingState,
    Outlet,
    Source,
    SourceState,
    StoredArticle,
    StoredOrganisation,
    StoredPerson,
)

Key = str | int | None


@dataclass(frozen=True, slots=True)
class Laid:
    """A dimension over one set of tables: the columns to group by, and what has to be joined for them.

    Without joins a meeting is in one group; with them it is in as many as there are rows.
    """

    keys: tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]
    joins: tuple[tuple[Any, Condition], ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """Where the names of keys stand: the key's column, the name's, and the field that has the name beside the key.

    Without a field, the name stands in place of the key.
    """

    key: InstrumentedAttribute[str]
    name: InstrumentedAttribute[str]
    field: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a dimension: its keys as the store has them, and its name where it has one."""

    keys: tuple[Any, ...]
    name: str | None = None

    @property
    def order(self) -> tuple[Any, ...]:
        """By what it is sorted among values that are known."""
        return self.keys if self.name is None else (self.name, *self.keys)


@dataclass(frozen=True, slots=True)
class Group:
    """Meetings that have the same value in each dimension."""

    values: tuple[Value, ...]
    meetings: int


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something that meetings are counted by.

    `lay` is given the tables and the states of which alone is asked; `written` makes what is told of a value's keys;
    `vocabulary` are all values that there can be, where these are few.
    """

    name: str
    lay: Callable[[Known, Sequence[str]], Laid]
    written: Callable[[Sequence[Any]], Key] = lambda keys: keys[0]
    width: int = 1
    named: Named | None = None
    vocabulary: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        """Which period it counts by; empty for what is none."""
        return self.name if self.name in periods.A_YEAR else ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a group that tell of this dimension."""
        return (self.name, self.named.field) if self.named and self.named.field else (self.name,)

    def told(self, value: Value) -> dict[str, Key]:
        """The fields of a group that tell of this dimension's value."""
        if self.named is None:
            return {self.name: self.written(value.keys)}
        if self.named.field:
            return {self.name: value.keys[0], self.named.field: value.name}
        return {self.name: value.name}


def _column(name: str) -> Callable[[Known, Sequence[str]], Laid]:
    """A column of the meeting itself."""
    return lambda known, _among: Laid((getattr(known.meeting, name),))


def _period(period: str) -> Callable[[Known, Sequence[str]], Laid]:
    def lay(known: Known, _among: Sequence[str]) -> Laid:
        row = known.meeting
        return Laid((periods.holding(period, row.start_earliest, row.start_latest),))

    return lay


def rows_of(known: Known, table: Any) -> tuple[Any, Condition]:
    """A table of the meetings' parts under a name of its own, and what makes its rows those of the meeting.

    Filters look into the same tables, and must not take these rows for theirs.
    """
    part = aliased(table)
    condition = part.meeting_id == known.meeting.id
    if known.meeting is MeetingState:
        condition = and_(condition, part.version == MeetingState.version)
    return part, condition


def _countries(known: Known, among: Sequence[str]) -> Laid:
    side, condition = rows_of(known, known.participant)
    return Laid((side.country,), ((side, and_(condition, _of(side.country, among))),))


def _dyads(known: Known, among: Sequence[str]) -> Laid:
    one, of_one = rows_of(known, known.participant)
    other, of_other = rows_of(known, known.participant)
    return Laid(
        (one.country, other.country),
        (
            (one, and_(of_one, _of(one.country, among))),
            (other, and_(of_other, _of(other.country, among), one.country < other.country)),
        ),
    )


def _of(country: InstrumentedAttribute[str | None], among: Sequence[str]) -> Condition:
    return country.in_(among) if among else country.is_not(None)


def _party(name: str) -> Callable[[Known, Sequence[str]], Laid]:
    """People or organisations that take part."""

    def lay(known: Known, _among: Sequence[str]) -> Laid:
        side, condition = rows_of(known, known.participant)
        key = getattr(side, name)
        return Laid((key,), ((side, and_(condition, key.is_not(None))),))

    return lay


def _topics(known: Known, _among: Sequence[str]) -> Laid:
    part, condition = rows_of(known, known.topic)
    return Laid((part.topic,), ((part, condition),))


def _outlets(known: Known, _among: Sequence[str]) -> Laid:
    reported = _reported(known)
    return Laid((reported.c.outlet_id,), ((reported, reported.c.meeting_id == known.meeting.id),))


def _reported(known: Known) -> Subquery:
    """The outlets that reported each meeting, by the reports that it had."""
    outlet = StoredArticle.outlet_id.is_not(None)
    still = select(Source.meeting_id, StoredArticle.outlet_id).join_from(Source, StoredArticle).where(outlet)
    if known.at is None:
        return still.subquery()
    had = (
        select(SourceState.meeting_id, StoredArticle.outlet_id)
        .join_from(SourceState, Source, Source.id == SourceState.source_id)
        .join(StoredArticle, StoredArticle.id == Source.article_id)
        .where(outlet, SourceState.since <= known.at, SourceState.until > known.at)
    )
    return union(still.where(Source.since <= known.at), had).subquery()


_ALL = (
    Dimension("country", _countries),
    Dimension("dyad", _dyads, "-".join, width=2),
    *(
        Dimension(name, _period(name), lambda keys, name=name: keys[0] and periods.word(name, keys[0]))  # type: ignore[misc]
        for name in periods.A_YEAR
    ),
    Dimension("level", _column("level"), vocabulary=tuple(Level)),
    Dimension("kind", _column("kind"), vocabulary=tuple(Kind)),
    Dimension("status", _column("status"), vocabulary=tuple(Status)),
    Dimension("place", _column("place_country")),
    Dimension("city", _column("city")),
    Dimension("person", _party("person_id"), named=Named(StoredPerson.id, StoredPerson.name, "name")),
    Dimension("organisation", _party("organisation_id"), named=Named(StoredOrganisation.id, StoredOrganisation.short)),
    Dimension("outlet", _outlets, named=Named(Outlet.id, Outlet.name)),
    Dimension("topic", _topics),
)
DIMENSIONS: Mapping[str, Dimension] = MappingProxyType({dimension.name: dimension for dimension in _ALL})
