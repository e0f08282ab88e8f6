"""A mention with its actors in, a draft of the meeting out: parties, people, times, place, all with their words."""

from dataclasses import replace

from app.domain.meetings import Kind, Party, PartyKind, Role, Status
from app.domain.mentions import Span
from app.extraction import ranks
from app.extraction.actors import EQUALS, NATIONAL, Actor, ActorKind
from app.extraction.drafts import Draft, Side
from app.extraction.gazetteer import MatchKind
from app.extraction.lexicon import word_list
from app.extraction.people import PeopleRegister, party_of
from app.extraction.places import PlaceMention, place_of, placed
from app.extraction.sheets import Sheet
from app.extraction.syntax import clause, is_passive, subject
from app.extraction.triggers import Mention
from app.extraction.turns import Turn
from app.extraction.whereabouts import Whereabouts
from app.knowledge import organisations


class Drafter:
    """Turns mentions into drafts."""

    def __init__(self, register: PeopleRegister, home: str | None) -> None:
        """`home` is the state or organisation whose office publishes the article."""
        self.register = register
        self.home = home
        self.whereabouts = Whereabouts()

    def draft(self, mention: Mention, sheet: Sheet) -> list[Draft]:
        """One draft a mention; for a visit to several states one each."""
        base = self._base(mention, sheet)
        visitors = set(base.sides)
        countries = list(dict.fromkeys(m.place.country for m in mention.destinations if m.place.country))
        abroad = [c for c in countries if c not in visitors] or [c for c in countries if len(visitors) > 1]
        if (mention.stay and not abroad) or _goes_home(mention, base):
            return []
        if mention.kind is not Kind.VISIT or not abroad:
            self._locate(base, mention, sheet)
            return self._apart(base)
        drafts = []
        for country in abroad:
            one = self._base(mention, sheet)
            there = (m for m in mention.destinations if m.place.country == country)
            where = max(there, key=lambda m: bool(m.place.city))
            one.place, one.place_span = where, sheet.span(where.start, where.end)
            self.whereabouts.tell(where.place)
            one.turn = _stage(where, mention) if len(abroad) > 1 else None
            _add(one, Party(country, PartyKind.STATE), Role.HOST, one.place_span, "destination")
            drafts += self._apart(one) if mention.apart else [one]
        return drafts

    def _apart(self, base: Draft) -> list[Draft]:
        """One draft a counterpart where they were met one after the other."""
        mention = base.mention
        if mention.turns:
            return [self._of_turn(base, turn) for turn in mention.turns]
        met = dict.fromkeys(party.code for actor in mention.counterparts for party in self.parties(actor))
        others = [code for code in met if code in base.sides]
        if mention.apart and len(others) == 1:
            return self._one_by_one(base)
        if not mention.apart or len(others) < 2 or len(others) == len(base.sides):
            return [base]
        start = min((a.start for a in mention.counterparts), default=mention.trigger.i)
        turn = Turn(tuple(mention.counterparts), start, start, start)
        return [replace(self._without(base, {*others} - {code}), turn=turn) for code in others]

    def _one_by_one(self, base: Draft) -> list[Draft]:
        """ "Held separate talks with the president, X, and the premier, Y": one draft for each of them."""
        trigger, met = base.mention.trigger, [a.person for a in base.mention.counterparts if a.person in base.people]
        words = {t.lower_ for t in (*trigger.children, *clause(trigger).children)}
        if len(set(met)) < 2 or not words & word_list("apart"):
            return [base]
        return [
            replace(base, people={n: w for n, w in base.people.items() if n == one or n not in met}, merged=[])
            for one in dict.fromkeys(met)
        ]

    def _of_turn(self, base: Draft, turn: Turn) -> Draft:
        """A draft of those met in one turn, and of whoever met them all."""
        mention = base.mention
        absent = [a for other in mention.turns if other is not turn for a in other.actors]
        sides = [(actor, role) for actor, role in mention.sides if all(actor is not a for a in absent)]
        own = self._base(replace(mention, sides=sides, near=[]), base.sheet)
        place = self.whereabouts.within(base.sheet.doc, base.sheet.matches, (turn.start, turn.end), own.codes)
        place = place or self._place_of_all(base, own)
        place_span = base.sheet.span(place.start, place.end) if place is not None else None
        return replace(own, mention=mention, turn=turn, place=place, place_span=place_span)

    def _place_of_all(self, base: Draft, own: Draft) -> PlaceMention | None:
        """The place told of all turns, else that told before the first: "In Rome he will meet A, and in Oslo B"."""
        turns = base.mention.turns
        there = base.place
        if there is None or all(not turn.start <= there.start < turn.end for turn in turns):
            return there
        before = (base.mention.trigger.sent.start, turns[0].start)
        return self.whereabouts.within(base.sheet.doc, base.sheet.matches, before, own.codes)

    def _without(self, base: Draft, absent: set[str]) -> Draft:
        """A draft without some of its sides and those who stand for them."""
        groups = [(actor, tuple(p for p in parties if p.code not in absent)) for actor, parties in base.groups]
        return replace(
            base,
            sides={code: replace(side) for code, side in base.sides.items() if code not in absent},
            people={n: words for n, words in base.people.items() if not absent & self._codes(n)},
            groups=[(actor, parties) for actor, parties in groups if parties],
            merged=[],
        )

    def _codes(self, person: int) -> set[str]:
        return {party.code for party in self.register.people[person].party}

    def _base(self, mention: Mention, sheet: Sheet) -> Draft:
        word = mention.reading.word.i
        draft = Draft(mention.kind, mention.reading, mention, sheet, sheet.span(word, word + 1))
        for actor, role in mention.sides:
            if not (sheet.passage.is_title and self._only_speaks(actor)):
                self._side(draft, actor, role, "argument")
        for match in mention.named:
            for party in match.parties if match.kind in {MatchKind.ORGANISATION, MatchKind.SERIES} else ():
                _add(draft, party, Role.PARTICIPANT, sheet.span(match.start, match.end), "name of the meeting")
        if self.home and (draft.sides or mention.destinations) and _is_ours(mention):
            _add(draft, party_of(self.home), Role.PARTICIPANT, draft.status_span, "publisher")
        lacks = not draft.has_meeting and not (mention.destinations and draft.sides)
        by_name = all(side.rule == "name of the meeting" for side in draft.sides.values())
        for actor, role in mention.near:
            # "The U.S.-ASEAN summit, which President X will host": he is of a side that the name gives.
            of_side = by_name and bool(draft.sides) and {p.code for p in self.parties(actor)} <= draft.codes
            if (lacks or of_side or _names_guests_alone(mention)) and not self._only_speaks(actor):
                self._side(draft, actor, role, "clause")
        return draft

    def _side(self, draft: Draft, actor: Actor, role: Role, rule: str) -> None:
        parties = self.parties(actor)
        span = draft.sheet.span(actor.start, actor.end) if actor in draft.sheet.index.actors else None
        anchor = span or draft.sheet.span(draft.mention.trigger.i, draft.mention.trigger.i + 1)
        for party in parties:
            _add(draft, party, role, anchor, rule)
        if actor.person is not None:
            draft.people.setdefault(actor.person, (role, anchor))
            if not parties:
                draft.stateless.add(actor.person)
        elif actor.kind in {ActorKind.ROLE, ActorKind.GROUP} and actor.head_word not in {*EQUALS, NATIONAL}:
            draft.groups.append((actor, parties))

    def at_home(self, draft: Draft) -> bool:
        """Take the state where it happens as a side: "In Morocco, he will meet officials". False if it is none."""
        country = draft.place.place.country if draft.place is not None else None
        unnamed = [a for a, parties in draft.groups if not parties]
        unnamed += [a for a, _ in draft.mention.sides if a.person is not None and not self.parties(a) and a.title]
        # "The Foreign Secretary met Minister X in Kyiv", published at home.
        guests = [self.register.people[a.person] for a in draft.mention.counterparts if a.person is not None]
        strangers = [person for person in guests if person.assumed and len(draft.people) > len(guests)]
        if draft.kind is Kind.VISIT and draft.place is not None and draft.place.start < draft.mention.trigger.i + 6:
            unnamed += [a for a, _ in [*draft.mention.sides, *draft.mention.near]]
        if draft.kind is Kind.CONFERENCE and any(s.party.kind is PartyKind.ORGANISATION for s in draft.sides.values()):
            # "Leaders of 54 nations opened the OSCE summit in Istanbul".
            return False
        bodies = [organisations.find(s.party.code) for s in draft.sides.values()]
        city = draft.place.place.city if draft.place is not None else None
        if city is not None and len(draft.sides) == 1 and any(b is not None and b.seat == city for b in bodies):
            # "The heads of government of the Union met in Brussels": where it has its seat.
            return False
        known = country is None or not draft.sides or country in draft.sides or draft.place_span is None
        if country is None or draft.place_span is None or known or not (unnamed or strangers):
            return False
        for person in strangers:
            person.parties, person.assumed = [(Party(country, PartyKind.STATE),)], False
        _add(draft, Party(country, PartyKind.STATE), Role.HOST, draft.place_span, "officials of the place")
        return True

    def at_the_publisher(self, draft: Draft, *, headed: bool = False) -> bool:
        """Take the state that publishes as the other side: "A meeting with the Libyan minister was called off"."""
        met = [a for a in draft.mention.counterparts if a.kind in {ActorKind.PERSON, ActorKind.ROLE}]
        if draft.kind is Kind.VISIT and not draft.mention.destinations:
            # "The visit of the Danish minister has been put off": a visit to who says so.
            met += [a for a, role in draft.mention.sides if role is Role.GUEST and a.kind is not ActorKind.PARTY]
        told = draft.status not in {Status.HELD, Status.ONGOING}
        told = told or headed or (draft.mention.is_verb and not draft.sheet.passage.is_title) or _is_formal(draft)
        if self.home is None or not met or not told or len(draft.sides) != 1 or self.home in draft.sides:
            return False
        _add(draft, party_of(self.home), Role.PARTICIPANT, draft.status_span, "publisher")
        return True

    def borrow(self, draft: Draft, actor: Actor) -> None:
        """Take an actor of the sentence as the side that the frame lacks; who only speaks for it was not there."""
        lent = Actor(ActorKind.PARTY, actor.start, actor.end, actor.parties) if self._only_speaks(actor) else actor
        self._side(draft, lent, Role.PARTICIPANT, "sentence")
        draft.borrowed = True

    def _only_speaks(self, actor: Actor) -> bool:
        """Whether somebody speaks for those who take part: "Readout from Spokesperson X on the meeting"."""
        return any(ranks.only_speaks(actor.title, party.code) for party in self.parties(actor))

    def parties(self, actor: Actor) -> tuple[Party, ...]:
        """The sides an actor stands for; an office without a country in a government's text is that government's."""
        if actor.person is not None:
            person = self.register.people[actor.person]
            return person.party or actor.parties
        if actor.members:
            return tuple(dict.fromkeys(party for member in actor.members for party in self.parties(member)))
        if actor.parties or actor.kind in {ActorKind.PARTY, ActorKind.PERSON}:
            return actor.parties
        if actor.serves is not None:
            return self.parties(actor.serves)
        if self.home and actor.head_word in {"delegation", "team"}:
            return (party_of(self.home),)
        if self.home and actor.kind is ActorKind.ROLE and actor.title and actor.title[0].isupper():
            return (party_of(self.home),)
        return ()

    def _locate(self, draft: Draft, mention: Mention, sheet: Sheet) -> None:
        named = next((m for m in mention.named if m.country_code), None)
        if named is not None:
            draft.place = placed(named)
        elif mention.destinations:
            draft.place = mention.destinations[0]
        elif mention.kind is not Kind.CALL or (may_be_present(mention) and not mention.remote):
            draft.place = place_of(sheet.doc, sheet.matches, mention.trigger)
            draft.place = draft.place or self.whereabouts.pointed(
                sheet.doc, sheet.matches, mention.trigger, draft.codes
            )
        if draft.place is not None and _is_anybodys(draft.place, draft, sheet):
            draft.place = None
        if draft.place is not None:
            draft.place_span = sheet.span(draft.place.start, draft.place.end)
            self.whereabouts.tell(draft.place.place)


def _is_anybodys(place: PlaceMention, draft: Draft, sheet: Sheet) -> bool:
    """Whether a seat that many states call alike is that of no side: "at the Foreign Office", in a Pakistani paper."""
    named = sheet.doc[place.start : place.end].text.lower()
    return named in word_list("no_venues") and place.place.country not in draft.codes


def _is_formal(draft: Draft) -> bool:
    """Whether it is a visit of which an office tells to whom it was by whose page it is on: "paid a state visit"."""
    formal = any(c.lower_ in word_list("formal_visits") for c in draft.mention.trigger.children)
    return draft.kind is Kind.VISIT and formal and not draft.mention.destinations


def may_be_present(mention: Mention) -> bool:
    """Whether a word for a call is said of talks face to face too: "spoke in Rome", "a conversation in Yalta"."""
    if mention.is_verb and mention.trigger.lemma_.lower() in word_list("one_by_one"):
        # Who telephones is somewhere else.
        return False
    return mention.is_verb or mention.trigger.lemma_.lower() in word_list("soft_calls")


def _is_ours(mention: Mention) -> bool:
    """ "We will be joined by X", "I will travel to Oslo", "my talks with X", with nobody named who says so."""
    trigger = mention.trigger
    verb = clause(trigger)
    carried = mention.is_verb or trigger.dep_ in {"dobj", "obj"}
    doer = subject(verb) if carried and verb.pos_ in {"VERB", "AUX"} else None
    mine = any(c.dep_ == "poss" and c.lower_ in {"my", "our"} for c in trigger.children)
    # "We had talks with Y" may be said of both sides together.
    if not mine and (doer is None or doer.lower_ not in ({"we", "i"} if mention.is_verb else {"i"})):
        return False
    met = mention.counterparts
    return is_passive(verb) or all(any(actor is known for known in met) for actor, _ in mention.sides)


def _goes_home(mention: Mention, draft: Draft) -> bool:
    """ "The Secretary-General returns to New York", "the Russian minister left for Moscow": to where they are from."""
    guests = {code for code, side in draft.sides.items() if side.role is Role.GUEST}
    there = {place.place.country for place in mention.destinations}
    if mention.trigger.lemma_.lower() in {"leave", "depart"} and guests & there:
        return True
    back = any(c.lower_ in {"back", "home"} for c in mention.trigger.children)
    if mention.trigger.lemma_.lower() != "return" and not back:
        return False
    if guests and not mention.counterparts and there == guests:
        return True
    bodies = [organisations.find(code) for code in draft.sides]
    seats = {body.seat for body in bodies if body is not None and body.seat}
    return bool(seats & {place.place.city for place in mention.destinations})


def _names_guests_alone(mention: Mention) -> bool:
    """Whether a noun names only whom somebody met: "X flew home after talks with Y and Z"."""
    met = mention.counterparts
    return not mention.is_verb and bool(met) and all(any(a is b for b in met) for a, _ in mention.sides)


def _stage(where: PlaceMention, mention: Mention) -> Turn:
    """What of the sentence tells of one stage of a journey alone."""
    starts = sorted(place.start for place in mention.destinations)
    following = (start for start in starts if start > where.start)
    return Turn((), where.start, next(following, mention.trigger.sent.end), starts[0])


def _add(draft: Draft, party: Party, role: Role, span: Span, rule: str) -> None:
    known = draft.sides.get(party.code)
    if known is None:
        draft.sides[party.code] = Side(party, role, span, rule)
    elif known.role is Role.PARTICIPANT and role is not Role.PARTICIPANT:
        known.role = role
