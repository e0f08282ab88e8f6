"""A trigger in, what the clause around it says comes next or comes instead out: "before flying on", "will now stay"."""

from app.domain.meetings import Status
from app.extraction.lexicon import word_list
from app.extraction.syntax import clause, is_negated
from app.extraction.tense import Reading, tense
from app.extraction.tokens import Token


def goes_on_to(trigger: Token) -> Reading | None:
    """ "Visits Seoul before flying on to Tokyo": told in the present, the second still lies ahead."""
    behind = trigger.dep_ == "pcomp" and trigger.tag_ == "VBG"
    prep = trigger.head
    if behind and prep.lower_ == "to" and prep.head.lower_ == "prior":
        prep = prep.head
    if not behind or prep.lower_ not in {"before", "prior"} or tense(clause(prep)) != "present":
        return None
    return Reading(Status.SCHEDULED, prep, "before it", "future")


def is_still_there(trigger: Token) -> Reading | None:
    """ "Flew on to Seoul, where he is now": he has not left."""
    if trigger.lemma_.lower() not in word_list("movements") | {"arrive", "land"} or tense(trigger) != "past":
        return None
    for word in trigger.subtree:
        if word.lower_ == "where" and word.head.lemma_ in {"be", "remain", "stay"} and word.head.i > trigger.i:
            around = {c.lower_ for c in word.head.children}
            if around & {"now", "still", "currently"} and around & {"he", "she", "they"}:
                there = tense(word.head) == "present"
                return Reading(Status.ONGOING, word.head, "is there", "present") if there else None
    return None


def on_programme(noun: Token) -> Reading | None:
    """ "Her programme includes a meeting with Y and a dinner": what a programme lists in the present lies ahead."""
    first = noun.head if noun.dep_ == "conj" else noun
    verb = first.head
    if first.dep_ != "dobj" or verb.lemma_ not in {"include", "feature", "list"} or tense(verb) != "present":
        return None
    listed = any(c.dep_ == "nsubj" and c.lemma_.lower() in word_list("programmes") for c in verb.children)
    return Reading(Status.SCHEDULED, verb, "on the programme", "future") if listed else None


def has_dates(noun: Token) -> Reading | None:
    """ "The dates of the visit were finalised": it is set; "are being discussed": it is proposed."""
    dates = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in {"of", "for"} else noun
    verb = dates.head
    if dates.lemma_.lower() != "date" or dates.i == noun.i or dates.dep_ not in {"nsubjpass", "dobj"}:
        return None
    if verb.lemma_.lower() not in word_list("settling") | word_list("talking") or is_negated(verb):
        return None
    status = Status.SCHEDULED if verb.lemma_.lower() in word_list("settling") else Status.PROPOSED
    return Reading(status, verb, "dates", "future")


def turned_out(trigger: Token) -> Reading | None:
    """ "X, who was to fly to Oslo, will now stay at home", "who had been due there, will come in May instead"."""
    plan = clause(trigger)
    while plan.dep_ in {"xcomp", "acomp"} and plan.head.i != plan.i:
        plan = plan.head
    who, main = plan.head, plan.head.head
    told = plan.dep_ == "relcl" and who.dep_ == "nsubj" and tense(plan) == "past" and plan.lemma_ == "be"
    if not told or tense(main) != "future" or is_negated(main):
        return None
    if main.lemma_.lower() in {"stay", "remain"}:
        return Reading(Status.CANCELLED, main, "stays instead", "future")
    instead = any(c.lower_ in {"now", "instead"} for c in main.children)
    return Reading(Status.SCHEDULED, main, "new date", "future") if instead and main.lemma_ == "come" else None


def is_first_time_ahead(verb: Token) -> bool:
    """Whether a perfect tells what is to come: "it will be the first time that the presidents have met"."""
    occasion = verb.head
    first = verb.dep_ in {"relcl", "acl", "ccomp"} and occasion.lemma_ in {"time", "occasion"}
    return first and occasion.dep_ == "attr" and tense(occasion.head) == "future"


def scrapped_before(noun: Token, verb: Token) -> bool:
    """ "A year ago Delhi scrapped a round of talks": not those that are planned now."""
    one = any(c.lower_ in {"a", "an", "another"} for c in (*noun.children, *noun.head.head.children) if c.i < noun.i)
    dated = (t for c in verb.children for t in c.subtree if c.dep_ in {"npadvmod", "advmod", "prep"})
    return one and verb.tag_ == "VBD" and any(t.lower_ in {"ago", "last", "earlier"} for t in dated)


def left_before(trigger: Token) -> Reading | None:
    """ "Flew home hours before he was to see X", "died a day before he was due to meet X": nothing came of it."""
    plan = trigger
    while plan.dep_ in {"xcomp", "acomp"} and plan.head.i != plan.i:
        plan = plan.head
    before = plan.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "before" for c in plan.children)
    if not before or plan.i == trigger.i or plan.lemma_ != "be" or tense(plan) != "past" or tense(plan.head) != "past":
        return None
    main, around = plan.head, {c.lower_ for c in plan.head.children}
    home = main.lemma_.lower() in word_list("leavings") and bool(around & {"home", "back"})
    gone = main.lemma_ in {"leave", "depart"} and not around & {"for", "to"}
    if home or gone or main.lemma_ in {"die", "resign"}:
        return Reading(Status.CANCELLED, main, "left before it", "future", 1)
    return None
