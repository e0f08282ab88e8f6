"""The pronoun "they" of a clause about a journey in, who set out together by the sentence before it out."""

from app.domain.meetings import Kind
from app.extraction.actors import Actor, ActorKind
from app.extraction.arguments import ActorIndex
from app.extraction.lexicon import verbs
from app.extraction.syntax import SUBJECTS, clause
from app.extraction.tokens import Token


def travellers(index: ActorIndex, they: Token) -> list[Actor]:
    """The several of one side who set out: "Ministers A and B of Australia met C in Jakarta. They will fly on to"."""
    verb = clause(they)
    frame = verbs().get(verb.lemma_.lower())
    if frame is None or frame.kind is not Kind.VISIT or verb.dep_ not in {"ROOT", "conj"} or not verb.sent.start:
        return []
    before = they.doc[verb.sent.start - 1].sent
    doer = next((t for t in before if t.dep_ in SUBJECTS and t.head.dep_ == "ROOT"), None)
    own = index.of(doer) if doer is not None else []
    sides = {party for a in own for party in a.parties}
    people = len(own) > 1 and all(a.kind is not ActorKind.PARTY for a in own)
    return own if len(sides) == 1 and (people or (len(own) == 1 and own[0].plural)) else []
