"""A list of an edition in, with the days that are asked for; the rows of one page out, found in arrays in order."""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.queries.intervals import Interval
from app.store.editions import END, Edition, number_of

Numbers = NDArray[np.int32]
Rows = Numbers | memoryview
NONE = np.zeros(0, dtype=np.int32)
# How many meetings are looked at at first for each one that lasts into an interval.
FEW = 16


class Sought(NamedTuple):
    """What is wanted of a list: so many rows on some days, after the one that has this first day and this id."""

    facet: str
    value: str
    days: Interval | None
    descending: bool
    limit: int
    after: tuple[date | None, str] | None


class Way(NamedTuple):
    """Where a list is gone along from and to, and how many began before its `first` day and last into it.

    Behind `until` comes nothing, or the meetings without a day, to the `end`.
    """

    begin: int
    since: int
    until: int
    end: int
    first: int = 0
    lasting: int = 0


class Stretch(NamedTuple):
    """Some rows in their order; `undated` ones have no day to be ordered by."""

    rows: Rows
    undated: bool = False


def cut(edition: Edition, sought: Sought) -> tuple[list[int], int]:
    """The rows of a page, and how many there are on all pages."""
    way = _way(edition, sought)
    found: list[int] = []
    for stretch in _stretches(edition, sought, way):
        rows = _beyond(edition, sought, stretch)
        missing = sought.limit - len(found)
        found += (rows[: -missing - 1 : -1] if sought.descending else rows[:missing]).tolist()
        if len(found) == sought.limit:
            break
    return found, way.lasting + way.end - way.since


def _way(edition: Edition, sought: Sought) -> Way:
    days, (begin, end) = sought.days, edition.list_of(sought.facet, sought.value)
    if days is None:
        return Way(begin, begin, _place(edition, END, begin, end), end)
    until = _place(edition, number_of(days.last) + 1 if days.last else END, begin, end)
    if days.first is None:
        return Way(begin, begin, until, until)
    first = number_of(days.first)
    since = _place(edition, first, begin, until)
    # What has begun before a day, without what is over before it.
    return Way(begin, since, until, until, first, since - bisect_left(edition.ends, first, begin, end))


def _stretches(edition: Edition, sought: Sought, way: Way) -> Iterator[Stretch]:
    """The list in the order in which it is gone along. Undated meetings come last either way."""
    if way.lasting and not sought.descending:
        yield Stretch(_lasting(edition, way))
    yield Stretch(edition.rows[way.since : way.until])
    if way.lasting and sought.descending:
        yield Stretch(_lasting(edition, way))
    yield Stretch(edition.rows[way.until : way.end], undated=True)


def _lasting(edition: Edition, way: Way) -> Rows:
    """What began before the first day and lasts into it; most of that began shortly before."""
    length = FEW * way.lasting
    while True:
        rows = edition.lists[max(way.begin, way.since - length) : way.since]
        found: Numbers = rows[edition.lasts[rows] >= way.first]
        if len(found) == way.lasting or way.since - length <= way.begin:
            return found
        length *= 2


def _beyond(edition: Edition, sought: Sought, stretch: Stretch) -> Rows:
    """The rows of a stretch that come after a cursor."""
    rows, after = stretch.rows, sought.after
    if after is None or (stretch.undated and after[0] is not None):
        return rows
    if stretch.undated is not (after[0] is None):
        return NONE
    day = END if after[0] is None else number_of(after[0])
    if sought.descending:
        return rows[: bisect_left(rows, edition.place_of(day, after[1], "left"))]
    return rows[bisect_left(rows, edition.place_of(day, after[1], "right")) :]


def _place(edition: Edition, day: int, begin: int, end: int) -> int:
    """Where the part of a list begins that is of a day or later."""
    return bisect_left(edition.rows, edition.since(day), begin, end)
