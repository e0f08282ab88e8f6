"""Counts that can be read off `postings`: a question in, the statement that walks along them out, or None.

Meetings under one thing (a state, a person, or nothing at all) are counted along one range of the key, and so are the
things themselves: states, dyads, topics. What else is asked for is looked up in the same table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
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
from app.queries.counting import Counting
from app.queries.dimensions import Dimension
from app.queries.filters import MeetingFilter
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
OTHERS = tuple((f.name, f.default) for f in fields(MeetingFilter) if f.name not in {*FACETS, *COLUMNS, "days"})
# What has meetings listed under it, and is counted itself.
LISTED = {name: Facet(name) for name in (*FACETS, "dyad")}
# By the `grain` of a posting its first day lies in such a period for sure.
GRAIN = {periods.YEAR: 1, periods.QUARTER: 2, periods.MONTH: 3}

# A facet and some of its values, or all of them for None.
Listing = tuple[Facet, tuple[str, ...] | None]
Named = tuple[Facet, tuple[str, ...]]


def grouped(asked: Counting) -> Select[Any] | None:
    """The groups with their numbers, one column for each key; None for a question that takes other tables."""
    facets = _facets(asked.meetings)
    listed = [dimension for dimension in asked.dimensions if dimension.name in LISTED]
    if facets is None or not _is_counted_here(asked.dimensions) or (listed and any(facets)):
        return None
    wanted, excluded = facets
    along: Listing = (Facet.MEETING, ("",))
    if listed:
        along = _listing(listed[0].name, asked.among)
    elif wanted:
        along = min(wanted, key=lambda listing: len(listing[1]) > 1)
    probes = [_has(listing) for listing in wanted if listing is not along] + [not_(_has(one)) for one in excluded]
    return _summed(asked, _daily(asked, along, [*probes, *_in_columns(asked.meetings)]))


def pairs(asked: MeetingFilter, dyads: Sequence[str]) -> Select[Any] | None:
    """What two states have in common, for each of these pairs that meets; None where that takes other tables."""
    facets = _facets(asked)
    if facets is None or any(facets):
        return None
    columns = (Posting.value, Posting.level, Posting.start)
    of_pairs = (Posting.facet == Facet.DYAD.value, Posting.value.in_(dyads), *_in_columns(asked))
    rows = union_all(*(select(*columns).where(*of_pairs, *way) for way in _ways(asked.days))).subquery()
    levels = [func.sum(case((rows.c.level == level, 1), else_=0)).label(level.value) for level in Level]
    day = case((rows.c.start < UNDATED, rows.c.start))
    source, target = _states_of(rows.c.value)
    found: list[ColumnElement[Any]] = [source.label("source"), target.label("target"), func.count().label("meetings")]
    ends = (func.min(day).label("first"), func.max(day).label("last"))
    return select(*found, *levels, *ends).group_by(rows.c.value)


def meetings_of(asked: MeetingFilter) -> Select[Any] | None:
    """Each meeting that is listed under what is asked for, with its level and first day; None as above, or for nothing.

    SQLite does not start at what a filter asks for of participants: it looks at every meeting whether they are there.
    """
    facets = _facets(asked)
    if facets is None or not facets[0]:
        return None
    wanted, excluded = facets
    along = min(wanted, key=lambda listing: len(listing[1]) > 1)
    probes = [_has(listing) for listing in wanted if listing is not along] + [not_(_has(one)) for one in excluded]
    columns = (Posting.meeting_id, Posting.level, Posting.start)
    listed = (Posting.facet == along[0].value, Posting.value.in_(along[1]), *probes, *_in_columns(asked))
    rows = union_all(*(select(*columns).where(*listed, *way) for way in _ways(asked.days))).subquery()
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


def _facets(asked: MeetingFilter) -> tuple[list[Named], list[Named]] | None:
    """What meetings must be listed under, and under what not; None where a filter asks for something else."""
    if any(getattr(asked, name) != value for name, value in OTHERS):
        return None
    wanted: list[Named] = []
    excluded: list[Named] = []
    for name, (facet, pattern) in FACETS.items():
        terms = getattr(asked, name)
        values = [value for group in (*terms.groups, terms.excluded) for value in group]
        if pattern is not None and not all(map(pattern.fullmatch, values)):
            return None
        wanted += [(facet, group) for group in terms.groups]
        excluded += [(facet, terms.excluded)] if terms.excluded else []
    return wanted, excluded


def _listing(name: str, among: Sequence[str]) -> Listing:
    """All values of a thing that is counted, or those that have to do with some states alone."""
    if not among or name not in ("country", "dyad"):
        return LISTED[name], None
    return LISTED[name], tuple(among if name == "country" else map("-".join, combinations(among, 2)))


def _has(listing: Named) -> Condition:
    """The meeting of a posting is also listed here."""
    facet, values = listing
    other = aliased(Posting)
    same = (other.start == Posting.start, other.meeting_id == Posting.meeting_id)
    return exists(select(literal(1)).where(other.facet == facet.value, other.value.in_(values), *same))


def _in_columns(asked: MeetingFilter) -> list[Condition]:
    found: list[Condition] = []
    for name in COLUMNS:
        column, terms = getattr(Posting, name), getattr(asked, name)
        found += [column.in_(group) for group in terms.groups]
        found += [column.not_in(terms.excluded)] if terms.excluded else []
    return found


def _ways(days: Interval | None) -> Iterator[list[Condition]]:
    """Ranges of the key that together have every meeting which can be going on on one of the days, once."""
    if days is None:
        yield []
        return
    until = Posting.start <= days.last if days.last else Posting.start < UNDATED
    if days.first is None:
        yield [until]
        return
    month, year = (days.first - timedelta(days=min(reach, days.first.toordinal() - 1)) for reach in REACHES)
    lasts = Posting.last >= days.first
    yield [until, Posting.start >= month, lasts]
    # What began earlier than a month before lasts into the interval only where it lasts so long.
    for reach, since in ((1, year), (2, date.min)):
        far = (Posting.reach > 0, Posting.reach == reach)
        yield [until, Posting.start < month, Posting.start >= since, lasts, *far]


def _daily(asked: Counting, along: Listing, conditions: Sequence[Condition]) -> CTE:
    """How many meetings begin on each day under each value, and how many of them for sure in the period asked for.

    The rows of the key come by value and day, so that nothing is sorted unless columns are counted, too.
    """
    facet, values = along
    counted = any(dimension.name in LISTED for dimension in asked.dimensions)
    grain = next((GRAIN[name] for name in asked.group_by if name in GRAIN), 0)
    columns = [getattr(Posting, name) for name in asked.group_by if name in COLUMNS]
    keys = [*([Posting.value] if counted else []), Posting.start, *columns]
    once = counted or values is None or len(values) == 1
    meeting = Posting.meeting_id if once else Posting.meeting_id.distinct()
    of_grain = case((Posting.grain >= grain, Posting.meeting_id))
    number, sure = func.count(meeting), func.count(of_grain if once else of_grain.distinct())
    of_listing = [Posting.facet == facet.value, *([] if values is None else [Posting.value.in_(values)])]
    parts = [
        select(*keys, number.label("number"), sure.label("sure")).where(*of_listing, *way, *conditions).group_by(*keys)
        for way in _ways(asked.meetings.days)
    ]
    return union_all(*parts).cte("daily")


def _summed(asked: Counting, daily: CTE) -> Select[Any]:
    """The groups of the days: those that lie in a period for sure, and the others under null."""
    if not any(name in GRAIN for name in asked.group_by):
        return _of_days(asked, daily, daily.c.number, known=True)
    parts = [
        _of_days(asked, daily, daily.c.sure, known=True),
        _of_days(asked, daily, daily.c.number - daily.c.sure, known=False),
    ]
    rows = union_all(*parts).subquery()
    return select(*rows.c)


def _of_days(asked: Counting, daily: CTE, number: ColumnElement[int], *, known: bool) -> Select[Any]:
    keys: list[ColumnElement[Any]] = []
    for dimension in asked.dimensions:
        if dimension.period:
            period = periods.of_day(dimension.period, daily.c.start)
            keys.append(period if known else cast(null(), Integer))
        elif dimension.width == 2:
            keys += _states_of(daily.c.value)
        else:
            keys.append(daily.c.value if dimension.name in LISTED else daily.c[dimension.name])
    named = [key.label(f"key{at}") for at, key in enumerate(keys)]
    total = cast(func.sum(number), Integer).label("meetings")
    return select(*named, total).where(number > 0).group_by(*keys)
