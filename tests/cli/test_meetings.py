"""`summitry meetings`: decisions by hand, and what is said of them."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.domain.meetings import Status
from app.store.engine import writing
from tests.builders import an_article
from tests.store.ledgers import Ledger


@pytest.fixture
def ids(command, engine: Engine) -> list[str]:
    """Two records in a store, the first with two sources."""
    assert command("migrate").code == 0
    with writing(engine) as session:
        ledger = Ledger(session)
        plan = an_article(published="2023-09-20", outlet="Daily Planet")
        first = ledger.meeting("FRA", "DEU", status=Status.SCHEDULED, article=plan)
        assert ledger.meeting("FRA", "DEU") == first
        return [first, ledger.meeting("USA", "MEX")]


def sources(engine: Engine, meeting: str) -> list[str]:
    """The sources of a meeting."""
    with writing(engine) as session:
        return Ledger(session).sources(meeting)


def test_two_records_are_merged_and_parted_again(command, engine: Engine, ids: list[str]):
    """Each decision has a number by which it can be taken back."""
    merged = command("meetings", "merge", *ids, "--why", "One occasion.", "--by", "ann")
    assert merged.out == f"Decision 4: both are {ids[0]} now.\n"
    undone = command("meetings", "undo", "4")
    assert undone.out == "Decision 5: decision 4 is taken back.\n"
    parted = command("meetings", "split", ids[0], sources(engine, ids[0])[1])
    assert parted.out.startswith("Decision 6: the sources are of m")


def test_fields_are_corrected(command, ids: list[str]):
    """By words or JSON; a year is a text, null is none."""
    said = ["status=cancelled", "start=2022", "end=null", 'place={"city": "Seoul"}', 'topics=["trade"]']
    corrected = command("meetings", "correct", ids[0], *said)
    assert (corrected.code, corrected.out) == (0, f"Decision 4: {ids[0]} is corrected.\n")

    told = [json.loads(line) for line in command("meetings", "history", ids[0], "--json").out.splitlines()]
    changes = {change["field"]: change["after"] for change in told[-1]["changes"]}
    assert (changes["status"], changes["start"]["date"], changes["place"]["country"]) == ("cancelled", "2022", "KOR")
    assert changes["corrected"] == ["end", "place", "start", "status", "topics"]


def test_the_history_is_told_in_lines(command, ids: list[str]):
    """What was decided, by which words, and what it changed."""
    command("meetings", "retract", ids[0], "--why", "A rehearsal.", "--by", "ann")
    lines = command("meetings", "history", ids[0]).out.splitlines()

    assert lines[0] == "1  2023-10-01T13:00:00Z  create by summitry"
    assert lines[1] == "    + Daily Planet, 2023-09-20: Ministers"
    assert "      status: scheduled -> held" in lines
    assert lines[-2].endswith("retract by ann: A rehearsal.")
    assert lines[-1] == "      standing: standing -> retracted"
    early = command("meetings", "history", ids[0], "--as-of", "2023-10-01T13:30:00Z").out
    assert early.splitlines() == lines[: lines.index("2  2023-10-01T14:00:00Z  confirm by summitry")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["retract", "m0"], "there is no meeting 'm0'"),
        (["undo", "99"], "there is no decision 99"),
        (["undo", "1"], "take back first: 2 (confirm)"),
        (["history", "m0"], "there is no meeting 'm0'"),
        (["correct", "{first}", "status=done"], "write one of held"),
        (["split", "{first}", "s0"], "no source of the meeting"),
        (["merge", "{first}", "{first}"], "cannot be merged with itself"),
    ],
)
def test_what_cannot_be_done_is_one_line(command, ids: list[str], arguments: list[str], words: str):
    """Exit code 1 and the reason."""
    ran = command("meetings", *(argument.format(first=ids[0]) for argument in arguments))
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert words in ran.err


def test_what_is_no_assignment_is_a_wrong_argument(command, ids: list[str]):
    """Exit code 2, as for any other."""
    assert command("meetings", "correct", ids[0], "held").code == 2


def test_without_a_store_there_is_nothing_to_decide(command, store: Path):
    """The command says so, and makes none itself."""
    ran = command("meetings", "undo", "1")
    assert (ran.code, store.exists()) == (1, False)
    assert "cannot be used" in ran.err
