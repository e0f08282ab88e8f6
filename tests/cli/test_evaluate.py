"""`summitry evaluate`: scores from annotated articles."""

import json

from tests.ingest.standins import a_folder, a_report


def test_evaluate_prints_scores(command, tmp_path):
    """A folder of annotated articles gives figures, as a table and as JSON."""
    gold = {"kind": "meeting", "status": "held", "level": "minister", "start": "2001-03-02", "end": "2001-03-02"}
    gold |= {"countries": ["DEU", "FRA"], "organisations": [], "people": [], "salience": "main"}
    gold |= {"place": {"city": None, "country": None}, "evidence": "Ministers of FRA and DEU met"}
    a_folder(tmp_path / "gold", [a_report(1, meetings=[gold])])

    figures = json.loads(command("evaluate", tmp_path / "gold", "--json").out)["overall"]
    table = command("evaluate", tmp_path / "gold", "--errors").out

    assert (figures["f1"], figures["strict_f1"]) == (1.0, 1.0)
    assert "strict_f1" in table


def test_evaluate_of_a_folder_without_gold_is_one_line(command, tmp_path):
    """No scores of nothing."""
    ran = command("evaluate", tmp_path)

    assert (ran.code, ran.err.count("\n")) == (1, 1)
