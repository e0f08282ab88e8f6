"""Counts that can be read off `postings`: a filter in, its shape and values out; a shape in, a statement out, or None.

Meetings under one thing (a state, a person, or nothing at all) are counted along one range of the key, and so are the
things themselves: states, dyads, topics. What else is asked for is looked up in the same table. The statement of a
shape is made once, and given the values of each question: putting it together takes longer than answering it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    Subquery,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal,
    not_,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.domain.meetings import Level
from app.queries import names, periods
from app.queries.dimensions import DIMENSIONS, Dimension
from app.queries.filters import NOTHING, MeetingFilter
from app.queries.intervals import Interval
from app.queries.moments import Condition
from app.store.models import UNDATED, Facet, Posting
from app.store.postings import REACHES

# What a filter can ask for here, that of which there are the fewest meetings first; some of it by ids alone.
FACETS = {
    "person": (Facet.PERSON, names.PERSON_ID),
    "organisation": (Facet.ORGANISATION, names.ORGANISATION_ID),
    "outlet": (Facet.OUTLET, names.OUTLET_ID),
    "topic": (Facet.TOPIC, None),
    "country": (Facet.COUNTRY, None),
}
COLUMNS = ("kind", "status", "level")
OTHERS = NOTHING.keys() - {*FACETS, *COLUMNS, "days"}
# What has meetings listed under it, and is counted itself.
LISTED = {name: Facet(name) for name in (*FACETS, "dyad")}
# By the `grain` of a posting its first day lies in such a period for sure.
GRAIN = {periods.YEAR: 1, periods.QUARTER: 2, periods.MONTH: 3}

# Statements that are kept, of each sort.
KEPT = 500
# The values of what is counted, where that is not all of it: states, or pairs of them as postings have these.
AMONG = "among"


class Listing(NamedTuple):
    """Some values of a facet, or all of them; `values` names those of one question."""

    facet: Facet
    values: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What a filter asks for, but for the values, for which names stand.

    `columns` are a posting's own, each with the name of its values and whether these are excluded; `first` and `last`
    say which ends the days have that are asked about.
    """

    wanted: tuple[Listing, ...] = ()
    excluded: tuple[Listing, ...] = ()
    columns: tuple[tuple[str, str, bool], ...] = ()
    first: bool = False
    last: bool = False


class Posted(NamedTuple):
    """A filter that postings answer: its shape, and the values by name."""

    shape: Shape
    values: dict[str, Any]


def posted(asked: MeetingFilter) -> Posted | None:
    """The filter as postings answer it; None where it asks for something else."""
    if not OTHERS.isdisjoint(asked.given):
        return None
    values = _days(asked.days)
    wanted: list[Listing] = []
    excluded: list[Listing] = []
    columns: list[tuple[str, str, bool]] = []
    for name in (*FACETS, *COLUMNS):
        terms = getattr(asked, name)
        named = {f"{name}{at}": group for at, group in enumerate(terms.groups)}
        without = {f"not_{name}": terms.excluded} if terms.excluded else {}
        values |= named | without
        if name in COLUMNS:
            columns += [(name, key, key in without) for key in named | without]
            continue
        facet, pattern = FACETS[name]
        every = [value for group in (*terms.groups, terms.excluded) for value in group]
        if pattern is not None and not all(map(pattern.fullmatch, every)):
            return None
        wanted += [Listing(facet, key, len(group) > 1) for key, group in named.items()]
        excluded += [Listing(facet, key) for key in without]
    return Posted(Shape(tuple(wanted), tuple(excluded), tuple(columns), "first" in values, "last" in values), values)


def _days(days: Interval | None) -> dict[str, Any]:
    """The ends of the days, and how long before the first of them a meeting can have begun."""
    found = {"last": days.last} if days and days.last else {}
    if days and days.first:
        reaches = [days.first - timedelta(days=min(reach, days.first.toordinal() - 1)) for reach in REACHES]
        found |= {"first": days.first, "month": reaches[0], "year": reaches[1]}
    return found


@lru_cache(KEPT)
def grouped(shape: Shape, group_by: tuple[str, ...], *, some: bool) -> Select[Any] | None:
    """The groups with their numbers, one column for each key; None for a question that takes other tables.

    With `some`, of states or pairs, those `among` the values alone.
    """
    dimensions = [DIMENSIONS[name] for name in group_by]
    listed = [dimension.name for dimension in dimensions if dimension.name in LISTED]
    if not _is_counted_here(dimensions) or (listed and (shape.wanted or shape.excluded)):
        return None
    along = Listing(Facet.MEETING)
    if listed:
        along = Listing(LISTED[listed[0]], AMONG if some and listed[0] in ("country", "dyad") else "")
    elif shape.wanted:
        along = min(shape.wanted, key=lambda listing: listing.several)
    return _summed(dimensions, _daily(dimensions, along, shape))


@lru_cache(KEPT)
def pairs(shape: Shape) -> Select[Any] | None:
    """What two states have in common, for each pair `among` the values that meets; None where it takes other tables."""
    if shape.wanted or shape.excluded:
        return None
    columns = (Posting.value, Posting.level, Posting.start)
    along, also = Listing(Facet.DYAD, AMONG), _in_columns(shape)
    rows = union_all(*(select(*columns).where(*way, *also) for way in _ways(along, shape))).subquery()
    levels = [func.sum(case((rows.c.level == level, 1), else_=0)).label(level.value) for level in Level]
    day = case((rows.c.start < UNDATED, rows.c.start))
    source, target = _states_of(rows.c.value)
    found: list[ColumnElement[Any]] = [source.label("source"), target.label("target"), func.count().label("meetings")]
    ends = (func.min(day).label("first"), func.max(day).label("last"))
    return select(*found, *levels, *ends).group_by(rows.c.value)


@lru_cache(KEPT)
def meetings_of(shape: Shape) -> Select[Any] | None:
    """Each meeting that is listed under what is asked for, with its level and first day; None for nothing.

    SQLite does not start at what a filter asks for of participants: it looks at every meeting whether they are there.
    """
    if not shape.wanted:
        return None
    along = min(shape.wanted, key=lambda listing: listing.several)
    columns = (Posting.meeting_id, Posting.level, Posting.start)
    also = _looked_up(shape, along)
    rows = union_all(*(select(*columns).where(*way, *also) for way in _ways(along, shape))).subquery()
    day = case((rows.c.start < UNDATED, rows.c.start)).label("start_earliest")
    return select(rows.c.meeting_id.label("id"), rows.c.level, day).distinct()


def _states_of(dyad: ColumnElement[str]) -> list[ColumnElement[str]]:
    return [func.substr(dyad, 1, 3), func.substr(dyad, 5, 3)]


def _is_counted_here(dimensions: Sequence[Dimension]) -> bool:
    """At most one thing that meetings are listed under, and at most one period; besides them columns of a posting."""
    listed = sum(dimension.name in LISTED for dimension in dimensions)
    times = sum(dimension.name in GRAIN for dimension in dimensions)
    columns = sum(dimension.name in COLUMNS for dimension in dimensions)
    return listed <= 1 and times <= 1 and listed + times + columns == len(dimensions)


def _given(name: str) -> BindParameter[Any]:
    """Values of a question."""
    return bindparam(name, expanding=True)


def _of(listing: Listing, reach: int = 0) -> list[Condition]:
    """The posting is of a listing, or of that of what has some reach."""
    facet = Posting.facet == (f"{listing.facet.value}+{reach}" if reach else listing.facet.value)
    if listing.facet is Facet.MEETING:
        return [facet, Posting.value == ""]
    return [facet, *([Posting.value.in_(_given(listing.values))] if listing.values else [])]


def _has(listing: Listing) -> Condition:
    """The meeting of a posting is also listed here."""
    other = aliased(Posting)
    same = (other.start == Posting.start, other.meeting_id == Posting.meeting_id)
    listed = (other.facet == listing.facet.value, other.value.in_(_given(listing.values)))
    return exists(select(literal(1)).where(*listed, *same))


def _looked_up(shape: Shape, along: Listing) -> list[Condition]:
    """What else is asked for of a posting on the way."""
    probes = [_has(listing) for listing in shape.wanted if listing is not along]
    return [*probes, *(not_(_has(listing)) for listing in shape.excluded), *_in_columns(shape)]


def _in_columns(shape: Shape) -> list[Condition]:
    found: list[Condition] = []
    for name, values, excluded in shape.columns:
        column = getattr(Posting, name)
        found.append(column.not_in(_given(values)) if excluded else column.in_(_given(values)))
    return found


def _ways(along: Listing, shape: Shape) -> Iterator[list[Condition]]:
    """Ranges of the key that together have each meeting of a listing which can be going on on one of the days."""
    if not (shape.first or shape.last):
        yield _of(along)
        return
    until = Posting.start <= bindparam("last") if shape.last else Posting.start < UNDATED
    if not shape.first:
        yield [*_of(along), until]
        return
    lasts = Posting.last >= bindparam("first")
    yield [*_of(along), until, Posting.start >= bindparam("month"), lasts]
    # What began earlier than a month before lasts into the interval only where it lasts so long.
    for reach, since in ((1, bindparam("year")), (2, date.min)):
        yield [*_of(along, reach), until, Posting.start < bindparam("month"), Posting.start >= since, lasts]


def _daily(dimensions: Sequence[Dimension], along: Listing, shape: Shape) -> Subquery:
    """How many meetings begin on each day under each value, and how many of them for sure in the period asked for.

    The rows of the key come by value and day, so that nothing is sorted unless columns are counted, too.
    """
    names_of = [dimension.name for dimension in dimensions]
    counted = any(name in LISTED for name in names_of)
    grain = next((GRAIN[name] for name in names_of if name in GRAIN), 0)
    columns = [getattr(Posting, name) for name in names_of if name in COLUMNS]
    keys = [*([Posting.value] if counted else []), Posting.start, *columns]
    once = counted or not along.several
    meeting = Posting.meeting_id if once else Posting.meeting_id.distinct()
    of_grain = case((Posting.grain >= grain, Posting.meeting_id))
    number, sure = func.count(meeting), func.count(of_grain if once else of_grain.distinct())
    also = _looked_up(shape, along)
    parts = [
        select(*keys, number.label("number"), sure.label("sure")).where(*way, *also).group_by(*keys)
        for way in _ways(along, shape)
    ]
    return union_all(*parts).subquery()


def _summed(dimensions: Sequence[Dimension], daily: Subquery) -> Select[Any]:
    """The groups of the days: those that lie in a period for sure, and the others under null."""
    keys = [key.label(f"key{at}") for at, key in enumerate(_keys(dimensions, daily))]
    number, sure = cast(func.sum(daily.c.number), Integer), cast(func.sum(daily.c.sure), Integer)
    if not any(dimension.period for dimension in dimensions):
        return select(*keys, number.label("meetings")).group_by(*keys)
    periodic = select(*keys, number.label("number"), sure.label("sure")).group_by(*keys).cte("periodic")
    periods_of = {f"key{at}" for at, key in enumerate(keys) if isinstance(key.type, Integer)}
    others = [cast(null(), Integer).label(key.name) if key.name in periods_of else periodic.c[key.name] for key in keys]
    unsure = cast(func.sum(periodic.c.number - periodic.c.sure), Integer)
    rows = union_all(
        select(*(periodic.c[key.name] for key in keys), periodic.c.sure.label("meetings")).where(periodic.c.sure > 0),
        select(*others, unsure.label("meetings")).group_by(*others).having(unsure > 0),
    ).subquery()
    return select(*rows.c)


def _keys(dimensions: Sequence[Dimension], daily: Subquery) -> Iterator[ColumnElement[Any]]:
    """The columns of each dimension."""
    for dimension in dimensions:
        if dimension.period:
            yield periods.of_day(dimension.period, daily.c.start)
        elif dimension.width == 2:
            yield from _states_of(daily.c.value)
        else:
            yield daily.c.value if dimension.name in LISTED else daily.c[dimension.name]
