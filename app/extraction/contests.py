"""A verb of meeting or talking in, whether it tells of something else out: a game, a name, what somebody is for."""

from app.extraction.actors import ActorKind
from app.extraction.lexicon import word_list
from app.extraction.syntax import OBJECTS, auxiliaries, clause, objects, subject
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


def speaks_for(verb: Token) -> bool:
    """ "The sides spoke in favour of a truce", "spoke out against it": said of what they want."""
    behind = verb.doc[verb.i + 1 : verb.i + 3]
    words = [t.lower_ for t in behind]
    return words[:1] in (["out"], ["up"]) or (words[:1] == ["in"] and words[1:] in (["favour"], ["favor"], ["support"]))


def is_naming(verb: Token) -> bool:
    """ "Called him a liar", "called Y his old friend", "called her reckless": what the object is said to be."""
    behind = [c for c in verb.children if c.i > verb.i and c.dep_ in {*OBJECTS, "acomp", "ccomp"}]
    named = len(behind) > 1 and any(c.dep_ in {"oprd", "acomp", "ccomp"} for c in behind)
    friends = (c for o in behind for c in o.children if c.dep_ == "appos" and c.i > o.i)
    bare = (c for c in friends if all(t.text != "," for t in verb.doc[verb.i : c.i]))
    return named or any(g.dep_ in {"det", "poss"} for c in bare for g in c.children)


def joins_a_crowd(verb: Token) -> bool:
    """ "World leaders joined thousands of mourners in Paris": they come together, whomever else they come to."""
    crowd = (o for o in objects(verb) if verb.lemma_ == "join")
    return any({o.lemma_.lower(), *(t.lower_ for t in o.subtree)} & word_list("crowds") for o in crowd)
