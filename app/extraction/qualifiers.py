"""A noun that names a meeting in, what the words on it say of the occasion set on its mention."""

from spacy.tokens import Token

from app.extraction.lexicon import NounFrame, forms, word_list
from app.extraction.rounds import round_of
from app.extraction.syntax import clause
from app.extraction.triggers import Mention


def describe(mention: Mention, noun: Token, frame: NounFrame) -> None:
    """Note what the words on the noun say of the occasion: how many, how often, beside what, by which means."""
    mention.plural = noun.lower_.endswith("s") and frame.lemma not in word_list("always_plural")
    often = any(c.lower_ in word_list("recurrent") for c in noun.children)
    mention.generic = _is_habitual(clause(noun)) or (mention.plural and often)
    mention.form = next((forms()[c.lower_] for c in noun.children if c.lower_ in forms()), None)
    mention.aside = noun.dep_ == "pobj" and noun.head.head.lower_ in word_list("aside")
    mention.remote = any(c.lower_ in word_list("remote") for c in noun.children)
    counting = round_of(noun)
    round_ = list(counting.children) if counting is not None else []
    before = {noun.lower_, *(c.lower_ for c in noun.children), *(c.lower_ for c in round_)}
    mention.definite = any(c.lower_ == "the" for c in round_)
    many = noun.tag_ == "NNS" and frame.lemma in word_list("one_by_one")
    mention.apart = mention.form == 2 or (mention.form is None and (many or bool(before & word_list("apart"))))
    mention.repeats = bool(before & word_list("repeats"))


def _is_habitual(verb: Token) -> bool:
    """ "Are usually held in May" tells of no one occasion; "never took place" tells of one that was planned."""
    unmet = verb.lemma_.lower() in word_list("happening")
    return any(t.lower_ in word_list("habitual") and not (unmet and t.lower_ == "never") for t in verb.children)
