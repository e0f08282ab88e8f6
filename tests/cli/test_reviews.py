"""`summitry reviews`: pairs listed, and verdicts given."""

import json

import pytest
from sqlalchemy import Engine

from app.store.engine import writing
from tests.builders import SEOUL, a_person
from tests.store.ledgers import Ledger


@pytest.fixture
def pair(command, engine: Engine) -> list[str]:
    """Two records that may be one: decision 2 made the second."""
    assert command("migrate").code == 0
    with writing(engine) as session:
        ledger = Ledger(session)
        names = ("Otso Virta", "Rufus Firefly")
        return [ledger.meeting("FIN", "EST", place=SEOUL, people=(a_person(name, "FIN"),)) for name in names]


def test_a_pair_is_told_with_what_speaks_for_and_against(command, pair: list[str]):
    """Its number first, then both records."""
    lines = command("reviews", "list").out.splitlines()

    assert lines[0].startswith("2  4.4 of 4.5 points")
    assert [line.split()[0] for line in lines[1:3]] == pair[::-1]
    assert any(line.startswith("      - same people: ") for line in lines)
    assert any(line.startswith("      + dates: ") for line in lines)
    assert json.loads(command("reviews", "list", "--json").out)["id"] == 2


def test_a_verdict_is_given_and_taken_back(command, pair: list[str]):
    """A pair waits for one verdict, and again once that is undone."""
    decided = command("reviews", "decide", 2, "different", "--why", "Two rounds.", "--by", "ann")
    assert decided.out == "Decision 3: they stay apart.\n"
    assert command("reviews", "list").err == "No pair waits for a verdict.\n"
    refused = command("reviews", "decide", 2, "same")
    assert (refused.code, refused.err.count("\n")) == (1, 1)

    command("meetings", "undo", 3)
    assert command("reviews", "decide", 2, "same").out == f"Decision 5: both are {pair[0]} now.\n"


@pytest.mark.usefixtures("pair")
def test_a_mistake_is_told(command):
    """A pair that nobody knows, and a word that is no verdict."""
    assert command("reviews", "decide", 1, "same").code == 1
    assert command("reviews", "decide", 2, "perhaps").code == 2
