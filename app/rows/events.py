"""A calendar (iCalendar, RFC 5545) in, its events as rows with the numbers of their lines out.

Each event is parsed by itself, so that a broken one costs no other. Days are those of the event's own time zone, as
its author wrote them; moments in UTC are put into the calendar's zone where it names one.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar import Event

from app.rows.table import BadRow, Row
from app.sources.dates import of_datetime

_ZONE = re.compile(r"^X-WR-TIMEZONE[^:\r\n]*:\s*(\S+)", re.MULTILINE | re.IGNORECASE)
_NAME = re.compile(r"^X-WR-CALNAME[^:\r\n]*:[ \t]*(\S[^\r\n]*)", re.MULTILINE | re.IGNORECASE)
_RECURRING = ("RRULE", "RDATE")
# Properties that say when the calendar had the event so; the latest counts.
_STAMPS = ("LAST-MODIFIED", "DTSTAMP", "CREATED")
# An event of more lines holds attached files.
_MOST_LINES = 5_000
COLUMNS = ("summary", "start", "end", "location", "status", "organizer", "attendee", "categories", "description", "url")


def recognises(head: str) -> bool:
    """Whether a document that begins so is a calendar."""
    return head[:200].upper().startswith("BEGIN:VCALENDAR")


def rows_of(text: str) -> Iterator[Row | BadRow]:
    """The events of a calendar, in order."""
    zone = _zone(text)
    for number, lines in _blocks(text):
        if len(lines) > _MOST_LINES:
            yield BadRow(number, f"an event of more than {_MOST_LINES:,} lines")
            continue
        try:
            event = Event.from_ical("\r\n".join(lines))
            yield _row(number, event, zone) if isinstance(event, Event) else BadRow(number, "no event of iCalendar")
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            yield BadRow(number, f"no event of iCalendar: {' '.join(str(error).split())[:300]}")


def name_of(text: str) -> str | None:
    """What a calendar calls itself; None where it does not."""
    named = _NAME.search(text)
    return named[1].replace("\\,", ",").strip() if named else None


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each event with the number of its first; alarms inside are left out."""
    inside: list[str] | None = None
    begin, alarm = 0, False
    for number, line in enumerate(text.splitlines(), start=1):
        mark = line.strip().upper()
        if mark == "BEGIN:VEVENT":
            inside, begin, alarm = [], number, False
        if inside is None:
            continue
        alarm = alarm or mark == "BEGIN:VALARM"
        if not alarm and line.strip():
            inside.append(line)
        alarm = alarm and mark != "END:VALARM"
        if mark == "END:VEVENT":
            yield begin, inside
            inside = None
    if inside is not None:
        yield begin, [*inside, "END:VEVENT"]


def _zone(text: str) -> tzinfo:
    """The calendar's own time zone; UTC where it names none that is known."""
    named = _ZONE.search(text)
    try:
        return ZoneInfo(named[1]) if named else UTC
    except (ValueError, OSError):
        return UTC


def _row(number: int, event: Event, zone: tzinfo) -> Row | BadRow:
    if any(name in event for name in _RECURRING):
        return BadRow(number, "an event that recurs tells a habit, not one occasion: export its occasions one by one")
    if "DTSTART" not in event:
        return BadRow(number, "an event without DTSTART")
    first, last = _day(event.decoded("DTSTART"), zone), _last_day(event, zone)
    cells = {
        "uid": _text(event, "UID"),
        "recurrence-id": str(_day(event.decoded("RECURRENCE-ID"), zone)) if "RECURRENCE-ID" in event else "",
        **{name: _text(event, name.upper()) for name in COLUMNS},
        "start": first.isoformat(),
        "end": max(first, last).isoformat(),
        "organizer": _who(event, "ORGANIZER"),
        "attendee": _who(event, "ATTENDEE"),
        "categories": _categories(event),
    }
    stamps = [stamp for name in _STAMPS if isinstance(stamp := _decoded(event, name), datetime)]
    published = max((_aware(stamp) for stamp in stamps), default=None)
    return Row(number, cells, of_datetime(published) if published else None)


def _last_day(event: Event, zone: tzinfo) -> date:
    """The last day: DTEND is the first moment after the event, and an event without one fills its day."""
    start = event.decoded("DTSTART")
    end = _decoded(event, "DTEND")
    duration = _decoded(event, "DURATION")
    if end is None:
        end = start + duration if isinstance(duration, timedelta) else start
    if end == start or not isinstance(end, (date, datetime)):
        return _day(start, zone)
    return _day(end - (timedelta(seconds=1) if isinstance(end, datetime) else timedelta(days=1)), zone)


def _day(value: date | datetime, zone: tzinfo) -> date:
    """The calendar day of a day or a moment."""
    if not isinstance(value, datetime):
        return value
    return (value.astimezone(zone) if value.utcoffset() == timedelta(0) else value).date()


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _decoded(event: Event, name: str) -> object:
    """A property's value; None where there is none."""
    return event.decoded(name) if name in event else None


def _all(event: Event, name: str) -> list[object]:
    """Every value of a property that may stand more than once."""
    value = event.get(name)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _text(event: Event, name: str) -> str:
    return "\n".join(str(value) for value in _all(event, name))


def _who(event: Event, name: str) -> str:
    """The names of calendar users; their mail addresses stay out of the record."""
    names = (str(getattr(value, "params", {}).get("CN", "")) for value in _all(event, name))
    return "\n".join(name for name in names if name and "@" not in name)


def _categories(event: Event) -> str:
    return "\n".join(str(word) for value in _all(event, "CATEGORIES") for word in getattr(value, "cats", [value]))
