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
from app.resolution.timing import HAPPENED, settle_end, settle_start

T = TypeVar("T", bound=Hashable)

_MOST_REPORTS = "What most independent reports say; the latest of equals."
_DATES = (
    "The date that most reports of the meeting as it happened support, or else most of all; the narrowest of those "
    "that agree, the latest of equals."
)
POLICIES: Mapping[str, str] = MappingProxyType(
    {
        "kind": _MOST_REPORTS,
        "status": "The latest report; but a mere plan takes back nothing that was further on.",
        "level": _MOST_REPORTS + " An unknown level counts for nothing.",
        "salience": "Main where any article is about the meeting.",
        "start": _DATES,
        "end": _DATES + " It fits the start.",
        "parties": "Those in at least a third of the independent reports, all of a conference, and at least those of "
        "the fullest report; each with the most frequent role that says more than that it takes part.",
        "people": "Everybody named for a party of the record; forms of one name are one person, with the fullest name.",
        "place": "The country that most reports give, those of the meeting as it happened first, and its most precise "
        "place.",
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
    kind = corrections.get("kind") or _most(report.candidate.kind for report in independent) or Kind.MEETING
    parties = corrections.get("parties") or _parties(independent, kind)
    start = settle_start(independent) or settle_start(every)
    start = corrections.get("start", start)
    first, last = _reported(every)
    settled = MeetingFields(
        kind=kind,
        status=turning_points(every)[-1].candidate.status,
        level=_most(r.candidate.level for r in independent if r.candidate.level is not Level.UNKNOWN) or Level.UNKNOWN,
        salience=Salience.MAIN if any(r.candidate.salience is Salience.MAIN for r in every) else Salience.BACKGROUND,
        parties=parties,
        people=settle_people(every, parties),
        start=start,
        end=settle_end(independent, start) or settle_end(every, start),
        place=_place(independent) or _place(every),
        topics=_topics(independent),
        series=_most(r.candidate.series for r in independent if r.candidate.series),
        confidence=min(MOST_SURE, 1 - prod(1 - r.candidate.confidence for r in independent)),
        source_count=len({report.article_id for report in every}),
        independent_source_count=len({report.origin for report in every}),
        first_reported=first,
        last_reported=last,
    )
    return replace(settled, **corrections, corrected=tuple(sorted(corrections))) if corrections else settled


def _most(values: Iterable[T]) -> T | None:
    """The most frequent value; of equally frequent ones the one that was said last."""
    said = list(values)
    counts, last = Counter(said), {value: number for number, value in enumerate(said)}
    return max(counts, key=lambda value: (counts[value], last[value]), default=None)


def turning_points(reports: Iterable[Report]) -> list[Report]:
    """The reports after which the meeting stood elsewhere, from the earliest to the latest: its life, step by step.

    The latest word counts, but no mere plan takes back what was further on: "the planned summit" in a later text does
    not undo that it was held, nor "the proposed talks" that they have a date. Only that it was put off or called off
    does, and then a new plan counts again.
    """
    turns: list[Report] = []
    for report in in_order(reports):
        said = report.candidate.status
        status = turns[-1].candidate.status if turns else None
        settled = said in PLANNED and status in HAPPENED
        if said != status and not settled and (status, said) != (Status.SCHEDULED, Status.PROPOSED):
            turns.append(report)
    return turns


def _parties(reports: Sequence[Report], kind: Kind) -> tuple[Party, ...]:
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
    return _most(roles) or Role.PARTICIPANT


def _place(reports: Sequence[Report]) -> Place | None:
    """Of the country that most reports give, the most precise place; of the city most give where cities differ."""
    places = [r.candidate.place for r in reports if r.candidate.status in HAPPENED and r.candidate.place]
    places = places or [r.candidate.place for r in reports if r.candidate.place]
    places = _agreeing(places, lambda place: place.country)
    places = _agreeing(places, lambda place: place.city)
    return max(reversed(places), key=lambda place: PRECISIONS.index(place.precision), default=None)


def _agreeing(places: list[Place], part: Callable[[Place], str | None]) -> list[Place]:
    """Those that say what most say; those that say nothing only where all are silent."""
    most = _most(value for place in places if (value := part(place)))
    return [place for place in places if part(place) == most]


def _topics(reports: Sequence[Report]) -> tuple[str, ...]:
    counts = Counter(topic for report in reports for topic in dict.fromkeys(report.candidate.topics))
    return tuple(sorted(counts, key=lambda topic: (-counts[topic], topic)))


def _reported(reports: Sequence[Report]) -> tuple[date | None, date | None]:
    days = sorted(report.published for report in reports if report.published)
    return (days[0], days[-1]) if days else (None, None)
