"""Walks along the index of words: the same pages as conditions on the rows give, for any filter; SQLite alone."""

import random
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries import filters, meetings
from app.queries.filters import MeetingFilter
from app.queries.paging import Window
from app.queries.searches import search_of
from app.queries.words import parse_search
from app.store.models import Meeting
from tests.queries.records import Records
from tests.queries.test_walks import LIMIT, a_filter, fill

ASKED = ("summit", "trade summit", "summit -trade", "treaty", "nothing")


@pytest.fixture(autouse=True)
def sqlite_alone(session: Session) -> None:
    """PostgreSQL's index of words has no order."""
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("PostgreSQL's index of words has no order")


def test_a_walk_finds_what_conditions_find(session: Session, records: Records) -> None:
    """The same page with the same count and the same cursor of the next one, up to the end."""
    numbers = random.Random(5)
    people = fill(records, numbers)
    for meeting in session.scalars(select(Meeting.id)).all():
        records.text(meeting, title=numbers.choices(("summit", "trade", "treaty"), k=2))
    run = partial(meetings._run, session.connection())
    pages = 0
    for _ in range(60):
        asked = replace(a_filter(numbers, people), search=parse_search(numbers.choice(ASKED)))
        window: Window | None = Window(LIMIT, numbers.choice(("", "-start", "start")))
        while window is not None:
            page = meetings.page(session, asked, window)
            assert meetings.page_at_once(run, None, asked, window) == replace(page, facets=None), (asked, window)
            window = window._replace(cursor=page.next_cursor) if page.next_cursor else None
            pages += 1
    assert pages > 70


def test_what_may_take_long_is_no_walk() -> None:
    """Phrases and beginnings of words, other orders, and what postings do not hold."""

    def walks(sort: str = "", **given: object) -> bool:
        return search_of(filters.meetings(given), Window(sort=sort)) is not None

    assert walks(q="trade summit -iran")
    assert not walks(q='"trade summit"')
    assert not walks(q="sum*")
    assert not walks("relevance", q="summit")
    assert not walks(q="summit", min_sources=2)
    assert not walks(q="summit", person="Rufus Firefly")
    assert search_of(MeetingFilter(), Window()) is None
