"""Dates of several reports in, the date of the record out; and the days on which a meeting can be at all."""

from collections.abc import Iterable, Sequence
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
OFF = (Status.POSTPONED, Status.CANCELLED)
# How long a meeting that was put off waits for its new date: after that, talks of the same parties are new ones.
WAITING_DAYS = 365


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
        shifted(report.published, -before),
        shifted(report.published, after),
        dated=False,
    )


def shifted(day: date, days: int) -> date:
    """The day that many days on, or the last one that the calendar has."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def put_off_window(status: Status, start: PartialDate | None, reports: Sequence[Report]) -> Window | None:
    """When a meeting that was put off may yet be: after its old date, within a year of the latest report.

    None for a meeting that stands, for one that more reports call cancelled than postponed, and where nobody says when
    it was reported.
    """
    published = [report.published for report in reports if report.published]
    said = [report.candidate.status for report in reports]
    waits = status in OFF and said.count(Status.POSTPONED) >= max(said.count(Status.CANCELLED), 1)
    if not waits or not published:
        return None
    first = start.earliest if start else min(published)
    return Window(first, max(first, shifted(max(published), WAITING_DAYS)), dated=False)


def settle_start(reports: Sequence[Report]) -> PartialDate | None:
    """The start that most outlets give of the meeting as it happened, then most of all; the narrowest, the latest.

    A date supports every date that it overlaps, so that "in August" supports "18 August" and the narrower one is
    taken. A date from before the meeting was put off counts only where no later one is told. `reports` stand from
    earliest to latest.
    """
    return _best([(report, report.candidate.start) for report in since_put_off(reports)])


def since_put_off(reports: Sequence[Report]) -> Sequence[Report]:
    """The reports that know the new date of a meeting that was put off; all of them where there is no such date.

    An old plan that a later text recalls is known by its date, whenever it was written.
    """
    old = [r.candidate.start for r in reports if r.candidate.status is Status.POSTPONED and r.candidate.start]
    if not old:
        return reports
    last = max(day.latest for day in old)
    new = [
        r for r in reports if r.candidate.status not in OFF and r.candidate.start and r.candidate.start.earliest > last
    ]
    return new or reports


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
    if len(known) < 2:
        return known[0][1] if known else None

    def merit(number: int) -> tuple[int, int, int, int]:
        day = known[number][1]
        supporters = [report for report, other in known if other.overlaps(day)]
        happened = {report.speaker for report in supporters if report.candidate.status in HAPPENED}
        width = (day.latest - day.earliest).days
        return (len(happened), len({report.speaker for report in supporters}), -width, number)

    return known[max(range(len(known)), key=merit)][1]
