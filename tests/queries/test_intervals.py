"""How dates and intervals of them are read."""

from datetime import UTC, date, datetime

import pytest

from app.errors import InvalidFilterError
from app.queries.intervals import Interval, parse_interval, parse_moment


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023-09-26", date(2023, 9, 26), date(2023, 9, 26)),
        ("2023-09", date(2023, 9, 1), date(2023, 9, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-09-01/2023-09-30", date(2023, 9, 1), date(2023, 9, 30)),
        ("2022/2023-02", date(2022, 1, 1), date(2023, 2, 28)),
        ("../2023", None, date(2023, 12, 31)),
        ("2023-09/..", date(2023, 9, 1), None),
        ("/2023", None, date(2023, 12, 31)),
        ("2023/", date(2023, 1, 1), None),
    ],
)
def test_a_date_covers_all_its_days_and_an_end_may_be_open(written: str, first: date, last: date) -> None:
    """Months and years stand for their first and last days."""
    assert parse_interval(written, "datetime") == Interval(first, last)


@pytest.mark.parametrize(
    "written",
    ["", "..", "/", "../..", "yesterday", "2023-13", "2023-02-30", "0000", "23-09", "2023-9-1", "2023/2022", "a/b/c",
     "2023-09-26T12:00:00Z", "２０２３", "+202", "2023-09-26/x"],
)  # fmt: skip
def test_what_is_no_date_is_refused(written: str) -> None:
    """The parameter is named."""
    with pytest.raises(InvalidFilterError) as refused:
        parse_interval(written, "datetime")
    assert refused.value.parameter == "datetime"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-01-05T12:00:00Z", datetime(2024, 1, 5, 12, tzinfo=UTC)),
        ("2024-01-05T12:00:00+09:00", datetime(2024, 1, 5, 3, tzinfo=UTC)),
        ("2024-01-05T12:00:00 09:00", datetime(2024, 1, 5, 3, tzinfo=UTC)),
        ("2024-01-05", datetime(2024, 1, 5, tzinfo=UTC)),
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_moment_is_brought_to_utc(written: str, moment: datetime) -> None:
    """A day begins in UTC; a plus sign that a client did not escape is understood."""
    assert parse_moment(written, "updated_since") == moment


@pytest.mark.parametrize("written", ["", "now", "2024-01-05T12:00:00", "2024-02-30", "0001-01-01T00:00:00+09:00"])
def test_what_is_no_moment_is_refused(written: str) -> None:
    """A moment without a time zone could be any, and one before the first year is none."""
    with pytest.raises(InvalidFilterError) as refused:
        parse_moment(written, "updated_since")
    assert refused.value.parameter == "updated_since"
