"""Which meetings answer which question, in which order, and at what cost; on both databases."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.errors import GoneError, InvalidFilterError, MovedError, NotFoundError
from app.queries import filters, meetings, paging
from app.queries.paging import Window
from app.store.models import Meeting
from tests.queries.records import NOON, Records

Collected = Callable[[], AbstractContextManager[list[str]]]


def found(session: Session, sort: str = "", **asked: Any) -> list[str]:
    """The ids of the meetings that a question finds, in order."""
    page = meetings.page(session, filters.meetings(asked), Window(limit=100, sort=sort))
    assert page.count.value == len(page.records)
    return [orjson.loads(record)["id"] for record in page.records]


def test_any_of_several_countries(session: Session, records: Records) -> None:
    """`KOR|JPN` finds meetings of either."""
    korea, japan = records.meeting("KOR", "USA"), records.meeting("JPN", "FRA")
    records.meeting("USA", "FRA")
    assert sorted(found(session, country="KOR|JPN")) == [korea, japan]


def test_all_of_several_countries(session: Session, records: Records) -> None:
    """`KOR,JPN` finds meetings of both."""
    three = records.meeting("KOR", "JPN", "CHN")
    records.meeting("KOR", "USA")
    assert found(session, country="KOR,JPN") == [three]


def test_without_a_country(session: Session, records: Records) -> None:
    """`!USA` finds meetings in which the United States take no part."""
    records.meeting("KOR", "USA")
    others = records.meeting("KOR", "JPN")
    assert found(session, country="!USA") == [others]
    assert found(session, country="South Korea,!United States") == [others]


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("2023-09-26", True),
        ("2023-09", True),
        ("2023", True),
        ("2023-09-20/2023-09-25", True),
        ("2023-09-28/2023-10-05", True),
        ("../2023-09-25", True),
        ("2023-09-28/..", True),
        ("2023-09-24", False),
        ("2023-09-29", False),
        ("../2023-09-24", False),
        ("2023-09-29/..", False),
    ],
)
def test_a_meeting_answers_for_each_of_its_days(session: Session, records: Records, asked: str, answers: bool) -> None:
    """Both ends of the meeting and of the interval count."""
    meeting = records.meeting("KOR", "JPN", start="2023-09-25", end="2023-09-28")
    assert found(session, datetime=asked) == ([meeting] if answers else [])


def test_a_meeting_of_a_month_answers_for_any_of_its_days(session: Session, records: Records) -> None:
    """A date that is known to the month may be any day of it."""
    meeting = records.meeting("KOR", "JPN", start="2023-08")
    assert found(session, datetime="2023-08-15") == [meeting]
    assert found(session, datetime="2023-09-01") == []


def test_a_meeting_without_a_date_answers_no_interval(session: Session, records: Records) -> None:
    """Not even an open one: nothing is known of it."""
    records.meeting("KOR", "JPN", start=None)
    assert found(session, datetime="1900/..") == []
    assert found(session, datetime="../2100") == []


def test_a_meeting_of_unknown_end_goes_on_until_its_start_at_the_latest(session: Session, records: Records) -> None:
    """Where no end is known, the start stands in for it."""
    meeting = records.meeting("KOR", "JPN", start="2023-09-25", end_earliest=None, end_latest=None)
    assert found(session, datetime="2023-09-25/2023-09-26") == [meeting]
    assert found(session, datetime="2023-09-26") == []


@pytest.mark.parametrize(
    "written", ["Chung Byung-won", "CHUNG BYUNG WON", "chung", "byungwon", "Byung-won Chung", "Cheng Pyŏng-wŏn"]
)
def test_a_person_is_found_by_words_of_any_form_of_the_name(session: Session, records: Records, written: str) -> None:
    """Case, hyphens, accents and order do not matter; whole words do."""
    chung = records.person("Chung Byung-won", "KOR", "Cheng Pyong-won")
    records.meeting("KOR", "JPN", records.person("Chungwon Lee", "KOR"))
    meeting = records.meeting("KOR", "JPN", chung)
    assert found(session, person=written) == [meeting]


def test_a_person_is_found_by_id_together_with_another_by_name(session: Session, records: Records) -> None:
    """Ids and names can be mixed, and `,` asks for both people."""
    first, second = records.person("Rufus Firefly", "FRA"), records.person("Gloria Teasdale", "DEU")
    both = records.meeting("FRA", "DEU", first, second)
    one = records.meeting("FRA", "DEU", first)
    assert found(session, person=f"{first},teasdale") == [both]
    assert sorted(found(session, person=f"{first}|teasdale")) == [both, one]
    assert found(session, person="firefly,!teasdale") == [one]


def test_a_name_that_is_a_pattern_to_sql_is_only_a_name(session: Session, records: Records) -> None:
    """Nobody is called `%`."""
    records.meeting("FRA", "DEU", records.person("Rufus Firefly", "FRA"))
    assert found(session, person="%") == []
    assert found(session, person="_ufus") == []


@pytest.mark.parametrize("written", ["EU", "eu", "European Union", "european union"])
def test_an_organisation_is_found_by_its_names(session: Session, records: Records, written: str) -> None:
    """Short and full names in any case."""
    meeting = records.meeting("FRA", records.organisation("EU", "European Union"))
    records.meeting("FRA", records.organisation("NATO"))
    assert found(session, organisation=written) == [meeting]


def test_a_role_alone_is_anybodys(session: Session, records: Records) -> None:
    """Somebody hosts."""
    hosted = records.meeting("KOR", "JPN", host="KOR")
    records.meeting("KOR", "JPN")
    assert found(session, role="host") == [hosted]


def test_a_role_belongs_to_the_country_that_is_asked_for(session: Session, records: Records) -> None:
    """`country=KOR&role=host` asks where South Korea hosts, not where it takes part and somebody hosts."""
    seoul = records.meeting("KOR", "JPN", host="KOR")
    tokyo = records.meeting("KOR", "JPN", host="JPN")
    assert found(session, country="KOR", role="host") == [seoul]
    assert found(session, country="KOR|JPN", role="host") == [tokyo, seoul]
    assert found(session, country="!KOR", role="host") == [tokyo]


def test_kind_status_and_level_can_be_alternatives(session: Session, records: Records) -> None:
    """Each is one word of a vocabulary."""
    visit = records.meeting("KOR", "JPN", kind="visit", status="scheduled", level="leader")
    call = records.meeting("KOR", "JPN", kind="call", status="held", level="minister")
    assert found(session, kind="visit|conference") == [visit]
    assert found(session, status="!held") == [visit]
    assert found(session, level="leader|minister", kind="CALL") == [call]


@pytest.mark.parametrize(
    ("written", "cities"),
    [
        ("Seoul", ["Seoul"]),
        ("seoul", ["Seoul"]),
        ("KOR", ["Busan", "Seoul"]),
        ("South Korea,!Busan", ["Seoul"]),
        ("Paris|Busan", ["Busan", "Paris"]),
        ("Paris,FRA", ["Paris"]),
        ("Paris,USA", []),
        ("Kiev", ["Kyiv"]),
        ("!KOR", ["Kyiv", "Paris", None]),
    ],
)
def test_a_place_is_a_city_or_a_state(session: Session, records: Records, written: str, cities: list[str]) -> None:
    """Both at once with a comma; a meeting of unknown place is in none of them."""
    places = {
        records.meeting("KOR", "JPN", city=city, place_country=country): city
        for city, country in (("Seoul", "KOR"), ("Busan", "KOR"), ("Paris", "FRA"), ("Kyiv", "UKR"), (None, None))
    }
    assert sorted((places[row] for row in found(session, place=written)), key=str) == sorted(cities, key=str)


def test_a_topic(session: Session, records: Records) -> None:
    """Any, all, none."""
    both = records.meeting("KOR", "JPN", topics=["trade", "security"])
    one = records.meeting("KOR", "JPN", topics=["trade"])
    assert found(session, topic="Trade,security") == [both]
    assert found(session, topic="trade,!security") == [one]


def test_outlet_and_publication_are_of_the_same_report(session: Session, records: Records) -> None:
    """An early report of one outlet and a late one of another do not add up."""
    meeting = records.meeting("KOR", "JPN")
    records.source(meeting, records.article("Daily Planet", "2023-09-26"))
    records.source(meeting, records.article("Morning Star", "2023-09-28"))
    assert found(session, outlet="daily planet", published="2023-09-26") == [meeting]
    assert found(session, outlet="Daily Planet", published="2023-09-28") == []
    assert found(session, outlet="Daily Planet,Morning Star") == [meeting]
    assert found(session, outlet="!Daily Planet") == []
    assert found(session, published="2023-09-27/..") == [meeting]
    assert found(session, published="2023-10") == []


def test_changes_since_a_moment(session: Session, records: Records) -> None:
    """The moment itself is included."""
    records.meeting("KOR", "JPN", updated_at=datetime(2023, 1, 1, tzinfo=UTC))
    late = records.meeting("KOR", "JPN", updated_at=datetime(2024, 1, 1, tzinfo=UTC))
    assert found(session, updated_since="2024-01-01T00:00:00Z") == [late]
    assert found(session, updated_since="2024-01-01T00:00:01Z") == []


def test_independent_sources_are_counted_not_copies(session: Session, records: Records) -> None:
    """Three prints of one text are one source."""
    records.meeting("KOR", "JPN", source_count=3, independent_source_count=1)
    two = records.meeting("KOR", "JPN", source_count=2, independent_source_count=2)
    assert found(session, min_sources=2) == [two]


def test_merged_and_retracted_meetings_are_not_listed(session: Session, records: Records) -> None:
    """Only what stands is listed and counted."""
    kept = records.meeting("KOR", "JPN")
    records.meeting("KOR", "JPN", merged_into=kept)
    records.meeting("KOR", "JPN", retracted_at=NOON)
    assert found(session) == [kept]


def test_the_latest_come_first_and_the_undated_last(session: Session, records: Records) -> None:
    """Undated meetings come last in both directions."""
    old, undated, new = (records.meeting("KOR", "JPN", start=start) for start in ("2020", None, "2023-09"))
    assert found(session) == [new, old, undated]
    assert found(session, sort="start") == [old, new, undated]


def test_the_order_of_changes(session: Session, records: Records) -> None:
    """By the moment of the last change."""
    first = records.meeting("KOR", "JPN", updated_at=datetime(2024, 1, 1, tzinfo=UTC))
    second = records.meeting("KOR", "JPN", updated_at=datetime(2024, 1, 2, tzinfo=UTC))
    assert found(session, sort="updated") == [first, second]
    assert found(session, sort="-updated") == [second, first]


@pytest.mark.parametrize("sort", list(meetings.orders(Meeting)))
@pytest.mark.parametrize("limit", [1, 2, 5, 7])
def test_a_walk_along_the_cursors_sees_every_meeting_once(
    session: Session, records: Records, sort: str, limit: int
) -> None:
    """Equal dates and missing dates on the border of two pages are the hard cases."""
    for start in ("2023-09-26", "2023-09-26", "2023-09-26", "2022", None, None, None):
        records.meeting("KOR", "JPN", start=start)
    whole = found(session, sort=sort)
    walked, cursor = [], None
    while True:
        page = meetings.page(session, filters.meetings({}), Window(limit, sort, cursor))
        walked += [orjson.loads(record)["id"] for record in page.records]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert walked == whole
    assert len(set(whole)) == 7


def test_a_meeting_that_arrives_during_a_walk_disturbs_nothing(session: Session, records: Records) -> None:
    """Those that were there from the start are seen once, whatever comes in between."""
    there = [records.meeting("KOR", "JPN", start=f"2023-09-{day:02d}") for day in range(1, 7)]
    first = meetings.page(session, filters.meetings({}), Window(3))
    for day in (1, 3, 4, 5, 9):
        records.meeting("KOR", "JPN", start=f"2023-09-{day:02d}")
    second = meetings.page(session, filters.meetings({}), Window(100, cursor=first.next_cursor))
    seen = [orjson.loads(record)["id"] for record in (*first.records, *second.records)]
    assert [row for row in seen if row in there] == there[::-1]


def test_a_cursor_is_good_for_its_own_question_alone(session: Session, records: Records) -> None:
    """Another filter or order would skip or repeat records without a word."""
    for _ in range(3):
        records.meeting("KOR", "JPN")
    cursor = meetings.page(session, filters.meetings({"country": "KOR|JPN"}), Window(1)).next_cursor
    same = meetings.page(session, filters.meetings({"country": "Japan|South Korea"}), Window(1, cursor=cursor))
    assert len(same.records) == 1
    for asked, sort in (({"country": "KOR"}, ""), ({"country": "KOR|JPN"}, "start")):
        with pytest.raises(InvalidFilterError) as refused:
            meetings.page(session, filters.meetings(asked), Window(1, sort, cursor))
        assert refused.value.parameter == "cursor"


def test_a_broad_question_is_counted_so_far_and_no_further(
    session: Session, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The count says that it stopped."""
    for _ in range(3):
        records.meeting("KOR", "JPN")
    for asked in (filters.meetings({}), filters.meetings({"min_sources": 1})):
        monkeypatch.setattr(paging, "COUNTED", 2)
        assert meetings.page(session, asked, Window(1)).count == paging.Count(2, exact=False)
        monkeypatch.setattr(paging, "COUNTED", 3)
        assert meetings.page(session, asked, Window(1)).count == paging.Count(3, exact=True)


def test_a_page_costs_three_statements_at_most(session: Session, records: Records, statements: Collected) -> None:
    """However many meetings are on it and however much is asked."""
    for _ in range(30):
        meeting = records.meeting("KOR", "JPN", records.person("Rufus Firefly", "KOR"))
        records.source(meeting, records.article())
    asked = filters.meetings({"country": "KOR,JPN", "person": "firefly", "outlet": "Example Times", "datetime": "2023"})
    with statements() as sent:
        page = meetings.page(session, asked, Window(25))
    assert len(page.records) == 25
    assert len(sent) == 3
    with statements() as sent:
        meetings.page(session, filters.meetings({"min_sources": 1}), Window(100))
    assert len(sent) == 3
    with statements() as sent:
        meetings.page(session, filters.meetings({"country": "KOR,JPN", "datetime": "2023-09/2023-10"}), Window(100))
    assert len(sent) == 2


def test_one_meeting_has_its_sources_and_their_claims(
    session: Session, records: Records, statements: Collected
) -> None:
    """The earliest report first, the claims in their order, in four statements however many there are."""
    meeting = records.meeting("KOR", "JPN")
    late = records.source(meeting, records.article("Morning Star", "2023-09-28"), "status")
    undated = records.source(meeting, records.article(None, None))
    early = records.source(meeting, records.article("Daily Planet", "2023-09-26"), "status", "party:KOR")
    session.flush()
    with statements() as sent:
        record = orjson.loads(meetings.one(session, meeting))
    assert record["id"] == meeting
    assert [source["id"] for source in record["sources"]] == [early, late, undated]
    assert [claim["field"] for claim in record["sources"][0]["claims"]] == ["status", "party:KOR"]
    assert [source["article"]["outlet"] for source in record["sources"]] == ["Daily Planet", "Morning Star", None]
    assert len(sent) == 4


def test_a_meeting_that_was_merged_names_its_successor(session: Session, records: Records) -> None:
    """The old id leads on."""
    kept = records.meeting("KOR", "JPN")
    merged = records.meeting("KOR", "JPN", merged_into=kept)
    with pytest.raises(MovedError) as moved:
        meetings.one(session, merged)
    assert moved.value.target == kept


def test_a_retracted_meeting_is_gone_and_an_unknown_one_is_not_found(session: Session, records: Records) -> None:
    """Two different answers: it was here, or never."""
    with pytest.raises(GoneError):
        meetings.one(session, records.meeting("KOR", "JPN", retracted_at=NOON))
    for unknown in ("m" + "0" * 20, "m0", "\0"):
        with pytest.raises(NotFoundError):
            meetings.one(session, unknown)
