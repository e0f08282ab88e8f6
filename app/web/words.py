"""Values of records in, the words and signs that people read out."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.knowledge import states, topics

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
# From the letters of an alpha-2 code to the two signs that are drawn as its flag.
REGIONAL = 0x1F1E6 - ord("A")
BASES = {
    "stated": "stated in full",
    "year_inferred": "the year follows from the day of publication",
    "weekday": "read from a weekday and the day of publication",
    "relative": "read from words such as “today” and the day of publication",
    "narrative": "read from another date of the text",
    "duration": "worked out from a start and a length",
    "publication": "no date word: the day of publication",
}
FIELDS = {
    "kind": "Kind",
    "status": "Status",
    "level": "Level",
    "start": "First day",
    "end": "Last day",
    "place": "Place",
    "parties": "Parties",
    "series": "Series",
}


def flag(code: str | None) -> str:
    """The flag of a state, by its alpha-3 code; empty for what has none."""
    state = states.by_code(code) if code else None
    return "".join(chr(REGIONAL + ord(letter)) for letter in state.alpha2) if state else ""


def country(code: str | None) -> str:
    """The usual name of a state; the code where it is none."""
    state = states.by_code(code) if code else None
    return state.name if state else code or ""


def topic(key: str) -> str:
    """The label of a topic; the key where it is none that is known."""
    known = topics.by_key().get(key)
    return known.label if known else key.replace("_", " ")


def day(written: str | date | None) -> str:
    """`2023-09-26` as `26 September 2023`; also `2023-09` and `2023`."""
    parts = str(written or "").split("-")
    if not parts[0].isdigit():
        return ""
    named = [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join([*([str(int(parts[2]))] if len(parts) > 2 else []), *named, parts[0]])


def moment(written: str) -> str:
    """A moment in UTC, to the minute."""
    return f"{day(written[:10])}, {written[11:16]} UTC"


def uncertain(found: Mapping[str, Any] | None) -> str:
    """A date in no finer words than it is known: `in September 2023`, `in the week of 25 September 2023`."""
    if found is None:
        return "date unknown"
    first, last = str(found["earliest"]), str(found["latest"])
    if first == last:
        return day(first)
    if found["precision"] == "week":
        return f"week of {day(first)}"
    if found["precision"] in ("month", "year") and found["date"]:
        return day(found["date"])
    return between(first, last)


def between(first: str, last: str) -> str:
    """Two days as an interval, without saying a month or a year twice."""
    a, b = first.split("-"), last.split("-")
    if a == b:
        return day(first)
    if (whole := _whole(first, last)) is not None:
        return day(whole)
    if a[:2] == b[:2]:
        return f"{int(a[2])}–{day(last)}"
    if a[0] == b[0]:
        return f"{int(a[2])} {MONTHS[int(a[1]) - 1]} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def _whole(first: str, last: str) -> str | None:
    """The year or month of which these are the first and the last day."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    if begin.day != 1 or begin.year != end.year or end.day != monthrange(end.year, end.month)[1]:
        return None
    if (begin.month, end.month) == (1, 12):
        return first[:4]
    return first[:7] if begin.month == end.month else None


def duration(record: Mapping[str, Any]) -> str:
    """When a meeting takes place, from its first day to its last where both are known to the day."""
    start, end = record["start"], record["end"]
    exact = all(one and one["earliest"] == one["latest"] for one in (start, end))
    if exact and start["earliest"] < end["earliest"]:
        return between(start["earliest"], end["earliest"])
    return uncertain(start)


def place(found: Mapping[str, Any] | None) -> str:
    """Venue, city and country of a place."""
    if found is None:
        return ""
    parts = [found["venue"], found["city"], country(found["country"])]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def listed(words: Sequence[str]) -> str:
    """`A, B and C`."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def party(side: Mapping[str, Any]) -> str:
    """The name of a participant's state or organisation."""
    return country(side["country"]) if side["country"] else str(side["organisation"] or "party unknown")


def claimed(field: str, value: Any) -> str:
    """A claimed value of a contested field."""
    if value is None or value == []:
        return "nothing"
    if field in ("start", "end"):
        return uncertain(value)
    if field == "place":
        return place(value) or "nothing"
    if field == "parties":
        return listed([country(code) for code in value])
    return str(value).replace("_", " ")


def number(value: int) -> str:
    """A number with its thousands parted."""
    return f"{value:,}".replace(",", "\u202f")


def plural(count: int, word: str) -> str:
    """`1 source`, `2 sources`."""
    return f"{number(count)} {word}{'' if count == 1 else 's'}"


FILTERS = {
    one.__name__: one
    for one in (
        flag, country, topic, day, between, moment, uncertain, duration, place, listed, party, number, plural
    )
}  # fmt: skip
