"""A ceremony, or games, that an official attends in another state in, his trip there out."""

from app.domain.meetings import Kind, Role, Status
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.lexicon import nouns, word_list
from app.extraction.outcomes import hangs_on
from app.extraction.places import PlaceMention, city_at, place_of
from app.extraction.syntax import clause, is_negated, subject
from app.extraction.tense import Reading, tense
from app.extraction.tokens import Token
from app.extraction.triggers import Mention

GOING = {"at", "in", "to", "for"}
# Verbs of whoever decides for himself ("chose not to attend", "plans to skip").
DECIDING = {"plan", "intend", "prepare", "agree", "set", "go"}
OFF = {Status.CANCELLED, Status.POSTPONED}


def is_attended(noun: Token) -> bool:
    """Whether somebody is said to attend what a noun names, and the noun says no more of a meeting told beside it."""
    going = word_list("attending") | word_list("absences")
    there = noun.head.lower_ == "at" and clause(noun).lemma_ == "be"
    if noun.head.lower_ == "after" or not (clause(noun).lemma_.lower() in going or there or _presence(noun)):
        return False
    if any(c.lower_ in word_list("receptions") and c.dep_ in {"compound", "amod"} for c in noun.children):
        # "Took part in the arrival ceremony".
        return False
    inside = (t for t in noun.subtree if t.i != noun.i and t.dep_ == "pobj" and t.lemma_.lower() in nouns())
    # "Attended the opening of the summit".
    return all(nouns()[t.lemma_.lower()].attended for t in inside) and not _is_within_another(noun)


def read(on: Attachment, noun: Token, mention: Mention) -> Mention | None:
    """The mention as a trip where those who attend are of one side: "will be at the Beijing Olympics".

    Of those who stay away each gives up a trip of his own. Several who attend are a gathering.
    """
    verb = clause(noun)
    presence = _presence(noun)
    hangs = hangs_on(presence.head) if presence is not None else None
    mention.reading = hangs or mention.reading
    who = on.actors(presence if presence is not None else subject(verb), verb)
    guests = [a for a in who if a.kind is not ActorKind.PARTY and not a.indefinite]
    where = _where(on, noun)
    on.discourse.stage = where or on.discourse.stage
    where = where or (on.discourse.stage if mention.definite else None)
    off = mention.reading.status in OFF
    stays = verb.lemma_.lower() in word_list("absences")
    if where is None or not guests or not (_direct(noun, verb) and (off or _are_of_one_side(guests))):
        # "Boycotted the funeral" tells of no gathering.
        return None if stays or mention.kind is Kind.VISIT else mention
    mention.kind, mention.destinations, mention.weak = Kind.VISIT, [where], False
    mention.sides = [(guest, Role.GUEST) for guest in guests]
    mention.near, mention.named = [], []
    mention.counterparts, mention.apart = guests, off
    if stays and not is_negated(verb) and tense(verb) != "past":
        mention.reading = Reading(Status.CANCELLED, verb, "stays away", "future")
    mention.generic = mention.generic or mention.reading.rule == "without somebody" or _is_advised(verb)
    return mention


def _is_advised(verb: Token) -> bool:
    """ "Appealed to him not to attend", "wants her to boycott the opening": what others ask calls off no trip."""
    asked = is_negated(verb) or verb.lemma_.lower() in word_list("absences")
    infinitive = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)
    return asked and infinitive and verb.head.lemma_.lower() not in word_list("deciding") | DECIDING


def _are_of_one_side(guests: list[Actor]) -> bool:
    return len({party for guest in guests for party in guest.parties}) < 2


def _presence(noun: Token) -> Token | None:
    """Whose attendance at it a clause is about: "his attendance at the Games will depend on"."""
    of = noun.head.head if noun.head.lower_ in {"at", "in"} else noun
    whose = (c for c in of.children if c.dep_ == "poss" and of.lower_ in word_list("showing_up"))
    return next(whose, None)


def _direct(noun: Token, verb: Token) -> bool:
    """Whether a noun is what the verb carries: "attend the funeral", "take part in the parade"."""
    if noun.dep_ in {"dobj", "obj"}:
        return noun.head.i == verb.i
    if _presence(noun) is not None:
        return True
    behind = noun.head if noun.dep_ == "pobj" and noun.head.lower_ in GOING else None
    return behind is not None and (behind.head.i == verb.i or behind.head.lower_ in {"part", "place"})


def _where(on: Attachment, noun: Token) -> PlaceMention | None:
    """The place in the name of what is attended, or behind it: "the Beijing Olympics", "a parade in Minsk"."""
    before = (t for word in noun.subtree for t in word.children if t.dep_ == "compound" and t.text[0].isupper())
    named = (city_at(on.doc, on.matches, t.i) for t in before)
    city = next((city for city in named if city is not None), None) or place_of(on.doc, on.matches, noun)
    # "Will travel to London to attend the funeral".
    verb = clause(noun)
    onward = on.to(verb.head, ("to",)) if verb.dep_ in {"xcomp", "advcl"} else []
    return city or next(iter(onward), None)


def _is_within_another(noun: Token) -> bool:
    """ "The opening of the Olympics": of the two the first is attended."""
    of = noun.head
    whole = of.head.lemma_.lower() if noun.dep_ == "pobj" and of.lower_ == "of" else ""
    return whole in nouns() and nouns()[whole].attended
