"""Dates of several reports become one, and undated meetings have days on which they can be."""

from datetime import date
from typing import Any

import pytest

from app.domain.meetings import Status
from app.resolution.reports import Report, in_order
from app.resolution.timing import Window, put_off_window, settle_end, settle_start, window_of
from tests.builders import a_day
from tests.resolution.builders import a_report


def days(*starts: str, status: Status = Status.HELD):
    """One report for each start, of days that follow each other."""
    return [
        a_report(start=start, status=status, published=f"2023-10-{number:02d}")
        for number, start in enumerate(starts, 1)
    ]


def test_the_narrowest_of_dates_that_agree_is_taken():
    """ "In August" and "18 August" are no conflict."""
    assert settle_start(days("2023-08", "2023-08-18", "2023")) == a_day("2023-08-18")


def test_a_majority_decides_between_dates_that_conflict():
    """Two reports outweigh one, in whichever order they came."""
    assert settle_start(days("2023-08-18", "2023-08-19", "2023-08-18")) == a_day("2023-08-18")


def test_the_later_of_two_equal_reports_decides():
    """A postponed meeting has the date last told."""
    assert settle_start(days("2023-08-18", "2023-09-20", status=Status.SCHEDULED)) == a_day("2023-09-20")


def test_reports_of_what_happened_outweigh_plans():
    """Two plans for the 18th do not stand against one report that it was the 20th."""
    plans = days("2023-08-18", "2023-08-18", status=Status.SCHEDULED)

    assert settle_start([*plans, a_report(start="2023-08-20")]) == a_day("2023-08-20")


def test_without_any_date_there_is_none():
    """Nothing is made up."""
    assert settle_start([a_report(start=None)]) is None


def test_the_end_is_one_that_fits_the_start():
    """An end before the start belongs to another report's mistake."""
    reports = [
        a_report(start="2023-08-18", end=a_day("2023-08-20")),
        a_report(start="2023-08-18", end=a_day("2023-08-17")),
    ]

    assert settle_end(reports, a_day("2023-08-18")) == a_day("2023-08-20")


def test_a_meeting_of_one_day_ends_on_the_day_found():
    """Where every report has one day, a vaguer end is the same day."""
    reports = in_order([a_report(start="2023-08", end=a_day("2023-08"))])

    assert settle_end(reports, a_day("2023-08-18")) == a_day("2023-08-18")


@pytest.mark.parametrize(
    ("status", "earliest", "latest"),
    [
        (Status.HELD, "2023-07-28", "2023-09-26"),
        (Status.SCHEDULED, "2023-09-23", "2024-01-24"),
        (Status.PROPOSED, "2023-09-23", "2024-03-24"),
    ],
)
def test_an_undated_meeting_can_be_near_its_publication(status: Status, earliest: str, latest: str):
    """What was held lies before, what is planned after."""
    window = window_of(None, None, [a_report(start=None, status=status, published="2023-09-26")])

    assert window == Window(date.fromisoformat(earliest), date.fromisoformat(latest), dated=False)


def test_several_reports_narrow_the_time_of_an_undated_meeting():
    """Planned on the 1st and held by the 26th, it was between."""
    reports = [
        a_report(start=None, status=Status.SCHEDULED, published="2023-09-01"),
        a_report(start=None, status=Status.HELD, published="2023-09-26"),
    ]

    assert window_of(None, None, reports) == Window(date(2023, 8, 29), date(2023, 9, 26), dated=False)


def test_an_undated_report_without_publication_can_be_any_time():
    """Nothing is known, so nothing is said."""
    assert window_of(None, None, [a_report(start=None, published=None)]) is None


def test_a_window_reaches_to_the_end_of_a_visit():
    """From the first day to the last."""
    window = window_of(a_day("2023-09-26"), a_day("2023-09-29"), [])

    assert window == Window(date(2023, 9, 26), date(2023, 9, 29), dated=True)


def test_windows_at_the_edge_of_the_calendar_are_no_error():
    """An article of the year 1 or 9999 is odd, not fatal."""
    report = a_report(start=None, status=Status.PROPOSED, published="9999-12-31")

    assert window_of(None, None, [report]) == Window(date(9999, 12, 28), date.max, dated=False)


def put_off(status: Status = Status.POSTPONED, **fields: Any) -> Report:
    """A report of 28 November that a meeting of December is put off."""
    return a_report(start="2023-12", status=status, published="2023-11-28", **fields)


def test_a_meeting_that_was_put_off_waits_for_a_year():
    """From its old date on, counted from the report."""
    window = put_off_window(Status.POSTPONED, a_day("2023-12"), [put_off()])

    assert window == Window(date(2023, 12, 1), date(2024, 11, 27), dated=False)


@pytest.mark.parametrize("status", [Status.HELD, Status.SCHEDULED])
def test_a_meeting_that_stands_waits_for_nothing(status: Status):
    """It was put off once, and has its new date."""
    assert put_off_window(status, a_day("2024-05-27"), [put_off()]) is None


def test_what_most_reports_call_cancelled_waits_for_nothing():
    """Where as many say that it is put off, it waits."""
    both = [put_off(), put_off(Status.CANCELLED)]

    assert put_off_window(Status.CANCELLED, a_day("2023-12"), both) is not None
    assert put_off_window(Status.CANCELLED, a_day("2023-12"), [*both, put_off(Status.CANCELLED)]) is None


def test_the_new_date_of_a_meeting_that_was_put_off_outweighs_the_old():
    """However many reports named the old one, and whenever a text recalls it."""
    old = [a_report(start="2023-12", status=Status.PROPOSED, published=f"2023-09-{day}") for day in (25, 26, 27)]
    new = a_report(start="2024-05-27", status=Status.SCHEDULED, published="2024-05-20")
    recalled = a_report(start="2023-12", status=Status.POSTPONED, published="2024-05-22")

    assert settle_start([*old, put_off(), new, recalled]) == a_day("2024-05-27")
