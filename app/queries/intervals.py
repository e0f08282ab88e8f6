"""Reads days, months, years and intervals of them: text in, first and last day out; and moments for `updated_since`."""

import re
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import NamedTuple

from app.domain.calendar import PartialDate
from app.errors import InvalidFilterError

DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
WHOLE_DAY = len("2023-09-26")
OPEN = ("", "..")
# Few days are asked for beside all that is asked.
MOST_DAYS = 20_000
FORMS = "write 2023-09-26, 2023-09, 2023, or an interval such as 2023-09-01/2023-09-30, ../2023 or 2023-09/.."


class Interval(NamedTuple):
    """Days from `first` to `last`, both included; None leaves that end open."""

    first: date | None
    last: date | None


def parse_interval(text: str | None, parameter: str) -> Interval | None:
    """Read a date of reduced precision or an interval of two. Raises InvalidFilterError."""
    if text is None:
        return None
    ends = text.strip().split("/")
    if len(ends) > 2 or (ends[0] in OPEN and ends[-1] in OPEN):
        raise InvalidFilterError(f"{text!r} is no date and no interval: {FORMS}", parameter)
    interval = Interval(_days(ends[0], parameter)[0], _days(ends[-1], parameter)[1])
    if interval.first and interval.last and interval.first > interval.last:
        raise InvalidFilterError(f"the interval {text!r} ends before it begins", parameter)
    return interval


def parse_moment(text: str | None, parameter: str) -> datetime | None:
    """Read an RFC 3339 moment, or a day as its first moment in UTC. Raises InvalidFilterError."""
    if text is None:
        return None
    # A plus sign that was not escaped arrives as a blank.
    written = text.strip().replace(" ", "+")
    try:
        if DATE.fullmatch(written):
            return datetime.combine(PartialDate.parse(written).earliest, time(), UTC)
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            raise InvalidFilterError(f"{text!r} has no time zone: write 2023-09-26T12:00:00Z", parameter)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidFilterError(
            f"{text!r} is no moment: write 2023-09-26T12:00:00Z or 2023-09-26", parameter
        ) from None


@lru_cache(MOST_DAYS)
def _days(text: str, parameter: str) -> tuple[date | None, date | None]:
    """The first and the last day of a date."""
    if text in OPEN:
        return None, None
    if not DATE.fullmatch(text):
        raise InvalidFilterError(f"{text!r} is no date: {FORMS}", parameter)
    try:
        if len(text) == WHOLE_DAY:
            # As `PartialDate` reads it, in a tenth of the time.
            day = date.fromisoformat(text)
            return day, day
        found = PartialDate.parse(text)
    except ValueError:
        raise InvalidFilterError(f"{text!r} is no day of the calendar", parameter) from None
    return found.earliest, found.latest
