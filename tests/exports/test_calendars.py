"""iCalendar: events that a calendar program reads as the record means them."""

from datetime import UTC, date, datetime

import icalendar
import pytest

from app.domain.meetings import Status
from app.exports import calendars
from tests.exports.records import ABOUT, a_day, a_meeting, a_place, a_side


def events(*records: bytes) -> list[icalendar.Event]:
    """The events of the file, as the library reads them."""
    calendar = icalendar.Calendar.from_ical(b"".join(calendars.write([list(records)], ABOUT)))
    assert calendar["version"] == "2.0"
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def test_a_meeting_of_one_day_is_an_all_day_event():
    """It ends before the next day begins; its id does not depend on what the record says."""
    day = a_day("2023-09-26")
    (event,) = events(a_meeting(title="Talks; in Seoul, \\ again\nand again", start=day, end=day))

    assert (event.start, event.end) == (date(2023, 9, 26), date(2023, 9, 27))
    assert event["summary"] == "Talks; in Seoul, \\ again\nand again"
    assert event["uid"] == "m202309-4e5f60718293a1b2@summitry"
    assert event["transp"] == "OPAQUE"
    assert event["last-modified"].dt == datetime(2024, 1, 5, 12, tzinfo=UTC)
    assert event["url"] == "https://summitry.example/v1/meetings/m202309-4e5f60718293a1b2"


def test_a_meeting_of_several_days_lasts_to_the_last_one():
    """The end of an event is the first moment after it."""
    (event,) = events(a_meeting(start=a_day("2023-09-26"), end=a_day("2023-09-28")))

    assert (event.start, event.end) == (date(2023, 9, 26), date(2023, 9, 29))


@pytest.mark.parametrize("end", [None, a_day("2023-08-01", "2023-08-31", "month")])
def test_a_meeting_whose_day_is_not_known_claims_no_day(end: dict[str, str] | None):
    """It spans all days that are possible, takes no time, and its summary says that the day is not known."""
    (event,) = events(a_meeting(start=a_day("2023-08-01", "2023-08-31", "month"), end=end))

    assert (event.start, event.end) == (date(2023, 8, 1), date(2023, 9, 1))
    assert event["transp"] == "TRANSPARENT"
    assert event["summary"].endswith("(day not known)")


def test_a_meeting_of_unknown_date_is_left_out():
    """There is no day to put it on."""
    assert events(a_meeting(start=None)) == []


@pytest.mark.parametrize("status", Status)
def test_every_status_has_one_of_the_calendars(status: Status):
    """Cancelled is cancelled, what is not settled is tentative, all else confirmed."""
    (event,) = events(a_meeting(status=status))

    unsettled = {Status.PROPOSED: "TENTATIVE", Status.POSTPONED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
    assert event["status"] == unsettled.get(status, "CONFIRMED")


def test_place_and_people_are_told():
    """The place with its coordinates, where there is one; the sides with those who are named."""
    place = a_place("KOR", city="Seoul", latitude=37.57, longitude=126.98)
    there, nowhere = events(
        a_meeting(place=place, participants=[a_side("KOR", "host", "Park Jin"), a_side("EU")]), a_meeting(place=None)
    )

    assert there["location"] == "Seoul, KOR"
    assert (there["geo"].latitude, there["geo"].longitude) == (37.57, 126.98)
    assert "KOR: Park Jin (Minister)\nEU\n" in there["description"]
    assert "location" not in nowhere
