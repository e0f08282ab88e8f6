"""Years, quarters and months: columns of days in, the period that holds both as a number out; and numbers as words."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case
from sqlalchemy.orm import InstrumentedAttribute

from app.store.columns import MonthOf, YearOf

YEAR, QUARTER, MONTH = "year", "quarter", "month"
# How many of each a year has. A period's number is its place in the row of all periods since the year 0.
A_YEAR = {YEAR: 1, QUARTER: 4, MONTH: 12}

Days = ColumnElement[Any] | InstrumentedAttribute[Any]


def holding(period: str, earliest: Days, latest: Days) -> ColumnElement[int | None]:
    """The number of the period that both days lie in; null where there is none, or no day."""
    return case((of_day(period, earliest) == of_day(period, latest), of_day(period, earliest)))


def of_day(period: str, day: Days) -> ColumnElement[int]:
    """The number of the period that a day lies in, as a column."""
    parts = A_YEAR[period]
    return YearOf(day) if parts == 1 else YearOf(day) * parts + (MonthOf(day) - 1) // (12 // parts)


def number(period: str, day: date) -> int:
    """The number of the period that a day lies in."""
    parts = A_YEAR[period]
    return day.year * parts + (day.month - 1) // (12 // parts)


def word(period: str, number: int) -> int | str:
    """A period as people write it: 2023, `2023-Q3`, `2023-09`."""
    parts = A_YEAR[period]
    year, part = divmod(number, parts)
    if parts == 1:
        return year
    return f"{year:04}-Q{part + 1}" if period == QUARTER else f"{year:04}-{part + 1:02}"
