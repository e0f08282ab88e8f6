"""A filter with words in, the walk along SQLite's index of words that answers it out.

The index has what it finds in the order of days (see `MeetingText`), so that a page is read from its end, and most of
what is counted needs no other table. Where more is asked of a meeting, it is asked of its posting under all meetings.
With an edition only the index of words is read: what else a page takes lies elsewhere in the file for each meeting.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple

from app.queries import paging
from app.queries.filters import MeetingFilter
from app.queries.fulltext import WITHOUT_DAY, ByPlace, in_fts5, place
from app.queries.intervals import Interval
from app.queries.paging import Count, Page, Window, mark_of, read_cursor, write_cursor
from app.queries.postings import KEPT, Clause, together
from app.queries.walks import DESCENDING, conditions_of, is_plain, lists_of
from app.queries.words import Search
from app.store.direct import Run
from app.store.editions import Edition, number_of
from app.store.models import UNDATED, Meeting, MeetingText
from app.store.postings import REACHES
from app.store.texts import ID_BITS

BY_PLACE = ByPlace(MeetingText.id, Meeting.id, place)
KEY = "place"
END = (UNDATED.toordinal() + 1) << ID_BITS
WORDS = "meeting_words AS w"
TEXTS = f"{WORDS} CROSS JOIN meeting_texts AS t ON t.id = w.rowid"
# A place begins with the number of a day; SQLite counts days from another one.
POSTED = (
    f"{TEXTS} CROSS JOIN postings AS p ON p.facet = 'meeting' AND p.value = '' "
    f"AND p.start = date((w.rowid >> {ID_BITS}) + 1721424.5) AND p.meeting_id = t.meeting_id"
)
# From the other side: those that last for more than a year are few.
LASTING = (
    "postings AS p CROSS JOIN meeting_texts AS t ON p.facet = 'meeting+2' AND p.value = '' "
    f"AND t.meeting_id = p.meeting_id CROSS JOIN {WORDS} ON w.rowid = t.id"
)
DIRECTIONS = ("ASC", "DESC")
NO_LIMIT = -1
MATCHES = "w.meeting_words MATCH ? AND w.rowid >= ? AND w.rowid < ?"


class Stretch(NamedTuple):
    """Places from `low` to just before `high`, of meetings that are not over before the day `since`."""

    low: int
    high: int
    since: date | None = None
    lasting: bool = False

    def beyond(self, after: int | None, *, descending: bool) -> "Stretch":
        """What is left of it after a place; nothing of dated meetings is left after one without a day."""
        if after is None or (self.low >= WITHOUT_DAY > after):
            return self
        if descending:
            high = self.low if after >= WITHOUT_DAY > self.low else min(self.high, after)
            return Stretch(self.low, high, self.since, self.lasting)
        return Stretch(max(self.low, after + 1), self.high, self.since, self.lasting)


@dataclass(frozen=True, slots=True)
class SearchWalk:
    """What is asked: words as the index takes them, and what else has to hold."""

    asked: MeetingFilter
    words: str
    conditions: Clause

    def page(self, run: Run, window: Window, edition: Edition | None = None) -> Page:
        """One page, of an edition where that has it. Raises InvalidFilterError for a cursor of another question."""
        descending = DESCENDING[window.sort]
        mark = mark_of(self.asked, KEY, descending=descending)
        after: Any = read_cursor(mark, window.cursor, BY_PLACE)[0] if window.cursor else None
        if edition is not None and not self.conditions.sql:
            return self._page_in(edition, run, window, after, mark)
        found: list[Sequence[Any]] = []
        for stretch in _stretches(self.asked.days, descending=descending):
            left, missing = stretch.beyond(after, descending=descending), window.limit + 1 - len(found)
            if missing > 0 and left.low < left.high:
                text = _text_of_rows(self._source(left), self._condition(left), DIRECTIONS[descending])
                found += run(text, (*self._values(left), missing))
        more = len(found) > window.limit
        rows = found[: window.limit]
        count = self._count(run) if more or window.cursor else Count(len(rows), exact=True)
        records = tuple([document.encode() for _, _, document in rows])
        return Page(records, count, write_cursor(mark, rows[-1][0], rows[-1][1]) if more else None)

    def _page_in(self, edition: Edition, run: Run, window: Window, after: int | None, mark: str) -> Page:
        descending, most = DESCENDING[window.sort], max(paging.COUNTED, window.limit) + 1
        places = self._places(edition, run, None, most, descending=descending)
        number = len(places)
        if after is not None:
            places = self._places(edition, run, after, window.limit + 1, descending=descending)
        more = len(places) > window.limit
        shown = places[: window.limit]
        rows = edition.rows_at(shown).tolist()
        cursor = write_cursor(mark, shown[-1], edition.key(rows[-1])[0]) if more else None
        count = Count(min(number, paging.COUNTED), exact=number <= paging.COUNTED)
        return Page(edition.documents(rows), count, cursor)

    def _places(self, edition: Edition, run: Run, after: int | None, most: int, *, descending: bool) -> list[int]:
        """The first places on the way, of those that come after one."""
        found: list[int] = []
        for stretch in _stretches(self.asked.days, descending=descending):
            left, missing = stretch.beyond(after, descending=descending), most - len(found)
            if missing <= 0 or left.low >= left.high:
                continue
            # What an edition knows of a meeting is not looked up elsewhere.
            known = left.since if not left.lasting else None
            looked_up = left._replace(since=None) if known else left
            text = _text_of_places(self._source(looked_up), self._condition(looked_up), DIRECTIONS[descending])
            places = [place for (place,) in run(text, (*self._values(looked_up), NO_LIMIT if known else missing))]
            if known:
                lasts = edition.lasts[edition.rows_at(places)]
                places = list(compress(places, lasts >= number_of(known)))[:missing]
            found += places
        return found

    def _count(self, run: Run) -> Count:
        """How many there are; counting stops at `paging.COUNTED`."""
        most, value = paging.COUNTED + 1, 0
        for stretch in _stretches(self.asked.days, descending=True):
            text = _text_of_number(self._source(stretch), self._condition(stretch))
            value += run(text, (*self._values(stretch), most))[0][0]
            if value >= most:
                break
        return Count(min(value, paging.COUNTED), exact=value < most)

    def _source(self, stretch: Stretch) -> str:
        """The tables that have to be looked into."""
        if stretch.lasting:
            return LASTING
        return POSTED if stretch.since or self.conditions.sql else WORDS

    def _condition(self, stretch: Stretch) -> str:
        return f"{MATCHES}{' AND p.last >= ?' if stretch.since else ''}{self.conditions.sql}"

    def _values(self, stretch: Stretch) -> tuple[Any, ...]:
        since = (stretch.since.isoformat(),) if stretch.since else ()
        return self.words, stretch.low, stretch.high, *since, *self.conditions.values


def search_of(asked: MeetingFilter, window: Window) -> SearchWalk | None:
    """The walk that answers a question of words; None where it takes more than one, or where it may take long.

    A word that stands in a text is looked up; to find phrases and beginnings may take as long as there are texts.
    """
    if asked.search is None or window.sort not in DESCENDING or not is_plain(asked) or not _is_short(asked.search):
        return None
    lists = lists_of(asked)
    return SearchWalk(asked, in_fts5(asked.search), together(conditions_of(asked, *lists))) if lists else None


def _is_short(search: Search) -> bool:
    return all(len(term.words) == 1 and not term.prefix for term in (*search.wanted, *search.unwanted))


def _stretches(days: Interval | None, *, descending: bool) -> Iterator[Stretch]:
    """The way in its order. Undated meetings come last either way."""
    if days is None:
        yield Stretch(0, WITHOUT_DAY)
        yield Stretch(WITHOUT_DAY, END)
        return
    end = min(_at(days.last) + _at(date.min), WITHOUT_DAY) if days.last else WITHOUT_DAY
    if days.first is None:
        yield Stretch(0, end)
        return
    first = _at(days.first)
    year = max(first - (REACHES[-1] << ID_BITS), 0)
    dated = (
        Stretch(first, end),
        Stretch(year, first, days.first),
        Stretch(0, year, days.first, lasting=True),
    )
    yield from dated if descending else reversed(dated)


def _at(day: date) -> int:
    """Where the places of a day begin."""
    return day.toordinal() << ID_BITS


@lru_cache(KEPT)
def _text_of_rows(source: str, condition: str, direction: str) -> str:
    tables = TEXTS if source == WORDS else source
    return (
        f"SELECT w.rowid, t.meeting_id, m.document FROM {tables} CROSS JOIN meetings AS m ON m.id = t.meeting_id "
        f"WHERE {condition} ORDER BY w.rowid {direction} LIMIT ?"
    )


@lru_cache(KEPT)
def _text_of_places(source: str, condition: str, direction: str) -> str:
    return f"SELECT w.rowid FROM {source} WHERE {condition} ORDER BY w.rowid {direction} LIMIT ?"


@lru_cache(KEPT)
def _text_of_number(source: str, condition: str) -> str:
    return f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {condition} LIMIT ?) AS counted"
