"""Meetings in, an iCalendar file out (RFC 5545): one all-day event each, for calendars that people subscribe to.

An event lasts from the first day that the meeting can begin to the last on which it can end; where these are not known
to the day, its summary says so and it takes no time. Meetings of which no day is known at all are left out.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event
from msgspec.json import Decoder

from app.exports.about import About
from app.exports.records import Batch, Date, Meeting

PRODUCT = "-//Summitry//EN"
# RFC 5545 knows three. What was held is as sure as what is agreed; what was put off is to take place, but not then.
STATUS = {
    "held": "CONFIRMED",
    "ongoing": "CONFIRMED",
    "scheduled": "CONFIRMED",
    "proposed": "TENTATIVE",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}
# How often a calendar program should ask again.
REFRESH = timedelta(hours=6)
DAY = "day"
END = b"END:VCALENDAR\r\n"
MEETING = Decoder(Meeting)


def write(batches: Iterable[Batch], about: About) -> Iterator[bytes]:
    """The calendar, a piece for each batch."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", about.title)
    calendar.add("name", about.title)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    yield calendar.to_ical().removesuffix(END)
    for batch in batches:
        yield b"".join(event_of(MEETING.decode(record), about.server) for record in batch)
    yield END


def event_of(meeting: Meeting, server: str) -> bytes:
    """The event of a meeting; nothing for one of unknown date."""
    if meeting.start is None:
        return b""
    ends = meeting.end or meeting.start
    is_exact = meeting.start.precision == ends.precision == DAY
    updated = datetime.fromisoformat(meeting.updated_at)
    event = Event()
    event.add("uid", f"{meeting.id}@summitry")
    event.add("dtstamp", updated)
    event.add("last-modified", updated)
    event.add("dtstart", date.fromisoformat(meeting.start.earliest))
    # The end of an event is the first moment after it.
    event.add("dtend", date.fromisoformat(max(ends.latest, meeting.start.latest)) + timedelta(days=1))
    event.add("summary", meeting.title if is_exact else f"{meeting.title} (day not known)")
    event.add("status", STATUS[meeting.status])
    event.add("transp", "OPAQUE" if is_exact else "TRANSPARENT")
    event.add("description", _description(meeting))
    event.add("url", server + meeting.url)
    if meeting.topics:
        event.add("categories", meeting.topics)
    _add_place(event, meeting)
    return bytes(event.to_ical())


def _add_place(event: Event, meeting: Meeting) -> None:
    place = meeting.place
    if place is None:
        return
    words = [word for word in (place.venue, place.city, place.country) if word]
    if words:
        event.add("location", ", ".join(words))
    if place.latitude is not None and place.longitude is not None:
        event.add("geo", (place.latitude, place.longitude))


def _description(meeting: Meeting) -> str:
    """The life cycle, the sides with their people, and how well all that is known, one a line."""
    lines = [f"Status: {meeting.status}", f"Level: {meeting.level}", f"First day: {_told(meeting.start)}"]
    for side in meeting.participants:
        people = ", ".join(f"{p.name} ({p.title})" if p.title else p.name for p in side.people)
        lines.append(f"{side.code or 'Others'}: {people}" if people else f"{side.code}")
    return "\n".join([*lines, f"Independent sources: {meeting.independent_source_count}"])


def _told(day: Date | None) -> str:
    if day is None:
        return "not known"
    return day.date or f"{day.earliest} to {day.latest}"
