"""A word above a place in, whether the place is of what is only spoken of, or of what is agreed on, out."""

from app.extraction.lexicon import word_list
from app.extraction.syntax import objects
from app.extraction.tokens import Token


def is_spoken_of(noun: Token) -> bool:
    """Whether a noun is of what goes on or was said elsewhere: "the conflict in Syria", "over remarks in Geneva"."""
    lemma = noun.lemma_.lower()
    if noun.dep_ == "pobj" and lemma in word_list("sayings"):
        return True
    return lemma in word_list("troubles") and noun.dep_ in {"pobj", "dobj", "conj"}


def is_told_of(clause_: Token, verb: Token, trigger: Token) -> bool:
    """Whether a clause tells where a paper was made, or where those who meet have agreed to hold another meeting.

    "Spoke about the agreement, which was concluded in Algiers", "agreed to convene a summit in Oslo".
    """
    agreed = verb.dep_ == "xcomp" and verb.head.i == trigger.i and bool(objects(verb))
    return agreed or clause_.head.lemma_.lower() in word_list("documents")


def is_spoken_over(prep: Token, verb: Token) -> bool:
    """ "Discussed the standoff with Iran", "the situation on the border with Belarus": of a state it is about."""
    above = prep.head.dep_ == "pobj" or prep.head.lemma_.lower() in word_list("quarrels")
    return verb.lemma_ == "discuss" and prep.head.i != verb.i and above


def is_quarrel_before(noun: Token) -> bool:
    """ "After a row with X", "amid a dispute with Y": what only tells why or when something else is done."""
    beside = noun.dep_ == "pobj" and noun.head.lower_ in {"after", "amid", "following", "since", "despite", "during"}
    return beside and noun.lemma_.lower() in word_list("quarrels")
