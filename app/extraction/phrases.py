"""A verb in its clause in, the frame of the longest phrase that it begins out: "came face to face", "shook hands"."""

from app.extraction.lexicon import VerbFrame, phrases, verbs, word_list
from app.extraction.tokens import Token

# Of phrases with so many words behind the verb its object may stand before all of them.
SPLIT = 3


def frame_of(verb: Token) -> VerbFrame | None:
    """The frame of a verb: of the longest phrase that it begins ("came face to face"), else its own."""
    lemma = verb.lemma_.lower()
    if lemma == "call" and any(c.lower_ == "off" for c in verb.children):
        # "The trip is called off".
        return None
    own, longer = verbs().get(lemma), phrases().get(lemma)
    if longer is None:
        return own
    start, end = _past_day(verb), verb.sent.end
    return next((frame for words, frame in longer if _begins(verb, words, start, end)), own)


def _past_day(verb: Token) -> int:
    """Where the words behind a verb go on after a day: "returned March 8 from Oslo"."""
    i, doc = verb.i + 1, verb.doc
    first = i + 1 if i < len(doc) and doc[i].lower_ == "on" else i
    last = first
    while last < len(doc) and (doc[last].lower_.rstrip(".") in word_list("calendar") or doc[last].text.isdigit()):
        last += 1
    return last if last > first else i


def _past_object(verb: Token) -> int:
    """Where the words behind a verb go on after its object: "brought X and Y to the same table"."""
    first = next((c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i), None)
    inside = first is not None and first.left_edge.i == verb.i + 1
    return first.right_edge.i + 1 if first is not None and inside else verb.i + 1


def _begins(verb: Token, words: tuple[str, ...], start: int, end: int) -> bool:
    """Whether the words follow the verb, the last of them perhaps further down ("brought them together")."""
    return _follow(verb, words, start, end) or (len(words) >= SPLIT and _follow(verb, words, _past_object(verb), end))


def _follow(verb: Token, words: tuple[str, ...], i: int, end: int) -> bool:
    """Whether the words of a phrase stand from a token on, before the sentence ends."""
    for place, word in enumerate(words):
        # "Had half an hour alone with".
        while i < end and (lower := verb.doc[i].lower_) in word_list("before_lengths") and lower != word:
            i += 1
        following = verb.doc[i] if i < end else None
        if following is not None and word in {following.lower_, following.lemma_.lower()}:
            i += 1
            continue
        behind = [c for c in verb.children if c.dep_ in {"prt", "advmod", "dobj", "obj", "npadvmod"} and c.i > verb.i]
        # "Called the envoy in on Friday".
        behind += [c for c in verb.children if c.dep_ == "prep" and c.i > verb.i and not c.children]
        # "Brought them together here".
        behind += [inner for c in behind if c.dep_ == "advmod" for inner in c.children if inner.dep_ == "advmod"]
        return place == len(words) - 1 and any(word in {c.lower_, c.lemma_.lower()} for c in behind)
    return True
