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
from app.resolution.reports import MeetingFields, Report, in_order, majority, speakers, voices
from app.resolution.timing import HAPPENED, OFF, settle_end, settle_start, since_put_off

T = TypeVar("T", bound=Hashable)

_MOST_OUTLETS = "What most independent outlets say; the latest of equals."
_DATES = (
    "The date that most outlets support which tell of the meeting as it happened, or else most of all; the narrowest "
    "of those that agree, the latest of equals. Of a meeting that was put off, the new date where any report knows it."
)
POLICIES: Mapping[str, str] = MappingProxyType(
    {
        "kind": _MOST_OUTLETS,
        "status": "The latest report; but a mere plan takes back nothing that was further on, what took place is "
        "undone only by more outlets than tell of it, and a text that recalls how a date was given up is no news.",
        "level": _MOST_OUTLETS + " An unknown level counts for nothing.",
        "salience": "Main where any article is about the meeting.",
        "start": _DATES,
        "end": _DATES + " It fits the start.",
        "parties": "Those whom at least a third of the independent outlets name, all of a conference, and at least "
        "those of the fullest report; each with the most frequent role that says more than that it takes part.",
        "people": "Everybody named for a party of the record; forms of one name are one person, with the fullest name.",
        "place": "The country that most outlets give, those of the meeting as it happened first, and its most precise "
        "place. Of a meeting that was put off, the new place likewise.",
        "topics": "Those of all reports, the most frequent first.",
        "series": _MOST_OUTLETS,
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
    kind = corrections.get("kind") or majority(independent, lambda report: report.candidate.kind) or Kind.MEETING
    parties = corrections.get("parties") or reported_parties(independent, kind)
    start = settle_start(independent) or settle_start(every)
    start = corrections.get("start", start)
    first, last = _reported(every)
    settled = MeetingFields(
        kind=kind,
        status=turning_points(every)[-1].candidate.status,
        level=majority(independent, _level) or Level.UNKNOWN,
        salience=Salience.MAIN if any(r.candidate.salience is Salience.MAIN for r in every) else Salience.BACKGROUND,
        parties=parties,
        people=settle_people(every, parties),
        start=start,
        end=settle_end(independent, start) or settle_end(every, start),
        place=agreed_place(independent) or agreed_place(every),
        topics=topics_by_frequency(independent),
        series=majority(independent, lambda report: report.candidate.series),
        confidence=min(MOST_SURE, 1 - prod(1 - r.candidate.confidence for r in independent)),
        source_count=len({report.article_id for report in every}),
        independent_source_count=len({report.origin for report in every}),
        first_reported=first,
        last_reported=last,
    )
    return replace(settled, **corrections, corrected=tuple(sorted(corrections))) if corrections else settled


def _level(report: Report) -> Level | None:
    return None if report.candidate.level is Level.UNKNOWN else report.candidate.level


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
    more outlets say afterwards that it did not than tell of it.
    """
    said = report.candidate.status
    if status not in HAPPENED:
        return (status, said) == (Status.SCHEDULED, Status.PROPOSED)
    if said not in OFF:
        return said in PLANNED
    happened = [one for one in known if one.candidate.status in HAPPENED]
    denied = [one for one in known if one.candidate.status in OFF and one.rank > happened[0].rank]
    return speakers(denied) <= speakers(happened)


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
    """Those whom a third of the outlets name, all of a conference, and at least those of the fullest report."""
    tellers: dict[tuple[str, PartyKind], set[str]] = {}
    for report in reports:
        for party in report.candidate.parties:
            tellers.setdefault((party.code, party.kind), set()).add(report.speaker)
    least = 0.0 if kind is Kind.CONFERENCE else PARTY_SHARE * len({report.speaker for report in reports})
    kept = {key for key, named_by in tellers.items() if len(named_by) >= least}
    if len(kept) < 2:
        fullest = max(reports, key=lambda report: len(report.candidate.parties))
        kept |= {(party.code, party.kind) for party in fullest.candidate.parties}
    order = sorted(kept, key=lambda key: (key[1] is not PartyKind.STATE, key[0]))
    return tuple(Party(code, what, _role(reports, code)) for code, what in order)


def _role(reports: Sequence[Report], code: str) -> Role:
    def told(report: Report) -> Role | None:
        roles = (p.role for p in report.candidate.parties if p.code == code and p.role is not Role.PARTICIPANT)
        return next(roles, None)

    return majority(reports, told) or Role.PARTICIPANT


def agreed_place(reports: Sequence[Report]) -> Place | None:
    """Of the country that most outlets give, the most precise place; of the city most give where cities differ.

    The reports of the meeting as it happened go first, and those that know the new date of one that was put off.
    """
    reports = [report for report in since_put_off(reports) if report.candidate.place]
    if len(reports) < 2:
        return reports[0].candidate.place if reports else None
    reports = [report for report in reports if report.candidate.status in HAPPENED] or reports
    reports = _agreeing(reports, lambda place: place.country)
    reports = _agreeing(reports, lambda place: place.city)
    places = [report.candidate.place for report in reports if report.candidate.place]
    return max(reversed(places), key=lambda place: PRECISIONS.index(place.precision), default=None)


def _agreeing(reports: Sequence[Report], part: Callable[[Place], str | None]) -> list[Report]:
    """Those that place the meeting where most do; those that do not say only where all are silent."""

    def told(report: Report) -> str | None:
        return part(report.candidate.place) if report.candidate.place else None

    most = majority(reports, lambda report: told(report) or None)
    return [report for report in reports if told(report) == most]


def topics_by_frequency(reports: Sequence[Report]) -> tuple[str, ...]:
    """The topics of all reports, the most frequent first, those of equal frequency by name."""
    counts = Counter(topic for report in reports for topic in dict.fromkeys(report.candidate.topics))
    return tuple(sorted(counts, key=lambda topic: (-counts[topic], topic)))


def _reported(reports: Sequence[Report]) -> tuple[date | None, date | None]:
    days = sorted(report.published for report in reports if report.published)
    return (days[0], days[-1]) if days else (None, None)
