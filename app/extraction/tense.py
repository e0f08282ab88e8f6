"""A verb in, its tense and what its form says of a meeting out; and the reading that all rules of status give."""

from dataclasses import dataclass

from app.domain.meetings import Status
from app.extraction.lexicon import word_list
from app.extraction.syntax import auxiliaries, clause, is_negated
from app.extraction.tokens import Token

NOW = {"currently", "presently", "now"}
FUTURE = {"will", "shall", "'ll", "’ll", "wo"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A status with the word that gave it and the rule's name.

    `tense` is past, present, future or none; `strength` 0 where the words hardly say (a headline without a verb),
    1 where the clause around says, 2 where a word about the meeting itself says.
    """

    status: Status
    word: Token
    rule: str
    tense: str
    strength: int = 2


def tense(verb: Token) -> str:
    """past, present or future, from the first finite auxiliary or the verb itself."""
    chain = [*auxiliaries(verb), verb]
    # "Will have restricted talks", like "will have met by then", lies ahead.
    if any(t.tag_ == "MD" and t.lower_ not in FUTURE for t in chain) and any(
        t.lemma_ in {"have", "'ve"} for t in chain[:-1]
    ):
        return "past"
    if any(t.lower_ in FUTURE for t in chain):
        return "future"
    for token in chain:
        if token.tag_ in {"VBD"}:
            return "past"
        if token.tag_ in {"VBZ", "VBP"}:
            perfect = token.lemma_ in {"have", "'ve"} and token is not verb
            return "past" if perfect else "present"
        if token.tag_ == "MD":
            return "modal"
    if verb.tag_ == "VB" and verb.dep_ == "ROOT" and len(chain) == 1:
        # "Talks between A and B begin in C": the tagger takes the plural of the present for an infinitive.
        return "present" if any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children) else "none"
    return "past" if verb.tag_ == "VBN" and not is_infinitive(verb) else "none"


LATER_TODAY = {"later in the day", "later on in the", "later the same day"}


def is_tonight(verb: Token) -> bool:
    """ "Begins a visit tonight", "arrives this evening", "later today": some hours ahead of the news."""
    for word in verb.children:
        if word.i > verb.i and (
            word.lower_ == "tonight" or (word.lower_ == "evening" and word.nbor(-1).lower_ == "this")
        ):
            return True
        if word.lower_ in word_list("calendar") | {"today"} and word.i > verb.i and word.nbor(-1).lower_ == "later":
            return True
        if word.lower_ == "later" and word.i > verb.i and word.doc[word.i : word.i + 4].text in LATER_TODAY:
            return True
    return False


def has_come(verb: Token) -> bool:
    """ "Has arrived in Havana": a perfect of the present, in whatever paragraph, is of the day of the news."""
    perfect = any(t.tag_ in {"VBZ", "VBP"} and t.lemma_ == "have" for t in auxiliaries(verb))
    return perfect and verb.dep_ in {"ROOT", "conj"}


def is_infinitive(verb: Token) -> bool:
    """Whether a verb stands in an infinitive that looks ahead: "to meet", "to be received", not "to have met"."""
    chain = [t.lower_ for t in auxiliaries(verb)]
    return "to" in chain and "have" not in chain and verb.tag_ in {"VB", "VBN"}


def is_counterfactual(verb: Token) -> bool:
    """ "Would have met", "should have been the first visit": it did not come about."""
    chain = [t.lower_ for t in auxiliaries(verb)]
    unreal = any(word in {"would", "should", "could"} for word in chain)
    return unreal and any(word in {"have", "'ve", "’ve"} for word in chain)


def is_reported_future(verb: Token) -> bool:
    """ "Said on Wednesday that he would meet": the future as seen from a past saying."""
    would = any(t.lower_ in {"would", "'d", "’d"} for t in auxiliaries(verb))
    if any(child.dep_ == "advcl" and is_conditional(child) for child in verb.children):
        return False
    told = verb
    while told.dep_ == "conj" and told.head.pos_ in {"VERB", "AUX"}:
        # "Said that he would report to the allies, and would fly to Oslo".
        told = told.head
    if would and _is_of_plan(told):
        return True
    return (
        would
        and told.dep_ == "ccomp"
        and told.head.lemma_.lower() in word_list("reporting") | word_list("acts") | {"decide"}
        and tense(told.head) == "past"
    )


def _is_of_plan(verb: Token) -> bool:
    """ "Was to leave for Tokyo, where he would meet X": part of a plan that is told in the past."""
    where = verb.dep_ == "relcl" and any(c.lower_ == "where" for c in verb.children)
    above = clause(verb.head) if where else verb
    if not where or not (is_infinitive(above) or above.lemma_.lower() in word_list("plans")):
        return False
    plan = above.head if is_infinitive(above) else above
    # "Was to leave", "was due to leave", "was expected in Tokyo".
    settled = plan.lemma_ == "be" or plan.lemma_.lower() in word_list("plans") - {"hope"}
    return settled and tense(clause(plan)) == "past"


# Verbs of what would be liked, and what.
VALUING = {"welcome", "appreciate", "support", "back", "favour", "favor"}
VALUED = {"visit", "trip", "meeting", "summit", "talks", "conference", "dialogue", "negotiations"}
# Verbs behind which "should" tells of what has been settled.
DECIDING = {"agree", "decide"}


def modal(verb: Token) -> Reading:
    """ "Said that they would meet", "should be in Sofia on Friday", "might meet"."""
    # "Said that a meeting would be useful".
    valued = verb.lemma_ == "be" and any(c.dep_ == "acomp" and c.pos_ == "ADJ" for c in verb.children)
    # "Said that it would welcome a visit", not a visitor.
    valued = valued or any(c.dep_ == "dobj" and c.lower_ in VALUED for c in verb.children if verb.lemma_ in VALUING)
    if is_reported_future(verb) and not valued:
        return Reading(Status.SCHEDULED, verb, "reported future", "future")
    if _is_awaited(verb):
        return Reading(Status.SCHEDULED, verb, "should be there", "future")
    return Reading(Status.PROPOSED, verb, "modal verb", "future")


def _is_awaited(verb: Token) -> bool:
    """ "Should be in Sofia on Friday", "should arrive tomorrow": where somebody is expected."""
    should = any(t.lower_ == "should" for t in auxiliaries(verb)) and not is_negated(verb)
    if should and verb.dep_ == "ccomp" and verb.head.lemma_.lower() in DECIDING and tense(verb.head) == "past":
        # "Agreed that their ministers should meet in May".
        return True
    there = any(c.dep_ == "prep" and c.lower_ in {"in", "at"} for c in verb.children)
    return should and there and verb.lemma_ in {"be", "arrive", "land"}


def is_inverted(verb: Token) -> bool:
    """Whether a condition is told by the order of the words: "should he invade", "were it to fail"."""
    first = next(iter(auxiliaries(verb)), None)
    doer = next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    unreal = first is not None and first.lower_ in {"should", "were", "had"} and verb.dep_ in {"advcl", "ccomp"}
    return unreal and first is not None and doer is not None and first.i < doer.i


def is_conditional(verb: Token) -> bool:
    """Whether a clause begins with "if", "unless" or "whether"."""
    return any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children)


def was_given_up(trigger: Token) -> bool:
    """ "Was to see X on Friday but flew home", "had been due to meet Y but stayed in Oslo"."""
    top = trigger
    while top.dep_ in {"xcomp", "acomp"} and top.head.i < top.i:
        top = top.head
    planned = top.lemma_.lower() in word_list("plans")
    if (top.i == trigger.i and not planned) or all(t.lower_ not in {"was", "were"} for t in (top, *auxiliaries(top))):
        return False
    below = [c for word in (top, trigger) for c in word.children if c.i > trigger.i]
    instead = (c for c in below if c.dep_ == "conj" and c.tag_ == "VBD")
    but = any(c.dep_ == "cc" and c.lower_ == "but" for c in below)
    return but and any(c.lemma_.lower() in word_list("instead") for c in instead)
