"""A report in, tables for people out, as text."""

from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from typing import Any

from rich.console import Console, RenderableType
from rich.markup import escape
from rich.table import Table

from app.evaluation.metrics import TOTALS, Metrics
from app.evaluation.records import Meeting
from app.evaluation.resolution import Grouping
from app.evaluation.scoring import Report

# The figures that one line a group has room for.
HEADLINES = ("articles", "gold", "precision", "recall", "f1", "strict_f1", "status", "start", "people_f1")
QUOTE = 110


def render(report: Report, *, errors: bool = False, width: int = 120) -> str:
    """All tables of a report as plain text; with every single error where `errors` is set."""
    tables: list[RenderableType] = [
        _overall(report),
        _groups("By style", report.by_style),
        _groups("By source", report.by_outlet),
        _statuses(report),
        *(_confusion(name, counts) for name, counts in report.confusions.items()),
    ]
    if report.reliability:
        tables.append(_reliability(report))
    if errors:
        tables.extend(_errors(report))
    return _text(tables, width)


def render_comparison(report: Report, earlier: Mapping[str, Any], *, width: int = 120) -> str:
    """The figures of all articles and of each style beside those of an earlier run, as `Report.as_json` gave them."""
    tables = [_compared("Compared with the earlier run", report.overall, earlier.get("overall", {}))]
    before = earlier.get("by_style", {})
    tables += [_compared(f"Compared: {style}", now, before.get(style, {})) for style, now in report.by_style.items()]
    return _text(tables, width)


def _compared(title: str, now: Metrics, then: Metrics) -> Table:
    table = _table(title, "figure", "earlier", "now", "difference")
    for name, value in now.items():
        before = then.get(name)
        moved = value is not None and before is not None and value != before
        change = f"{(value or 0) - (before or 0):+.{0 if name in TOTALS else 4}f}" if moved else ""
        table.add_row(name, _figure(name, before), _figure(name, value), change)
    return table


def render_groupings(found: Mapping[str, Grouping], *, errors: bool = False, width: int = 120) -> str:
    """How resolution groups meetings, a column for each way; with every wrong pair where `errors` is set."""
    figures = {way: grouping.as_json() for way, grouping in found.items()}
    table = _table("Meetings from many reports", "figure", *found)
    for name in next(iter(figures.values()), {}):
        table.add_row(
            name, *(f"{row[name]:.4f}" if isinstance(row[name], float) else str(row[name]) for row in figures.values())
        )
    tables: list[RenderableType] = [table]
    if errors:
        tables.extend(_wrong_pairs(way, grouping) for way, grouping in found.items())
    return _text(tables, width)


def _wrong_pairs(way: str, grouping: Grouping) -> Table:
    table = _table(f"Wrong pairs: {way}", "put", "article", "meeting", "article", "meeting")
    for put, (one, number), (other, its) in grouping.wrong_pairs:
        table.add_row(put, escape(one), str(number), escape(other), str(its))
    return table


def _overall(report: Report) -> Table:
    table = _table("All articles", "figure", "value", "95% interval")
    bounds = report.intervals
    for name, value in report.overall.items():
        low, high = bounds.get(name, (None, None))
        table.add_row(
            name,
            _figure(name, value),
            f"{low:.3f}-{high:.3f}" if low is not None else "",
        )
    return table


def _groups(title: str, groups: Mapping[str, Metrics]) -> Table:
    table = _table(title, "", *HEADLINES)
    for group, figures in groups.items():
        table.add_row(group, *(_figure(name, figures[name]) for name in HEADLINES))
    return table


def _statuses(report: Report) -> Table:
    table = _table("By status of the gold meeting", "status", "gold", "found", "labelled so", "right", "label F1")
    for row in report.by_status:
        counts = (row.gold, row.found, row.labelled, row.right)
        table.add_row(row.status, *map(str, counts), f"{row.f1:.4f}")
    return table


def _confusion(name: str, counts: Mapping[tuple[str, str], int]) -> Table:
    values = sorted({value for pair in counts for value in pair})
    table = _table(f"{name.capitalize()}: gold in rows, predicted in columns", "", *values)
    for gold in values:
        table.add_row(gold, *(str(counts.get((gold, predicted), 0) or ".") for predicted in values))
    return table


def _reliability(report: Report) -> Table:
    table = _table("Confidence and truth", "from", "meetings", "mean", "right")
    for row in report.reliability:
        table.add_row(f"{row.low:.1f}", str(row.count), f"{row.mean_confidence:.3f}", f"{row.right / row.count:.3f}")
    return table


def _errors(report: Report) -> Iterable[RenderableType]:
    yield _meetings("Missed", report.misses)
    yield _meetings("Spurious", report.spurious)
    table = _table("Wrong fields", "article", "field", "gold", "predicted", "evidence")
    for wrong in report.wrong:
        row = (wrong.article, wrong.field, wrong.gold, wrong.predicted, wrong.evidence[:QUOTE])
        table.add_row(*map(escape, row))
    yield table


def _meetings(title: str, meetings: Sequence[tuple[str, Meeting]]) -> Table:
    table = _table(f"{title} ({len(meetings)})", "article", "status", "parties", "start", "evidence")
    for article, meeting in meetings:
        parties = " ".join([*meeting.countries, *meeting.organisations])
        row = (article, str(meeting.status), parties, str(meeting.start), (meeting.evidence or "")[:QUOTE])
        table.add_row(*map(escape, row))
    return table


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _figure(name: str, value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.0f}" if name in TOTALS else f"{value:.4f}"


def _text(tables: Iterable[RenderableType], width: int) -> str:
    console = Console(file=StringIO(), width=width, color_system=None, legacy_windows=False)
    for table in tables:
        console.print(table)
        console.print()
    stream = console.file
    return stream.getvalue() if isinstance(stream, StringIO) else ""
