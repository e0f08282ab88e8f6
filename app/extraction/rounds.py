"""A noun that names a meeting in, the noun that counts or measures it out: "the next round of", "two days of"."""

from spacy.tokens import Token

from app.extraction.lexicon import word_list


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
