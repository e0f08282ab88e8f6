"""The year of a dateline without one."""

from datetime import date

import pytest

from app.sources.dates import MonthDay
from app.sources.years import infer_year

SEPT_26 = MonthDay(9, 26)


def test_the_most_recent_year_with_that_weekday_is_taken():
    """26 September was a Tuesday in 2017 and 2023."""
    assert infer_year(SEPT_26, "The envoys met on Tuesday.", date(2026, 11, 23)) == 2023


def test_the_day_may_not_lie_in_the_future():
    """In August 2023 the September of that year was still to come."""
    assert infer_year(SEPT_26, "The envoys met on Tuesday.", date(2023, 8, 1)) == 2017


def test_a_later_year_in_the_text_rules_an_earlier_one_out():
    """A text that speaks of 2019 as past is not of 2017."""
    assert infer_year(SEPT_26, "They met on Tuesday, as last in 2019.", date(2023, 8, 1)) is None


@pytest.mark.parametrize("aim", ["by 2025", "until 2025", "the budget for 2025"])
def test_years_that_the_text_looks_forward_to_do_not_count(aim):
    """ "By 2025" was written before 2025."""
    assert infer_year(SEPT_26, f"The envoys met on Tuesday to end the dispute {aim}.", date(2026, 11, 23)) == 2023


@pytest.mark.parametrize(
    "text",
    [
        "The envoys met.",
        "The envoys will meet next Tuesday.",
        "The envoys will meet on Tuesday, Oct. 3.",
        "The envoys met." + " They talked." * 200 + " They parted on Tuesday.",
    ],
)
def test_without_a_weekday_of_that_day_nothing_is_inferred(text):
    """A weekday that is another day's, or far from the lead, says nothing."""
    assert infer_year(SEPT_26, text, date(2026, 11, 23)) is None


def test_a_weekday_that_stands_with_the_day_itself_counts():
    """ "Tuesday, Sept. 26" is the dateline's own day."""
    assert infer_year(SEPT_26, "The envoys met on Tuesday, Sept. 26.", date(2026, 11, 23)) == 2023


def test_29_february_is_sought_in_leap_years_only():
    """29 February was a Thursday in 2024."""
    assert infer_year(MonthDay(2, 29), "The envoys met on Thursday.", date(2026, 11, 23)) == 2024


def test_amounts_are_no_years():
    """ "2,024 troops" and "$2025" do not name a year."""
    text = "The envoys met on Tuesday about $2025 and 2,024 troops."

    assert infer_year(SEPT_26, text, date(2026, 11, 23)) == 2023
