"""A trigger in its clause in, where the meeting stands out: from governors, tense, modality, negation, modifiers."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Token

from app.domain.meetings import Status
from app.extraction.lexicon import word_list
from app.extraction.syntax import auxiliaries, clause, governors, is_negated

REPORTING = {
    "say",
    "tell",
    "report",
    "announce",
    "state",
    "add",
    "note",
    "confirm",
    "claim",
    "write",
    "believe",
    "think",
    "know",
    "reveal",
    "disclose",
    "stress",
    "indicate",
    "declare",
    "reiterate",
    "remark",
}
# Verbs that tell when a meeting is, was or will be.
CARRIERS = {"hold", "take", "convene", "begin", "start", "open", "end", "conclude", "host", "occur"}
# Behind these a noun tells when, not what, the verb above does.
TEMPORAL = {"during", "at", "after", "following", "before", "since", "amid", "ahead", "upon"}
# Words that say something of the meeting only before an infinitive or "for" ("is set to meet", "due for talks").
BEFORE_INFINITIVE = {"set", "due", "likely", "open", "ready", "go"}
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


@cache
def _words(table: str) -> dict[str, Status]:
    text = files("app.extraction").joinpath("data", "status.toml").read_text(encoding="utf-8")
    return {word: Status(status) for status, words in tomllib.loads(text)[table].items() for word in words}


def tense(verb: Token) -> str:
    """past, present or future, from the first finite auxiliary or the verb itself."""
    chain = [*auxiliaries(verb), verb]
    if any(t.tag_ == "MD" for t in chain) and any(t.lemma_ in {"have", "'ve"} for t in chain[:-1]):
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
    if verb.tag_ == "VBN":
        return "past"
    return "none"


def of_verb(trigger: Token, ongoing: bool) -> Reading:
    """The status of a meeting that a verb reports."""
    if trigger.lower_ == "due":
        return Reading(Status.SCHEDULED, trigger, "is due", "future")
    unmet = _unmet(trigger)
    if unmet is not None:
        return unmet
    own = _by_tense(trigger, ongoing)
    finite = trigger.tag_ in {"VBD", "VBZ", "VBP"} or any(
        a.tag_ in {"VBD", "VBZ", "VBP", "MD"} for a in auxiliaries(trigger)
    )
    if finite and not is_negated(trigger) and not _conditional(trigger):
        return own
    above = _above(trigger)
    if above is not None and above.status is not Status.HELD:
        if is_negated(trigger) and above.status in {Status.SCHEDULED, Status.PROPOSED}:
            return Reading(Status.CANCELLED, trigger, "negation", "future")
        return above
    if is_negated(trigger):
        if own.tense == "past":
            return Reading(Status.HELD, trigger, "negated past", "past")
        return Reading(Status.CANCELLED, trigger, "negation", own.tense)
    return own


def _unmet(trigger: Token) -> Reading | None:
    """ "Was to have met", "denied that they had met": it did not come about."""
    have = any(t.lemma_ == "have" for t in auxiliaries(trigger))
    if have and any(t.lower_ == "to" for t in auxiliaries(trigger)) and trigger.head.lemma_ == "be":
        return Reading(Status.CANCELLED, trigger, "was to have", "future")
    if trigger.dep_ == "ccomp" and trigger.head.lemma_.lower() == "deny":
        return Reading(Status.CANCELLED, trigger.head, "denied", "past")
    return None


def of_noun(trigger: Token) -> Reading:
    """The status of a meeting that a noun names: its modifiers, then what governs it, then the tense around it."""
    by_modifier = _modifier(trigger)
    above = _mistagged(trigger) or _above(trigger)
    if above is not None and above.status in {Status.CANCELLED, Status.POSTPONED}:
        return above
    if above is not None and by_modifier is not None and above.status is Status.PROPOSED:
        return above
    by_relative = _relative(trigger)
    if by_relative is not None:
        return by_relative
    if by_modifier is not None:
        return by_modifier
    if above is not None:
        return above
    begun = _begun(trigger)
    if begun is not None:
        return begun
    by_preposition = _preposition(trigger)
    if by_preposition is not None:
        return by_preposition
    verb = clause(trigger)
    if verb.pos_ not in {"VERB", "AUX"}:
        return Reading(Status.HELD, trigger, "no verb", "none", 0)
    if trigger.dep_ in {"appos", "npadvmod"}:
        return Reading(Status.HELD, trigger, "apposition", tense(verb), 0)
    reading = _above(verb) if tense(verb) == "none" else None
    reading = reading or _by_tense(verb, ongoing=False)
    return Reading(reading.status, reading.word, reading.rule, reading.tense, 1)


def _relative(trigger: Token) -> Reading | None:
    """What a clause on the noun says: "summits, which were last held in 2019", "talks that will open on Friday"."""
    for child in trigger.children:
        if child.dep_ in {"relcl", "acl"} and child.i > trigger.i:
            status = _lookup(child)
            if status is not None and status not in {Status.HELD, Status.ONGOING} and child.tag_ in {"VBN", "VBD"}:
                return Reading(status, child, f"clause {child.lemma_.lower()}", "future")
            if child.lemma_.lower() in CARRIERS:
                reading = _by_tense(child, ongoing=False)
                return Reading(reading.status, child, f"clause, {reading.rule}", reading.tense)
    return None


def _begun(trigger: Token) -> Reading | None:
    """ "Began a visit", "opened two days of talks": under way, unless the date lies too far back."""
    noun = trigger
    while noun.dep_ in {"pobj", "prep", "conj"} and noun.head.i != noun.i and noun.head.pos_ in {"NOUN", "ADP"}:
        noun = noun.head
    verb = noun.head
    if noun.dep_ not in {"dobj", "obj", "nsubj"} or verb.lemma_.lower() not in word_list("beginnings"):
        return None
    time = tense(verb)
    return Reading(Status.ONGOING, verb, "begun", time) if time in {"past", "present"} else None


def _mistagged(trigger: Token) -> Reading | None:
    """The headline present that the tagger takes for a plural: "Lavrov cancels his visit", "Hu postpones trip"."""
    for token in trigger.doc[max(trigger.sent.start, trigger.i - 6) : trigger.i]:
        if token.tag_ == "NNS" and token.dep_ != "pobj":
            status = _words("governors").get(token.lower_.removesuffix("s"))
            if status in {Status.CANCELLED, Status.POSTPONED}:
                return Reading(status, token, f"governor {token.lower_}", "future")
    return None


def _by_tense(verb: Token, ongoing: bool) -> Reading:
    time = tense(verb)
    if time == "future":
        return Reading(Status.SCHEDULED, verb, "future tense", time)
    if time == "modal":
        if _is_reported_future(verb):
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
            around = _above(above) if tense(above) == "none" else None
            around = around or _by_tense(above, ongoing=False)
            return Reading(around.status, verb, f"participle, {around.rule}", around.tense, 1)
    return Reading(Status.HELD, verb, f"{time} tense", time, 1 if time == "none" else 2)


def _is_reported_future(verb: Token) -> bool:
    """ "Said on Wednesday that he would meet": the future as seen from a past saying."""
    would = any(t.lower_ in {"would", "'d", "’d"} for t in auxiliaries(verb))
    if any(child.dep_ == "advcl" and _conditional(child) for child in verb.children):
        return False
    return would and verb.dep_ == "ccomp" and verb.head.lemma_.lower() in REPORTING and tense(verb.head) == "past"


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
            reading = _by_tense(up, ongoing)
            return Reading(reading.status, up, f"purpose, {reading.rule}", reading.tense)
    return Reading(Status.SCHEDULED, verb, "bare infinitive", "future")


def _lookup(token: Token) -> Status | None:
    lemma = token.lemma_.lower()
    for child in token.children:
        if child.dep_ in {"prt", "prep", "advmod"} and child.i - token.i in {1, 2, 3}:
            found = _words("particles").get(f"{lemma} {child.lower_}")
            if found is not None:
                return found
    return _words("governors").get(lemma)


def _above(trigger: Token) -> Reading | None:
    """What the words above a trigger say of it, up to the verb that reports it."""
    previous = trigger
    best: Reading | None = None
    for token in governors(trigger):
        if token.lemma_.lower() in REPORTING and previous.dep_ == "ccomp":
            break
        if previous.dep_ in {"relcl", "conj", "parataxis"} and token.pos_ != previous.pos_:
            break
        if token.pos_ in {"ADP", "SCONJ"} and previous.pos_ not in {"VERB", "AUX"} and _is_temporal(token):
            break
        if previous.dep_ == "advcl" and not _conditional(previous):
            break
        found = _relation(previous, token)
        if found is not None:
            return _refused(token) or found
        finite = tense(token) != "none"
        if finite and token.pos_ in {"VERB", "AUX"} and previous.dep_ in {"nsubj", "nsubjpass", "dobj", "obj"}:
            return _by_own_tense(token, best)
        previous = token
    if _conditional(clause(trigger)):
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
    refused = _words("governors").get(verb.lemma_.lower()) is Status.CANCELLED and not is_negated(verb)
    return Reading(Status.CANCELLED, verb, f"governor {verb.lemma_.lower()}", "future") if refused else None


def _is_temporal(preposition: Token) -> bool:
    """Whether a preposition makes the noun behind it the occasion of something else ("in a phone call, he urged")."""
    if preposition.lower_ == "in":
        return preposition.head.lemma_.lower() not in word_list("light_verbs")
    return preposition.lower_ in TEMPORAL


def _relation(below: Token, token: Token) -> Reading | None:
    status = _lookup(token)
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


def _conditional(verb: Token) -> bool:
    return any(c.dep_ == "mark" and c.lower_ in {"if", "unless", "whether"} for c in verb.children)


def _modifier(trigger: Token) -> Reading | None:
    for child in trigger.children:
        if child.i < trigger.i:
            for token in (child, *child.children):
                status = _words("modifiers").get(token.lower_)
                if status is not None:
                    time = "past" if status is Status.HELD else "future"
                    sure = 2 if status in {Status.SCHEDULED, Status.PROPOSED, Status.HELD} else 1
                    return Reading(status, token, f"modifier {token.lower_}", time, sure)
    return None


def _preposition(trigger: Token) -> Reading | None:
    noun = trigger
    while noun.dep_ in {"compound", "conj", "poss", "nmod"} and noun.head.i != noun.i:
        noun = noun.head
    prep = noun.head
    if noun.dep_ != "pobj":
        return None
    phrase = f"{prep.head.lower_} {prep.lower_}" if prep.head.i == prep.i - 1 else prep.lower_
    status = _words("prepositions").get(phrase) or _words("prepositions").get(prep.lower_)
    if prep.lower_ == "of" and prep.head.lower_ in {"ahead", "eve", "advance", "anticipation"}:
        status = Status.SCHEDULED
    if status is None:
        return None
    verb = clause(prep)
    if status is not Status.HELD:
        return Reading(status, prep, f"preposition {phrase}", "future")
    if verb.pos_ not in {"VERB", "AUX"}:
        return Reading(status, prep, f"preposition {phrase}", "none", 0)
    around = _by_tense(verb, ongoing=False)
    if around.tense == "future" and prep.lower_ not in {"after", "following", "since"}:
        return Reading(around.status, prep, around.rule, "future", 1)
    return Reading(status, prep, f"preposition {phrase}", around.tense if around.tense != "future" else "past", 1)
