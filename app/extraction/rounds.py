"""A noun that names a meeting in, what counts, measures or qualifies it out: "the next round of", "two days of"."""

from app.domain.meetings import Status
from app.extraction.lexicon import word_list
from app.extraction.signals import words
from app.extraction.tense import Reading
from app.extraction.tokens import Token


def round_of(noun: Token) -> Token | None:
    """The word that counts the occasions of a noun: "the next round of consultations"."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "of" or noun.head.head.lemma_.lower() not in word_list("counting"):
        return None
    return noun.head.head


def measured(noun: Token) -> Token:
    """The noun that stands for another in its clause: "two days of talks", "a dinner and talks"."""
    head = noun
    while head.head.i != head.i:
        if head.dep_ in {"conj", "compound", "appos"}:
            head = head.head
        elif head.dep_ == "pobj" and head.head.lower_ == "of" and head.head.head.lemma_ in word_list("measures"):
            head = head.head.head
        else:
            break
    return head


def _is_one_more(noun: Token) -> bool:
    """ "A last meeting", "one last meeting": the final one, not the one before."""
    return any(c.lower_ == "last" for c in noun.children) and any(c.lower_ in {"a", "one"} for c in noun.children)


def modified(trigger: Token) -> Reading | None:
    """What a word before the noun, or before the one that counts it, says of its status: "the next round of talks"."""
    counting = round_of(trigger)
    for child in (*trigger.children, *(counting.children if counting is not None else ())):
        if child.i < trigger.i:
            for token in (child, *child.children):
                status = words("modifiers").get(token.lower_)
                if status is not None and not (status is Status.HELD and _is_one_more(trigger)):
                    time = "past" if status is Status.HELD else "future"
                    sure = 2 if status in {Status.SCHEDULED, Status.PROPOSED, Status.HELD} else 1
                    return Reading(status, token, f"modifier {token.lower_}", time, sure)
    return None
