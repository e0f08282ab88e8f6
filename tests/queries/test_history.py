"""Every decision about a record, told to people outside; on both databases."""

from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.domain.meetings import Place, Status
from app.errors import NotFoundError
from app.queries import history, meetings
from app.queries.paging import Window
from tests.builders import SEOUL
from tests.store.ledgers import Ledger


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Decisions on an empty store."""
    return Ledger(session)


def steps(ledger: Ledger, meeting: str) -> list[dict[str, Any]]:
    """The history of a meeting."""
    page = history.page(ledger.session, meeting)
    assert page.count.value == len(page.records)
    return [orjson.loads(record) for record in page.records]


def test_a_merge_is_told_by_both_records(ledger: Ledger) -> None:
    """One gains the sources, the other loses them and ceases to stand."""
    older, newer = ledger.meeting("FRA", "DEU"), ledger.meeting("USA", "MEX")
    source = ledger.sources(newer)
    merged = ledger.merge(older, newer)

    ours, theirs = steps(ledger, older)[-1], steps(ledger, newer)[-1]
    assert ours["decision"] == theirs["decision"] == merged
    assert (ours["action"], ours["actor"], ours["note"]) == ("merge", "ann", "looked it up")
    assert ours["meetings"] == sorted([older, newer])
    assert [one["id"] for one in ours["sources_added"]] == [one["id"] for one in theirs["sources_removed"]] == source
    assert {"field": "countries", "before": ["DEU", "FRA"], "after": ["DEU", "FRA", "MEX", "USA"]} in ours["changes"]
    assert theirs["changes"] == [
        {"field": "standing", "before": "standing", "after": "merged"},
        {"field": "merged_into", "before": None, "after": older},
    ]


def test_an_undo_is_told_beside_what_it_took_back(ledger: Ledger) -> None:
    """As long as it holds."""
    meeting = ledger.meeting()
    corrected = ledger.correct(meeting, status="cancelled")
    undone = ledger.undo(corrected)
    assert [(step["action"], step["undoes"], step["undone_by"]) for step in steps(ledger, meeting)] == [
        ("create", None, None),
        ("correct", None, undone),
        ("undo", corrected, None),
    ]
    again = ledger.undo(undone)
    assert [step["undone_by"] for step in steps(ledger, meeting)] == [None, None, again, None]


def test_a_retracted_record_still_tells_its_history(ledger: Ledger) -> None:
    """Its quotes and the reason why it was taken back."""
    meeting = ledger.meeting()
    ledger.retract(meeting)

    created, retracted = steps(ledger, meeting)
    assert created["sources_added"][0]["quote"] == "Ministers"
    assert retracted["changes"] == [{"field": "standing", "before": "standing", "after": "retracted"}]


def test_an_unknown_meeting_has_no_history(ledger: Ledger) -> None:
    """Neither has one that was not known yet."""
    before = ledger.now
    meeting = ledger.meeting()

    for unknown, moment in (("m" + "0" * 20, None), ("m0", None), (meeting, before)):
        with pytest.raises(NotFoundError):
            history.page(ledger.session, unknown, moment)


def test_sources_that_agree_contest_nothing(ledger: Ledger) -> None:
    """One that says nothing of a field, or something vaguer, does not contradict one that says more."""
    meeting = ledger.meeting(place=SEOUL)
    ledger.meeting(start="2023-09", place=Place(country="KOR"))
    ledger.meeting()

    assert orjson.loads(meetings.one(ledger.session, meeting))["contested"] == []


def test_the_policy_of_a_contested_field_is_told(ledger: Ledger) -> None:
    """With the value of the record first, and the sources of every value."""
    meeting = ledger.meeting(status=Status.SCHEDULED)
    ledger.meeting(status=Status.HELD)
    first, second = ledger.sources(meeting)

    (contested,) = orjson.loads(meetings.one(ledger.session, meeting))["contested"]
    assert contested["field"] == "status"
    assert contested["policy"].startswith("The latest report")
    assert [(claim["value"], claim["chosen"], claim["sources"]) for claim in contested["claims"]] == [
        ("held", True, [second]),
        ("scheduled", False, [first]),
    ]


def test_a_long_history_is_told_page_by_page(ledger: Ledger) -> None:
    """Each page is the part of the whole, with what later pages undo."""
    meeting = ledger.meeting()
    corrected = ledger.correct(meeting, status="cancelled")
    ledger.correct(meeting, level="leader")
    ledger.undo(corrected)
    whole, read, cursor = steps(ledger, meeting), [], ""

    while cursor is not None:
        page = history.page(ledger.session, meeting, window=Window(2, cursor=cursor or None))
        assert (page.count.value, page.count.exact) == (4, True)
        read += [orjson.loads(record) for record in page.records]
        cursor = page.next_cursor

    assert read == whole
    assert [step["undone_by"] for step in read] == [None, whole[-1]["decision"], None, None]
