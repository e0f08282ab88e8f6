"""Times made of other times, and lengths and habits, which are none: one frozen class a meaning."""

from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.calendar import Basis, PartialDate, Precision
from app.extraction.time.choice import Direction, Setting
from app.extraction.time.expressions import Day, Expression
from app.extraction.time.relative import Weekday
from app.extraction.time.stretches import around, part_of, period

# No month is longer.
DAYS_OF_MONTH = 31


@dataclass(frozen=True, slots=True)
class _OfWhole:
    """What is told as part of a longer time; as clear about its year as that is."""

    whole: Expression
    kind = "point"

    @property
    def needs_tense(self) -> bool:
        """As the whole does."""
        return self.whole.needs_tense


@dataclass(frozen=True, slots=True)
class Part(_OfWhole):
    """A part of a whole, as "early May", "the second half of 2019", "late next week": number `index` of `parts`."""

    index: int
    parts: int = 3

    def when(self, setting: Setting) -> PartialDate | None:
        """The part of the whole."""
        whole = self.whole.when(setting)
        return part_of(whole, self.index, self.parts) if whole else None


@dataclass(frozen=True, slots=True)
class WeekOf(_OfWhole):
    """Seven days of a whole: "the first week of May" (days 1 to 7), "the last week of 2019" (`number` -1)."""

    number: int

    def when(self, setting: Setting) -> PartialDate | None:
        """Seven days of the whole."""
        whole = self.whole.when(setting)
        if whole is None:
            return None
        if self.number < 0:
            return period(whole.latest - timedelta(days=6), whole.latest, whole.basis)
        first = whole.earliest + timedelta(days=7 * (self.number - 1))
        return period(first, first + timedelta(days=6), whole.basis)


@dataclass(frozen=True, slots=True)
class WeekdayOf(_OfWhole):
    """One weekday of a whole: "the first Monday of May", "the last Friday in June" (`number` -1), or any day of it."""

    number: int
    weekday: int | None = None

    def when(self, setting: Setting) -> PartialDate | None:
        """That day of the whole; None where it has not so many."""
        whole = self.whole.when(setting)
        if whole is None:
            return None
        first, last, step = whole.earliest, whole.latest, 1
        if self.weekday is not None:
            first += timedelta(days=(self.weekday - first.weekday()) % 7)
            last -= timedelta(days=(last.weekday() - self.weekday) % 7)
            step = 7
        day = last if self.number < 0 else first + timedelta(days=step * (self.number - 1))
        return period(day, day, whole.basis) if day <= whole.latest else None


@dataclass(frozen=True, slots=True)
class DayOfStory:
    """A day of the month that a phrase before it tells, or of the next: "arrived on May 27, met Y on the 28th"."""

    day: Day
    told: Expression
    kind = "point"
    needs_tense = True

    def when(self, setting: Setting) -> PartialDate | None:
        """The first such day from what is told before, where the story is of the past; else the nearest one."""
        told = self.told.when(setting) if setting.direction is not Direction.FUTURE else None
        if told is None or setting.anchor is None or told.earliest > setting.anchor:
            return self.day.when(setting)
        first = told.earliest if told.precision is Precision.DAY else told.earliest.replace(day=1)
        days = (first + timedelta(days=count) for count in range(DAYS_OF_MONTH))
        found = next((day for day in days if day.day == self.day.day), None)
        if found is None or found > setting.anchor:
            return self.day.when(setting)
        return PartialDate.of_day(found, Basis.NARRATIVE)


@dataclass(frozen=True, slots=True)
class Around:
    """The week or weekend that holds a day: "the week of September 26"."""

    day: Expression
    unit: str
    kind = "point"

    @property
    def needs_tense(self) -> bool:
        """As the day does."""
        return self.day.needs_tense

    def when(self, setting: Setting, /) -> PartialDate | None:
        """The calendar unit around the day."""
        day = self.day.when(setting)
        return around(day.earliest, self.unit, day.basis) if day else None


@dataclass(frozen=True, slots=True)
class Duration:
    """A length in days and no date: "two-day", "a week of talks". `low` and `high` are the fewest and the most days."""

    low: int
    high: int
    kind = "duration"
    needs_tense = False

    def when(self, _: Setting, /) -> PartialDate | None:
        """None: a length names no day."""
        return None


@dataclass(frozen=True, slots=True)
class Recurring:
    """A habit and no date: "every Monday", "each year"."""

    kind = "recurring"
    needs_tense = False

    def when(self, _: Setting, /) -> PartialDate | None:
        """None: a habit names no day."""
        return None


@dataclass(frozen=True, slots=True)
class Range:
    """From one date to another: "May 26-27", "Monday to Wednesday", "June 30 to July 2, 2023"."""

    first: Expression
    last: Expression
    kind = "range"

    @property
    def needs_tense(self) -> bool:
        """Where either end does."""
        return self.first.needs_tense or self.last.needs_tense

    def when(self, setting: Setting) -> PartialDate | None:
        """The first end."""
        return self.ends(setting)[0]

    def ends(self, setting: Setting) -> tuple[PartialDate | None, PartialDate | None]:
        """Both ends, the second one never before the first; an end that does not fit is None."""
        first, last = self._first_first(setting) if self._begins_with(setting) else self._last_first(setting)
        if first and last and last.latest < first.earliest:
            return first, None
        return first, last

    def _begins_with(self, setting: Setting) -> bool:
        """Whether the first end is the one to read first: the surer one, or the one nearer to the past."""
        if not self.first.needs_tense or (isinstance(self.first, Day) and self.first.weekday is not None):
            return True
        return self.last.needs_tense and setting.direction is not Direction.PAST

    def _first_first(self, setting: Setting) -> tuple[PartialDate | None, PartialDate | None]:
        first = self.first.when(setting)
        if first is None or not self.last.needs_tense:
            return first, self.last.when(setting)
        return first, _undemanding(self.last).when(Setting(first.latest, Direction.FUTURE))

    def _last_first(self, setting: Setting) -> tuple[PartialDate | None, PartialDate | None]:
        last = self.last.when(setting)
        if last is None or not self.first.needs_tense:
            return self.first.when(setting), last
        return _undemanding(self.first).when(Setting(last.earliest, Direction.PAST)), last


def _undemanding(end: Expression) -> Expression:
    """A weekday of a range without "this", which counted from the other end means nothing."""
    return replace(end, which=None) if isinstance(end, Weekday) else end
