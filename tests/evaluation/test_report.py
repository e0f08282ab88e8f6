"""The tables that an evaluation prints."""

import json
from dataclasses import replace

from app.evaluation.records import GoldArticle, Meeting
from app.evaluation.report import render, render_comparison
from app.evaluation.scoring import evaluate

HELD = Meeting(kind="meeting", status="held", countries=("DEU", "FRA"), start="2023-09-26", salience="main")
PLANNED = Meeting(kind="call", status="scheduled", countries=("JPN", "USA"), evidence="will [soon] call")


def a_report(**predictions):
    """Two articles: one with a meeting held, one with a call planned."""
    golds = [
        GoldArticle(id="wh-1", text="", meetings=(HELD,)),
        GoldArticle(id="paper-1", text="", meetings=(PLANNED,)),
    ]
    return evaluate(golds, predictions)


def test_the_tables_show_figures_groups_statuses_and_confusions():
    """Each table has its title and its rows."""
    text = render(a_report(**{"wh-1": [HELD]}))

    for words in (
        "All articles",
        "strict_f1",
        "By style",
        "news prose",
        "readout",
        "By source",
        "By status",
        "scheduled",
    ):
        assert words in text
    assert "Missed" not in text
    assert "Confidence" not in text


def test_the_errors_are_listed_on_request_word_for_word():
    """Square brackets of a text are not taken for markup."""
    text = render(a_report(**{"wh-1": [Meeting(status="ongoing", countries=("DEU", "FRA"))]}), errors=True, width=200)

    assert "Missed (1)" in text
    assert "will [soon] call" in text
    assert "Wrong fields" in text


def test_a_run_is_compared_with_an_earlier_one():
    """Figures that moved have a difference with a sign."""
    earlier, now = a_report(), a_report(**{"wh-1": [HELD]})
    overall, *styles = render_comparison(now, json.loads(json.dumps(earlier.as_json()))).split("Compared: ")
    rows = {line.split()[0]: line.split()[1:] for line in overall.splitlines() if line}

    assert rows["recall"] == ["0.0000", "0.5000", "+0.5000"]
    assert rows["gold"] == ["2", "2"]
    assert [table.split("\n")[0].strip() for table in styles] == ["news prose", "readout"]
    assert "+1.0000" in styles[1]
    assert "+1.0000" not in styles[0]


def test_all_tables_can_be_kept():
    """What is printed is in the JSON, too."""
    kept = json.loads(json.dumps(a_report(**{"wh-1": [replace(HELD, confidence=0.85)]}).as_json()))

    assert kept["by_status"][0] == {"status": "held", "gold": 1, "found": 1, "labelled": 1, "right": 1, "f1": 1.0}
    assert kept["confusions"]["kind"] == [{"gold": "meeting", "predicted": "meeting", "count": 1}]
    assert kept["reliability"] == [{"low": 0.8, "count": 1, "mean_confidence": 0.85, "right": 1}]
    assert set(kept["intervals"]) <= set(kept["overall"])
