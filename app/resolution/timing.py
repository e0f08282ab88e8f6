"""Dates of several reports in, the date of the record out; and the days on which a meeting can be at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.calendar import PartialDate
from app.domain.meetings import Status
from app.resolution.reports import Report

# Days before and after its publication in which an undated meeting is looked for. News reports what was held within
# days, and seldom what is more than a season ahead; a background mention may look back further and then has a date.
REACH = {
    Status.HELD: (60, 0),
    Status.ONGOING: (14, 7),
    Status.SCHEDULED: (3, 120),
    Status.PROPOSED: (3, 180),
    Status.POSTPONED: (60, 180),
    Status.CANCELLED: (60, 120),
}
HAPPENED = (Status.HELD, Status.ONGOING)


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a meeting can be, both ends included; `dated` where a report says so itself."""

    earliest: date
    latest: date
    dated: bool

    def overlaps(self, other: "Window") -> bool:
        """Whether both can be one occasion."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def gap(self, other: "Window") -> int:
        """Days between the two, 0 where they overlap."""
        return max((other.earliest - self.latest).days, (self.earliest - other.latest).days, 0)

    @property
    def days(self) -> int:
        """How many days the window holds."""
        return (self.latest - self.earliest).days + 1


def window_of(start: PartialDate | None, end: PartialDate | None, reports: Sequence[Report]) -> Window | None:
    """When the meeting can be: its dates where it has any, or else what its reports leave open; None for any time."""
    if start is not None:
        last = end.latest if end is not None and end.latest > start.latest else start.latest
        return Window(start.earliest, last, dated=True)
    if end is not None:
        return Window(end.earliest - timedelta(days=14), end.latest, dated=True)
    open_windows = [window for report in reports if (window := _reach(report))]
    if not open_windows:
        return None
    # Each report narrows what the others leave open; where they contradict each other the latest one counts.
    earliest = max(window.earliest for window in open_windows)
    latest = min(window.latest for window in open_windows)
    return Window(earliest, latest, dated=False) if earliest <= latest else open_windows[-1]


def _reach(report: Report) -> Window | None:
    if report.published is None:
        return None
    before, after = REACH[report.candidate.status]
    return Window(
        _shift(report.published, -before),
        _shift(report.published, after),
        dated=False,
    )


def _shift(day: date, days: int) -> date:
    """The day that many days on, or the last one the calendar has."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def months(window: Window) -> Iterator[str]:
    """Every month that the window touches, as `2023-09`."""
    year, month = window.earliest.year, window.earliest.month
    while (year, month) <= (window.latest.year, window.latest.month):
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def settle_start(reports: Sequence[Report]) -> PartialDate | None:
    """The start that most reports of the meeting as it happened support, then most of all; the narrowest, the latest.

    A date supports every date that it overlaps, so that "in August" supports "18 August" and the narrower one is
    taken. `reports` stand from earliest to latest.
    """
    return _best([(report, report.candidate.start) for report in reports])


def settle_end(reports: Sequence[Report], start: PartialDate | None) -> PartialDate | None:
    """The end that fits the start, chosen in the same way; one day's meeting ends as it starts."""
    pairs = [(report, report.candidate.end) for report in reports]
    end = _best([(r, d) for r, d in pairs if d is not None and (start is None or d.latest >= start.earliest)])
    if end is None or start is None:
        return end
    return start if end.contains(start) and end != start and _one_day(reports) else end


def _one_day(reports: Iterable[Report]) -> bool:
    """Whether no report tells of more than one day."""
    return all(r.candidate.end is None or r.candidate.end == r.candidate.start for r in reports)


def _best(dated: Sequence[tuple[Report, PartialDate | None]]) -> PartialDate | None:
    known = [(report, day) for report, day in dated if day is not None]
    if not known:
        return None

    def merit(number: int) -> tuple[int, int, int, int]:
        day = known[number][1]
        supporters = [report for report, other in known if other.overlaps(day)]
        happened = sum(report.candidate.status in HAPPENED for report in supporters)
        width = (day.latest - day.earliest).days
        return (happened, len(supporters), -width, number)

    return known[max(range(len(known)), key=merit)][1]
