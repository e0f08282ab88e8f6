"""A noun that names a meeting in, what a clause on it tells beside what comes of it, and what it is answered, out."""

from collections.abc import Set

from app.domain.meetings import Status
from app.extraction.lexicon import word_list
from app.extraction.signals import look_up
from app.extraction.syntax import agent, auxiliaries, clause, follows_comma
from app.extraction.tense import Reading, tense
from app.extraction.tokens import Token

# What somebody says to the idea of a meeting.
ANSWERS = {"no": Status.CANCELLED, "yes": Status.SCHEDULED}


def was_foretold(trigger: Token, on: Token) -> bool:
    """ "Held talks that neither had announced": what was done, whatever had been said of it before."""
    before = on.dep_ == "relcl" and any(t.lower_ == "had" for t in auxiliaries(on))
    done = clause(trigger)
    return before and tense(done) == "past" and done.lemma_.lower() in word_list("light_verbs") - word_list("acts")


def tells_what_went_on(on: Token) -> bool:
    """ "A visit during which the two announced a fund", "talks at which X agreed to go", "talks arranged by X".

    "X, winding up a visit to China, called on Tuesday for more trade": the parser hangs it on the visit.
    """
    if (on.lemma_ == "arrange" and agent(on) is not None) or (on.lemma_ == "call" and follows_comma(on)):
        return True
    before = [t for t in on.subtree if t.i < on.i]
    inside = (t for t in before if t.lower_ == "which" and t.head.lower_ in {"during", "at", "in"})
    return on.dep_ == "relcl" and any(clause(t).i == on.i for t in inside)


def tells_what_is_hoped(trigger: Token, on: Token) -> bool:
    """ "Arrived for a visit that is expected to be dominated by trade": what it will bring, not that it is to come."""
    below = next((c for c in on.children if c.dep_ == "xcomp" and c.i > on.i), None)
    if on.dep_ != "relcl" or below is None or look_up(on) is not Status.SCHEDULED:
        return False
    comes = word_list("staging") | word_list("happening") | word_list("moved") | {"make", "pay"}
    told = clause(trigger)
    there = word_list("movements") | word_list("beginnings") | {"arrive", "be", "hold", "have", "meet"}
    return below.lemma_.lower() not in comes and told.lemma_.lower() in there and tense(told) in {"past", "present"}


def went_on(trigger: Token) -> Reading | None:
    """ "Arranged the meeting at which X and Y settled the dispute": what was done there was done."""
    clauses_ = (c for c in trigger.children if c.dep_ == "relcl" and c.tag_ == "VBD")
    # "Arranged the visit that the emperor paid to Rome".
    on = (c for c in clauses_ if tells_what_went_on(c) or c.lemma_ in {"pay", "make"})
    done = next((c for c in on if tense(c) == "past" and tense(clause(trigger)) == "past"), None)
    # "Discussed the summit at which they were due to sign the treaty".
    ahead = done is None or done.lemma_ == "be" or look_up(done) is not None
    return None if ahead or done is None else Reading(Status.HELD, done, "went on there", "past")


def is_meanwhile(verb: Token) -> bool:
    """ "The ministers, meeting in Ningbo, agreed to do more": what they agreed on is another thing."""
    if verb.dep_ != "acl" or verb.tag_ != "VBG":
        return False
    # "Ministers meeting in Ningbo agreed to do more".
    there = verb.head.dep_ == "nsubj" and any(c.dep_ == "prep" and c.lower_ in {"in", "at"} for c in verb.children)
    return follows_comma(verb) or there


def clauses_on(trigger: Token, verbs_: Set[str]) -> list[Token]:
    """What hangs on a noun, and of clauses with "which" below it those with some verbs.

    "The summit of the Union, which opens on Friday": the parser hangs the clause on the Union.
    """
    below = (t for t in trigger.subtree if t.dep_ == "relcl" and t.head.i != trigger.i)
    which = (t for t in below if t.lemma_.lower() in verbs_ and any(c.lower_ == "which" for c in t.children))
    return [*trigger.children, *which]


def answered(trigger: Token) -> Reading | None:
    """ "Said no to a meeting", "yes to talks"."""
    prep = trigger.head
    if trigger.dep_ != "pobj" or prep.lower_ != "to":
        return None
    near = (prep.head, *(c for c in prep.head.children if c.dep_ != "det"))
    answer = next((t for t in near if t.lower_ in ANSWERS and t.i < prep.i), None)
    return Reading(ANSWERS[answer.lower_], answer, f"answer {answer.lower_}", "future") if answer is not None else None


def stands_before(clause_: Token, verb: Token) -> bool:
    """ "The leaders, gathered in Riga, demand": a clause before its verb that nothing joins to it is not demanded."""
    joined = any(c.dep_ == "mark" for c in clause_.children)
    return clause_.dep_ == "ccomp" and clause_.i < verb.i and tense(clause_) != "none" and not joined
