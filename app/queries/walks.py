"""A filter of meetings in, the walk along `postings` that finds them out: what most lists ask, and nothing slower.

A walk follows the meetings that are listed under one thing, in the order of their days, and looks each of them up under
the other things that are asked for.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import Any, NamedTuple

from app.queries import names, paging, postings
from app.queries.editions import Sought, cut
from app.queries.filters import NOTHING, MeetingFilter
from app.queries.intervals import MOST_DAYS, Interval
from app.queries.paging import Count, Order, Page, Window, day, mark_of, read_cursor, write_cursor
from app.queries.postings import Clause, Group, Path
from app.queries.terms import Terms
from app.store.direct import Run
from app.store.editions import Edition
from app.store.models import UNDATED, Facet, Meeting
from app.store.postings import REACHES

# What a walk can ask for, the rarest first; people, organisations and outlets by their ids.
FACETS = {
    "person": (Facet.PERSON.value, names.PERSON_ID),
    "organisation": (Facet.ORGANISATION.value, names.ORGANISATION_ID),
    "outlet": (Facet.OUTLET.value, names.OUTLET_ID),
    "topic": (Facet.TOPIC.value, None),
    "country": (Facet.COUNTRY.value, None),
}
RARITY = tuple(FACETS)
COUNTRY, DYAD = Facet.COUNTRY.value, Facet.DYAD.value
COLUMNS = ("kind", "status", "level")
# What a walk cannot ask for.
OTHERS = NOTHING.keys() - {*FACETS, *COLUMNS, "days", "search"}
DESCENDING = {"": True, "-start": True, "start": False}
BY_START = Order(Meeting.start_earliest, Meeting.id, day)
KEY = str(BY_START.key.key)
BEGINNING, END = date.min.isoformat(), UNDATED.isoformat()
# Pairs of states that are weighed against each other, and how far each is counted for that.
MOST_DYADS, WEIGHED = 6, 300


class Stretch(NamedTuple):
    """A part of the way, as alternatives that exclude each other; `undated` ones have no day to be ordered by."""

    ways: tuple[Clause, ...]
    undated: bool = False


# The way of those who ask for no days, and what the ways of the others have in common.
DATED, UNTIL = "p.start < ?", "p.start <= ?"
WHOLE = (Stretch((Clause(DATED, (END,)),)), Stretch((Clause("p.start = ?", (END,)),), undated=True))
EARLIER = "p.start >= ? AND p.start < ? AND p.last >= ?"


class Walk(NamedTuple):
    """What is asked, as a walk answers it: one of each group, and none of what is excluded."""

    asked: MeetingFilter
    groups: tuple[Group, ...]
    excluded: tuple[Group, ...]

    def page(self, run: Run, window: Window, edition: Edition | None = None) -> Page:
        """One page, of an edition where that has it. Raises InvalidFilterError for a cursor of another question."""
        descending = DESCENDING[window.sort]
        after: Any = read_cursor(self._mark(descending), window.cursor, BY_START) if window.cursor else None
        along, also = self._course(run)
        if edition is not None and len(along.values) == 1 and not also.sql:
            sought = Sought(along.facet, along.values[0], self.asked.days, descending, window.limit + 1, after)
            return self._page_in(edition, sought)
        found: list[Sequence[Any]] = []
        stretches = _stretches(self.asked.days, descending)
        for stretch in stretches:
            missing = window.limit + 1 - len(found)
            if missing > 0 and not (after and after[0] is None and not stretch.undated):
                on = Path(along, stretch.ways, _beyond(stretch, after, also, descending=descending))
                found += run(*postings.rows(on, descending, missing))
        more = len(found) > window.limit
        rows = found[: window.limit]
        count = _count(run, along, also, stretches) if more or after else Count(len(rows), exact=True)
        records = tuple([document.encode() for _, _, document in rows])
        return Page(records, count, _cursor(self._mark(descending), rows[-1]) if more else None)

    def _page_in(self, edition: Edition, sought: Sought) -> Page:
        rows, number = cut(edition, sought)
        more = len(rows) >= sought.limit
        if more:
            del rows[sought.limit - 1 :]
        cursor = _cursor(self._mark(sought.descending), edition.key(rows[-1])) if more else None
        count = Count(min(number, paging.COUNTED), exact=number <= paging.COUNTED)
        return Page(edition.documents(rows), count, cursor)

    def _mark(self, descending: bool) -> str:
        return mark_of(self.asked, KEY, descending=descending)

    def _course(self, run: Run) -> tuple[Group, Clause]:
        """What to walk along, and what to look up on the way."""
        along, rest = self._along(run)
        return along, postings.together(conditions_of(self.asked, rest, self.excluded))

    def _along(self, run: Run) -> tuple[Group, list[Group]]:
        """The shortest list there is, and the groups that it leaves to be looked up."""
        if len(self.groups) < 2:
            return self.groups[0] if self.groups else Group(Facet.MEETING.value, ("",)), []
        first = next((group for group in self.groups if len(group.values) == 1), self.groups[0])
        single = [group.values[0] for group in self.groups if group.facet == COUNTRY and len(group.values) == 1]
        if first.facet != COUNTRY or len(single) < 2:
            return first, [group for group in self.groups if group is not first]
        dyad = _rarest(run, ["-".join(pair) for pair in combinations(sorted(single), 2)][:MOST_DYADS])
        met = {(code,) for code in dyad.split("-")}
        return Group(DYAD, (dyad,)), [group for group in self.groups if group.values not in met]


def walk_of(asked: MeetingFilter, window: Window) -> Walk | None:
    """The walk that answers a question; None where it takes more than one."""
    if asked.search is not None or window.sort not in DESCENDING or not is_plain(asked):
        return None
    lists = lists_of(asked)
    return Walk(asked, *lists) if lists is not None else None


def is_plain(asked: MeetingFilter) -> bool:
    """Whether nothing is asked that postings do not hold, words apart."""
    return OTHERS.isdisjoint(asked.given)


def lists_of(asked: MeetingFilter) -> tuple[tuple[Group, ...], tuple[Group, ...]] | None:
    """The groups that are asked for, the rarest first, and those that are excluded; None for what is known by name."""
    groups: list[Group] = []
    excluded: list[Group] = []
    given = asked.given
    for name in sorted(FACETS.keys() & given.keys(), key=RARITY.index):
        facet, pattern = FACETS[name]
        terms: Terms = given[name]
        if pattern is not None:
            every = (*terms.groups, terms.excluded)
            if not all(pattern.fullmatch(value) for values in every for value in values):
                return None
        groups += [Group(facet, values) for values in terms.groups]
        if terms.excluded:
            excluded.append(Group(facet, terms.excluded))
    return tuple(groups), tuple(excluded)


def conditions_of(asked: MeetingFilter, groups: Sequence[Group], excluded: Sequence[Group]) -> list[Clause]:
    """What is to be looked up of each posting on the way: the groups, what is excluded, and its columns."""
    looked_up = [postings.has(group) for group in groups] + [postings.has(group, "NOT ") for group in excluded]
    given = asked.given
    for name in COLUMNS:
        if name in given:
            looked_up += postings.of_column(name, given[name])
    return looked_up


def _rarest(run: Run, dyads: Sequence[str]) -> str:
    if len(dyads) == 1:
        return dyads[0]
    listed = f"SELECT count(*) FROM (SELECT 1 FROM postings WHERE facet = ? AND value = ? LIMIT {WEIGHED}) AS counted"
    return min(dyads, key=lambda dyad: int(run(listed, (DYAD, dyad))[0][0]))


def _count(run: Run, along: Group, also: Clause, stretches: Sequence[Stretch]) -> Count:
    """How many there are on all stretches; counting stops at `paging.COUNTED`."""
    most, value = paging.COUNTED + 1, 0
    for stretch in stretches:
        value += run(*postings.number(Path(along, stretch.ways, also), most))[0][0]
        if value >= most:
            break
    return Count(min(value, paging.COUNTED), exact=value < most)


def _stretches(days: Interval | None, descending: bool) -> tuple[Stretch, ...]:
    """The way in its order. Undated meetings come last either way."""
    if days is None:
        return WHOLE
    last = Clause(UNTIL, (days.last.isoformat(),)) if days.last else Clause(DATED, (END,))
    if days.first is None:
        return (Stretch((last,)),)
    # What began in the interval needs no look at its last day: that is half of what counting it takes.
    within = Stretch((Clause(f"{last.sql} AND p.start >= ?", (*last.values, days.first.isoformat())),))
    return (within, _earlier(days.first)) if descending else (_earlier(days.first), within)


@lru_cache(MOST_DAYS)
def _earlier(day: date) -> Stretch:
    """What began before a day and lasts into it. Of what began long before, only what lasts so long can do that."""
    first = day.isoformat()
    month, year = (_before(day, reach) for reach in REACHES)
    ways = ((month, first, first), (year, month, first), (BEGINNING, month, first))
    return Stretch(tuple([Clause(EARLIER, values, reach) for reach, values in enumerate(ways)]))


def _before(day: date, reach: int) -> str:
    return date.fromordinal(max(day.toordinal() - reach, 1)).isoformat()


def _beyond(stretch: Stretch, after: tuple[Any, str] | None, also: Clause, *, descending: bool) -> Clause:
    """What has to hold, and to come after a cursor where the cursor stands on this stretch."""
    if after is None or stretch.undated is not (after[0] is None):
        return also
    start = END if after[0] is None else after[0].isoformat()
    place = f" AND (p.start, p.meeting_id) {'<' if descending else '>'} (?, ?)"
    return Clause(also.sql + place, (*also.values, start, after[1]))


def _cursor(mark: str, row: Sequence[Any]) -> str:
    start = str(row[1])
    return write_cursor(mark, None if start == END else start, row[0])
