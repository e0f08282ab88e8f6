"""Which fields and parts of meetings a list gives; on both databases where one is asked."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.domain.meetings import Status
from app.errors import InvalidFilterError
from app.queries import filters, meetings, reports
from app.queries.paging import Window
from app.queries.shaping import FIELDS, Shape, shape
from tests.builders import SEOUL, a_person
from tests.store.ledgers import Ledger

Collected = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Two meetings: one that was planned, held and corrected by hand, and a plain one."""
    ledger = Ledger(session)
    people = (a_person("Rufus Firefly", "FRA"),)
    ledger.meeting("FRA", "DEU", status=Status.SCHEDULED, people=people, place=SEOUL)
    meeting = ledger.meeting("FRA", "DEU", status=Status.HELD, people=people, place=SEOUL)
    ledger.meeting("USA", "MEX", start="2023-01-01")
    ledger.correct(meeting, kind="visit")
    return ledger


def listed(ledger: Ledger, wanted: Shape, **asked: Any) -> list[dict[str, Any]]:
    """The meetings, the latest first."""
    page = meetings.page(ledger.session, filters.meetings(asked), Window(10), wanted)
    return [orjson.loads(record) for record in page.records]


def test_the_fields_are_those_of_the_record(ledger: Ledger) -> None:
    """In their order, and those within them; none more, none less."""
    [record, _] = listed(ledger, Shape())

    assert list(record) == list(FIELDS)
    for name, inner in FIELDS.items():
        value = record[name][0] if name == "participants" else record[name]
        assert tuple(value if inner else ()) == inner


def test_only_the_selected_fields_are_given(ledger: Ledger) -> None:
    """In the order of the record, with the id; nothing stays nothing."""
    [first, second] = listed(ledger, shape("place.city,title,start.date,start.precision,participants.country", None))

    assert list(first) == ["id", "title", "start", "participants", "place"]
    assert first["start"] == {"date": "2023-09-26", "precision": "day"}
    assert first["participants"] == [{"country": "DEU"}, {"country": "FRA"}]
    assert first["place"] == {"city": "Seoul"}
    assert second["place"] is None


def test_a_field_within_a_selected_field_takes_nothing_away(ledger: Ledger) -> None:
    """The whole field was asked for as well."""
    [first, _] = listed(ledger, shape("start,start.date", None))

    assert set(first["start"]) == set(FIELDS["start"])


@pytest.mark.parametrize("moment", ["now", "then"])
def test_parts_are_those_of_the_single_record(ledger: Ledger, moment: str) -> None:
    """For every meeting of the page, as it was known at the moment."""
    as_of = None if moment == "now" else ledger.now
    if as_of:
        ledger.meeting("FRA", "DEU", status=Status.CANCELLED, place=SEOUL)
        ledger.meeting("USA", "MEX", start="2023-01-01", status=Status.CANCELLED)
    found = listed(ledger, shape(None, ",".join(reports.PARTS)), as_of=as_of.isoformat() if as_of else None)

    assert len(found) == 2
    for record in found:
        assert record == orjson.loads(meetings.one(ledger.session, record["id"], as_of))
    assert len(found[0]["sources"]) == len(found[0]["life_cycle"]) == 2
    assert found[0]["contested"][0]["correction"]["actor"] == "ann"


def test_parts_cost_the_same_however_many_meetings(ledger: Ledger, statements: Collected) -> None:
    """Sources, what they tell and what they claim, each in one statement, and one for corrections."""
    with statements() as sent:
        listed(ledger, Shape())
    with statements() as sent_with_parts:
        listed(ledger, shape("title", "sources,life_cycle,contested"))

    assert len(sent_with_parts) == len(sent) + 4


@pytest.mark.parametrize(
    ("select", "include", "parameter"),
    [
        ("titel", None, "select"),
        ("start.day", None, "select"),
        ("title.first", None, "select"),
        ("title,,kind", None, "select"),
        (None, "articles", "include"),
        (None, "sources,", "include"),
        (",".join(["title"] * 51), None, "select"),
    ],
)
def test_a_field_that_is_not_there_is_refused(select: str | None, include: str | None, parameter: str) -> None:
    """With what was perhaps meant."""
    with pytest.raises(InvalidFilterError) as refused:
        shape(select, include)
    assert refused.value.parameter == parameter
