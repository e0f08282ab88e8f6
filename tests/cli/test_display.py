"""A run's progress: a bar where somebody watches, lines where a log is kept."""

import io

import pytest
from rich.console import Console

from app.cli import display
from app.ingest.report import Report
from app.store.models import RunState
from app.store.runs import Counts, Failure

FAILURE = Failure("in/[bold]odd[/bold].txt", "read", "an empty file")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Every line is due."""
    monkeypatch.setattr(display, "SECONDS_BETWEEN_LINES", 0)


def shown(total, *counts, terminal=False):
    """What is printed for these counts and one failure."""
    console = Console(file=io.StringIO(), force_terminal=terminal, width=200)
    with display.progress_on(console, total) as progress:
        for one in counts:
            progress.advance(one)
        progress.failed(FAILURE)
    return console.file.getvalue()


def test_in_a_log_progress_is_lines_with_rate_and_remaining_time():
    """Each can be read by itself."""
    first, second = shown(40, Counts(read=10, stored=9, failed=1, meetings_created=4)).splitlines()

    assert first.startswith("10 of 40 articles, ")
    assert "/s, " in first
    assert first.endswith(" left: 9 new, 0 known, 1 failed, 4 meetings")
    assert second == "failed: in/[bold]odd[/bold].txt: an empty file"


def test_in_a_log_an_unknown_number_of_articles_has_no_remaining_time():
    """What is not known is not guessed."""
    line = shown(None, Counts(read=10, stored=10)).splitlines()[0]

    assert line.startswith("10 articles, ")
    assert "left" not in line


def test_lines_do_not_follow_each_other_faster_than_somebody_reads(monkeypatch):
    """A long run leaves a log that can be read."""
    monkeypatch.setattr(display, "SECONDS_BETWEEN_LINES", 3600)

    assert shown(2, Counts(read=1), Counts(read=2)).splitlines() == [display.one_line(FAILURE)]


def test_on_a_terminal_progress_is_a_bar_and_failures_stand_above_it():
    """With the same words."""
    printed = shown(40, Counts(read=10, stored=9), terminal=True)

    assert "10/40" in printed
    assert "9 new" in printed
    assert "failed: in/[bold]odd[/bold].txt: an empty file" in printed


def test_the_report_names_every_count():
    """Numbers with thousands apart, the rate per second."""
    console = Console(file=io.StringIO(), width=100)
    counts = Counts(12_345, 12_000, 300, 70, 45, 900, 600)
    console.print(display.report_table(Report(7, RunState.FINISHED, counts, 100.0)))
    printed = console.file.getvalue()

    assert "Run 7: finished" in printed
    assert [
        n for n in ("12,345", "12,000", "300", "70", "45", "900", "600", "100.0", "123.5") if n not in printed
    ] == []
