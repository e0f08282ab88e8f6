"""The words of a cell in, the first and the last day that they mean out; never more precise than they are."""

import re
from datetime import datetime
from functools import lru_cache

from app.domain.calendar import PartialDate
from app.extraction.time import find_times

Days = tuple[PartialDate, PartialDate]

WORDS = "words"
_ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}\S*")
_DAY = ("%d", "%j", "%c", "%x", "%u", "%w", "%a", "%A")
_MONTH = ("%m", "%b", "%B")
_LETTERS = re.compile(r"[^\W\d_]{3,}")


@lru_cache(maxsize=4096)
def days_of(text: str, forms: tuple[str, ...] = ()) -> Days:
    """The days of a cell by the first of `forms` that fits.

    Without forms: ISO 8601 in reduced precision (2023-09-26, 2023-09, 2023), two of these with a slash between them,
    or English words with a year ("26-27 September 2023"). Raises ValueError.
    """
    for form in forms:
        days = _in_words(text) if form == WORDS else _in_form(text, form)
        if days:
            return days
    if not forms:
        days = _iso(text) or (_in_words(text) if _LETTERS.search(text) else None)
        if days:
            return days
    wanted = " or ".join(forms) if forms else "2023-09-26, 2023-09, 2023 or 26 September 2023"
    raise ValueError(f"{text[:60]!r} is no date in the form {wanted}")


def _iso(text: str) -> Days | None:
    first, slash, last = (part.strip() for part in text.partition("/"))
    days = [_one_iso(part) for part in ((first, last) if slash else (first, first))]
    if days[0] is None or days[1] is None:
        return None
    return days[0], days[1]


def _one_iso(text: str) -> PartialDate | None:
    moment = _MOMENT.fullmatch(text)
    text = moment[1] if moment else text
    try:
        return PartialDate.parse(text) if _ISO.fullmatch(text) else None
    except ValueError:
        return None


def _in_form(text: str, form: str) -> Days | None:
    """A date in a form of `strptime`, as precise as the form."""
    try:
        found = datetime.strptime(text, form).date()  # noqa: DTZ007 - calendar days have no time zone
    except ValueError:
        return None
    if any(part in form for part in _DAY):
        day = PartialDate.of_day(found)
    elif any(part in form for part in _MONTH):
        day = PartialDate.of_month(found.year, found.month)
    else:
        day = PartialDate.of_year(found.year)
    return day, day


def _in_words(text: str) -> Days | None:
    """The one time that the words name; None where they name none, or several."""
    times = [time for time in find_times(text, None) if time.start]
    if len(times) != 1:
        return None
    start, end = times[0].start, times[0].end
    return (start, end or start) if start else None
