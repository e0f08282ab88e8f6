"""A noun that names a meeting in, what the preposition before it, or "follows", says of its status out."""

from app.domain.meetings import Status
from app.extraction.governors import above_of
from app.extraction.inflection import by_tense
from app.extraction.lexicon import nouns, verbs, word_list
from app.extraction.signals import words
from app.extraction.syntax import clause, has_had, is_following, is_negated, objects, returned_to
from app.extraction.tense import Reading, is_inverted, tense
from app.extraction.tokens import Token


def before_that(trigger: Token) -> Reading | None:
    """ "The visit follows talks in Oslo": what came before the news."""
    built = returned_to(trigger)
    if built is not None:
        # "To follow up on the July summit".
        return Reading(Status.HELD, built, "preposition following", "past", 1)
    verb = trigger.head
    follows = verb.lemma_.lower() in word_list("preceded") and verb.pos_ == "VERB" and not is_negated(verb)
    if trigger.dep_ not in {"dobj", "obj"} or not follows or tense(verb) not in {"past", "present"}:
        return None
    return Reading(Status.HELD, verb, "preposition following", "past", 1)


def leading_up(trigger: Token) -> Reading | None:
    """ "Boycotted the meetings leading up to the summit": whatever is done with those, it is still to come."""
    to, led = trigger.head, trigger.head.head
    led = led.head if led.lower_ == "up" else led
    above = trigger.dep_ == "pobj" and to.lower_ == "to" and led.lemma_ == "lead" and led.dep_ in {"acl", "relcl"}
    ahead = above and led.tag_ == "VBG" and led.head.lemma_.lower() in nouns()
    return Reading(Status.SCHEDULED, led, "leading up", "future", 1) if ahead else None


def _is_journey(noun: Token) -> bool:
    """ "On a visit to Hanoi, X called for restraint", but not "a statement on the visit"."""
    frame = nouns().get(noun.lemma_.lower())
    return frame is not None and frame.travel and all(c.lower_ != "the" for c in noun.children)


def _future_above(verb: Token) -> Reading | None:
    """ "Are expected to meet during the fair": what is planned for an occasion is not over."""
    # What is done at it may be planned for another day: "endorsed a plan to leave by June, at a summit".
    own = verb.lemma_.lower() in verbs() or any(o.lemma_.lower() in nouns() for o in objects(verb))
    above = above_of(verb) if own and tense(verb) == "none" else None
    return above if above is not None and above.status in {Status.SCHEDULED, Status.PROPOSED} else None


def _by_preposition(trigger: Token, prep: Token, phrase: str) -> Status | None:
    """What a preposition alone says of the noun behind it."""
    if prep.lower_ == "of" and prep.head.lower_ == "eve" and has_had(clause(prep)):
        # "Had met on the eve of the conference".
        return Status.HELD
    if prep.lower_ == "of" and prep.head.lower_ in {"ahead", "eve", "advance", "anticipation"}:
        return Status.SCHEDULED
    if prep.lower_ == "of" and prep.head.lower_ in {"heels", "wake"}:
        return Status.HELD
    if prep.lower_ == "on" and _is_journey(trigger):
        return Status.HELD
    return words("prepositions").get(phrase) or words("prepositions").get(prep.lower_)


def _first_of(noun: Token) -> Token:
    """The noun above one that qualifies it or goes on with it.

    Of "a summit in Rome and talks" that is the summit, though the parser joins the talks to the place.
    """
    above, prep = noun.head, noun.head.head
    joined = noun.dep_ == "conj" and above.dep_ == "pobj" and above.lemma_.lower() not in nouns()
    return prep.head if joined and prep.head.lemma_.lower() in nouns() else above


def behind_preposition(trigger: Token) -> Reading | None:
    """What a preposition makes of the noun behind it: "after talks in Oslo", "ahead of the summit", "at a dinner"."""
    noun = trigger
    while noun.dep_ in {"compound", "conj", "poss", "nmod"} and noun.head.i != noun.i:
        noun = _first_of(noun)
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_.lower() in word_list("measures"):
        # "After two days of talks".
        noun = noun.head.head
    prep = noun.head
    if noun.dep_ != "pobj" and not is_following(prep):
        return None
    phrase = f"{prep.head.lower_} {prep.lower_}" if prep.head.i == prep.i - 1 else prep.lower_
    status = _by_preposition(trigger, prep, phrase)
    if status is None:
        return None
    verb = clause(prep)
    if is_inverted(verb):
        # "Warned him of sanctions should he invade during a call on Tuesday".
        verb = clause(verb.head)
    if status is not Status.HELD:
        return Reading(status, prep, f"preposition {phrase}", "future")
    if verb.pos_ not in {"VERB", "AUX"}:
        return Reading(status, prep, f"preposition {phrase}", "none", 0)
    around = _future_above(verb) or by_tense(verb, ongoing=False)
    there = verb.lemma_ == "be" and around.tense == "present" and prep.lower_ == "at" and prep.head.i == verb.i
    if there or (around.rule == "present progressive" and prep.lower_ in {"at", "in", "during"}):
        # "Are voting this week at talks in Geneva", "is at a summit with Y".
        return Reading(Status.ONGOING, prep, around.rule, "present", 1)
    if around.tense == "future" and prep.lower_ not in {"after", "following", "since"}:
        return Reading(around.status, prep, around.rule, "future", 1)
    # "After the meeting they will sign agreements" does not say that it is over.
    time, strength = ("past", 0) if around.tense == "future" else (around.tense, 1)
    return Reading(status, prep, f"preposition {phrase}", time, strength)
