"""A run's counts and failures in; a bar with rate and remaining time on a terminal, plain lines elsewhere, out."""

from __future__ import annotations  # The types below come from modules that are slow to import.

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

if TYPE_CHECKING:
    from app.ingest.report import Report
    from app.store.runs import Counts, Failure

# A log that somebody reads later wants a sign of life, not a line for each article.
SECONDS_BETWEEN_LINES = 10.0
COLUMNS = (
    SpinnerColumn(),
    BarColumn(),
    MofNCompleteColumn(),
    TextColumn("{task.fields[rate]}"),
    TimeRemainingColumn(),
    TextColumn("{task.fields[counts]}", style="dim"),
)


@dataclass(slots=True)
class Bar:
    """Progress as a bar that is drawn over; lines about failures go above it."""

    progress: Progress
    task: TaskID
    words: Callable[[Counts], str]
    started: float = field(default_factory=time.monotonic)

    def advance(self, counts: Counts) -> None:
        """Move the bar to the number of articles read."""
        rate = f"{_rate(counts, self.started):.1f}/s"
        self.progress.update(self.task, completed=counts.read, rate=rate, counts=self.words(counts))

    def failed(self, failure: Failure) -> None:
        """Print one line above the bar."""
        self.progress.console.print(one_line(failure), markup=False, highlight=False, soft_wrap=True)


@dataclass(slots=True)
class Lines:
    """Progress as a plain line now and then, for logs and pipes."""

    console: Console
    total: int | None = None
    words: Callable[[Counts], str] | None = None
    started: float = field(default_factory=time.monotonic)
    last: float = field(default_factory=time.monotonic)

    def advance(self, counts: Counts) -> None:
        """Print a line where the last one is old enough."""
        if time.monotonic() - self.last < SECONDS_BETWEEN_LINES:
            return
        self.last = time.monotonic()
        rate = _rate(counts, self.started)
        words = self.words or in_words
        self._print(f"{counts.read}{_of(self.total)}, {rate:.1f}/s{_left(counts, self.total, rate)}: {words(counts)}")

    def failed(self, failure: Failure) -> None:
        """Print one line."""
        self._print(one_line(failure))

    def _print(self, line: str) -> None:
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def progress_on(
    console: Console, total: int | None, words: Callable[[Counts], str] | None = None
) -> Iterator[Bar | Lines]:
    """The display that suits the console; `total` is the number of articles where it is known, `words` tell counts."""
    if not console.is_terminal:
        yield Lines(console, total, words)
        return
    with Progress(*COLUMNS, console=console) as progress:
        yield Bar(progress, progress.add_task("", total=total, rate="", counts=""), words or in_words)


def one_line(failure: Failure) -> str:
    """A failure as it is printed: where, and why."""
    return f"failed: {failure.origin}: {failure.reason}"


def in_words(counts: Counts) -> str:
    """The counts that matter while the job runs."""
    articles = f"{counts.stored} new, {counts.unchanged} known, {counts.failed} failed"
    return f"{articles}, {counts.meetings_created} meetings"


def report_table(report: Report) -> Table:
    """The report at the end of a run."""
    table = Table(title=f"Run {report.run_id}: {report.state}", title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    counts = report.counts
    for name, count in (
        ("articles read", counts.read),
        ("stored", counts.stored),
        ("of these copies", counts.copies),
        ("unchanged", counts.unchanged),
        ("failed", counts.failed),
        ("meetings new", counts.meetings_created),
        ("meetings confirmed", counts.meetings_confirmed),
    ):
        table.add_row(name, f"{count:,}")
    for name, count in report.tally.items():
        table.add_row(name, f"{count:,}")
    table.add_row("seconds", f"{report.seconds:.1f}")
    table.add_row("articles a second", f"{report.rate:.1f}")
    return table


def _rate(counts: Counts, started: float) -> float:
    return counts.read / max(time.monotonic() - started, 1e-9)


def _of(total: int | None) -> str:
    return f" of {total} articles" if total else " articles"


def _left(counts: Counts, total: int | None, rate: float) -> str:
    if not total or not rate:
        return ""
    seconds = round(max(total - counts.read, 0) / rate)
    return f", {seconds // 60}:{seconds % 60:02d} left"
