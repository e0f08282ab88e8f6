"""Times that are told by their distance from the publication or from the story: one frozen class a meaning."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate, Precision
from app.extraction.time.choice import Direction, Setting, Which, choose
from app.extraction.time.expressions import Expression
from app.extraction.time.stretches import around, moved, period

# What a date of a story can be told to, beside a day.
CALENDAR = {Precision.MONTH, Precision.YEAR}
WEEK = 7


@dataclass(frozen=True, slots=True)
class Weekday:
    """The name of a day: "Monday", "last Monday", "Monday last week"; its Saturday and `span` 2 for the weekend."""

    day: int
    which: Which | None = None
    week: Expression | None = None
    span: int = 1
    kind = "weekday"

    @property
    def needs_tense(self) -> bool:
        """Whether the tense has a choice: "last" and "next", and a week that is named, leave it none."""
        return self.week is None and self.which in {None, Which.THIS}

    def when(self, setting: Setting) -> PartialDate | None:
        """The nearest one in the direction of the tense."""
        if self.week:
            week = self.week.when(setting)
            return self._from(week.earliest + timedelta(days=self.day)) if week else None
        if setting.anchor is None:
            return None
        monday = setting.anchor - timedelta(days=setting.anchor.weekday())
        days = (monday + timedelta(days=7 * week + self.day) for week in range(-2, 3))
        found = choose(map(self._from, days), setting, None if self.which is Which.THIS else self.which)
        if found is not None and self.which is None and self._is_beyond(found, setting):
            # "On Monday and on Tuesday", of days to come, said on a Tuesday.
            return self._from(found.earliest + timedelta(days=7))
        return found

    def _is_beyond(self, found: PartialDate, setting: Setting) -> bool:
        """Whether what seems to be today follows a day to come."""
        before = setting.previous
        ahead = setting.direction is Direction.FUTURE and found.earliest == setting.anchor
        return ahead and before is not None and 0 < (before.earliest - found.earliest).days < 7

    def _from(self, day: date) -> PartialDate:
        return period(day, day + timedelta(days=self.span - 1), Basis.WEEKDAY)


@dataclass(frozen=True, slots=True)
class StoryWeekday:
    """A weekday counted from the date told before: "the following Monday" (`side` 1), "the Friday before" (-1)."""

    day: int
    side: int
    kind = "relative"
    needs_tense = False

    def when(self, setting: Setting) -> PartialDate | None:
        """The first such day on that side of a day told before; None where none is told."""
        previous = setting.previous
        if previous is None or previous.earliest != previous.latest:
            return None
        days = (previous.earliest + timedelta(days=self.side * count) for count in range(1, 8))
        return next(PartialDate.of_day(day, Basis.NARRATIVE) for day in days if day.weekday() == self.day)


@dataclass(frozen=True, slots=True)
class WeekdayBeyond:
    """The one after the next: "a week on Friday" (`side` 1); or before the last: "the Friday before last" (-1)."""

    day: int
    side: int
    kind = "weekday"
    needs_tense = False

    def when(self, setting: Setting) -> PartialDate | None:
        """The second such day on that side of the publication."""
        if setting.anchor is None:
            return None
        days = (setting.anchor + timedelta(days=self.side * count) for count in range(1, 15))
        second = [day for day in days if day.weekday() == self.day][1]
        return PartialDate.of_day(second, Basis.WEEKDAY)


@dataclass(frozen=True, slots=True)
class Shifted:
    """A calendar unit some way off: "yesterday", "last month", "two weeks ago", "the following day", "days later".

    `low` and `high` are the fewest and the most units, signed; `narrative` counts from the date told before;
    `today` lets it count from the publication where
    the story has no date; `future_only` marks "in two weeks", which with a past tense is a length and no date.
    """

    low: int
    high: int
    unit: str
    narrative: bool = False
    future_only: bool = False
    today: bool = False
    kind = "relative"

    @property
    def needs_tense(self) -> bool:
        """Only "in two weeks" does."""
        return self.future_only

    def when(self, setting: Setting) -> PartialDate | None:
        """The unit that is reached."""
        if self.future_only and setting.direction is Direction.PAST:
            return None
        if self.narrative and (setting.previous or not self.today):
            return self._from_story(setting.previous)
        return self._from(setting.anchor, Basis.RELATIVE) if setting.anchor else None

    def _from_story(self, previous: PartialDate | None) -> PartialDate | None:
        """From a date told before: to the unit where that is as fine; else some way off still in what was told."""
        if previous is None:
            return None
        if around(previous.earliest, self.unit, Basis.NARRATIVE).contains(previous):
            return self._from(previous.earliest, Basis.NARRATIVE)
        far = moved(previous.earliest, max(abs(self.low), abs(self.high)), self.unit) - previous.earliest
        near = far * 2 <= previous.latest - previous.earliest
        # "Was there in July and came back a week later".
        return replace(previous, basis=Basis.NARRATIVE) if near and previous.precision in CALENDAR else None

    def _from(self, day: date, basis: Basis) -> PartialDate:
        near, far = moved(day, self.low, self.unit), moved(day, self.high, self.unit)
        if self.low == self.high:
            return around(near, self.unit, basis)
        return period(min(near, far), max(near, far), basis)


@dataclass(frozen=True, slots=True)
class Within:
    """A stretch that ends or begins now: "in the past two weeks" (negative), "over the coming days" (positive)."""

    count: int
    unit: str
    kind = "relative"
    needs_tense = False

    def when(self, setting: Setting) -> PartialDate | None:
        """The days from now to the end of the stretch."""
        if setting.anchor is None:
            return None
        other = moved(setting.anchor, self.count, self.unit)
        return period(min(other, setting.anchor), max(other, setting.anchor), Basis.RELATIVE)


@dataclass(frozen=True, slots=True)
class Rest:
    """A whole cut off at the publication day: "later this week" (`after`), "earlier this year"."""

    whole: Expression
    after: bool
    kind = "relative"
    needs_tense = False

    def when(self, setting: Setting) -> PartialDate | None:
        """What is left of the whole; the whole where the publication day lies outside it."""
        whole, anchor = self.whole.when(setting), setting.anchor
        if whole is None or anchor is None or not whole.earliest <= anchor <= whole.latest:
            return whole
        if self.after:
            return period(anchor, whole.latest, whole.basis)
        if anchor == whole.earliest and (whole.latest - anchor).days < WEEK:
            # "Earlier in the week", in Monday's paper.
            return period(anchor - timedelta(days=WEEK), anchor - timedelta(days=1), whole.basis)
        return period(whole.earliest, max(anchor - timedelta(days=1), whole.earliest), whole.basis)
