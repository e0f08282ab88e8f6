"""A word of a clause in, what the words above it say of the meeting that it names out: governors, tense, modality."""

import tomllib
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from app.domain.meetings import Status
from app.extraction.lexicon import word_list
from app.extraction.syntax import auxiliaries, clause, governors, is_negated
from app.extraction.tense import Reading, is_conditional, is_reported_future, tense

# Behind these a noun tells when, not what, the verb above does.
TEMPORAL = {"during", "at", "after", "following", "before", "since", "amid", "ahead", "upon"}
# Words that say something of the meeting only before an infinitive or "for" ("is set to meet", "due for talks").
BEFORE_INFINITIVE = {"set", "due", "likely", "open", "ready", "go"}


@cache
def words(table: str) -> dict[str, Status]:
    """The words of one table of status.toml, each with its status."""
    text = files("app.extraction").joinpath("data", "status.toml").read_text(encoding="utf-8")
    return {word: Status(status) for status, words in tomllib.loads(text)[table].items() for word in words}


def by_tense(verb: Token, ongoing: bool) -> Reading:
    """What the tense of a verb says where no other word does."""
    time = tense(verb)
    if time == "future":
        return Reading(Status.SCHEDULED, verb, "future tense", time)
    if time == "modal":
        if is_reported_future(verb):
            return Reading(Status.SCHEDULED, verb, "reported future", "future")
        return Reading(Status.PROPOSED, verb, "modal verb", "future")
    if verb.tag_ == "VBG" and any(t.tag_ == "VBD" and t.lemma_ == "be" for t in auxiliaries(verb)):
        return Reading(Status.HELD, verb, "past progressive", "past")
    if verb.tag_ == "VBG" and any(t.tag_ in {"VBZ", "VBP"} for t in auxiliaries(verb)):
        return Reading(Status.ONGOING, verb, "present progressive", "present")
    if verb.tag_ == "VB" and any(c.lower_ == "to" for c in auxiliaries(verb)):
        return _infinitive(verb, ongoing)
    if ongoing and time == "present":
        return Reading(Status.ONGOING, verb, "arrival", time)
    if verb.tag_ == "VBG" and verb.dep_ in {"advcl", "acl", "pcomp", "xcomp"} and verb.head.i != verb.i:
        above = clause(verb.head)
        if above.i != verb.i and above.pos_ in {"VERB", "AUX"}:
            around = above_of(above) if tense(above) == "none" else None
            around = around or by_tense(above, ongoing=False)
            return Reading(around.status, verb, f"participle, {around.rule}", around.tense, 1)
    return Reading(Status.HELD, verb, f"{time} tense", time, 1 if time == "none" else 2)


def _infinitive(verb: Token, ongoing: bool) -> Reading:
    """What "to meet" says: "is to" lies ahead, "arrived to" takes the tense of the verb above."""
    above = verb.head
    if (
        verb.dep_ in {"xcomp", "advcl", "acl", "conj"}
        and above.i != verb.i
        and above.pos_ in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}
    ):
        if above.lemma_ == "be" and above.pos_ in {"AUX", "VERB"}:
            past = tense(above) == "past"
            return Reading(Status.HELD if past and verb.lemma_ == "be" else Status.SCHEDULED, verb, "is to", "future")
        up = clause(above)
        if up.i != verb.i and up.pos_ in {"VERB", "AUX"}:
            reading = by_tense(up, ongoing)
            return Reading(reading.status, up, f"purpose, {reading.rule}", reading.tense)
    return Reading(Status.SCHEDULED, verb, "bare infinitive", "future")


def look_up(token: Token) -> Status | None:
    """The status that a governing word gives, alone or with its particle."""
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in {"prt", "prep", "advmod"} and child.i - token.i in {1, 2, 3}:
            found = words("particles").get(f"{lemma} {child.lower_}")
            if found is not None:
                return found
    return words("governors").get(lemma)


def above_of(trigger: Token) -> Reading | None:
    """What the words above a trigger say of it, up to the verb that reports it."""
    previous = trigger
    best: Reading | None = None
    for token in governors(trigger):
        if token.lemma_.lower() in word_list("reporting") and previous.dep_ == "ccomp":
            break
        if previous.dep_ in {"relcl", "conj", "parataxis"} and token.pos_ != previous.pos_:
            break
        if token.pos_ in {"ADP", "SCONJ"} and previous.pos_ not in {"VERB", "AUX"} and _is_temporal(token):
            break
        if previous.dep_ == "advcl" and not is_conditional(previous):
            break
        found = _relation(previous, token)
        if found is not None:
            return _refused(token) or found
        finite = tense(token) != "none"
        if finite and token.pos_ in {"VERB", "AUX"} and previous.dep_ in {"nsubj", "nsubjpass", "dobj", "obj"}:
            return _by_own_tense(token, best)
        previous = token
    if is_conditional(clause(trigger)):
        return Reading(Status.PROPOSED, clause(trigger), "condition", "future")
    return best


def _by_own_tense(verb: Token, best: Reading | None) -> Reading | None:
    if is_negated(verb) and verb.lemma_.lower() in word_list("happening"):
        return Reading(Status.CANCELLED, verb, f"not {verb.lemma_.lower()}", tense(verb))
    if tense(verb) == "future":
        return Reading(Status.SCHEDULED, verb, "future tense", "future")
    if tense(verb) == "modal":
        return Reading(Status.PROPOSED, verb, "modal verb", "future")
    return best


def _refused(noun: Token) -> Reading | None:
    """ "Refused a request to meet": what was asked for does not come about."""
    verb = noun.head
    if noun.pos_ != "NOUN" or noun.dep_ not in {"dobj", "obj", "nsubjpass"}:
        return None
    refused = words("governors").get(verb.lemma_.lower()) is Status.CANCELLED and not is_negated(verb)
    return Reading(Status.CANCELLED, verb, f"governor {verb.lemma_.lower()}", "future") if refused else None


def _is_temporal(preposition: Token) -> bool:
    """Whether a preposition makes the noun behind it the occasion of something else ("in a phone call, he urged")."""
    if preposition.lower_ == "in":
        return preposition.head.lemma_.lower() not in word_list("light_verbs")
    return preposition.lower_ in TEMPORAL


def _relation(below: Token, token: Token) -> Reading | None:
    status = look_up(token)
    if status is None or status in {Status.HELD, Status.ONGOING}:
        return None
    if token.lemma_.lower() in BEFORE_INFINITIVE:
        ready = below.dep_ == "prep" and token.tag_ in {"JJ", "VBN"} and token.dep_ in {"acomp", "oprd", "ROOT", "attr"}
        if not ready and below.dep_ not in {"xcomp", "ccomp"}:
            return None
    if token.pos_ in {"VERB", "AUX"} and below.dep_ in {"nsubj"} and status is not Status.SCHEDULED:
        return None
    if (
        status in {Status.CANCELLED, Status.POSTPONED}
        and token.tag_ == "VB"
        and token.head.lemma_.lower() in word_list("unreal")
    ):
        return None
    negated = is_negated(token) or any(c.lower_ in {"no", "not"} for c in token.children)
    if negated:
        if status is Status.CANCELLED:
            return None
        return Reading(Status.CANCELLED, token, f"not {token.lemma_}", "future")
    if status is Status.PROPOSED and token.pos_ == "VERB" and below.dep_ in {"prep"} and token.lemma_ in {"discuss"}:
        return None
    return Reading(status, token, f"governor {token.lemma_.lower()}", "future")
