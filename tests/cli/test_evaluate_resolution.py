"""`summitry evaluate-resolution`: how well the reports of known meetings are grouped."""

import json

import pytest

from tests.ingest.standins import a_report

HELD = {
    "kind": "meeting",
    "status": "held",
    "level": "minister",
    "start": "2001-03-02",
    "end": "2001-03-02",
    "countries": ["DEU", "FRA"],
    "organisations": [],
    "people": [{"name": "Rufus Firefly", "country": "FRA", "title": "Minister"}],
    "place": {"city": "Berlin", "country": "DEU"},
    "salience": "main",
    "evidence": "Ministers of FRA and DEU met",
}


@pytest.fixture
def grouped(tmp_path):
    """Three articles on two meetings; the third tells of a meeting that its text does not hold."""
    unread = HELD | {"start": "2001-04", "end": "2001-04", "cluster": "two"}
    articles = [
        a_report(1, id="one", meetings=[HELD | {"cluster": "one"}]),
        a_report(1, id="two", outlet="Another Post", meetings=[HELD | {"cluster": "one"}]),
        a_report(2, id="three", meetings=[HELD | {"cluster": "three"}, unread]),
    ]
    file = tmp_path / "grouped.json"
    file.write_text(json.dumps(articles), encoding="utf-8")
    return file


def test_figures_are_given_for_annotated_and_for_own_readings(command, grouped):
    """Those of resolution alone, and those of everything together; what was not read is counted apart."""
    figures = json.loads(command("evaluate-resolution", grouped, "--json").out)

    assert set(figures) == {"gold", "own"}
    assert figures["gold"]["reports"] == 4
    assert figures["own"]["reports"] + figures["own"]["missed"] == 4
    assert {"b_cubed_f1", "b_cubed_precision", "b_cubed_recall"} <= figures["gold"].keys()
    assert {"pairwise_f1", "pairwise_precision", "pairwise_recall"} <= figures["gold"].keys()


def test_wrong_pairs_are_named(command, grouped):
    """A reader can look up what went wrong."""
    told = command("evaluate-resolution", grouped, "--errors", "--shuffle", 1).out

    assert "b_cubed_f1" in told
    assert "Wrong pairs: gold" in told


def test_a_file_without_groups_is_one_line(command, tmp_path):
    """There is nothing to measure."""
    file = tmp_path / "plain.json"
    file.write_text(json.dumps([a_report(1, id="one", meetings=[])]), encoding="utf-8")

    ran = command("evaluate-resolution", file)

    assert (ran.code, ran.err.count("\n")) == (1, 1)
