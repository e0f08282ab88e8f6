"""A candidate and its article in, the record of it that is printed and scored out: the fields of the guidelines."""

import calendar
from typing import Any

from app.domain.articles import Article
from app.domain.calendar import Basis, PartialDate
from app.domain.meetings import MeetingCandidate, Person, Place
from app.domain.mentions import Span


def as_record(candidate: MeetingCandidate, article: Article) -> dict[str, Any]:
    """The candidate as plain values: dates in reduced ISO 8601, countries as alpha-3, evidence as an exact quote."""
    place = candidate.place
    return {
        "kind": candidate.kind.value,
        "status": candidate.status.value,
        "level": candidate.level.value,
        "start": reduced(candidate.start),
        "end": reduced(candidate.end),
        "countries": list(candidate.countries),
        "organisations": list(candidate.organisations),
        "people": [_person(person) for person in candidate.people],
        "place": {"city": place.city if place else None, "country": place.country if place else None},
        "salience": candidate.salience.value,
        "evidence": quote(candidate.evidence_span, article),
    }


def reduced(day: PartialDate | None) -> str | None:
    """The finest of `YYYY-MM-DD`, `YYYY-MM`, `YYYY` that a reader could give; None where there is none.

    A year is given only for a year and its parts ("the end of 2019"), and for some day of a trip: a week or a stretch
    of days that happens to run over the end of a month tells no date, although it lies in one year.
    """
    if day is None:
        return None
    if day.basis is Basis.NARRATIVE:
        return day.iso
    within_month = (day.earliest.year, day.earliest.month) == (day.latest.year, day.latest.month)
    last = calendar.monthrange(day.latest.year, day.latest.month)[1]
    return day.iso if within_month or day.earliest.day == 1 or day.latest.day == last else None


def claimed_value(candidate: MeetingCandidate, field: str) -> str | None:
    """What a field of the candidate holds, as text: "2023-09-26", "Seoul, KOR", or the member of "party:KOR"."""
    kind, colon, member = field.partition(":")
    if kind == "role":
        return next((party.role.value for party in candidate.parties if party.code == member), None)
    if colon:
        return member
    value = getattr(candidate, field, None)
    if isinstance(value, PartialDate):
        return value.iso or f"{value.earliest}/{value.latest}"
    if isinstance(value, Place):
        return ", ".join(part for part in (value.venue, value.city, value.country) if part) or None
    if isinstance(value, float):
        return f"{value:.2f}"
    return str(value) if isinstance(value, str) else None


def quote(span: Span, article: Article) -> str:
    """The words of a span, cut to the title or to the text where it runs over both: the longer piece of the two."""
    content = article.content
    boundary = len(article.title) if article.title else 0
    if not span.start < boundary < span.end:
        return span.of(content).strip()
    pieces = content[span.start : boundary].strip(), content[boundary : span.end].strip()
    return max(pieces, key=len)


def _person(person: Person) -> dict[str, str | None]:
    return {"name": person.name, "country": person.country, "title": person.title}
