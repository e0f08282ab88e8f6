"""A verb by which sides "meet" in, whether they do so in a game out: "will meet Spain in the final"."""

from app.extraction.actors import ActorKind
from app.extraction.lexicon import word_list
from app.extraction.syntax import auxiliaries, clause, objects, subject
from app.extraction.tokens import Token
from app.extraction.triggers import Mention

TWO = 2


def is_contest(verb: Token, mention: Mention) -> bool:
    """Whether states meet in a game."""
    doer = subject(verb)
    team = doer is not None and any(c.lower_ in word_list("games") for c in doer.children)
    bare = verb.tag_ in {"VBP", "VB"} and verb.lower_ == "meet" and not auxiliaries(verb)
    if team or (bare and objects(verb) and _is_one_state(verb, mention)):
        return True
    # "Play Ecuador on Friday and meet Colombia five days later".
    joined = (w.lemma_.lower() for w in (verb.head, *verb.children) if "conj" in {w.dep_, verb.dep_})
    plays = not word_list("playing").isdisjoint(joined)
    told = (clause(t) for t in verb.sent if t.i > verb.i and t.lower_ in word_list("contests"))
    game = plays or any(verb.i == above.i or (verb.i == above.head.i and above.dep_ == "conj") for above in told)
    return game and all(actor.kind is ActorKind.PARTY for actor, _ in mention.sides)


def _is_one_state(verb: Token, mention: Mention) -> bool:
    """ "Canada meet Italy": a state as a team, of which English speaks as of many."""
    doer = subject(verb)
    alone = doer is not None and doer.head.i == verb.i and all(w.dep_ == "appos" for w in doer.conjuncts)
    return alone and len(mention.sides) == TWO and all(a.kind is ActorKind.PARTY for a, _ in mention.sides)
