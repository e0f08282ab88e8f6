"""The reports of one meeting in, the fields of its record out: one stated policy a field (`POLICIES`).

A person's correction of a field stands above all that the reports say of it.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import prod
from types import MappingProxyType
from typing import Any, TypeVar

from app.domain.meetings import Kind, Level, Party, PartyKind, Place, PlacePrecision, Role, Salience, Status
from app.resolution.attendance import settle_people
from app.resolution.reports import MeetingFields, Report, in_order, voices
from app.resolution.timing import HAPPENED, OFF, settle_end, settle_start, since_put_off

T = TypeVar("T", bound=Hashable)

_MOST_REPORTS = "What most independent reports say; the latest of equals."
_DATES = (
    "The date that most reports of the meeting as it happened support, or else most of all; the narrowest of those "
    "that agree, the latest of equals. Of a meeting that was put off, the new date where any report knows it."
)
POLICIES: Mapping[str, str] = MappingProxyType(
    {
        "kind": _MOST_REPORTS,
        "status": "The latest report; but a mere plan takes back nothing that was further on, what took place is "
        "undone only by more reports than tell of it, and a text that recalls how a date was given up is no news.",
        "level": _MOST_REPORTS + " An unknown level counts for nothing.",
        "salience": "Main where any article is about the meeting.",
        "start": _DATES,
        "end": _DATES + " It fits the start.",
        "parties": "Those in at least a third of the independent reports, all of a conference, and at least those of "
        "the fullest report; each with the most frequent role that says more than that it takes part.",
        "people": "Everybody named for a party of the record; forms of one name are one person, with the fullest name.",
        "place": "The country that most reports give, those of the meeting as it happened first, and its most precise "
        "place. Of a meeting that was put off, the new place likewise.",
        "topics": "Those of all reports, the most frequent first.",
        "series": _MOST_REPORTS,
        "confidence": "The chance that not every independent report is wrong, at most 0.99.",
    }
)

# What people say of fields of `MeetingFields`, by the field's name.
Corrections = Mapping[str, Any]
NO_CORRECTIONS: Corrections = MappingProxyType({})

MOST_SURE = 0.99
# A party that fewer of the reports name was read wrongly or was there for something else.
PARTY_SHARE = 1 / 3
PLANNED = (Status.PROPOSED, Status.SCHEDULED)
PRECISIONS = (None, PlacePrecision.COUNTRY, PlacePrecision.REGION, PlacePrecision.CITY, PlacePrecision.VENUE)


def settle(reports: Sequence[Report], corrections: Corrections = NO_CORRECTIONS) -> MeetingFields:
    """The record that the reports and the corrections come to. There must be one report; their order is all one."""
    every, independent = in_order(reports), voices(reports)
    kind = corrections.get("kind") or most_reported(report.candidate.kind for report in independent) or Kind.MEETING
    parties = corrections.get("parties") or reported_parties(independent, kind)
    start = settle_start(independent) or settle_start(every)
    start = corrections.get("start", start)
    first, last = _reported(every)
    settled = MeetingFields(
        kind=kind,
        status=turning_points(every)[-1].candidate.status,
        level=most_reported(r.candidate.level for r in independent if r.candidate.level is not Level.UNKNOWN)
        or Level.UNKNOWN,
        salience=Salience.MAIN if any(r.candidate.salience is Salience.MAIN for r in every) else Salience.BACKGROUND,
        parties=parties,
        people=settle_people(every, parties),
        start=start,
        end=settle_end(independent, start) or settle_end(every, start),
        place=agreed_place(independent) or agreed_place(every),
        topics=topics_by_frequency(independent),
        series=most_reported(r.candidate.series for r in independent if r.candidate.series),
        confidence=min(MOST_SURE, 1 - prod(1 - r.candidate.confidence for r in independent)),
        source_count=len({report.article_id for report in every}),
        independent_source_count=len({report.origin for report in every}),
        first_reported=first,
        last_reported=last,
    )
    return replace(settled, **corrections, corrected=tuple(sorted(corrections))) if corrections else settled


def most_reported(values: Iterable[T]) -> T | None:
    """The most frequent value; of equally frequent ones the one that was said last."""
    said = list(values)
    counts, last = Counter(said), {value: number for number, value in enumerate(said)}
    return max(counts, key=lambda value: (counts[value], last[value]), default=None)


def _level(reports: Sequence[Report]) -> Level:
    known = (report.candidate.level for report in reports if report.candidate.level is not Level.UNKNOWN)
    return most_reported(known) or Level.UNKNOWN


def turning_points(reports: Iterable[Report]) -> list[Report]:
    """The reports after which the meeting stood elsewhere, from the earliest to the latest: its life, step by step.

    The latest word counts, save what `takes_back_nothing` and `recalls_an_old_plan` leave out.
    """
    known = in_order(reports)
    turns: list[Report] = []
    for report in known:
        status = turns[-1].candidate.status if turns else None
        if report.candidate.status == status or recalls_an_old_plan(report, known):
            continue
        if status is None or not takes_back_nothing(report, status, known):
            turns.append(report)
    return turns or known[-1:]


def takes_back_nothing(report: Report, status: Status, known: Sequence[Report]) -> bool:
    """Whether a report leaves the status as it is.

    "The planned summit" in a later text does not undo that it was held, nor "the proposed talks" that they have a date.
    That it was put off or called off does, and then a new plan counts again; but what took place is undone only where
    more reports say afterwards that it did not than tell of it.
    """
    said = report.candidate.status
    if status not in HAPPENED:
        return (status, said) == (Status.SCHEDULED, Status.PROPOSED)
    if said not in OFF:
        return said in PLANNED
    happened = [one for one in known if one.candidate.status in HAPPENED]
    denied = [one for one in known if one.candidate.status in OFF and one.rank > happened[0].rank]
    return len({one.origin for one in denied}) <= len({one.origin for one in happened})


def recalls_an_old_plan(report: Report, known: Iterable[Report]) -> bool:
    """Whether a report tells how a date was given up for a later one that was known by then: history, not news."""
    day = report.candidate.start
    if report.candidate.status not in OFF or day is None or report.published is None:
        return False
    return any(
        other.candidate.start is not None
        and other.candidate.start.earliest > day.latest
        and other.candidate.status not in OFF
        and (other.published or date.max) <= report.published
        for other in known
    )


def reported_parties(reports: Sequence[Report], kind: Kind) -> tuple[Party, ...]:
    """Those in at least a third of the reports, all of a conference, and at least those of the fullest report."""
    counts: Counter[tuple[str, PartyKind]] = Counter()
    for report in reports:
        counts.update({(party.code, party.kind) for party in report.candidate.parties})
    least = 0.0 if kind is Kind.CONFERENCE else PARTY_SHARE * len(reports)
    kept = {key for key, number in counts.items() if number >= least}
    if len(kept) < 2:
        fullest = max(reports, key=lambda report: len(report.candidate.parties))
        kept |= {(party.code, party.kind) for party in fullest.candidate.parties}
    order = sorted(kept, key=lambda key: (key[1] is not PartyKind.STATE, key[0]))
    return tuple(Party(code, what, _role(reports, code)) for code, what in order)


def _role(reports: Sequence[Report], code: str) -> Role:
    roles = (p.role for r in reports for p in r.candidate.parties if p.code == code and p.role is not Role.PARTICIPANT)
    return most_reported(roles) or Role.PARTICIPANT


def agreed_place(reports: Sequence[Report]) -> Place | None:
    """Of the country that most reports give, the most precise place; of the city most give where cities differ.

    The reports of the meeting as it happened go first, and those that know the new date of one that was put off.
    """
    reports = since_put_off(reports)
    places = [r.candidate.place for r in reports if r.candidate.status in HAPPENED and r.candidate.place]
    places = places or [r.candidate.place for r in reports if r.candidate.place]
    places = _agreeing(places, lambda place: place.country)
    places = _agreeing(places, lambda place: place.city)
    return max(reversed(places), key=lambda place: PRECISIONS.index(place.precision), default=None)


def _agreeing(places: list[Place], part: Callable[[Place], str | None]) -> list[Place]:
    """Those that say what most say; those that say nothing only where all are silent."""
    most = most_reported(value for place in places if (value := part(place)))
    return [place for place in places if part(place) == most]


def topics_by_frequency(reports: Sequence[Report]) -> tuple[str, ...]:
    """The topics of all reports, the most frequent first, those of equal frequency by name."""
    counts = Counter(topic for report in reports for topic in dict.fromkeys(report.candidate.topics))
    return tuple(sorted(counts, key=lambda topic: (-counts[topic], topic)))


def _reported(reports: Sequence[Report]) -> tuple[date | None, date | None]:
    days = sorted(report.published for report in reports if report.published)
    return (days[0], days[-1]) if days else (None, None)
