"""A gold meeting in, the candidate that a reader without fault would make of it out."""

from app.domain.articles import Article
from app.domain.calendar import PartialDate
from app.domain.meetings import (
    Kind,
    Level,
    MeetingCandidate,
    Party,
    PartyKind,
    Person,
    Place,
    PlacePrecision,
    Salience,
    Status,
)
from app.domain.mentions import Evidence, Span
from app.evaluation.records import Meeting, Participant

READER = "annotation"


def as_candidate(meeting: Meeting, article: Article) -> MeetingCandidate:
    """The candidate with every field of the annotation. Raises ValueError for a field that is missing or unknown."""
    span = _span(meeting.evidence, article.content)
    return MeetingCandidate(
        kind=Kind(meeting.kind or ""),
        status=Status(meeting.status or ""),
        level=Level(meeting.level or ""),
        parties=(
            *(Party(code, PartyKind.STATE) for code in meeting.countries),
            *(Party(short, PartyKind.ORGANISATION) for short in meeting.organisations),
        ),
        evidence_span=span,
        start=PartialDate.parse(meeting.start) if meeting.start else None,
        end=PartialDate.parse(meeting.end) if meeting.end else None,
        people=tuple(_person(person, meeting) for person in meeting.people),
        place=_place(meeting),
        salience=Salience(meeting.salience or Salience.MAIN),
        evidence=(Evidence("meeting", span, span.of(article.content), READER),),
    )


def _span(evidence: str | None, content: str) -> Span:
    """Where the evidence stands; the whole text where it does not, which no field depends on."""
    start = content.find(evidence) if evidence else -1
    return Span(start, start + len(evidence or "")) if start >= 0 else Span(0, max(len(content), 1))


def _person(person: Participant, meeting: Meeting) -> Person:
    """Whoever has no country stands for the organisation, where there is only one."""
    only = meeting.organisations[0] if person.country is None and len(meeting.organisations) == 1 else None
    return Person(person.name, person.country, person.title, only)


def _place(meeting: Meeting) -> Place | None:
    if not (meeting.city or meeting.country):
        return None
    precision = PlacePrecision.CITY if meeting.city else PlacePrecision.COUNTRY
    return Place(meeting.city, meeting.country, precision=precision)
