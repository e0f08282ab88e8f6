"""A noun of meeting in, who offers it or is asked for it out: "an offer of talks from X", "asked Y for a meeting"."""

from app.domain.meetings import Status
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.lexicon import nouns, word_list
from app.extraction.syntax import clause, is_passive, objects, subject
from app.extraction.tense import Reading
from app.extraction.tokens import Token
from app.extraction.triggers import Mention


def asked(on: Attachment, noun: Token) -> list[Actor]:
    """Whom somebody asks for a meeting: "asked Peru for talks", "has proposed to Peru a meeting of the ministers"."""
    verb = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "for" else noun.head
    sides = any(c.lower_ in {"with", "between"} for c in noun.children)
    if sides or verb.pos_ != "VERB" or verb.lemma_.lower() not in word_list("asking"):
        return []
    to = (c for c in (*verb.children, *noun.children) if c.lower_ == "to" and c.dep_ in {"prep", "dative"})
    whom = [c for c in verb.children if c.dep_ in {"dobj", "dative"} and verb.i < c.i < noun.i and c.pos_ != "ADP"]
    return [a for word in (*whom, *(c for prep in to for c in prep.children)) for a in on.actors(word, verb)]


def invited(on: Attachment, noun: Token) -> list[Actor]:
    """Whom somebody invites to the meeting that he plans: "called a summit for Friday, inviting the leaders of A"."""
    return [a for verb in noun.head.children if invites_to(verb) for o in objects(verb) for a in on.actors(o, verb)]


def invites_to(verb: Token) -> bool:
    """Whether a clause tells of those invited to the meeting that is the object of the one above."""
    inviting = verb.lemma_ == "invite" and verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i > verb.head.i
    return inviting and any(o.lemma_.lower() in nouns() for o in objects(verb.head))


def offerers(on: Attachment, noun: Token, mention: Mention) -> list[Actor]:
    """Whoever stands before the noun that asks for a meeting, or behind "from" or "by"; nobody where none asks."""
    offer = noun.head.head
    if noun.dep_ != "pobj" or offer.lemma_.lower() not in word_list("offers") or offer.pos_ != "NOUN":
        return []
    refusers = _refusers(on, offer) if mention.reading.status is Status.CANCELLED else []
    if refusers and mention.counterparts:
        # "Iran turned down a Swiss offer of talks with Israel": only a go-between offered them.
        return refusers
    prepositions = [p for p in on.prepositions(offer) if p.lower_ in {"from", "by"}]
    prepositions += [p for p in on.prepositions(noun) if p.lower_ == "from"]
    behind = [a for prep in prepositions for a in on.members(prep)]
    before = [a for a in on.index.actors if offer.left_edge.i <= a.start < offer.i and a.kind is ActorKind.PARTY]
    return [*behind, *before, *(a for c in offer.children if c.dep_ == "poss" for a in on.actors(c, offer)), *refusers]


def _refusers(on: Attachment, offer: Token) -> list[Actor]:
    """Who turns an offer down."""
    verb = clause(offer)
    refused = offer.dep_ == "dobj" and offer.head.i == verb.i and not is_passive(verb)
    return on.actors(subject(verb), verb) if refused else []


def is_refused(any_: Token, reading: Reading) -> bool:
    """ "Has ruled out any meeting with X", "denied that any took place": what is refused is one with him."""
    noun = any_.head
    off = reading.status is Status.CANCELLED and noun.dep_ == "dobj" and noun.head.i == reading.word.i
    return any_.lower_ == "any" and (off or reading.rule == "denied")
