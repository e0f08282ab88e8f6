"""The tables that an evaluation prints."""

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
    rows = {
        line.split()[0]: line.split()[1:] for line in render_comparison(now, earlier.as_json()).splitlines() if line
    }

    assert rows["recall"] == ["0.0000", "0.5000", "+0.5000"]
    assert rows["gold"] == ["2", "2"]
