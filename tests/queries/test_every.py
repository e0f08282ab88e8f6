"""Lists as a whole, in batches: the same records as on all pages, and of one state of the store."""

from datetime import UTC, datetime
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.errors import InvalidFilterError
from app.queries import articles, deleted, filters, meetings, organisations, paging, people
from app.queries.paging import Window
from app.store.engine import snapshot, writing
from app.store.models import Meeting
from tests.queries.records import NOON, Records

LISTS = [
    (meetings, filters.MeetingFilter(), "-start"),
    (meetings, filters.MeetingFilter(), "updated"),
    (meetings, filters.meetings({"country": "KOR"}), "start"),
    (meetings, filters.MeetingFilter(), ""),
    (meetings, filters.MeetingFilter(as_of=datetime(2030, 1, 1, tzinfo=UTC)), "-start"),
    (people, filters.PersonFilter(), "-name"),
    (organisations, filters.OrganisationFilter(), "short"),
    (articles, filters.ArticleFilter(), "-published"),
    (deleted, filters.DeletedFilter(), "at"),
]


@pytest.fixture
def filled(session: Session, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A store with several batches of everything, some of it without a date, and of meetings that are gone."""
    monkeypatch.setattr(paging, "BATCH", 2)
    records = Records(session)
    kept = [records.meeting("KOR", "JPN", start=start) for start in ("2023-01", "2021", None, "2023-01-05", None)]
    for number, _ in enumerate(kept):
        records.article(published=f"2023-01-0{number + 1}" if number % 2 else None)
        records.person(f"Ann Author {number}", "KOR", f"A. Author {number}")
        records.organisation(f"ORG{number}")
        records.meeting("CHN", "KOR", merged_into=kept[0])
    session.commit()
    return engine


@pytest.mark.parametrize(("listing", "asked", "sort"), LISTS)
def test_all_records_are_those_of_all_pages(filled: Engine, listing: Any, asked: Any, sort: str) -> None:
    """Each once, and in the same order where one is asked for."""
    with snapshot(filled) as session:
        batches = list(listing.every(session, asked, sort))
        pages, cursor = [], ""
        while cursor is not None:
            page = listing.page(session, asked, Window(2, sort, cursor or None))
            pages, cursor = [*pages, *page.records], page.next_cursor

    found = list(chain.from_iterable(batches))
    # Without an order there is none in particular.
    assert found == pages if sort else sorted(found) == sorted(pages)
    assert max(map(len, batches)) == 2
    assert len(pages) == 5


def test_what_is_written_meanwhile_is_not_seen(filled: Engine) -> None:
    """A meeting that comes, and one that goes, after the first batch was taken."""
    with snapshot(filled) as session:
        taken = meetings.every(session, filters.MeetingFilter(), "-start")
        found = list(next(taken))
        before = meetings.page(session, filters.MeetingFilter(), Window()).records
        with writing(filled) as other:
            gone = other.query(Meeting).filter(Meeting.start_earliest.is_(None)).first()
            assert gone is not None
            gone.retracted_at = NOON
            records = Records(other)
            records._numbers = iter(range(100, 200))  # type: ignore[assignment]
            records.meeting("KOR", "JPN", start="2020")
        found += chain.from_iterable(taken)

    assert tuple(found) == before


def test_an_order_that_does_not_exist_is_refused_before_anything_is_read(filled: Engine) -> None:
    """Not when the first batch is taken: by then the answer would have begun."""
    with snapshot(filled) as session, pytest.raises(InvalidFilterError):
        people.every(session, filters.PersonFilter(), "age")
