"""A verb's frame and what its clause offers in, whether the verb reports a meeting there out."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.meetings import Kind, PartyKind
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.contests import is_contest, is_naming, joins_a_crowd, speaks_for
from app.extraction.gazetteer import MatchKind
from app.extraction.lexicon import VerbFrame, nouns, word_list
from app.extraction.places import in_a_capital, place_of
from app.extraction.syntax import agent, faces_press, is_passive, names_day, objects, subject
from app.extraction.tokens import Token
from app.extraction.triggers import Mention, several

HUMAN = {ActorKind.PERSON, ActorKind.ROLE, ActorKind.GROUP, ActorKind.PRONOUN}
TWO = 2
# Verbs whose subject may come together without a counterpart ("the ministers met").
GATHERINGS = {"meet", "gather", "convene", "reconvene"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a clause offers: its verb, the mention so far, and who stands behind "with" or as the object.

    `phrase` are the words that make the verb's frame together with it ("hand" of "shake hand").
    """

    verb: Token
    mention: Mention
    others: list[Actor]
    has_object: bool
    on: Attachment
    phrase: tuple[str, ...]


def fulfilled(frame: VerbFrame, offer: Offer) -> bool:
    """Whether the clause has what the frame needs. A body that meets by itself makes the mention a conference."""
    if frame.lemma in GATHERINGS and (is_contest(offer.verb, offer.mention) or _is_of_others(offer)):
        return False
    if (frame.lemma == "call" and is_naming(offer.verb)) or (frame.lemma == "speak" and speaks_for(offer.verb)):
        return False
    if _is_to_his_post(frame, offer) or (frame.lemma == "walk" and any(c.lower_ == "out" for c in offer.verb.children)):
        return False
    if frame.lemma == "meet" and not offer.others and objects(offer.verb):
        return False
    alone = not offer.has_object and not offer.others
    if alone and (frame.lemma in GATHERINGS or joins_a_crowd(offer.verb)):
        return _gathering(offer)
    if frame.lemma in GATHERINGS and _is_session(offer):
        offer.mention.kind = Kind.CONFERENCE
    if frame.to and not offer.mention.destinations and not _is_plain_invitation(frame, offer):
        return False
    if frame.object == "destination" and not offer.mention.destinations and not offer.others:
        # "Has invited the King of Spain to visit": to where the host is.
        return _is_called_on(offer) or (offer.verb.head.lemma_ == "invite" and several(offer.mention))
    if frame.lemma in word_list("carriers") and _carries(offer.verb):
        return False
    return NEEDS[frame.needs](offer)


def _is_of_others(offer: Offer) -> bool:
    """ "Lawyers for the two sides had met", "the armies met": those who come together stand for no side."""
    doer = subject(offer.verb)
    actor = offer.on.index.at(doer.i) if doer is not None else None
    return doer is not None and doer.lower_ in word_list("home_people") and (actor is None or not actor.parties)


def _is_called_on(offer: Offer) -> bool:
    """ "The jailed leader was visited by the Norwegian minister": whoever is visited and not the place."""
    people = all(actor.kind in {ActorKind.PERSON, ActorKind.ROLE} for actor, _ in offer.mention.sides)
    if not is_passive(offer.verb) or not people or not several(offer.mention):
        return False
    offer.mention.kind = Kind.MEETING
    return True


def _carries(verb: Token) -> bool:
    """ "Flew supplies to Gaza", "returned the bodies to Iran", "to stop the fighting in": what is no journey."""
    things = (o for o in objects(verb) if o.dep_ in {"dobj", "obj"} and o.lemma_.lower() not in nouns())
    return any(o.ent_type_ not in {"DATE", "TIME"} for o in things)


def _is_to_his_post(frame: VerbFrame, offer: Offer) -> bool:
    """ "Will send their ambassadors back", "the ambassadors would return to Cairo": to where they are posted."""
    doer = subject(offer.verb) if frame.lemma in word_list("leavings") else None
    sent = objects(offer.verb) if frame.lemma in word_list("sending") else []
    return any(word.lemma_.lower() == "ambassador" for word in (*sent, *([doer] if doer is not None else [])))


def _is_plain_invitation(frame: VerbFrame, offer: Offer) -> bool:
    """ "Has invited the Danish minister for early June": to where the host is, if nothing else is said."""
    to = (c for c in offer.verb.children if c.dep_ == "prep" and c.lower_ == "to")
    # "Invites X to his inauguration": to where he is.
    said = any(all(t.tag_ != "PRP$" for t in prep.subtree) for prep in to)
    said = said or any(c.dep_ in {"xcomp", "ccomp"} for c in offer.verb.children)
    return frame.lemma == "invite" and not said and several(offer.mention)


def _gathering(offer: Offer) -> bool:
    sides = [actor for actor, _ in offer.mention.sides]
    bodies = (a for a in sides if a.parties and (a.kind is ActorKind.PARTY or a.plural))
    parties = {party for actor in sides for party in actor.parties}
    # "The Union's and Iranian negotiators will meet": a body with a single state.
    two = len(parties) == TWO and any(party.kind is PartyKind.STATE for party in parties)
    if not two and any(a.parties[0].kind is PartyKind.ORGANISATION for a in bodies):
        offer.mention.kind = Kind.CONFERENCE
        # "Leaders of the G20, including X and Y, meet".
        offer.mention.add(offer.on.listed_after(sides[0]))
        return True
    return several(offer.mention) or any(a.plural for a in sides)


def _is_session(offer: Offer) -> bool:
    """Whether a body meets by itself and others are there: "the Council met in Oslo, with the presidents attending"."""
    doer = subject(offer.verb)
    own = [a for a, _ in offer.mention.sides if doer is not None and a.start <= doer.i < a.end]
    bodies = (a for a in own if a.kind is ActorKind.PARTY and a.parties[0].kind is PartyKind.ORGANISATION)
    behind = [p for p in offer.on.prepositions(offer.verb) if p.lower_ == "with"]
    alone = any(bodies) and not objects(offer.verb)
    return alone and bool(behind) and all(p.nbor(-1).text == "," for p in behind)


def _person(offer: Offer) -> bool:
    doer = subject(offer.verb)
    speaks = doer is not None and doer.lower_ == "i"
    return speaks or any(actor.kind in HUMAN for actor, _ in offer.mention.sides)


def _person_object(offer: Offer) -> bool:
    rung = _rings_a_seat(offer) and _person(offer)
    return rung or any(a.kind in HUMAN for a in offer.others) or (is_passive(offer.verb) and _person(offer))


def _rings_a_seat(offer: Offer) -> bool:
    """ "Called the White House to protest": a house that is rung up, and not called something."""
    first = next(iter(objects(offer.verb)), None) if offer.verb.lemma_ == "call" else None
    behind = first.nbor() if first is not None and first.i + 1 < len(first.doc) else None
    house = first is not None and any(m.kind is MatchKind.SEAT and m.start <= first.i < m.end for m in offer.on.matches)
    return house and behind is not None and (behind.text in {".", ","} or behind.pos_ in {"ADP", "PART", "CCONJ"})


def _company(offer: Offer) -> bool:
    # "Spoke for three hours, one of them alone".
    own = (word for word in objects(offer.verb) if word.doc[word.left_edge.i - 1].text != ",")
    apart = [word for word in own if word.lemma_.lower() not in offer.phrase]
    # "X and Y announced a truce, shaking hands": a phrase tells of what they did together.
    told = offer.verb.tag_ != "VBG" or (offer.verb.dep_ == "advcl" and bool(offer.phrase))
    # "Gave their blessing after dining together".
    told = told or (offer.verb.dep_ == "pcomp" and any(c.lower_ == "together" for c in offer.verb.children))
    together = several(offer.mention) and told and (not apart or _are_people(offer))
    return bool(offer.others) or (together and not faces_press(offer.verb))


def _news(offer: Offer) -> bool:
    """Whether those who "had an exchange" did so on an occasion of its own, and not on the one just told of."""
    if offer.others or not _company(offer):
        return bool(offer.others)
    where = place_of(offer.on.doc, offer.on.matches, offer.verb)
    return not offer.on.discourse.told or where is not None or names_day(offer.verb)


def _are_people(offer: Offer) -> bool:
    """Whether people of several sides, of whom no meeting has been told yet, discuss something ("discussed oil").

    Where one has been told of, "they discussed" says what it was about.
    """
    if offer.on.discourse.gathered and not offer.mention.remote:
        return False
    people = [a for a, _ in offer.mention.sides if a.kind in {ActorKind.PERSON, ActorKind.ROLE}]
    return len(people) == len(offer.mention.sides) > 1


def _joint(offer: Offer) -> bool:
    # "The United States and the Taliban signed an agreement in Doha": somebody did for each.
    signed = offer.verb.lemma_.lower() in word_list("signing")
    if _plans_another(offer):
        return False
    named = offer.on.destinations.in_name(offer.verb) if signed else []
    offer.mention.named += named
    here = _in_touch(offer) or (signed and _abroad(offer)) or bool(named)
    return (signed or _person(offer)) and several(offer.mention) and here


def _abroad(offer: Offer) -> bool:
    """ "The United States and the Taliban signed an agreement in Qatar": in a state that is none of the sides."""
    signed = {offer.verb.i, *(word.i for word in objects(offer.verb))}
    sides = {party.code for actor, _ in offer.mention.sides for party in actor.parties}
    inside = (p for p in offer.verb.subtree if p.dep_ == "prep" and p.lower_ == "in" and p.head.i in signed)
    found = (place for prep in inside for place in offer.on.destinations.after(prep)[:1])
    return any(place.place.country not in {None, *sides} for place in found)


def _plans_another(offer: Offer) -> bool:
    """ "Agreed to hold a meeting in Brussels": where the next one is to be, not where they agreed."""
    to = (c for c in offer.verb.children if c.dep_ == "xcomp")
    another = {*word_list("counted_alone"), *nouns()}
    return any(word.lemma_.lower() in another for verb in to for word in objects(verb))


def _present(offer: Offer) -> bool:
    met = (a.kind in {ActorKind.PERSON, ActorKind.ROLE} or _is_visiting(offer, a) for a in offer.others)
    # "Told a group of U.S. senators in Jerusalem".
    people = [*met, *(a.plural and bool(a.parties) and a.head_word in word_list("lawmakers") for a in offer.others)]
    # "Told the bloc's foreign ministers on Monday".
    ministers = (a for a in offer.others if a.plural and a.parties and a.head_word in word_list("ministers"))
    members = any(all(p.kind is PartyKind.ORGANISATION for p in a.parties) for a in ministers)
    return (any(people) and _in_touch(offer)) or (members and (names_day(offer.verb) or _in_touch(offer)))


def _is_visiting(offer: Offer, actor: Actor) -> bool:
    """ "Told visiting Foreign Minister X", "a visiting Chinese delegation": who visits is there."""
    return any(t.lower_ == "visiting" for t in offer.on.doc[max(0, actor.start - 1) : actor.end])


def _told(offer: Offer) -> bool:
    """Whether the clause names whom it was between, or nobody, and a meeting has been told of that it is said of."""
    offer.mention.joins = not offer.others and offer.on.discourse.told and not _has_own_object(offer)
    return bool(offer.others) or (offer.mention.joins and bool(offer.mention.sides))


def _has_own_object(offer: Offer) -> bool:
    if offer.verb.lemma_.lower() == "represent" and is_passive(offer.verb) and agent(offer.verb) is not None:
        # "The Union was represented by X and Y".
        return False
    own = [word for word in objects(offer.verb) if word.lemma_.lower() not in offer.phrase]
    behind = (c for word in (offer.verb, *objects(offer.verb)) for c in word.children if c.dep_ == "prep")
    return bool(own) or is_passive(offer.verb) or any(c.lower_ in {"in", "at"} for c in behind)


def _in_touch(offer: Offer) -> bool:
    """Whether the clause says in which city it was, or that it was "by telephone", which makes it a call."""
    by = (t for prep in offer.verb.children if prep.lower_ in {"by", "over", "on", "via"} for t in prep.children)
    if any(t.dep_ == "pobj" and t.lower_ in word_list("remote") for t in by):
        offer.mention.kind = Kind.CALL
        return True
    if any(c.lower_ == "over" and any(g.lower_ in word_list("meals") for g in c.children) for c in offer.verb.children):
        # "Over dinner at his residence, X urged Y".
        return True
    if offer.verb.dep_ == "relcl" and any(c.lower_ == "where" for c in offer.verb.children):
        # "Flew to Rome, where he told the premier that ...".
        return True
    if any(_is_visiting(offer, actor) for actor in offer.others):
        return True
    if (offer.verb.lemma_ == "tell" and (_on_a_day(offer) or _is_posted(offer))) or _takes_chance(offer.verb):
        return True
    if offer.on.destinations.there(offer.verb) or in_a_capital(offer.verb):
        return True
    where = place_of(offer.on.doc, offer.on.matches, offer.verb)
    return where is not None and where.place.city is not None


def _takes_chance(verb: Token) -> bool:
    """ "Used the occasion to raise it with X": who has a chance to speak to somebody is where he is."""
    taken = objects(verb.head) if verb.dep_ in {"xcomp", "acl", "advcl", "relcl"} else []
    taken += [verb.head] if verb.dep_ == "acl" else []
    return any(noun.lemma_.lower() in word_list("chances") for noun in taken)


def _on_a_day(offer: Offer) -> bool:
    """ "Told the Vietnamese party chief on Saturday": somebody with an office or a state, on a day that is named."""
    named = any(a.kind is ActorKind.PERSON and (a.title or a.parties) for a in offer.others)
    return named and names_day(offer.verb)


def _is_posted(offer: Offer) -> bool:
    """ "The foreign minister told the Austrian ambassador that": whoever is told it is posted where it is said."""
    return all(a.parties and a.head_word == "ambassador" for a in offer.others)


def _bare(offer: Offer) -> bool:
    to = (t.head for t in offer.verb.subtree if t.i > offer.verb.i and t.dep_ == "aux" and t.lower_ == "to")
    # "Called on X to bid farewell", "is to call on X and to hold talks with Y".
    asked = (verb for verb in to if verb.dep_ != "conj" and verb.lemma_ not in word_list("on_calls"))
    return _person_object(offer) and next(asked, None) is None


NEEDS: dict[str, Callable[[Offer], bool]] = {
    "": lambda _: True,
    "person": _person,
    "person_object": _person_object,
    "both": lambda offer: bool(offer.others),
    "company": _company,
    "news": _news,
    "joint": _joint,
    "bare": _bare,
    "present": _present,
    "told": _told,
}
"""The values of `needs` in data/lexicon.toml, which says what each asks for."""
