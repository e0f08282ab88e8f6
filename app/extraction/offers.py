"""A noun of meeting in, who offers the meeting or asks for it out: "an offer of talks from X", "Y's request for"."""

from spacy.tokens import Token

from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.lexicon import word_list


def offerers(on: Attachment, noun: Token) -> list[Actor]:
    """Whoever stands before the noun that asks for a meeting, or behind "from" or "by"; nobody where none asks."""
    offer = noun.head.head
    if noun.dep_ != "pobj" or offer.lemma_.lower() not in word_list("offers") or offer.pos_ != "NOUN":
        return []
    prepositions = [p for p in on.prepositions(offer) if p.lower_ in {"from", "by"}]
    prepositions += [p for p in on.prepositions(noun) if p.lower_ == "from"]
    behind = [a for prep in prepositions for a in on.members(prep)]
    before = [a for a in on.index.actors if offer.left_edge.i <= a.start < offer.i and a.kind is ActorKind.PARTY]
    return [*behind, *before, *(a for c in offer.children if c.dep_ == "poss" for a in on.actors(c, offer))]
