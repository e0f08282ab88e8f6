"""A noun that names a meeting in, the words before it that say where and when it alone is held out.

"Will be in Oslo on Monday for talks with X and in Riga on Tuesday for a summit": each has a place and a day of its own.
So has what is told of as "the opening, in Oslo on Monday, of talks".
"""

from app.extraction.lexicon import word_list
from app.extraction.tokens import Token

# Tokens between "in" and "for" ("in the city of Lima from November 14 to November 16 for").
REACH = 14
OPENINGS = {"in", "to"}
JOINTS = {"and", ",", "then"}
SMALL = {"on", "from", "to", "until", "the", "of", "in", ",", "and", "between", "at", "-", "–", "next", "this", "later"}


def stage_of(trigger: Token) -> tuple[int, int] | None:
    """The tokens that stage a meeting among others that the sentence stages likewise, or between commas; else None."""
    if trigger.dep_ != "pobj" or trigger.head.lower_ not in {"for", "of"}:
        return None
    if trigger.head.lower_ == "of":
        return _between_commas(trigger.head)
    own = _start(trigger.head)
    if own is None:
        return None
    others = (_start(word) for word in trigger.sent if word.lower_ == "for" and word.i != trigger.head.i)
    apart = any(other is not None and other != own for other in others) or _is_further_leg(trigger, own)
    return (own, trigger.head.i) if apart else None


def further_leg(trigger: Token) -> int | None:
    """Where the next leg of a trip begins behind a clause on the one before.

    "Will go to Oslo, where he is to meet Y, and to Riga on Friday for talks": the day is not that of the clause.
    """
    # "Where he is due to meet Y".
    told = any(c.lower_ == "where" and c.i < trigger.i for verb in (trigger, trigger.head) for c in verb.children)
    for word in trigger.sent if told else ():
        if word.i > trigger.i and word.lower_ in OPENINGS and word.i + 1 < len(word.doc):
            joined = word.nbor(-1).lower_ == "and" and word.nbor(-2).text == ","
            if joined and _names_place(word.nbor()):
                return word.i
    return None


def _is_further_leg(trigger: Token, own: int) -> bool:
    """Whether a stage follows a clause that tells what is done at another place."""
    before = trigger.doc[trigger.sent.start : own]
    return bool(before) and before[-1].lower_ == "and" and any(t.lower_ == "where" for t in before)


def _between_commas(of: Token) -> tuple[int, int] | None:
    """What stands between the opening, or the end, of a meeting and the meeting."""
    doc, last = of.doc, of.i - 1
    if last < 1 or doc[last].text != ",":
        return None
    first = next((i for i in range(last - 1, max(of.sent.start, last - REACH), -1) if doc[i].text == ","), None)
    told = first is not None and doc[first - 1].lemma_.lower() in word_list("passages")
    return (first, last) if first is not None and told else None


def _start(for_: Token) -> int | None:
    """Where the words begin that tell a place, and perhaps a day, right before "for"."""
    doc = for_.doc
    for i in range(for_.i - 1, max(for_.sent.start, for_.i - REACH) - 1, -1):
        token = doc[i]
        joined = i > 0 and (doc[i - 1].lower_ in JOINTS or doc[i - 1].pos_ in {"VERB", "AUX"})
        if token.lower_ in OPENINGS and joined and _names_place(doc[i + 1]):
            return i
        told = (
            token.pos_ == "PROPN"
            or token.ent_type_ in {"DATE", "TIME"}
            or token.like_num
            or token.lower_ in SMALL | word_list("calendar")
        )
        if not told:
            return None
    return None


def _names_place(token: Token) -> bool:
    """Whether a word can begin the name of a place."""
    return token.pos_ == "PROPN" and token.lower_ not in word_list("calendar")
