"""A verb to which the parser gave no subject, object or agent in, who stands beside it out."""

from app.domain.meetings import Role
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.gazetteer import MatchKind
from app.extraction.lexicon import VerbFrame, nouns, word_list
from app.extraction.syntax import is_passive
from app.extraction.tense import is_infinitive
from app.extraction.tokens import Token


def left_of(on: Attachment, verb: Token) -> list[Actor]:
    """The actor right before a finite verb to which the parser gave no subject."""
    i = verb.i - 1
    while i >= verb.sent.start and (on.doc[i].pos_ in {"AUX", "ADV", "PART"} or on.doc[i].dep_ in {"aux", "neg"}):
        i -= 1
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and i > verb.sent.start and on.doc[i].text == ",":
        # "X and Y, meeting in Rome, agreed ...".
        return on.resolved(on.index.list_to(i - 1))
    if i > verb.sent.start and on.doc[i].text == ",":
        return _accompanied(on, i - 1)
    actor = on.index.at(i) if i >= 0 else None
    finite = verb.tag_ in {"VBD", "VBZ", "VBP"} or i < verb.i - 1
    return on.resolved([actor]) if finite and actor is not None and not actor.is_modifier else []


def right_of(on: Attachment, verb: Token) -> list[Actor]:
    """The first person after a verb whose object stands behind a place or a day ("received at the palace X")."""
    for token in on.doc[verb.i + 1 : verb.sent.end]:
        actor = on.index.at(token.i)
        if actor is not None and actor.kind in {ActorKind.PERSON, ActorKind.ROLE}:
            behind = on.doc[actor.start - 1]
            return on.members(behind) if behind.pos_ != "ADP" and behind.i > verb.i else []
        if token.pos_ in {"VERB", "AUX", "SCONJ", "CCONJ"} or token.text in {";", ":", "."}:
            return []
    return []


def discussed_with(on: Attachment, verb: Token) -> list[Actor]:
    """With whom somebody "discussed ways to strengthen cooperation" or "boosting trade", said of a person by name."""
    if verb.lemma_ != "discuss" or is_passive(verb):
        return []
    for prep in verb.subtree:
        if prep.lower_ == "with" and prep.i > verb.i and prep.dep_ == "prep" and _is_of_purpose(prep, verb):
            met = on.members(prep)
            return met if met and all(a.kind is ActorKind.PERSON for a in met) else []
    return []


def _is_of_purpose(prep: Token, verb: Token) -> bool:
    """Whether a preposition hangs on what is to be done and has its object: no "deal with X", no "meeting with X"."""
    done, above = None, prep.head
    while above.i > verb.i and above.i != verb.i:
        if above.lemma_.lower() in nouns() or above.lemma_.lower() in word_list("troubles"):
            return False
        if above.pos_ == "VERB" and (done is None or done.dep_ == "conj"):
            done = above
        elif above.pos_ == "VERB" or above.pos_ not in {"VERB", "NOUN", "ADP"}:
            return False
        above = above.head
    aim = done is not None and (done.tag_ == "VBG" or is_infinitive(done))
    return above.i == verb.i and aim and any(c.dep_ == "dobj" and c.i < prep.i for c in (done.children if done else ()))


def behind_participle(on: Attachment, verb: Token) -> list[Actor]:
    """Who stands behind the comma after a participle that opens a sentence: "After seeing X in Rome, Y flew"."""
    if verb.tag_ != "VBG" or verb.dep_ not in {"pcomp", "advcl"} or verb.i - verb.sent.start > 2:
        return []
    comma = next((t for t in on.doc[verb.i : verb.sent.end] if t.text == ","), None)
    actor = on.index.at(comma.i + 1) if comma is not None and comma.i + 1 < verb.sent.end else None
    return on.resolved([actor]) if actor is not None and actor.kind in {ActorKind.PERSON, ActorKind.ROLE} else []


def _accompanied(on: Attachment, i: int) -> list[Actor]:
    """Who goes on as the subject behind a comma: "X, accompanied by Y, will visit"."""
    came = on.index.at(i)
    by = came.start - 1 if came is not None else 0
    by -= on.doc[by].pos_ == "DET"
    if came is None or by < 4 or on.doc[by].lower_ != "by":
        return []
    if on.doc[by - 1].lemma_.lower() not in word_list("accompanying") or on.doc[by - 2].text != ",":
        return []
    last = by - 3
    if on.doc[last].lower_ in word_list("spouses") and on.doc[last - 1].tag_ == "PRP$":
        # "X and his spouse, accompanied by Y".
        last -= 3
    first = on.index.at(last)
    return on.resolved([first, came]) if first is not None else []


def at_the_seat(on: Attachment, verb: Token, frame: VerbFrame) -> list[Actor]:
    """Whose seat it is where somebody "will be received at the White House", if nobody is said to receive him."""
    seats = (
        {m.start for m in on.matches if m.kind is MatchKind.SEAT and m.parties} if frame.subject is Role.HOST else set()
    )
    return [a for a in on.prepositional(verb, ("in", "at")) if a.start in seats] if seats else []
