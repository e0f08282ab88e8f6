"""A late report that holds two records together joins them, unless a person parted them; on both databases."""

import pytest
from sqlalchemy.orm import Session

from app.store.joining import parted_from
from tests.builders import SEOUL, a_candidate, a_person
from tests.store.ledgers import Ledger

RUFUS, GLORIA = a_person("Rufus Firefly", "FRA"), a_person("Gloria Teasdale", "FRA")


@pytest.fixture
def ledger(session: Session) -> Ledger:
    """Decisions on an empty store."""
    return Ledger(session)


def two(ledger: Ledger) -> tuple[str, str]:
    """Records of talks on one day of which neither names who was at the other."""
    first, second = (ledger.meeting("FRA", "DEU", place=SEOUL, people=(person,)) for person in (RUFUS, GLORIA))
    assert first != second
    return first, second


def test_a_late_report_joins_two_records(ledger: Ledger) -> None:
    """As a merge by the program, with the features that speak for it."""
    first, second = two(ledger)

    recorded = ledger.record(a_candidate("FRA", "DEU", place=SEOUL, people=(RUFUS, GLORIA)))

    confirmed, merged = ledger.decisions[-2:]
    assert recorded.confirmed == (first,)
    assert (confirmed.action, merged.action, merged.actor) == ("confirm", "merge", "summitry")
    assert merged.score >= 4.5
    assert {feature["name"] for feature in merged.reasons["features"]} >= {"shared parties", "dates"}
    assert ledger.row(second).merged_into == first
    assert ledger.row(first).source_count == 3


@pytest.mark.parametrize("how", ["split", "undo"])
def test_what_a_person_parted_stays_apart(ledger: Ledger, how: str) -> None:
    """Whether by parting sources or by taking the program's merge back."""
    first, second = two(ledger)
    source = ledger.sources(second)[0]
    ledger.record(a_candidate("FRA", "DEU", place=SEOUL, people=(RUFUS, GLORIA)))
    if how == "split":
        assert ledger.split(first, source) == second
    else:
        ledger.undo(ledger.last)

    ledger.record(a_candidate("FRA", "DEU", place=SEOUL, people=(RUFUS, GLORIA)))

    assert ledger.row(second).merged_into is None
    assert parted_from(ledger.session, first) == {second}


def test_parted_records_stay_apart_through_merges(ledger: Ledger) -> None:
    """However often either of them is merged into another one since; each is named as it is called now."""
    names = [("FIN", "EST"), ("USA", "MEX"), ("JPN", "KOR"), ("FRA", "DEU"), ("BRA", "PER"), ("IND", "NPL")]
    ours, theirs = ([ledger.meeting(*states) for states in half] for half in (names[:3], names[3:]))
    ledger.keep_apart(ours[-1], theirs[-1])

    # The first one that was reported stays, so that the last one is merged three times over.
    for chain in (ours, theirs):
        ledger.merge(chain[1], chain[2])
        ledger.merge(chain[0], chain[1])

    assert parted_from(ledger.session, ours[0]) == {theirs[0]}
    assert parted_from(ledger.session, theirs[0]) == {ours[0]}


def test_what_is_parted_no_more_may_be_joined(ledger: Ledger) -> None:
    """As long as the parting is taken back; a split that is taken back joins."""
    first, second = two(ledger)
    parting = ledger.keep_apart(first, second)
    undone = ledger.undo(parting)
    assert parted_from(ledger.session, first) == set()
    ledger.undo(undone)
    assert parted_from(ledger.session, first) == {second}
    ledger.undo(parting)

    recorded = ledger.record(a_candidate("FRA", "DEU", place=SEOUL, people=(RUFUS, GLORIA)))

    assert (recorded.confirmed, ledger.row(second).merged_into) == ((first,), first)
