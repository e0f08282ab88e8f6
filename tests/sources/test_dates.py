"""Publication dates as inputs write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sources.dates import MonthDay, Stamp, parse_day, parse_stamp

THE_DAY = date(2023, 9, 26)


@pytest.mark.parametrize(
    "text",
    [
        "2023-09-26",
        "2023/09/26",
        "20230926",
        " 2023-09-26 ",
        "2023-09-26 10:15:00",
        "September 26, 2023",
        "Tuesday, Sept. 26, 2023",
        "26 September 2023",
        "26th Sep 2023",
        "20230926101500",
    ],
)
def test_a_date_without_an_offset_gives_a_day_and_no_moment(text):
    """A time of day without an offset is no moment: it is not known where it was noon."""
    assert parse_stamp(text) == Stamp(THE_DAY)


@pytest.mark.parametrize(
    ("text", "day", "moment"),
    [
        ("2023-09-26T10:15:00Z", THE_DAY, datetime(2023, 9, 26, 10, 15, tzinfo=UTC)),
        ("20230926T101500Z", THE_DAY, datetime(2023, 9, 26, 10, 15, tzinfo=UTC)),
        ("2023-09-26T00:30:00+09:00", THE_DAY, datetime(2023, 9, 25, 15, 30, tzinfo=UTC)),
        ("Tue, 26 Sep 2023 00:30:00 +0900", THE_DAY, datetime(2023, 9, 25, 15, 30, tzinfo=UTC)),
        (1_695_723_300, THE_DAY, datetime(2023, 9, 26, 10, 15, tzinfo=UTC)),
        ("1695723300", THE_DAY, datetime(2023, 9, 26, 10, 15, tzinfo=UTC)),
        (1_695_723_300_000, THE_DAY, datetime(2023, 9, 26, 10, 15, tzinfo=UTC)),
    ],
)
def test_an_offset_gives_the_moment_and_keeps_the_publishers_day(text, day, moment):
    """Relative dates are read against the day that the publisher wrote, not against the day in UTC."""
    assert parse_stamp(text) == Stamp(day, moment)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "yesterday", "2023", "2023-09", "2023-02-30", "26 September", "99999999999999", "1e400", "²" * 10],
)
def test_what_is_no_full_date_is_refused_with_an_example_of_one(text):
    """The message says how to write it."""
    with pytest.raises(ValueError, match="2023-09-26"):
        parse_stamp(text)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 1e300, -1e18])
def test_a_number_beyond_the_calendar_is_refused(number):
    """No overflow comes through."""
    with pytest.raises(ValueError, match="not a date"):
        parse_stamp(number)


@given(st.text(max_size=40))
def test_no_text_makes_the_reading_of_a_date_fail_in_another_way(text):
    """Whatever stands in a date field: a stamp or a ValueError."""
    try:
        stamp = parse_stamp(text)
    except ValueError:
        return
    assert isinstance(stamp.day, date)


def test_a_day_that_the_calendar_lacks_is_none():
    """30 February never was."""
    assert parse_day("Feb 30") is None
    assert parse_day("Feb 29, 2023") is None


def test_29_february_needs_no_year_to_be_a_day():
    """It exists in some years."""
    assert parse_day("Feb. 29") == MonthDay(2, 29)


def test_the_nearest_year_is_found_across_new_year():
    """A dateline of 31 December in an article of 1 January is of the year before."""
    assert MonthDay(12, 31).nearest(date(2024, 1, 1)) == date(2023, 12, 31)
    assert MonthDay(2, 29).nearest(date(2023, 3, 1)) == date(2024, 2, 29)
