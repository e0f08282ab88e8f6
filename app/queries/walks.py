"""A filter of meetings in, the walk along `postings` that finds them out: what most lists ask, and nothing slower.

A walk follows the meetings that are listed under one thing, in the order of their days, and looks each of them up under
the other things that are asked for. It is text with values: putting SQL together from objects takes longer than SQLite
takes to answer it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from app.queries import names, paging
from app.queries.filters import MeetingFilter
from app.queries.intervals import Interval
from app.queries.paging import Count, Order, Page, Window, day, mark_of, read_cursor, write_cursor
from app.queries.terms import Terms
from app.store.direct import Run
from app.store.models import UNDATED, Facet, Meeting
from app.store.postings import REACHES

# What a walk can ask for, the rarest first; people, organisations and outlets by their ids.
FACETS = {
    "person": (Facet.PERSON, names.PERSON_ID),
    "organisation": (Facet.ORGANISATION, names.ORGANISATION_ID),
    "outlet": (Facet.OUTLET, names.OUTLET_ID),
    "topic": (Facet.TOPIC, None),
    "country": (Facet.COUNTRY, None),
}
COLUMNS = ("kind", "status", "level")
# What a walk cannot ask for, with what it is where nobody asks.
OTHERS = tuple((f.name, f.default) for f in fields(MeetingFilter) if f.name not in {*FACETS, *COLUMNS, "days"})
DESCENDING = {"": True, "-start": True, "start": False}
BY_START = Order(Meeting.start_earliest, Meeting.id, day)
KEY = str(BY_START.key.key)
END = UNDATED.isoformat()
# Pairs of states that are weighed against each other, and how far each is counted for that.
MOST_DYADS, WEIGHED = 6, 300


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on a posting `p`, with its values; of those of some `reach` where one is given."""

    sql: str
    values: tuple[Any, ...] = ()
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the way, as alternatives that exclude each other; `undated` ones have no day to be ordered by."""

    ways: tuple[Clause, ...]
    undated: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One of these values is asked for."""

    facet: Facet
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Walk:
    """What is asked, as a walk answers it: one of each group, and none of what is excluded."""

    asked: MeetingFilter
    groups: tuple[Group, ...]
    excluded: tuple[Group, ...]

    def page(self, run: Run, window: Window) -> Page:
        """One page. Raises InvalidFilterError for a cursor of another question."""
        descending = DESCENDING[window.sort]
        mark = mark_of(self.asked, KEY, descending=descending)
        after = read_cursor(mark, window.cursor, BY_START) if window.cursor else None
        along, conditions = self._course(run)
        found: list[Sequence[Any]] = []
        stretches = list(_stretches(self.asked.days, descending))
        for stretch in stretches:
            missing = window.limit + 1 - len(found)
            if missing > 0 and not (after and after[0] is None and not stretch.undated):
                statement = _rows(
                    along, stretch, [*conditions, *_beyond(stretch, after, descending)], descending, missing
                )
                found += run(statement.sql, statement.values)
        more = len(found) > window.limit
        rows = found[: window.limit]
        count = Count(len(rows), exact=True)
        if more or after:
            count = _count(run, along, stretches, conditions)
        records = tuple(document.encode() for _, _, document in rows)
        return Page(records, count, _cursor(mark, rows[-1]) if more else None)

    def _course(self, run: Run) -> tuple[Group, list[Clause]]:
        """What to walk along, and what to look up on the way."""
        along, rest = self._along(run)
        looked_up = [_has(group) for group in rest] + [_has(group, "NOT ") for group in self.excluded]
        return along, looked_up + [clause for name in COLUMNS for clause in _of_column(name, self.asked)]

    def _along(self, run: Run) -> tuple[Group, list[Group]]:
        """The shortest list there is, and the groups that it leaves to be looked up."""
        if not self.groups:
            return Group(Facet.MEETING, ("",)), []
        first = min(self.groups, key=lambda group: len(group.values) > 1)
        single = [group.values[0] for group in self.groups if group.facet is Facet.COUNTRY and len(group.values) == 1]
        if first.facet is not Facet.COUNTRY or len(single) < 2:
            return first, [group for group in self.groups if group is not first]
        dyad = _rarest(run, ["-".join(pair) for pair in combinations(sorted(single), 2)][:MOST_DYADS])
        met = {(code,) for code in dyad.split("-")}
        return Group(Facet.DYAD, (dyad,)), [group for group in self.groups if group.values not in met]


def walk_of(asked: MeetingFilter, window: Window) -> Walk | None:
    """The walk that answers a question; None where it takes more than one."""
    if window.sort not in DESCENDING or any(getattr(asked, name) != value for name, value in OTHERS):
        return None
    groups: list[Group] = []
    excluded: list[Group] = []
    for name, (facet, pattern) in FACETS.items():
        terms: Terms = getattr(asked, name)
        if not terms:
            continue
        every = (*terms.groups, terms.excluded)
        if pattern is not None and not all(pattern.fullmatch(value) for values in every for value in values):
            return None
        groups += [Group(facet, values) for values in terms.groups]
        if terms.excluded:
            excluded.append(Group(facet, terms.excluded))
    return Walk(asked, tuple(groups), tuple(excluded))


def _rarest(run: Run, dyads: Sequence[str]) -> str:
    if len(dyads) == 1:
        return dyads[0]
    listed = f"SELECT count(*) FROM (SELECT 1 FROM postings WHERE facet = ? AND value = ? LIMIT {WEIGHED}) AS counted"
    return min(dyads, key=lambda dyad: int(run(listed, (Facet.DYAD.value, dyad))[0][0]))


def _stretches(days: Interval | None, descending: bool) -> Iterator[Stretch]:
    """The way in its order. Undated meetings come last either way."""
    if days is None:
        yield Stretch((Clause("p.start < ?", (END,)),))
        yield Stretch((Clause("p.start = ?", (END,)),), undated=True)
        return
    last = Clause("p.start <= ?", (days.last.isoformat(),)) if days.last else Clause("p.start < ?", (END,))
    if days.first is None:
        yield Stretch((last,))
        return
    first, (month, year) = days.first, (_before(days.first, reach) for reach in REACHES)
    near = Clause(f"{last.sql} AND p.start >= ? AND p.last >= ?", (*last.values, month, first.isoformat()))
    # What began earlier than a month before lasts into the interval only where it lasts so long.
    far = "p.start >= ? AND p.start < ? AND p.last >= ?"
    earlier = tuple(
        Clause(far, (since, month, first.isoformat()), reach) for reach, since in ((1, year), (2, date.min.isoformat()))
    )
    both = (Stretch((near,)), Stretch(earlier))
    yield from both if descending else reversed(both)


def _before(first: date, reach: int) -> str:
    return (first - timedelta(days=min(reach, first.toordinal() - 1))).isoformat()


def _has(group: Group, negation: str = "") -> Clause:
    sql = (
        f"{negation}EXISTS (SELECT 1 FROM postings AS o WHERE o.facet = ? AND o.value IN ({_marks(group.values)}) "
        "AND o.start = p.start AND o.meeting_id = p.meeting_id)"
    )
    return Clause(sql, (group.facet.value, *group.values))


def _of_column(name: str, asked: MeetingFilter) -> Iterator[Clause]:
    terms: Terms = getattr(asked, name)
    for values in terms.groups:
        yield Clause(f"p.{name} IN ({_marks(values)})", values)
    if terms.excluded:
        yield Clause(f"p.{name} NOT IN ({_marks(terms.excluded)})", terms.excluded)


def _beyond(stretch: Stretch, after: tuple[Any, str] | None, descending: bool) -> list[Clause]:
    """What comes after a cursor, where the cursor stands on this stretch."""
    if after is None or stretch.undated is not (after[0] is None):
        return []
    start = END if after[0] is None else after[0].isoformat()
    return [Clause(f"(p.start, p.meeting_id) {'<' if descending else '>'} (?, ?)", (start, after[1]))]


def _rows(along: Group, stretch: Stretch, conditions: Sequence[Clause], descending: bool, limit: int) -> Clause:
    """The rows of one stretch in their order."""
    direction = "DESC" if descending else "ASC"
    order = f"ORDER BY p.start {direction}, p.meeting_id {direction} LIMIT {limit}"
    paths = _paths(along, stretch, conditions)
    keys = f"(SELECT p.start, p.meeting_id FROM ({_union(along, paths, order)}) AS p {order})"
    if len(paths) == 1:
        keys, order = "postings", f"WHERE {paths[0].sql} {order}"
    rows = (
        f"SELECT p.meeting_id, p.start, m.document FROM {keys} AS p JOIN meetings AS m ON m.id = p.meeting_id {order}"
    )
    return Clause(rows, _values(paths))


def _count(run: Run, along: Group, stretches: Sequence[Stretch], conditions: Sequence[Clause]) -> Count:
    """How many there are on all stretches; counting stops at `paging.COUNTED`."""
    paths = [path for stretch in stretches for path in _paths(along, stretch, conditions)]
    some = f"SELECT 1 FROM ({_union(along, paths, f'LIMIT {paging.COUNTED + 1}')}) AS every LIMIT {paging.COUNTED + 1}"
    value = run(f"SELECT count(*) FROM ({some}) AS counted", _values(paths))[0][0]
    return Count(min(value, paging.COUNTED), exact=value <= paging.COUNTED)


def _paths(along: Group, stretch: Stretch, conditions: Sequence[Clause]) -> list[Clause]:
    """One condition for each list that is followed on each of the ways."""
    also = "".join(f" AND {clause.sql}" for clause in conditions)
    values = _values(conditions)
    return [
        Clause(f"p.facet = ? AND p.value = ? AND {way.sql}{also}", (_facet(along, way), value, *way.values, *values))
        for way in stretch.ways
        for value in along.values
    ]


def _facet(along: Group, way: Clause) -> str:
    return f"{along.facet.value}+{way.reach}" if way.reach else along.facet.value


def _union(along: Group, paths: Sequence[Clause], end: str) -> str:
    """The keys at the beginning of several paths; a meeting that is on two lists counts once."""
    together = " UNION " if len(along.values) > 1 else " UNION ALL "
    keys = (f"SELECT p.start, p.meeting_id FROM postings AS p WHERE {path.sql} {end}" for path in paths)
    return together.join(f"SELECT * FROM ({some}) AS path" for some in keys)


def _values(clauses: Sequence[Clause]) -> tuple[Any, ...]:
    return tuple(value for clause in clauses for value in clause.values)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _cursor(mark: str, row: Sequence[Any]) -> str:
    start = str(row[1])
    return write_cursor(mark, None if start == END else start, row[0])
