"""Day arithmetic for time phrases: days and units in, intervals out."""

import calendar
from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate, Precision

WEEK = timedelta(days=7)
# Units as days or as months; an hour moves nothing but counts up to days.
DAYS_IN = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


def period(earliest: date, latest: date, basis: Basis) -> PartialDate:
    """Any interval, called a day where it is one."""
    return PartialDate(earliest, latest, Precision.DAY if earliest == latest else Precision.PERIOD, basis)


def of_months(year: int, month: int, months: int, basis: Basis) -> PartialDate:
    """The interval of `months` months from the first of a month on; `month` may run past 12."""
    first = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    last = moved(first, months, "month") - timedelta(days=1)
    precision = {1: Precision.MONTH, 12: Precision.YEAR}.get(months, Precision.PERIOD)
    if months == 3 and first.month % 3 == 1:
        precision = Precision.QUARTER
    return PartialDate(first, last, precision, basis)


def moved(day: date, count: int, unit: str) -> date:
    """The day `count` units on (back where negative); the 31st becomes the last day of a shorter month."""
    if unit == "hour":
        return day + timedelta(days=count // 24 if count >= 0 else -(-count // 24))
    if unit in DAYS_IN:
        return day + timedelta(days=count * DAYS_IN[unit])
    months = day.year * 12 + day.month - 1 + count * MONTHS_IN[unit]
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def around(day: date, unit: str, basis: Basis) -> PartialDate:
    """The calendar unit that holds a day: its week from Monday, its month, its weekend (Saturday and Sunday)."""
    if unit in {"day", "hour"}:
        return PartialDate.of_day(day, basis)
    if unit in {"week", "fortnight"}:
        return PartialDate.of_week(day, basis)
    if unit == "weekend":
        saturday = day + timedelta(days=5 - day.weekday())
        return period(saturday, saturday + timedelta(days=1), basis)
    months = MONTHS_IN[unit]
    index = day.year * 12 + day.month - 1
    first = index - index % months
    return of_months(first // 12, first % 12 + 1, months, basis)


def part_of(whole: PartialDate, index: int, parts: int) -> PartialDate:
    """The part number `index` (from 1) of an interval cut into `parts`: at month ends where that goes without rest."""
    months = (whole.latest.year - whole.earliest.year) * 12 + whole.latest.month - whole.earliest.month + 1
    if whole.earliest.day == 1 and months % parts == 0:
        size = months // parts
        return of_months(whole.earliest.year, whole.earliest.month + (index - 1) * size, size, whole.basis)
    days = (whole.latest - whole.earliest).days + 1
    first, last = (index - 1) * days // parts, max(index * days // parts, (index - 1) * days // parts + 1) - 1
    return period(whole.earliest + timedelta(days=first), whole.earliest + timedelta(days=last), whole.basis)


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
