"""A trigger in, whether it tells of a meeting of no single occasion out, or of one that is told elsewhere."""

from itertools import pairwise

from app.extraction.lexicon import nouns, word_list
from app.extraction.syntax import SUBJECTS, auxiliaries, clause, governors, is_negated, names_day
from app.extraction.tense import tense
from app.extraction.tokens import Token


def is_generic(verb: Token) -> bool:
    """Whether what a verb tells of is a habit, an office, a record, advice or something imagined."""
    return _is_habitual(verb) or _is_office(verb) or _is_record(verb) or _is_advice(verb) or _is_imagined(verb)


def is_unreal(trigger: Token) -> bool:
    """ "Had he agreed to meet Y, the war would have ended", "suppose that he had lived to receive Y": never so."""
    for word in (trigger, *governors(trigger)):
        had = next((t for t in auxiliaries(word) if t.lower_ in {"had", "'d"}), None)
        if had is None:
            continue
        above = word.head
        if word.dep_ == "ccomp" and above.tag_ == "VB" and above.lemma_ in {"suppose", "imagine"}:
            return all(c.dep_ not in SUBJECTS for c in above.children)
        doer = next((c for c in word.children if c.dep_ in SUBJECTS), None)
        turned = doer is not None and had.i < doer.i and had.is_sent_start
        condition = word.dep_ == "advcl" and (turned or any(c.lower_ == "if" for c in word.children))
        if condition and any(t.lower_ in {"would", "could", "might"} for t in auxiliaries(above)):
            return True
    return False


def is_left_unsaid(trigger: Token) -> bool:
    """Whether somebody will not say whether it comes about: "declined to say if they would meet"."""
    verb = clause(trigger)
    said = verb.head if verb.dep_ in {"ccomp", "advcl"} else None
    if said is None or said.lemma_ not in {"say", "confirm", "disclose"} or said.i > verb.i:
        return False
    refused = said.dep_ == "xcomp" and said.head.lemma_ in {"decline", "refuse"}
    asked = any(t.lower_ in word_list("questions") for t in verb.subtree if said.i < t.i < verb.i)
    return asked and (refused or is_negated(said))


def is_beside(trigger: Token) -> bool:
    """Whether a clause tells what was done "on the sidelines" of what the text has told of before."""
    told = trigger.sent.text.lower()
    if not any(word in told for word in word_list("aside")):
        return False
    margins = (t for t in trigger.sent if t.lower_ in word_list("aside") and t.dep_ == "pobj")
    return any(m.head.lower_ in {"on", "at", "in"} and _are_told_of(m) for m in margins)


def stands_still(talks: Token) -> bool:
    """Whether talks are a process that does not move: "the stalled nuclear talks", "talks are at a standstill"."""
    told = [*talks.children]
    verb = talks.head
    if talks.dep_ in SUBJECTS and verb.lemma_ in {"be", "remain"} and not is_negated(verb):
        told += [t for c in verb.children if c.i > verb.i and c.dep_ in {"acomp", "attr", "prep"} for t in c.subtree]
    return any(t.lower_ in word_list("standing_still") for t in told)


def _is_imagined(verb: Token) -> bool:
    """ "If X met Y tomorrow, we should learn of it": thought of, and neither done nor proposed."""
    if verb.tag_ != "VBD" or verb.dep_ != "advcl" or not any(c.lower_ == "if" for c in verb.children):
        return False
    return any(t.lower_ in {"would", "should", "could", "might"} for t in auxiliaries(verb.head))


def _is_advice(verb: Token) -> bool:
    """ "Leaders should meet less": said of nobody in particular."""
    doer = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    bare = doer is not None and doer.tag_ == "NNS" and not any(True for _ in doer.children)
    return bare and any(c.dep_ == "aux" and c.lower_ in {"should", "must", "ought"} for c in verb.children)


def _is_record(verb: Token) -> bool:
    """ "The highest official to have visited", "becoming the first to visit": said of a visit told elsewhere."""
    becoming = verb.head.head.lower_ == "becoming" and verb.head.dep_ == "attr"
    if becoming and any(c.lower_ in word_list("foremost") for c in verb.head.children):
        return True
    helpers = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    # "Landed in Athens, the first Indian premier to go there", of which the parser makes a clause of its own.
    doer = next((c for c in verb.children if c.dep_ == "nsubj"), verb)
    first = doer.i != verb.i and any(c.lower_ in word_list("foremost") for c in doer.children)
    return (verb.dep_ == "relcl" and {"to", "have"} <= helpers) or (first and helpers == {"to"})


def _is_office(verb: Token) -> bool:
    """ "The committee is co-chaired by X and Y": what somebody is, and nothing that he does on a day."""
    return verb.lemma_.lower() == "co-chair" and tense(verb) == "present" and not names_day(verb)


def _says_how_often(verb: Token) -> bool:
    """ "Meet only once a year", "meet twice a month": how often, and not when."""
    if verb.tag_ not in {"VBP", "VBZ"}:
        return False
    behind = verb.doc[verb.i + 1 : verb.i + 5]
    return any(a.lower_ in {"once", "twice"} and b.lower_ in {"a", "each", "every"} for a, b in pairwise(behind))


def _is_habitual(verb: Token) -> bool:
    """ "Usually meet each spring", "whenever they met", "have met nearly thirty times": no single occasion."""
    words = {c.lower_ for c in verb.children}
    # "Have talked on the telephone every day".
    each = any(c.dep_ == "npadvmod" and any(g.lower_ == "every" for g in c.children) for c in verb.children)
    if each or words & word_list("habitual") or _says_how_often(verb):
        return True
    perfect = bool(words & {"have", "has", "had", "'ve", "’ve"})
    told = verb.sent.text.lower()
    if not perfect and "times" not in told and "occasions" not in told:
        return False
    below = [(token, token.lower_) for token in verb.subtree]
    if any(word == "recently" and any(c.lower_ == "most" for c in token.children) for token, word in below):
        # "Have met three times, most recently in May": then.
        return False
    counting = (token for token, word in below if perfect and word in word_list("counting_adverbs"))
    if any(clause(token).i == verb.i for token in counting):
        return True
    # "Visited Oslo in May, and the two met on three later occasions": the visit is one.
    counted = (token for token, word in below if word in {"times", "occasions"} and clause(token).i == verb.i)
    many = {"several", "many", "numerous", "dozen", "dozens", "hundreds"}
    return any(g.pos_ == "NUM" or g.lower_ in many for token in counted for g in token.subtree)


def _are_told_of(margins: Token) -> bool:
    """Whether those are the margins of what was told of before: "on its margins", "on the margins of the summit"."""
    of = [noun for prep in margins.children if prep.lower_ == "of" for noun in prep.children]
    return all(
        noun.lemma_.lower() in nouns() and {c.lower_ for c in noun.children} <= {"the", "this", "that"} for noun in of
    )
