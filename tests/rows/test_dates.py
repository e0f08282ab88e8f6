"""The days of a cell."""

import pytest

from app.domain.calendar import Precision
from app.rows.dates import days_of


@pytest.mark.parametrize(
    ("text", "forms", "start", "end"),
    [
        ("2023-09-26", (), "2023-09-26", "2023-09-26"),
        ("2023-09", (), "2023-09", "2023-09"),
        ("2023", (), "2023", "2023"),
        ("2023-09-26T10:30:00Z", (), "2023-09-26", "2023-09-26"),
        ("2023-09-26/2023-09-28", (), "2023-09-26", "2023-09-28"),
        ("26 September 2023", (), "2023-09-26", "2023-09-26"),
        ("September 26–28, 2023", (), "2023-09-26", "2023-09-28"),
        ("November 30 - December 2, 2015", (), "2015-11-30", "2015-12-02"),
        ("September 2023", (), "2023-09", "2023-09"),
        ("26.09.2023", ("%d.%m.%Y",), "2023-09-26", "2023-09-26"),
        ("09/26/2023", ("%d.%m.%Y", "%m/%d/%Y"), "2023-09-26", "2023-09-26"),
        ("Sep 2023", ("%b %Y",), "2023-09", "2023-09"),
        ("2023", ("%Y",), "2023", "2023"),
        ("spring of 2023", ("%Y", "words"), "2023", "2023"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text, forms, start, end):
    """By a form, or by the usual ones."""
    first, last = days_of(text, forms)

    assert (first.iso, last.iso) == (start, end)


def test_a_form_without_a_day_gives_a_month():
    """Reduced precision is part of the date."""
    assert days_of("09.2023", ("%m.%Y",))[0].precision is Precision.MONTH


@pytest.mark.parametrize("text", ["03/04/2023", "soon", "2023-02-30", "26 September", "2023-9-1", "", "2019 and 2021"])
def test_a_date_that_could_mean_two_days_is_not_guessed(text):
    """The mapping must say which form it has."""
    with pytest.raises(ValueError, match="is no date in the form"):
        days_of(text)
