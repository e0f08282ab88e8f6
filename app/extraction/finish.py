"""The occasions of an article in, the candidates that are worth reporting out, each field with its evidence."""

from app.domain.articles import Article
from app.domain.calendar import Precision
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
from app.extraction import timing
from app.extraction.attribution import attribution_of
from app.extraction.drafts import Draft, Drafter
from app.extraction.gazetteer import MatchKind
from app.extraction.people import NamedPerson, PeopleRegister
from app.extraction.topics import topics_of
from app.knowledge import places, states

# From five sides on a summit is a gathering with an agenda rather than talks.
MANY = 4


def candidates(article: Article, drafts: list[Draft], drafter: Drafter) -> list[MeetingCandidate]:
    """The candidates of an article, in the order of their evidence."""
    kept = [d for d in drafts if is_meeting(d)]
    for draft in kept:
        timing.close(draft, article.published)
    found = [_candidate(article, draft, drafter) for draft in kept]
    return sorted(found, key=lambda c: (c.evidence_span.start, c.evidence_span.end))


def is_meeting(draft: Draft) -> bool:
    """Whether a draft has two parties and points at one occasion."""
    if not draft.has_meeting or draft.mention.generic:
        return False
    if draft.mention.weak and not draft.merged:
        ahead = draft.status in {Status.SCHEDULED, Status.PROPOSED}
        dated = draft.time_span is not None
        if (not draft.people and not dated) or (ahead and not draft.mention.is_verb and not dated) or _is_loose(draft):
            return False
    told = draft.status in {Status.HELD, Status.ONGOING, Status.SCHEDULED}
    if draft.borrowed and not draft.merged and draft.start is None and told:
        return False
    exact = draft.start is not None and (
        draft.start.precision is Precision.DAY or draft.mention.definite or draft.time_span is not None
    )
    return not draft.mention.plural or exact or bool(draft.people)


def _is_loose(draft: Draft) -> bool:
    """Whether a side of a weak mention was only near, and no date holds it."""
    return draft.start is None and any(s.rule in {"clause", "sentence"} for s in draft.sides.values())


def _candidate(article: Article, draft: Draft, drafter: Drafter) -> MeetingCandidate:
    register = drafter.register
    content = article.content
    clause = _clause(draft)
    attribution = attribution_of(draft)
    place = _place(draft)
    people = tuple(_person(register.people[i], role) for i, (role, _) in draft.people.items())
    topics = topics_of(draft)
    return MeetingCandidate(
        kind=_kind(draft),
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
        topics=tuple(topic for topic, _ in topics),
        series=_series(draft),
        salience=_salience(draft),
        attribution=attribution.of(content) if attribution else None,
        confidence=_confidence(draft),
        evidence=_evidence(content, draft, register, clause, attribution, topics),
    )


def _kind(draft: Draft) -> Kind:
    """A summit of an organisation, or of many, is a conference."""
    remote = any(d.mention.remote for d in (draft, *draft.merged))
    if draft.kind in {Kind.MEETING, Kind.CALL} and remote:
        return Kind.CALL if len(draft.sides) <= 2 else Kind.CONFERENCE
    if draft.kind is Kind.CALL and draft.place is not None and draft.place.place.city and draft.mention.is_verb:
        # "Had spoken in Bangkok": who speaks at a place meets there.
        return Kind.MEETING
    if draft.kind is not Kind.MEETING:
        return draft.kind
    summit = any(d.mention.trigger.lemma_.lower() == "summit" for d in (draft, *draft.merged))
    bodies = any(s.party.kind is PartyKind.ORGANISATION for s in draft.sides.values())
    return Kind.CONFERENCE if summit and (bodies or len(draft.sides) > MANY) else Kind.MEETING


def _series(draft: Draft) -> str | None:
    """The named format that a mention belongs to ("Normandy format")."""
    named = (m for d in (draft, *draft.merged) for m in d.mention.named if m.kind is MatchKind.SERIES)
    return next((m.key for m in named), None)


def _place(draft: Draft) -> Place | None:
    """Where it takes place: as the text puts it, else the host's country, with the dateline's city in it."""
    if _kind(draft) is Kind.CALL:
        return None
    place = draft.place.place if draft.place is not None else None
    hosts = [s.party.code for s in draft.sides.values() if s.role is Role.HOST and s.party.kind is PartyKind.STATE]
    guests = [s for s in draft.sides.values() if s.role is Role.GUEST]
    if place is None and draft.kind is Kind.VISIT and len(guests) == 1 and len(draft.sides) == 2:
        hosts = [s.party.code for s in draft.sides.values() if s.role is not Role.GUEST]
    if place is None and len(hosts) == 1 and states.by_code(hosts[0]):
        place = Place(country=hosts[0], precision=PlacePrecision.COUNTRY)
    city = draft.sheet.passage.dateline
    if place is not None and place.city is None and city is not None and draft.status is Status.HELD:
        found = places.find_city(city.title(), place.country)
        if found is not None and found.country == place.country:
            return Place(found.name, found.country, place.venue, found.lat, found.lon, PlacePrecision.CITY)
    return place


def _person(person: NamedPerson, role: Role) -> Person:
    state = next((p.code for p in person.party if p.kind is PartyKind.STATE), None)
    body = next((p.code for p in person.party if p.kind is PartyKind.ORGANISATION), None)
    return Person(person.name, state if body is None else None, person.title, body, role)


def _level(draft: Draft, drafter: Drafter) -> Level:
    level = drafter.rank(draft)
    triggers = {d.mention.trigger.lemma_.lower() for d in (draft, *draft.merged)}
    return Level.LEADER if level is Level.UNKNOWN and "summit" in triggers else level


def _salience(draft: Draft) -> Salience:
    first = min(d.sheet.number for d in (draft, *draft.merged))
    if first == 0:
        return Salience.MAIN
    titled = draft.sheet.number == 1 or any(d.sheet.number == 1 for d in draft.merged)
    return Salience.MAIN if titled and first <= 1 else Salience.BACKGROUND


def _confidence(draft: Draft) -> float:
    """A first estimate from how the sides and the date were found; to be calibrated on annotated articles."""
    score = 0.85
    score -= 0.25 if draft.borrowed else 0.0
    score -= 0.15 if any(s.rule == "clause" for s in draft.sides.values()) else 0.0
    score -= 0.2 if draft.start is None else 0.0
    score -= 0.15 if draft.mention.weak else 0.0
    score -= 0.1 if draft.status is not Status.HELD else 0.0
    return round(max(0.05, score), 2)


def _clause(draft: Draft) -> Span:
    """From the first to the last word of the mention: trigger, sides, time and place of its sentence."""
    sheet, trigger = draft.sheet, draft.mention.trigger
    sentence = sheet.span(trigger.sent.start, trigger.sent.end)
    spans = [sheet.span(trigger.i, trigger.i + 1), *(s.span for s in draft.sides.values())]
    spans += [s for s in (draft.time_span, draft.place_span) if s is not None]
    inside = [s for s in spans if sentence.covers(s)]
    return Span(min(s.start for s in inside), max(s.end for s in inside))


def _evidence(
    content: str,
    draft: Draft,
    register: PeopleRegister,
    clause: Span,
    attribution: Span | None,
    topics: list[tuple[str, Span]],
) -> tuple[Evidence, ...]:
    sheet, mention = draft.sheet, draft.mention
    trigger = sheet.span(mention.trigger.i, mention.trigger.i + 1)
    rows = [
        ("meeting", clause, f"{'verb' if mention.is_verb else 'noun'} {mention.trigger.lemma_.lower()}"),
        ("kind", trigger, f"frame of {mention.trigger.lemma_.lower()}"),
        ("status", draft.status_span, draft.reading.rule),
    ]
    rows += [(f"party:{code}", side.span, side.rule) for code, side in draft.sides.items()]
    rows += [(f"person:{register.people[i].name}", span, "participant") for i, (_, span) in draft.people.items()]
    if draft.start is not None:
        rule = draft.time_rule or f"basis {draft.start.basis}"
        rows.append(("start", draft.time_span or trigger, rule))
        if draft.end is not None:
            rows.append(("end", draft.time_span or trigger, rule))
    if draft.place_span is not None and draft.kind is not Kind.CALL:
        rows.append(("place", draft.place_span, "locative"))
    if attribution is not None:
        rows.append(("attribution", attribution, "reporting verb"))
    rows += [(f"topic:{topic}", span, "keyword") for topic, span in topics]
    return tuple(Evidence(field, span, span.of(content), rule) for field, span, rule in rows)
