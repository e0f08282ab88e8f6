"""Publication dates as inputs write them: a string or number in, a calendar day and perhaps a moment out."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?:,?\s+(?P<year>(?:1[89]|20)\d\d)\b)?"
_WEEKDAY = r"(?:(?:Mon|Tue(?:s)?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"

DAY_FORMS = tuple(
    re.compile(_WEEKDAY + body + _YEAR, re.IGNORECASE) for body in (rf"{_MONTH}\s+{_DAY}", rf"{_DAY}\s+{_MONTH}")
)
"""English dates of at least a month and a day: "Tuesday, Sept. 26, 2023", "26 September"."""

# Seconds since 1970 reach this number in the year 5138; anything larger is counted in milliseconds.
_SECONDS_END = 100_000_000_000


@dataclass(frozen=True, slots=True)
class Stamp:
    """A publication date: the calendar day as the source wrote it, and the moment (UTC) where an offset was given."""

    day: date
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the year, with the year where it was stated."""

    month: int
    day: int
    year: int | None = None

    def in_year(self, year: int) -> date | None:
        """The day in that year; None for 29 February of a common year."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def nearest(self, day: date) -> date | None:
        """This day in the stated year, or else in the year that brings it nearest to `day`."""
        years = (self.year,) if self.year else (day.year - 1, day.year, day.year + 1)
        return min(filter(None, map(self.in_year, years)), key=lambda one: abs(one - day), default=None)


def month_day(match: re.Match[str]) -> MonthDay | None:
    """The day that a match of `DAY_FORMS` stands for; None where the calendar has no such day."""
    year = int(match["year"]) if match["year"] else None
    found = MonthDay(MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"]), year)
    # 2000 is a leap year: every day that exists at all exists in it.
    return found if found.in_year(year or 2000) else None


def parse_day(text: str) -> MonthDay | None:
    """Read an English date that is the whole of `text`."""
    match = next(filter(None, (form.fullmatch(text.strip()) for form in DAY_FORMS)), None)
    return month_day(match) if match else None


def of_datetime(value: datetime) -> Stamp:
    """The stamp of a date and time; without an offset the moment stays unknown."""
    return Stamp(value.date(), value.astimezone(UTC) if value.tzinfo else None)


def parse_stamp(value: str | float) -> Stamp:
    """Read ISO 8601, RFC 5322, seconds or milliseconds since 1970, or an English date with its year.

    Raises ValueError, saying what is expected.
    """
    if isinstance(value, (int, float)):
        return _of_epoch(value)
    text = value.strip()
    if re.fullmatch(r"[0-9]{9,13}", text):
        return _of_epoch(int(text))
    for form in (_of_iso, _of_mail, _of_prose):
        stamp = form(text)
        if stamp:
            return stamp
    raise ValueError(f"{text[:60]!r} is not a date: write it like 2023-09-26")


def _of_epoch(value: float) -> Stamp:
    """Seconds or milliseconds since 1970."""
    try:
        return of_datetime(datetime.fromtimestamp(value / 1000 if value >= _SECONDS_END else value, UTC))
    except (OverflowError, OSError, ValueError):
        raise ValueError(f"{value} is not a date: write it like 2023-09-26") from None


def _of_iso(text: str) -> Stamp | None:
    """`2023-09-26`, `2023/09/26`, `20230926` or a date and time."""
    try:
        if len(text) <= 10:
            return Stamp(date.fromisoformat(text.replace("/", "-")))
        # GDELT writes 20230926101500, which ISO 8601 has with a T in the middle only.
        compact = re.fullmatch(r"[0-9]{14}", text)
        return of_datetime(datetime.fromisoformat(f"{text[:8]}T{text[8:]}" if compact else text))
    except (ValueError, OverflowError):
        return None


def _of_mail(text: str) -> Stamp | None:
    """`Tue, 26 Sep 2023 00:30:00 +0900`."""
    try:
        return of_datetime(parsedate_to_datetime(text))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _of_prose(text: str) -> Stamp | None:
    """`Tuesday, September 26, 2023` or `26 Sept 2023`."""
    found = parse_day(text)
    day = found.in_year(found.year) if found and found.year else None
    return Stamp(day) if day else None
