"""A draft of which an office of several sides takes part in, the people whom the article names as its holders out."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.meetings import Level, Party, PartyKind, Role, Status
from app.domain.mentions import Span
from app.extraction import ranks
from app.extraction.drafts import Draft
from app.extraction.lexicon import same_offices, word_list
from app.extraction.naming import NamedPerson
from app.extraction.people import PeopleRegister
from app.knowledge import offices

# Who holds an office today need not have held it at a meeting told from further back.
RECENT = timedelta(days=60)
# Offices of whom any person of that rank may be meant ("the leaders", "senior diplomats of both sides").
GENERIC = {
    "leader": Level.LEADER,
    "minister": Level.MINISTER,
    "official": Level.OFFICIAL,
    "diplomat": Level.OFFICIAL,
    "special envoy": Level.OFFICIAL,
    "special representative": Level.OFFICIAL,
    "chief negotiator": Level.OFFICIAL,
    "delegate": Level.OFFICIAL,
}


def name_members(draft: Draft, register: PeopleRegister, published: date | None) -> None:
    """Add the holders of "the foreign ministers of A and B" whom the article names; one a side, or nobody for it."""
    if not _is_recent(draft, published):
        return
    for title, party, span in _offices(draft):
        present = {p.code for number in draft.people for p in register.people[number].party}
        if party.code in present or party.code not in draft.sides:
            continue
        holders = [i for i, person in enumerate(register.people) if _holds(person, title, party)]
        if len(holders) == 1:
            draft.people.setdefault(holders[0], (draft.sides[party.code].role, span))


def name_company(draft: Draft, register: PeopleRegister) -> None:
    """Add who comes with somebody on a trip, once trips are told apart by those who make them."""
    for one in (draft, *draft.merged):
        for actor in one.mention.company:
            if actor.person is None:
                continue
            own = register.people[actor.person].party or _of_those_sent(one)
            if own and not register.people[actor.person].party:
                register.people[actor.person].parties.append(own)
            side = next((draft.sides[party.code] for party in own if party.code in draft.sides), None)
            if side is not None:
                word = one.mention.trigger.i
                here = any(actor is a for a in one.sheet.index.actors)
                span = one.sheet.span(actor.start, actor.end) if here else one.sheet.span(word, word + 1)
                draft.people.setdefault(actor.person, (side.role, span))


def _of_those_sent(draft: Draft) -> tuple[Party, ...]:
    """The side of who travels or is sent: "with a delegation including Interior Minister X"."""
    sent = [parties for actor, parties in draft.groups if actor.head_word in word_list("official_groups") and parties]
    guests = [(side.party,) for side in draft.sides.values() if side.role is Role.GUEST] or sent
    return guests[0] if len(guests) == 1 and len(guests[0]) == 1 else ()


def _is_recent(draft: Draft, published: date | None) -> bool:
    if draft.status is Status.PROPOSED:
        # Who is to take part in what is only suggested is not told before somebody is invited by name.
        return False
    if draft.status not in {Status.HELD, Status.ONGOING}:
        return True
    if draft.start is None or published is None:
        return False
    return draft.start.earliest >= published - RECENT


def _offices(draft: Draft) -> Iterator[tuple[str, Party, Span]]:
    """Office, side and words of every group; a summit of states is of their leaders."""
    for actor, parties in draft.groups:
        if actor.title and actor.plural and not actor.former:
            for party in parties:
                if party.code in draft.sides:
                    yield ranks.singular(actor.title), party, draft.sides[party.code].span
    summit = any(d.mention.trigger.lemma_.lower() == "summit" for d in (draft, *draft.merged))
    if summit and all(side.party.kind is PartyKind.STATE for side in draft.sides.values()):
        for side in draft.sides.values():
            yield "leader", Party(side.party.code, side.party.kind, Role.PARTICIPANT), side.span


def _holds(person: NamedPerson, title: str, party: Party) -> bool:
    if person.former or all(p.code != party.code for p in person.party):
        return False
    wanted = offices.find(title, party.code)
    if wanted is None:
        return False
    held = [found for one in (*person.titles, person.office) if one and (found := offices.find(one, party.code))]
    if wanted.title in GENERIC:
        return any(found.level == GENERIC[wanted.title] and not found.former for found in held)
    return any(same_offices(wanted.title, found.title) for found in held if not found.former)
