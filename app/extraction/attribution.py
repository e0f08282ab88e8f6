"""A draft in, the words that say whose claim it is out: "Japanese broadcaster TBS reported", "according to X"."""

from app.domain.mentions import Span
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.syntax import governors
from app.extraction.tokens import Token

PRONOUNS = {"he", "she", "they", "it", "who", "we", "i"}


def attribution_of(draft: Draft) -> Span | None:
    """The source that the sentence names for the mention; None where the article speaks for itself."""
    trigger = draft.mention.trigger
    for verb in (trigger, *governors(trigger), trigger.sent.root):
        if verb.lemma_.lower() in word_list("reporting") and verb.pos_ == "VERB":
            source = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            if source is not None and source.lower_ not in PRONOUNS and verb.i != trigger.i:
                return _phrase(draft, source)
    return _according_to(draft)


def _according_to(draft: Draft) -> Span | None:
    for token in draft.mention.trigger.sent:
        if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ == "to":
            target = next((t for t in token.subtree if t.dep_ == "pobj"), None)
            return _phrase(draft, target) if target is not None else None
    return None


def _phrase(draft: Draft, noun: Token) -> Span:
    """The noun phrase without clauses behind it."""
    words = [t for t in noun.subtree if t.i <= noun.i or t.dep_ in {"compound", "flat", "prep", "pobj", "det", "amod"}]
    start = min(t.i for t in words)
    end = noun.i + 1
    while end < len(noun.doc) and noun.doc[end] in words:
        end += 1
    return draft.sheet.span(start, end)
