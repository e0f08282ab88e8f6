"""What a model claims of an article in, the meetings that the article bears out as candidates out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from app.chat import dates, grounding
from app.chat.answers import ClaimedMeeting, ClaimedPerson, ClaimedPlace, Worded
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
    Role,
    Status,
)
from app.domain.mentions import Evidence, Span
from app.knowledge import places, states, topics

T = TypeVar("T")
# More topics than this say nothing about a meeting.
MOST_TOPICS = 4


@dataclass(frozen=True, slots=True)
class Validated:
    """The meetings that stand, and how many meetings and single fields of others do not."""

    candidates: list[MeetingCandidate]
    meetings_dropped: int
    fields_dropped: int


def validate(claims: Sequence[ClaimedMeeting], article: Article, rule: str) -> Validated:
    """Hold every claim against the article; `rule` names who made them.

    A meeting needs its clause, its status and two parties; any other field that is not borne out is left open.
    """
    found: dict[tuple[object, ...], MeetingCandidate] = {}
    dropped = 0
    for claim in claims:
        check = _Check(claim, article, rule)
        candidate = check.candidate()
        if candidate is not None:
            found.setdefault((candidate.evidence_span, candidate.parties, candidate.start), candidate)
            dropped += check.dropped
    ordered = sorted(found.values(), key=lambda one: (one.evidence_span.start, one.evidence_span.end))
    return Validated(ordered, len(claims) - len(ordered), dropped)


@dataclass(slots=True)
class _Check:
    """One claimed meeting held against its article."""

    claim: ClaimedMeeting
    article: Article
    rule: str
    clause: Span | None = None
    evidence: list[Evidence] = field(default_factory=list)
    dropped: int = 0

    def candidate(self) -> MeetingCandidate | None:
        """The meeting with what is borne out of it; None where too little is."""
        self.clause = self._shown("meeting", self.claim.clause)
        status = self._worded("status", self.claim.status)
        parties = self._parties()
        if self.clause is None or status is None or len(parties) < 2:
            return None
        kind = self._worded("kind", self.claim.kind) or Kind.MEETING
        self._note("salience", self.clause)
        start = self._date("start", self.claim.start, status)
        end = self._date("end", self.claim.end, status, start)
        return MeetingCandidate(
            kind=kind,
            status=status,
            level=self._worded("level", self.claim.level) or Level.UNKNOWN,
            parties=tuple(parties[code] for code in sorted(parties)),
            evidence_span=self.clause,
            start=start,
            end=end,
            people=self._people(parties),
            place=self._place(self.claim.place) if self.claim.place and kind is not Kind.CALL else None,
            topics=self._topics(self.clause),
            salience=self.claim.salience,
            attribution=self._attribution(),
            confidence=_confidence(status, start, self.dropped),
            evidence=tuple(self.evidence),
        )

    def _find(self, quote: str | None) -> Span | None:
        return grounding.find(quote, self.article, self.clause)

    def _note(self, name: str, span: Span, rule: str | None = None) -> None:
        self.evidence.append(Evidence(name, span, span.of(self.article.content), rule or self.rule))

    def _shown(self, name: str, quote: str) -> Span | None:
        """Where the words for a field stand, noted as its evidence; None, and counted, where they do not."""
        span = self._find(quote)
        if span is None:
            self.dropped += 1
        else:
            self._note(name, span)
        return span

    def _worded(self, name: str, worded: Worded[T] | None) -> T | None:
        return worded.value if worded and self._shown(name, worded.quote) else None

    def _parties(self) -> dict[str, Party]:
        """The sides that the article speaks of, by code."""
        parties: dict[str, Party] = {}
        for claim in self.claim.parties:
            span = self._find(claim.quote)
            known = grounding.party(claim.code, span, self.article) if span else None
            if span is None or known is None:
                self.dropped += 1
            elif known[0] not in parties:
                parties[known[0]] = Party(*known, claim.role)
                self._note(f"party:{known[0]}", span)
                if claim.role is not Role.PARTICIPANT:
                    self._note(f"role:{known[0]}", span)
        return parties

    def _date(
        self, name: str, claim: Worded[str] | None, status: Status, after: PartialDate | None = None
    ) -> PartialDate | None:
        span = self._find(claim.quote) if claim else None
        words = span.of(self.article.content) if span else ""
        day = dates.borne_out(claim.value, words, self.article.published, status) if claim and span else None
        if day and after and day.latest < after.earliest:
            day = None
        if day and span:
            self._note(name, span)
        self.dropped += claim is not None and day is None
        return day

    def _people(self, parties: dict[str, Party]) -> tuple[Person, ...]:
        """Those whose full name stands in the article."""
        people: dict[str, Person] = {}
        for claim in self.claim.people:
            written = self._find(claim.name) if grounding.is_name(claim.name) else None
            span = self._find(claim.quote)
            if written is None or span is None:
                self.dropped += 1
                continue
            name = " ".join(written.of(self.article.content).split())
            if name not in people:
                people[name] = self._person(name, claim, parties)
                self._note(f"person:{name}", span)
        return tuple(people.values())

    def _person(self, name: str, claim: ClaimedPerson, parties: dict[str, Party]) -> Person:
        side = parties.get(grounding.normalised(claim.party)) if claim.party else None
        title = (
            " ".join(claim.title.split()) if claim.title and grounding.has_words(claim.title, self.article) else None
        )
        self.dropped += (claim.party is not None and side is None) + (claim.title is not None and title is None)
        return Person(
            name,
            side.code if side and side.kind is PartyKind.STATE else None,
            title,
            side.code if side and side.kind is PartyKind.ORGANISATION else None,
            claim.role,
        )

    def _place(self, claim: ClaimedPlace) -> Place | None:
        """Where it is; nothing where the city is not named, or lies in another country than claimed."""
        span = self._find(claim.quote)
        place = self._located(claim) if span else None
        if span and place:
            self._note("place", span)
        self.dropped += place is None
        return place

    def _located(self, claim: ClaimedPlace) -> Place | None:
        state = states.find(claim.country) if claim.country else None
        venue = claim.venue if self._find(claim.venue) else None
        if claim.city and self._find(claim.city):
            city = places.find_city(claim.city, state.code if state else None)
            if city is not None:
                precision = PlacePrecision.VENUE if venue else PlacePrecision.CITY
                return Place(city.name, city.country, venue, city.lat, city.lon, precision)
            if places.find_cities(claim.city):
                return None
            return Place(claim.city, state.code if state else None, venue, precision=PlacePrecision.CITY)
        if state is None or not grounding.speaks_of(state.code, self.article):
            return None
        return Place(None, state.code, venue, precision=PlacePrecision.VENUE if venue else PlacePrecision.COUNTRY)

    def _attribution(self) -> str | None:
        quote = self.claim.attribution
        span = self._shown("attribution", quote) if quote else None
        return span.of(self.article.content) if span else None

    def _topics(self, clause: Span) -> tuple[str, ...]:
        """What the paragraph of the clause is about, by its keywords."""
        content = self.article.content
        base = content.rfind("\n", 0, clause.start) + 1
        end = content.find("\n", clause.end)
        paragraph = content[base : end if end > 0 else None]
        first: dict[str, Span] = {}
        for key, start, stop in topics.in_text(paragraph):
            first.setdefault(key, Span(base + start, base + stop))
        strongest = [topic.key for topic in topics.of_text(paragraph)[:MOST_TOPICS]]
        for key in strongest:
            self._note(f"topic:{key}", first[key], "keyword")
        return tuple(strongest)


def _confidence(status: Status, start: PartialDate | None, dropped: int) -> float:
    """A first estimate: less for what rules find hard too, and for a model that claimed what is not there."""
    score = 0.85 - 0.2 * (start is None) - 0.1 * (status is not Status.HELD) - 0.05 * min(dropped, 4)
    return round(score, 2)
