"""A noun that names a meeting in, what a headline's verb says of it where tagger or parser misread that verb out."""

from dataclasses import replace

from app.domain.meetings import Status
from app.extraction.lexicon import word_list
from app.extraction.signals import words
from app.extraction.syntax import SUBJECTS, auxiliaries, objects
from app.extraction.tense import Reading
from app.extraction.tokens import Token


def loosely(reading: Reading) -> Reading:
    """What a title says of where a meeting stands, in the present or with no tense: less than the sentence below."""
    if reading.rule == "none tense":
        # "Regarding the visit of X".
        return replace(reading, strength=0)
    return replace(reading, strength=min(reading.strength, 1)) if reading.tense == "present" else reading


def mistagged(trigger: Token) -> Reading | None:
    """The headline present that the tagger takes for a plural, or that the parser parts from its object.

    "Lavrov cancels his visit", "Hu postpones trip", "X cancels his visit after ministers refuse to see him".
    """
    off = _put_off(trigger) or _set_for(trigger)
    if off is not None:
        return off
    for token in trigger.doc[max(trigger.sent.start, trigger.i - 6) : trigger.i]:
        noun = token.tag_ in {"NNS", "NNP"} and token.dep_ != "pobj" and (token.tag_ == "NNS" or token.text.islower())
        parted = token.tag_ in {"VBZ", "VBD"} and token.i == trigger.left_edge.i - 1 and trigger.dep_ in SUBJECTS
        if noun or parted or (token.tag_ == "VBZ" and token.dep_ == "compound"):
            status = words("governors").get(token.lemma_.lower() if parted else token.lower_.removesuffix("s"))
            if status in {Status.CANCELLED, Status.POSTPONED}:
                return Reading(status, token, f"governor {token.lower_}", "future")
    return None


def _set_for(trigger: Token) -> Reading | None:
    """ "Biden, Xi set for talks": a participle that the tagger takes for the past."""
    verb = trigger.head.head
    bare = trigger.dep_ == "pobj" and trigger.head.lower_ == "for" and verb.lower_ == "set" and verb.dep_ == "ROOT"
    told = bare and any(c.dep_ in SUBJECTS for c in verb.children) and not auxiliaries(verb)
    # "Set a date for talks".
    things = any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children)
    return Reading(Status.SCHEDULED, verb, "governor set", "future") if told and not things else None


def _put_off(trigger: Token) -> Reading | None:
    """ "Consultations postponed": a headline's passive, which the parser takes for what they did."""
    verb = trigger.head
    bare = trigger.dep_ == "nsubj" and verb.tag_ in {"VBD", "VBN"} and not objects(verb) and not auxiliaries(verb)
    status = words("governors").get(verb.lemma_.lower()) if bare else None
    if status is Status.POSTPONED or (status is Status.CANCELLED and verb.lemma_ in {"cancel", "scrap", "abort"}):
        return Reading(status, verb, f"governor {verb.lemma_.lower()}", "future")
    return None


def reopened(trigger: Token) -> Reading | None:
    """ "Talks between A and B resume in C", where the tagger takes the verb for a noun."""
    if trigger.dep_ != "ROOT" or trigger.tag_ != "NNS":
        return None
    for token in trigger.doc[trigger.i + 1 : trigger.sent.end]:
        if token.lower_ not in word_list("beginnings"):
            continue
        bare = token.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"dobj", "conj", "compound", "appos", "pobj", "dep"}
        # "Talks between A and the B Front open in C".
        if bare or (token.dep_ == "amod" and token.head.i < token.i):
            return Reading(Status.ONGOING, token, "begun", "present")
    return None
