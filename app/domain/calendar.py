"""Calendar dates that never claim more than the text said: days in, reduced-precision ISO 8601 out."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How finely a date is known."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"


class Basis(StrEnum):
    """How a date was read from the text."""

    STATED = "stated"
    """Day, month and year stand in the text (to the precision given)."""
    YEAR_INFERRED = "year_inferred"
    """The text gives no year; it was taken from the publication date."""
    WEEKDAY = "weekday"
    """A weekday name, resolved against the publication date by the tense of the verb."""
    RELATIVE = "relative"
    """Words such as "today", "last week", "earlier this month", resolved against the publication date."""
    NARRATIVE = "narrative"
    """Resolved against another date of the narrative ("the next day", "two days later")."""
    DURATION = "duration"
    """Worked out from a start and a length ("a three-day visit")."""
    PUBLICATION = "publication"
    """No date word at all; the publication date stands in, as for a bare readout."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """One day that is known to lie between `earliest` and `latest`, both included."""

    earliest: date
    latest: date
    precision: Precision
    basis: Basis = Basis.STATED

    def __post_init__(self) -> None:
        """Raise ValueError where the interval is reversed."""
        if self.earliest > self.latest:
            raise ValueError(f"a date needs earliest <= latest, got {self.earliest}..{self.latest}")

    @classmethod
    def of_day(cls, day: date, basis: Basis = Basis.STATED) -> "PartialDate":
        """A date known to the day."""
        return cls(day, day, Precision.DAY, basis)

    @classmethod
    def of_month(cls, year: int, month: int, basis: Basis = Basis.STATED) -> "PartialDate":
        """A date known to the month."""
        last = calendar.monthrange(year, month)[1]
        return cls(date(year, month, 1), date(year, month, last), Precision.MONTH, basis)

    @classmethod
    def of_year(cls, year: int, basis: Basis = Basis.STATED) -> "PartialDate":
        """A date known to the year."""
        return cls(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, basis)

    @classmethod
    def of_week(cls, day: date, basis: Basis = Basis.RELATIVE) -> "PartialDate":
        """A date known to lie in the ISO week (Monday to Sunday) of `day`."""
        monday = day - timedelta(days=day.weekday())
        return cls(monday, monday + timedelta(days=6), Precision.WEEK, basis)

    @classmethod
    def parse(cls, text: str, basis: Basis = Basis.STATED) -> "PartialDate":
        """Read `2023-09-26`, `2023-09` or `2023`. Raises ValueError for anything else."""
        parts = [int(part) for part in text.split("-")]
        if [len(part) for part in text.split("-")] != [4, 2, 2][: len(parts)]:
            raise ValueError(f"not a date in reduced ISO 8601 form: {text!r}")
        if len(parts) == 1:
            return cls.of_year(parts[0], basis)
        if len(parts) == 2:
            return cls.of_month(parts[0], parts[1], basis)
        return cls.of_day(date(*parts), basis)

    @property
    def iso(self) -> str | None:
        """The finest of `YYYY-MM-DD`, `YYYY-MM`, `YYYY` that holds the whole interval; None where none does."""
        if self.earliest == self.latest:
            return self.earliest.isoformat()
        if (self.earliest.year, self.earliest.month) == (self.latest.year, self.latest.month):
            return f"{self.earliest:%Y-%m}"
        return f"{self.earliest:%Y}" if self.earliest.year == self.latest.year else None

    def contains(self, other: "PartialDate") -> bool:
        """Whether `other` is the same date or a more precise one inside this interval."""
        return self.earliest <= other.earliest and other.latest <= self.latest

    def overlaps(self, other: "PartialDate") -> bool:
        """Whether both can be the same day."""
        return self.earliest <= other.latest and other.earliest <= self.latest
