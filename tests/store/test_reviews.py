"""Pairs that wait for a verdict: found, ordered, decided and opened again; on both databases."""

from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.errors import DecisionConflictError, NotFoundError
from app.queries import reviews as listed
from app.queries.paging import Window
from app.store.reviews import Verdict, decide_pair
from tests.builders import SEOUL, a_person, an_article
from tests.store.ledgers import ANN, Ledger


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Decisions on an empty store."""
    return Ledger(session)


def a_pair(ledger: Ledger, *states: str, **fields: Any) -> tuple[str, str]:
    """Two records that may be one: the same parties on the same day, but another person for one of them."""
    people = [(a_person(name, states[0]),) for name in ("Otso Virta", "Rufus Firefly")]
    one, other = (ledger.meeting(*states, people=named, **fields) for named in people)
    return one, other


def waiting(ledger: Ledger) -> list[int]:
    """The numbers of the pairs that wait, the most useful first."""
    return [orjson.loads(record)["id"] for record in listed.page(ledger.session, Window()).records]


def test_a_pair_waits_with_its_reasons_and_both_records(ledger: Ledger) -> None:
    """The features as they were when the second report came."""
    one, other = a_pair(ledger, "FIN", "EST")

    (record,) = listed.page(ledger.session, Window()).records

    review = orjson.loads(record)
    assert [meeting["id"] for meeting in review["meetings"]] == [other, one]
    assert review["id"] == ledger.last
    assert review["score"] < review["threshold"]
    assert any(feature["score"] < 0 for feature in review["features"])


def test_the_same_makes_one_record(ledger: Ledger) -> None:
    """By a decision that names the person, the reason and the compared features."""
    one, other = a_pair(ledger, "FIN", "EST")

    decided = decide_pair(ledger.session, ledger.last, Verdict.SAME, ANN, ledger.tick())

    assert (decided.meeting_id, ledger.row(other).merged_into) == (one, one)
    merged = ledger.decisions[-1]
    assert (merged.action, merged.actor, merged.reasons["note"]) == ("merge", "ann", "looked it up")
    assert merged.score
    assert merged.reasons["features"]
    assert waiting(ledger) == []


def test_different_keeps_them_apart_for_good(ledger: Ledger) -> None:
    """A later report that has both people does not join them, as it does without the verdict."""
    one, other = a_pair(ledger, "FIN", "EST", place=SEOUL)
    decide_pair(ledger.session, ledger.last, Verdict.DIFFERENT, ANN, ledger.tick())
    both = a_person("Otso Virta", "FIN"), a_person("Rufus Firefly", "FIN")

    ledger.meeting("FIN", "EST", place=SEOUL, people=both)

    assert [ledger.row(meeting).merged_into for meeting in (one, other)] == [None, None]
    assert waiting(ledger) == []


def test_without_a_verdict_a_later_report_joins_them(ledger: Ledger) -> None:
    """So that the test above tests something."""
    _, other = a_pair(ledger, "FIN", "EST", place=SEOUL)
    both = a_person("Otso Virta", "FIN"), a_person("Rufus Firefly", "FIN")

    one = ledger.meeting("FIN", "EST", place=SEOUL, people=both)

    assert ledger.row(other).merged_into == one


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_given_once_and_can_be_taken_back(ledger: Ledger, verdict: Verdict) -> None:
    """Taking it back opens the pair again, with both records as they were."""
    a_pair(ledger, "FIN", "EST")
    number, before = ledger.last, ledger.state()
    decided = decide_pair(ledger.session, number, verdict, ANN, ledger.tick())

    with pytest.raises(DecisionConflictError):
        decide_pair(ledger.session, number, verdict, ANN, ledger.tick())
    ledger.undo(decided.decision_id)

    assert ledger.state() == before
    assert waiting(ledger) == [number]


def test_the_pair_nearest_to_the_threshold_comes_first(ledger: Ledger) -> None:
    """Of pairs equally near, that with more sources; and so through all pages."""
    a_pair(ledger, "FIN", "EST")
    far = ledger.last
    a_pair(ledger, "FRA", "DEU", place=SEOUL)
    near = ledger.last
    one, _ = a_pair(ledger, "USA", "MEX", place=SEOUL)
    often = ledger.last
    assert ledger.meeting("USA", "MEX", place=SEOUL, people=(a_person("Otso Virta", "USA"),)) == one

    assert waiting(ledger) == [often, near, far]
    first = listed.page(ledger.session, Window(limit=2))
    second = listed.page(ledger.session, Window(limit=2, cursor=first.next_cursor))
    assert [orjson.loads(record)["id"] for record in first.records + second.records] == [often, near, far]
    assert (first.count.value, second.next_cursor) == (3, None)


def test_what_does_not_stand_waits_for_nothing(ledger: Ledger) -> None:
    """And there is no pair where nothing was compared."""
    one, _ = a_pair(ledger, "FIN", "EST")
    number = ledger.last
    ledger.retract(one)

    assert waiting(ledger) == []
    with pytest.raises(DecisionConflictError):
        decide_pair(ledger.session, number, Verdict.SAME, ANN, ledger.tick())
    for unknown in (1, 99):
        with pytest.raises(NotFoundError):
            decide_pair(ledger.session, unknown, Verdict.SAME, ANN, ledger.tick())


def test_a_pair_is_that_of_the_records_as_they_are_now(ledger: Ledger) -> None:
    """Where one of them was merged, the record that took over stands for it."""
    _, other = a_pair(ledger, "FIN", "EST")
    number, elsewhere = ledger.last, ledger.meeting("USA", "MEX")
    ledger.merge(other, elsewhere)

    decided = decide_pair(ledger.session, number, Verdict.SAME, ANN, ledger.tick())

    assert {ledger.row(other).merged_into, ledger.row(elsewhere).merged_into} == {other, decided.meeting_id}


def merged_into_elders(ledger: Ledger, meeting: str) -> str:
    """The last of three records, each reported before the one that was merged into it."""
    for published in ("2023-09-10", "2023-09-05", "2023-09-01"):
        elder = ledger.meeting("USA", "MEX", start=published, article=an_article(published=published))
        ledger.merge(meeting, elder)
        meeting = elder
    return meeting


def test_a_pair_is_found_through_any_number_of_merges(ledger: Ledger) -> None:
    """The last record that took over stands for the first."""
    one, other = a_pair(ledger, "FIN", "EST")
    number, last = ledger.last, merged_into_elders(ledger, other)
    assert waiting(ledger) == [number]

    decided = decide_pair(ledger.session, number, Verdict.SAME, ANN, ledger.tick())

    assert (decided.meeting_id, ledger.row(one).merged_into) == (last, last)


def test_a_verdict_holds_through_merges(ledger: Ledger) -> None:
    """Nobody is asked again since one of the records has another name now."""
    _, other = a_pair(ledger, "FIN", "EST")
    decide_pair(ledger.session, ledger.last, Verdict.DIFFERENT, ANN, ledger.tick())

    merged_into_elders(ledger, other)

    assert waiting(ledger) == []
