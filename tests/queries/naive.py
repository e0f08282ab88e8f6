"""Meetings as plain values in memory, and what every filter means, said once more without a database."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.calendar import PartialDate
from app.domain.geography import Box, Circle
from app.knowledge import memberships
from app.queries.filters import MeetingFilter
from app.queries.intervals import Interval
from app.queries.terms import Terms
from app.queries.words import Search, Term


@dataclass(frozen=True)
class Side:
    """Somebody who takes part: a state or an organisation, or a person."""

    role: str
    country: str | None = None
    organisation: str | None = None
    person: str | None = None


@dataclass(frozen=True)
class Known:
    """A meeting as a test remembers it; `reports` are outlets with days of publication, `passages` lists of words."""

    id: str
    sides: Sequence[Side]
    kind: str
    status: str
    level: str
    topics: frozenset[str]
    city: str | None
    country: str | None
    point: tuple[float, float] | None
    series: str | None
    start: PartialDate | None
    end: PartialDate | None
    updated_at: datetime
    sources: int
    confidence: float
    reports: Sequence[tuple[str | None, date | None]]
    passages: Sequence[Sequence[str]]
    stands: bool


def holds(terms: Terms, has: Callable[[str], bool]) -> bool:
    """What `Terms` mean."""
    return all(any(map(has, group)) for group in terms.groups) and not any(map(has, terms.excluded))


def answers(meeting: Known, asked: MeetingFilter) -> bool:
    """Whether the meeting answers the question."""
    return meeting.stands and all(holds_of(meeting, asked) for holds_of in (_parties, _record, _numbers, _reports))


def _parties(meeting: Known, asked: MeetingFilter) -> bool:
    def takes_part(is_asked: Callable[[Side], bool]) -> bool:
        return any(is_asked(side) and holds(asked.role, side.role.__eq__) for side in meeting.sides)

    if not (asked.country or asked.member_of or asked.person or asked.organisation):
        return holds(asked.role, lambda role: any(side.role == role for side in meeting.sides))
    return (
        holds(asked.country, lambda code: takes_part(lambda side: side.country == code))
        and holds(asked.member_of, lambda bloc: takes_part(lambda side: _is_member(side, bloc, meeting)))
        and holds(asked.person, lambda name: takes_part(lambda side: side.person == name.lower()))
        and holds(asked.organisation, lambda short: takes_part(lambda side: side.organisation == short))
    )


def _is_member(side: Side, bloc: str, meeting: Known) -> bool:
    spells = [spell for spell in memberships.of(bloc) if spell.country == side.country]
    if meeting.start is None:
        return any(spell.last is None for spell in spells)
    first, last = meeting.start.earliest, (meeting.end or meeting.start).latest
    return any((spell.first or first) <= last and (spell.last or last) >= first for spell in spells)


def _record(meeting: Known, asked: MeetingFilter) -> bool:
    lies_in = {part.lower() for part in (meeting.city, meeting.country) if part}
    return all(
        (
            holds(asked.kind, lambda kind: kind == meeting.kind),
            holds(asked.status, lambda status: status == meeting.status),
            holds(asked.level, lambda level: level == meeting.level),
            holds(asked.topic, lambda topic: topic in meeting.topics),
            holds(asked.place, lambda place: place.lower() in lies_in),
            holds(asked.series, lambda series: series == meeting.series),
            asked.days is None or _overlaps(meeting, asked.days),
            asked.box is None or _in_box(meeting.point, asked.box),
            asked.circle is None or _in_circle(meeting.point, asked.circle),
            asked.search is None or _is_found(meeting.passages, asked.search),
            asked.updated_since is None or meeting.updated_at >= asked.updated_since,
        )
    )


def _numbers(meeting: Known, asked: MeetingFilter) -> bool:
    parties = sum(side.person is None for side in meeting.sides)
    return (
        meeting.sources >= asked.min_sources
        and meeting.confidence >= asked.min_confidence
        and asked.parties_min <= parties <= (math.inf if asked.parties_max is None else asked.parties_max)
    )


def _reports(meeting: Known, asked: MeetingFilter) -> bool:
    days = asked.published
    timely = [outlet for outlet, day in meeting.reports if days is None or (day and _is_in(day, day, days))]
    if not asked.outlet:
        return days is None or bool(timely)
    return holds(asked.outlet, lambda outlet: outlet in [name and name.lower() for name in timely])


def _overlaps(meeting: Known, days: Interval) -> bool:
    if meeting.start is None:
        return False
    return _is_in(meeting.start.earliest, (meeting.end or meeting.start).latest, days)


def _is_in(first: date, last: date, days: Interval) -> bool:
    return first <= (days.last or date.max) and last >= (days.first or date.min)


def _in_box(point: tuple[float, float] | None, box: Box) -> bool:
    if point is None or not box.south <= point[0] <= box.north:
        return False
    if box.west <= box.east:
        return box.west <= point[1] <= box.east
    return point[1] >= box.west or point[1] <= box.east


def _in_circle(point: tuple[float, float] | None, circle: Circle) -> bool:
    """By the angle between the two places as seen from the middle of the Earth."""
    if point is None:
        return False
    one, other = _vector(*point), _vector(circle.latitude, circle.longitude)
    cosine = sum(a * b for a, b in zip(one, other, strict=True))
    return math.acos(max(-1.0, min(1.0, cosine))) * 6371.0088 <= circle.km


def _vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = math.radians(latitude), math.radians(longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)


def _is_found(passages: Iterable[Sequence[str]], search: Search) -> bool:
    def stands_in(term: Term) -> bool:
        return any(_stands_at(words[at:], term) for words in passages for at in range(len(words)))

    return all(map(stands_in, search.wanted)) and not any(map(stands_in, search.unwanted))


def _stands_at(words: Sequence[str], term: Term) -> bool:
    *exact, last = term.words
    here = words[: len(term.words)]
    if len(here) < len(term.words) or list(here[:-1]) != exact:
        return False
    return here[-1].startswith(last) if term.prefix else here[-1] == last


def in_order(meetings: Iterable[Known], sort: str, keys: Mapping[str, Callable[[Known], object]]) -> list[str]:
    """The ids in an order: rows without a key last, ties by id."""
    key = keys[sort.lstrip("-")]
    keyed = [meeting for meeting in meetings if key(meeting) is not None]
    bare = [meeting for meeting in meetings if key(meeting) is None]
    descending = sort.startswith("-")
    keyed.sort(key=lambda meeting: (key(meeting), meeting.id), reverse=descending)
    bare.sort(key=lambda meeting: meeting.id, reverse=descending)
    return [meeting.id for meeting in (*keyed, *bare)]
