"""The year of a report that names day and month only: its weekdays and the years it mentions in, a year out."""

import re
from datetime import date

from app.sources.dates import DAY_FORMS, WEEKDAYS, MonthDay, month_day

# The reporting sentences of a wire story come first; a weekday further down may belong to another week.
_LEAD_CHARS = 1_200
# After 28 years the weekdays of every day repeat (29 February last of all), so that older years add nothing.
_CYCLE_YEARS = 28

_WEEKDAY = re.compile(rf"(?:\b(?P<before>next|last|every|coming|previous)\s+)?\b(?P<name>{'|'.join(WEEKDAYS)})\b", re.I)
_FULL_YEAR = re.compile(
    r"(?<![\d,.$£€])(?:(?P<before>by|until|till|through|for|before)\s+)?(?P<year>(?:19|20)\d\d)(?![\d,.]?\d)", re.I
)


def infer_year(day: MonthDay, text: str, not_after: date) -> int | None:
    """The most recent year in which a dateline's day fits what the text says; None where nothing can be said.

    The first weekday in the lead of wire copy is the day of the dateline ("SEOUL, Sept 26 - South Korea hosted ... on
    Tuesday"). The year is the latest one in which `day` is that weekday, `day` is not after `not_after` (today, or the
    day by which the file existed), and no past year that the text mentions is later. Weekdays repeat after 5, 6 or 11
    years, so the answer is an inference and must be marked as one.
    """
    weekday = _lead_weekday(day, text[:_LEAD_CHARS])
    if weekday is None:
        return None
    floor = max(_years_mentioned(text, not_after.year), default=not_after.year - _CYCLE_YEARS)
    for year in range(not_after.year, max(floor, not_after.year - _CYCLE_YEARS) - 1, -1):
        found = day.in_year(year)
        if found and found <= not_after and found.weekday() == weekday:
            return year
    return None


def _lead_weekday(day: MonthDay, lead: str) -> int | None:
    """The first weekday (Monday is 0) of `lead` that can be the day of the dateline."""
    for match in _WEEKDAY.finditer(lead):
        if match["before"] or _dated_otherwise(day, lead[match.start("name") :]):
            continue
        return WEEKDAYS.index(match["name"].lower())
    return None


def _dated_otherwise(day: MonthDay, text: str) -> bool:
    """Whether the weekday that `text` begins with goes with another day: "Tuesday, Oct. 3"."""
    for form in DAY_FORMS:
        match = form.match(text)
        stated = month_day(match) if match else None
        if stated:
            return (stated.month, stated.day) != (day.month, day.day)
    return False


def _years_mentioned(text: str, this_year: int) -> list[int]:
    """Years that the text speaks of as past or present; "by 2030" and years that are still to come are left out."""
    found = (int(match["year"]) for match in _FULL_YEAR.finditer(text) if not match["before"])
    return [year for year in found if year <= this_year]
