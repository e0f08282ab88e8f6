"""The occasions of an article in, the candidates that are to be judged out, each field with its evidence."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain

from app.domain.articles import Article
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
    Salience,
    Status,
)
from app.domain.mentions import Evidence, Span
from app.extraction import defaults
from app.extraction.attribution import attribution_of
from app.extraction.dating import Offer, Page, offers
from app.extraction.drafting import Drafter
from app.extraction.drafts import Draft
from app.extraction.gazetteer import MatchKind
from app.extraction.judgement import Judge
from app.extraction.kinds import kind_of
from app.extraction.levels import level_of, words_for
from app.extraction.members import name_company, name_members
from app.extraction.naming import NamedPerson
from app.extraction.outlook import look_back
from app.extraction.people import PeopleRegister
from app.extraction.stays import settle
from app.extraction.topics import topics_of
from app.extraction.traits import Traits, traits_of
from app.knowledge import places, states


@dataclass(frozen=True, slots=True)
class Proposal:
    """A meeting that the rules read, before it is judged, with the traits that it is judged by."""

    candidate: MeetingCandidate
    traits: Traits
    dates: Callable[[], Sequence[Offer]]
    """Every date that the article offers for it."""
    named: bool = False
    """Whether it is a gathering with a name, on the sidelines of which somebody met: there is no doubt of it."""

    def accepted(self, judge: Judge) -> bool:
        """Whether it is reported."""
        return self.named or judge.accepts(self.traits)

    def judged(self, judge: Judge) -> MeetingCandidate:
        """The candidate with its confidence, and the traits that weigh most in it as the reason."""
        confidence = round(judge.right.probability(self.traits), 2)
        clause = next(e for e in self.candidate.evidence if e.field == "meeting")
        reason = replace(clause, field="confidence", rule="; ".join(judge.right.reasons(self.traits)))
        return replace(self.candidate, confidence=confidence, evidence=(*self.candidate.evidence, reason))


def proposals(article: Article, drafts: list[Draft], drafter: Drafter, page: Page) -> list[Proposal]:
    """What the rules read as meetings, in the order of their evidence."""
    look_back(drafts, page.written)
    settle(drafts, drafter.whereabouts.filed, page.written)
    for draft in drafts:
        defaults.close(draft, article.published)
        name_company(draft, drafter.register)
        name_members(draft, drafter.register, article.published)
    traits = traits_of(drafts, readout=drafter.home is not None)
    found = [
        Proposal(_candidate(article, draft, drafter), own, partial(offers, draft, drafts, page), _is_named(draft))
        for draft, own in zip(drafts, traits, strict=True)
    ]
    return sorted(found, key=lambda p: (p.candidate.evidence_span.start, p.candidate.evidence_span.end))


def _is_named(draft: Draft) -> bool:
    """ "On the sidelines of the NATO summit", "the EU-African Union summit of 17 February"."""
    bodies = [s for s in draft.sides.values() if s.party.kind is PartyKind.ORGANISATION]
    if len(bodies) == len(draft.sides) > 1 and draft.kind is Kind.CONFERENCE and draft.time_span is not None:
        return True
    aside = draft.mention.aside and draft.reading.rule == "sidelines"
    return aside and any(side.rule == "name of the meeting" for side in bodies)


def _candidate(article: Article, draft: Draft, drafter: Drafter) -> MeetingCandidate:
    register = drafter.register
    content = article.content
    clause = _clause(draft)
    attribution = attribution_of(draft)
    place = _place(draft)
    people = tuple(_person(register.people[i], role) for i, (role, _) in draft.people.items())
    series = _series(draft)
    about = list(_surroundings(draft, place))
    topics = tuple(field.removeprefix("topic:") for field, _, _ in about if field.startswith("topic:"))
    facts = chain(_facts(draft, drafter, clause), _participants(draft, register), about)
    return MeetingCandidate(
        kind=kind_of(draft),
        status=draft.status,
        level=_level(draft, drafter),
        parties=tuple(
            Party(s.party.code, s.party.kind, s.role) for s in sorted(draft.sides.values(), key=lambda s: s.party.code)
        ),
        evidence_span=clause,
        start=draft.start,
        end=draft.end,
        people=people,
        place=place,
        topics=topics,
        series=series[0] if series else None,
        salience=_salience(draft),
        attribution=attribution.of(content) if attribution else None,
        evidence=_evidence(facts, content),
    )


def _series(draft: Draft) -> tuple[str, Span] | None:
    """The named format that a mention belongs to ("Normandy format"), with the words that name it."""
    for one in (draft, *draft.merged):
        for match in one.mention.named:
            if match.kind is MatchKind.SERIES:
                return match.key, one.sheet.span(match.start, match.end)
    return None


def _place(draft: Draft) -> Place | None:
    """Where it takes place: as the text puts it, else the host's country, with the dateline's city in it."""
    if kind_of(draft) is Kind.CALL:
        return None
    place = draft.place.place if draft.place is not None else None
    hosts = [s.party.code for s in draft.sides.values() if s.role is Role.HOST and s.party.kind is PartyKind.STATE]
    guests = [s for s in draft.sides.values() if s.role is Role.GUEST]
    if place is None and draft.kind is Kind.VISIT and len(guests) == 1 and len(draft.sides) == 2:
        hosts = [s.party.code for s in draft.sides.values() if s.role is not Role.GUEST]
    if place is None and len(hosts) == 1 and states.by_code(hosts[0]):
        place = Place(country=hosts[0], precision=PlacePrecision.COUNTRY)
    filed = next((d.sheet.passage for d in (draft, *draft.merged) if d.sheet.passage.dateline), None)
    # What an entry of a diary announces is where it is filed.
    there = filed is not None and (filed.item > 0 or (draft.status is Status.HELD and place is not None))
    if filed is not None and there and (place is None or place.city is None):
        found = places.find_city((filed.dateline or "").title(), place.country if place else None)
        if found is not None and (place is None or found.country == place.country):
            place = place or Place()
            return Place(found.name, found.country, place.venue, found.lat, found.lon, PlacePrecision.CITY)
    return place


def _person(person: NamedPerson, role: Role) -> Person:
    state = next((p.code for p in person.party if p.kind is PartyKind.STATE), None)
    body = next((p.code for p in person.party if p.kind is PartyKind.ORGANISATION), None)
    return Person(person.name, state if body is None else None, person.title, body, role)


def _level(draft: Draft, drafter: Drafter) -> Level:
    level = level_of(draft, drafter.register)
    triggers = {d.mention.trigger.lemma_.lower() for d in (draft, *draft.merged)}
    return Level.LEADER if level is Level.UNKNOWN and "summit" in triggers else level


def _salience(draft: Draft) -> Salience:
    first = min(d.sheet.number for d in (draft, *draft.merged))
    if first == 0:
        return Salience.MAIN
    titled = draft.sheet.number == 1 or any(d.sheet.number == 1 for d in draft.merged)
    return Salience.MAIN if titled and first <= 1 else Salience.BACKGROUND


def _clause(draft: Draft) -> Span:
    """From the first to the last word of the mention: trigger, sides, time and place of its sentence."""
    sheet, trigger = draft.sheet, draft.mention.trigger
    sentence = sheet.span(trigger.sent.start, trigger.sent.end)
    spans = [sheet.span(trigger.i, trigger.i + 1), *(s.span for s in draft.sides.values())]
    spans += [s for s in (draft.time_span, draft.place_span) if s is not None]
    inside = [s for s in spans if sentence.covers(s)]
    return Span(min(s.start for s in inside), max(s.end for s in inside))


Fact = tuple[str, Span, str]
"""A field, the words that show it, and the rule that read them."""


def _evidence(facts: Iterable[Fact], content: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(field, span, span.of(content), rule) for field, span, rule in facts)


def _facts(draft: Draft, drafter: Drafter, clause: Span) -> Iterator[Fact]:
    """What the words show of the occasion itself: that it is one, its kind, status, level, day and weight."""
    mention = draft.mention
    trigger = draft.sheet.span(mention.trigger.i, mention.trigger.i + 1)
    lemma = mention.trigger.lemma_.lower()
    yield "meeting", clause, f"{'verb' if mention.is_verb else 'noun'} {lemma}"
    yield "kind", trigger, f"frame of {lemma}"
    yield "status", draft.status_span, draft.reading.rule
    level = _level(draft, drafter)
    if level is not Level.UNKNOWN:
        span = words_for(level, draft, drafter.register)
        by_word = {Level.LEADER: "a summit is of leaders", Level.MINISTER: "a ministerial is of ministers"}
        yield "level", span or trigger, "lowest side" if span else by_word.get(level, "lowest side")
    yield "salience", clause, "where the article first tells of it"
    chosen = ", the likeliest date of the article" if draft.chosen else ""
    for field, day in (("start", draft.start), ("end", draft.end)):
        if day is not None:
            yield field, draft.time_span or trigger, (draft.time_rule or f"basis {day.basis}") + chosen


def _participants(draft: Draft, register: PeopleRegister) -> Iterator[Fact]:
    """The words that name each party, its role where it has one, and each person."""
    for code, side in draft.sides.items():
        yield f"party:{code}", side.span, side.rule
        if side.role is not Role.PARTICIPANT:
            yield f"role:{code}", side.span, f"{side.role} by the frame"
    for number, (_, span) in draft.people.items():
        yield f"person:{register.people[number].name}", span, "participant"


def _surroundings(draft: Draft, place: Place | None) -> Iterator[Fact]:
    """The words for where it is, whose series it belongs to, who says so and what it is about."""
    if place is not None and draft.place_span is not None:
        yield "place", draft.place_span, "locative"
    elif place is not None:
        host = next((s.span for s in draft.sides.values() if s.party.code == place.country), None)
        yield "place", host or _clause(draft), "the host's country"
    series = _series(draft)
    if series is not None:
        yield "series", series[1], "name of a series"
    attribution = attribution_of(draft)
    if attribution is not None:
        yield "attribution", attribution, "reporting verb"
    for topic, span in topics_of(draft):
        yield f"topic:{topic}", span, "keyword"
