"""What a time phrase means before it is read against a publication day: the protocol, and the dates of a calendar.

`when(setting)` gives the interval that a phrase names, or None where it names none (it may raise ValueError or
OverflowError for days that no calendar has); `kind` is the family; `needs_tense` says whether the direction of the
verb's tense can change the reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from app.domain.calendar import Basis, PartialDate, Precision
from app.extraction.time.choice import Direction, Setting, Which, choose, choose_near, going_on
from app.extraction.time.stretches import easter, moved, of_months

# Years on each side of the publication that a date without a year can fall in, and those that 29 February needs;
# in the wider reach every weekday meets every day of the year.
REACH, WIDE_REACH = 1, 8


class Expression(Protocol):
    """The meaning of a time phrase."""

    @property
    def kind(self) -> str:
        """`point`, `range`, `duration`, `weekday`, `relative` or `recurring`."""
        ...

    @property
    def needs_tense(self) -> bool:
        """Whether the direction of the tense can change what is meant."""
        ...

    def when(self, setting: Setting, /) -> PartialDate | None:
        """The interval that is named."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """A full date, or an interval that needs nothing else: "26/09/2023", "2019", "the 1990s"."""

    interval: PartialDate
    kind = "point"
    needs_tense = False

    def when(self, _: Setting, /) -> PartialDate:
        """The interval itself."""
        return self.interval


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a month: "September 26", "Tuesday, 26 September 2023", "the 26th".

    `frame` is its year; where `month` is None, the month.
    """

    day: int
    month: int | None
    frame: Expression | None = None
    weekday: int | None = None
    kind = "point"

    @property
    def needs_tense(self) -> bool:
        """Without a year the tense decides."""
        return self.frame is None or self.frame.needs_tense

    def when(self, setting: Setting) -> PartialDate | None:
        """The day, of the year that the tense and the weekday allow."""
        if self.frame:
            frame = self.frame.when(setting)
            if frame is None:
                return None
            month = self.month or frame.earliest.month
            return PartialDate.of_day(date(frame.earliest.year, month, self.day), frame.basis)
        told = self._in_month_told(setting)
        if told is not None:
            return told
        further = setting.series
        if further is not None and self.month is not None:
            days = list(self._candidates(further.earliest))
            found = going_on((PartialDate.of_day(day, Basis.YEAR_INFERRED) for day in days), setting)
            if found is not None:
                return found
        days = list(self._candidates(setting.anchor))
        fitting = [day for day in days if day.weekday() == self.weekday]
        return self._nearest(fitting, setting) or self._nearest(self._in_reach(days, setting.anchor), setting)

    def _in_month_told(self, setting: Setting) -> PartialDate | None:
        """ "Leaves on November 17 and will meet Y on the 23rd": of the month told before, where that is another one."""
        before, anchor = setting.previous, setting.anchor
        if self.month is not None or before is None or anchor is None or before.precision is not Precision.DAY:
            return None
        first = before.earliest
        if (first.year, first.month) == (anchor.year, anchor.month) or self.day < first.day:
            return None
        ahead = first > anchor and setting.direction is not Direction.PAST
        past = first < anchor and setting.direction is Direction.PAST
        return PartialDate.of_day(first.replace(day=self.day), Basis.YEAR_INFERRED) if ahead or past else None

    def _nearest(self, days: list[date], setting: Setting) -> PartialDate | None:
        # "On the 29th" is never far: there the tense alone can tell.
        decide = choose if self.month is None else choose_near
        return decide((PartialDate.of_day(day, Basis.YEAR_INFERRED) for day in days), setting)

    def _in_reach(self, days: list[date], anchor: date | None) -> list[date]:
        reach = WIDE_REACH if (self.month, self.day) == (2, 29) else REACH
        return [day for day in days if anchor and abs(day.year - anchor.year) <= reach]

    def _candidates(self, anchor: date | None) -> Iterable[date]:
        if anchor is None:
            return
        months = range(-1, 2) if self.month is None else range(-WIDE_REACH * 12, WIDE_REACH * 12 + 1, 12)
        first = anchor.replace(day=1, month=self.month or anchor.month)
        for count in months:
            try:
                yield moved(first, count, "month").replace(day=self.day)
            except (ValueError, OverflowError):
                continue


@dataclass(frozen=True, slots=True)
class Months:
    """A month, season, quarter or half-year: `count` months from `first` on, of the year in `frame` or the nearest.

    With `story` it is seen from the date told before: the next one (1), the last one (-1), that of the same year (0).
    """

    first: int
    count: int = 1
    frame: Expression | None = None
    which: Which | None = None
    story: int | None = None
    kind = "point"

    @property
    def needs_tense(self) -> bool:
        """Without a year or a demonstrative the tense decides."""
        return self.frame.needs_tense if self.frame else self.which is None and self.story is None

    def when(self, setting: Setting) -> PartialDate | None:
        """The months, of the year that the tense allows."""
        if self.frame:
            frame = self.frame.when(setting)
            return self._of(frame.earliest.year, frame.basis) if frame else None
        if self.story is not None:
            return self._from_story(setting.previous, self.story)
        if setting.anchor is None:
            return None
        further = setting.series if self.which is None else None
        if further is not None:
            found = going_on((self._of(further.earliest.year + n, Basis.YEAR_INFERRED) for n in (0, 1)), setting)
            if found is not None:
                return found
        year = setting.anchor.year
        years = range(year - 2, year + 3)
        if self.which is Which.THIS:
            # "This autumn", said in April; "this winter" may have begun in the year before.
            years = range(year - (self.first + self.count > 13), year + 1)
        return choose((self._of(y, Basis.YEAR_INFERRED) for y in years), setting, self.which)

    def _from_story(self, previous: PartialDate | None, story: int) -> PartialDate | None:
        if previous is None:
            return None
        year = previous.earliest.year
        near = [self._of(y, Basis.NARRATIVE) for y in range(year - 1, year + 2)]
        if story == 0:
            return near[1]
        beyond = [m for m in near if (m.earliest > previous.latest if story > 0 else m.latest < previous.earliest)]
        return (beyond[0] if story > 0 else beyond[-1]) if beyond else None

    def _of(self, year: int, basis: Basis) -> PartialDate:
        if self.first + self.count > 13 and self.frame:
            # "The winter of 2019" may have begun in 2018 or in 2019: only the year is told.
            return PartialDate.of_year(year, basis)
        return of_months(year, self.first, self.count, basis)


@dataclass(frozen=True, slots=True)
class Feast:
    """A holiday: `rule` is (month, day), or (days from Easter Sunday,)."""

    rule: tuple[int, ...]
    frame: Expression | None = None
    which: Which | None = None
    kind = "point"

    @property
    def needs_tense(self) -> bool:
        """Without a year or a demonstrative the tense decides."""
        return self.frame.needs_tense if self.frame else self.which is None

    def when(self, setting: Setting) -> PartialDate | None:
        """The day of the holiday."""
        if self.frame:
            frame = self.frame.when(setting)
            return PartialDate.of_day(self._of(frame.earliest.year), frame.basis) if frame else None
        if setting.anchor is None:
            return None
        years = range(setting.anchor.year - 1, setting.anchor.year + 2)
        return choose((PartialDate.of_day(self._of(y), Basis.YEAR_INFERRED) for y in years), setting, self.which)

    def _of(self, year: int) -> date:
        return date(year, *self.rule) if len(self.rule) == 2 else easter(year) + timedelta(days=self.rule[0])


def decade(year: int) -> Fixed:
    """The ten years from `year` on."""
    return Fixed(PartialDate(date(year, 1, 1), date(year + 9, 12, 31), Precision.PERIOD))
