"""Lists from an edition: the same pages as from the database, byte for byte, as long as it is of the present state."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries import meetings
from app.queries.filters import MeetingFilter
from app.queries.intervals import Interval
from app.queries.paging import Page, Window
from app.queries.terms import Terms
from app.queries.words import parse_search
from app.store import editions
from app.store.direct import Direct
from app.store.editions import Edition
from app.store.engine import WRITING, make_engine
from app.store.models import Meeting
from tests.queries.records import Records
from tests.queries.test_searches import ASKED
from tests.queries.test_walks import DAY, LIMIT, a_filter, fill


@pytest.fixture
def session(sqlite_url: str) -> Iterator[Session]:
    """A writing session on a SQLite store, which alone has editions; the test commits."""
    engine = make_engine(sqlite_url)
    with Session(engine.execution_options(**WRITING)) as session:
        yield session
    engine.dispose()


@pytest.fixture
def file(sqlite_url: str) -> Path:
    """Where the store is."""
    return Path(sqlite_url.removeprefix("sqlite:///"))


def reader(file: Path, edition: Edition | None) -> Direct:
    """What reads a store and, where there is one, its edition."""
    found = Direct(str(file))
    found.edition = edition
    return found


def pages(direct: Direct, asked: MeetingFilter, sort: str) -> Iterator[tuple[Page, str | None]]:
    """All pages of a list, each with the cursor at which it begins; records as bytes."""
    cursor: str | None = None
    while True:
        answer = direct.ask(meetings.page_at_once, asked, Window(LIMIT, sort, cursor))
        assert answer is not None
        assert answer[1] is not None
        page = answer[1]
        yield Page(tuple(map(bytes, page.records)), page.count, page.next_cursor, page.facets), cursor
        cursor = page.next_cursor
        if cursor is None:
            return


@pytest.mark.parametrize("seed", range(4))
def test_an_edition_has_the_same_pages(
    session: Session, sqlite_url: str, file: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """For any question and order, whether one goes on from page to page or comes in between."""
    numbers = random.Random(seed)
    people = fill(Records(session), numbers)
    session.commit()
    edition = Edition.of(file, editions.publish(sqlite_url) or "")
    assert edition is not None
    monkeypatch.setattr("app.queries.paging.COUNTED", numbers.choice((LIMIT + 1, 20, 1000)))
    answered = Mock(wraps=edition.documents)
    monkeypatch.setattr(edition, "documents", answered)
    for _ in range(120):
        asked, sort = a_filter(numbers, people), numbers.choice(("", "-start", "start"))
        plain, printed = (list(pages(reader(file, one), asked, sort)) for one in (None, edition))
        assert printed == plain, (asked, sort)
    assert answered.call_count > 100


@pytest.mark.parametrize("seed", range(3))
def test_an_edition_has_the_same_pages_of_what_is_found_by_words(
    session: Session, sqlite_url: str, file: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The index of words is asked and nothing else in the store; with more conditions the store answers alone."""
    numbers, records = random.Random(seed), Records(session)
    people = fill(records, numbers)
    for meeting in session.scalars(select(Meeting.id)).all():
        records.text(meeting, title=numbers.choices(("summit", "trade", "treaty"), k=2))
    session.commit()
    edition = Edition.of(file, editions.publish(sqlite_url) or "")
    assert edition is not None
    monkeypatch.setattr("app.queries.paging.COUNTED", numbers.choice((LIMIT + 1, 10, 1000)))
    answered = Mock(wraps=edition.rows_at)
    monkeypatch.setattr(edition, "rows_at", answered)
    for _ in range(80):
        asked, sort = a_filter(numbers, people), numbers.choice(("", "-start", "start"))
        asked = MeetingFilter(days=asked.days) if numbers.random() < 0.8 else asked
        asked = replace(asked, search=parse_search(numbers.choice(ASKED)))
        plain, printed = (list(pages(reader(file, one), asked, sort)) for one in (None, edition))
        assert printed == plain, (asked, sort)
    assert answered.call_count > 100


def test_an_edition_is_asked_of_its_own_state_alone(session: Session, sqlite_url: str, file: Path) -> None:
    """After a change the store itself answers, and another edition takes the place of the first."""
    records = Records(session)
    first = records.meeting("FRA", "DEU", start="2021-05-01")
    session.commit()
    version = editions.publish(sqlite_url) or ""
    before = reader(file, Edition.of(file, version))
    asked = MeetingFilter(country=Terms((("FRA",),)))
    [(page, _)] = pages(before, asked, "")
    second = records.meeting("FRA", "ITA", start="2021-05-02")
    session.commit()
    [(later, _)] = pages(before, asked, "")

    assert [first in str(record) for record in page.records] == [True]
    assert [second in str(record) for record in later.records] == [True, False]
    newest = editions.publish(sqlite_url) or ""
    assert newest != version
    assert Edition.of(file, version) is None
    assert list(pages(reader(file, Edition.of(file, newest)), asked, "")) == [(later, None)]


def test_what_lasts_into_an_interval_is_there(session: Session, sqlite_url: str, file: Path) -> None:
    """However long before it began, and once only."""
    records = Records(session)
    lasting = [records.meeting("FRA", start=start, end="2021-05-03") for start in ("2015-01-01", "2021-01-01")]
    lasting += [records.meeting("FRA", start=start) for start in ("2021-05", "2021")]
    records.meeting("FRA", start="2021-04-30")
    session.commit()
    edition = Edition.of(file, editions.publish(sqlite_url) or "")
    asked = MeetingFilter(country=Terms((("FRA",),)), days=Interval(DAY.replace(2021, 5, 2), DAY.replace(2021, 5, 2)))
    found = [record for page, _ in pages(reader(file, edition), asked, "start") for record in page.records]

    assert sorted(one for one in lasting if one in str(found)) == sorted(lasting)
    assert len(found) == len(lasting)


def test_nothing_is_made_of_an_empty_store_or_while_another_is_made(
    session: Session, sqlite_url: str, file: Path
) -> None:
    """And what somebody left who was killed is cleared away by the next one."""
    left = file.with_name(f"{file.name}{editions.PART}abc")
    left.mkdir()
    assert editions.publish(sqlite_url) is None
    assert not left.exists()
    Records(session).meeting("FRA", "DEU")
    session.commit()
    with editions._alone(file) as is_alone:
        assert is_alone
        assert editions.publish(sqlite_url) is None
    version = editions.publish(sqlite_url)
    assert version is not None
    found = {path.name for path in file.parent.glob("*-edition*")}
    assert found == {f"{file.name}{editions.SUFFIX}{version}", f"{file.name}{editions.LOCK}"}
