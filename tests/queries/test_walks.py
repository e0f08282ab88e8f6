"""Walks along postings: the same answers as conditions on the rows give, for any filter; on both databases."""

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.queries import meetings
from app.queries.filters import MeetingFilter
from app.queries.intervals import Interval
from app.queries.paging import Page, Window
from app.queries.terms import Terms
from app.queries.walks import walk_of
from tests.queries.records import Records
from tests.store.ledgers import Ledger

COUNTRIES = ("CHN", "FRA", "JPN", "KOR", "USA")
TOPICS = ("trade", "security")
DAY = date(2020, 1, 1)
LIMIT = 4


def fill(records: Records, numbers: random.Random) -> list[str]:
    """Meetings of all lengths and precisions; gives the ids of two people who attend some of them."""
    people = [records.person("Rufus Firefly", "FRA"), records.person("Gloria Teasdale", "USA")]
    for _ in range(40):
        start, end = _days(numbers)
        records.meeting(
            *numbers.sample(COUNTRIES, numbers.randint(1, 4)),
            *numbers.sample(people, numbers.choice((0, 0, 1, 2))),
            start=start,
            end=end,
            topics=numbers.sample(TOPICS, numbers.choice((0, 1, 2))),
            status=numbers.choice(("held", "scheduled")),
        )
    return people


def _days(numbers: random.Random) -> tuple[str | None, str | None]:
    first = DAY + timedelta(days=numbers.randrange(900))
    start = numbers.choice((None, f"{first:%Y}", f"{first:%Y-%m}", *[first.isoformat()] * 4))
    lasts = start is not None and len(start) == 10 and numbers.random() < 0.4
    return start, (first + timedelta(days=numbers.choice((3, 31, 32, 366, 367, 800)))).isoformat() if lasts else None


def a_filter(numbers: random.Random, people: list[str]) -> MeetingFilter:
    """A question that walks answer."""
    given: dict[str, Any] = {}
    if numbers.random() < 0.8:
        given["country"] = terms(numbers, COUNTRIES, 3)
    if numbers.random() < 0.3:
        given["person"] = terms(numbers, people, 1)
    if numbers.random() < 0.3:
        given["topic"] = terms(numbers, TOPICS, 2)
    if numbers.random() < 0.2:
        given["status"] = Terms((("held",),))
    if numbers.random() < 0.7:
        first = DAY + timedelta(days=numbers.randrange(-100, 1000))
        last = first + timedelta(days=numbers.choice((0, 10, 60, 500)))
        given["days"] = numbers.choice((Interval(first, last), Interval(first, None), Interval(None, last)))
    return MeetingFilter(**given)


def terms(numbers: random.Random, values: Any, most: int) -> Terms:
    """Any, all and none of some values."""
    groups = {tuple(sorted(numbers.sample(list(values), numbers.choice((1, 1, 1, 2))))) for _ in range(most)}
    groups = set(numbers.sample(sorted(groups), numbers.randint(0, len(groups))))
    excluded = tuple(numbers.sample(list(values), numbers.choice((0, 0, 1))))
    return Terms(tuple(sorted(groups)), excluded)


def whole(session: Session, asked: MeetingFilter, sort: str) -> tuple[list[bytes], list[int]]:
    """All records by turning pages, and what each page says that there are."""
    found: list[bytes] = []
    counts: list[int] = []
    cursor: str | None = None
    while True:
        page: Page = meetings.page(session, asked, Window(LIMIT, sort, cursor))
        found += page.records
        counts.append(page.count.value)
        cursor = page.next_cursor
        if cursor is None:
            return found, counts


@pytest.mark.parametrize("seed", range(3))
def test_a_walk_finds_what_conditions_find(
    session: Session, records: Records, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The same records in the same order, page by page, and as many on every page."""
    numbers = random.Random(seed)
    people = fill(records, numbers)
    for _ in range(60):
        asked, sort = a_filter(numbers, people), numbers.choice(("", "-start", "start"))
        assert walk_of(asked, Window(LIMIT, sort)) is not None
        walked = whole(session, asked, sort)
        with monkeypatch.context() as patch:
            patch.setattr(meetings, "walk_of", lambda *_: None)
            assert walked == whole(session, asked, sort), (asked, sort)


def test_a_cursor_is_good_on_either_way(session: Session, records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that took too long for a walk is read the other way, and the next one may be walked again."""
    fill(records, random.Random(1))
    asked, window = MeetingFilter(country=Terms((("FRA",),))), Window(LIMIT)
    walked = meetings.page(session, asked, window)
    monkeypatch.setattr(meetings, "walk_of", lambda *_: None)
    assert meetings.page(session, asked, window) == walked


def test_other_questions_are_no_walks() -> None:
    """What postings do not hold, or in another order."""
    asked = MeetingFilter(country=Terms((("FRA",),)))
    assert walk_of(replace(asked, min_sources=2), Window()) is None
    assert walk_of(replace(asked, role=Terms((("host",),))), Window()) is None
    assert walk_of(replace(asked, person=Terms((("Rufus Firefly",),))), Window()) is None
    assert walk_of(asked, Window(sort="-updated")) is None


@pytest.mark.parametrize("sort", ["-start", "-updated"])
def test_an_ingest_meanwhile_neither_hides_nor_repeats_a_meeting(session: Session, sort: str) -> None:
    """Meetings come in, known ones get more reports, and days move over the place where one is; it was there once."""
    ledger = Ledger(session)
    days = [DAY + timedelta(days=40 * number) for number in range(12)]
    there = [ledger.meeting("FRA", "DEU", start=day.isoformat()) for day in days]
    seen: list[str] = []
    cursor: str | None = None
    for turn, day in enumerate(days):
        page = meetings.page(session, MeetingFilter(country=Terms((("FRA",),))), Window(2, sort, cursor))
        seen += [orjson.loads(record)["id"] for record in page.records]
        ledger.meeting("FRA", "ITA", start=day.isoformat())
        assert ledger.meeting("FRA", "DEU", start=day.isoformat()) in there
        if turn == 0:
            # What was seen comes to lie behind the place where one is, and what was not before it.
            ledger.correct(there[-1], start="2010-01-01")
            ledger.correct(there[0], start="2030-01-01")
        cursor = page.next_cursor
        if cursor is None:
            break
    assert cursor is None
    assert sorted(one for one in seen if one in there) == sorted(there)


def test_a_walk_of_one_moment_sees_what_stood_then(session: Session) -> None:
    """Also what is moved to another day meanwhile."""
    ledger = Ledger(session)
    there = [ledger.meeting("FRA", "DEU", start=(DAY + timedelta(days=40 * number)).isoformat()) for number in range(6)]
    asked = MeetingFilter(country=Terms((("FRA",),)), as_of=ledger.now)
    page = meetings.page(session, asked, Window(2))
    ledger.correct(there[0], start="2023-01-01")
    ledger.correct(there[-1], start="2010-01-01")
    seen = list(page.records)
    while page.next_cursor is not None:
        page = meetings.page(session, asked, Window(2, cursor=page.next_cursor))
        seen += page.records
    assert [orjson.loads(record)["id"] for record in seen] == there[::-1]
