"""The actors of a passage in, who "I" is from there on out: "Premier X: I met", "Statement by X", "X said today:"."""

from app.extraction.actors import Actor, ActorKind
from app.extraction.arguments import ActorIndex
from app.extraction.lexicon import word_list
from app.extraction.syntax import clause, governors, subject
from app.extraction.tokens import Doc, Token

# Whoever speaks.
FIRST = {"i", "me", "my"}
# How far into a passage somebody may stand who it says is speaking ("Remarks by the", "THE PRESIDENT").
OPENING = 4
# The tokens of a note behind a speaker's name ("(speaking in French)").
NOTE = 6


def announced(index: ActorIndex) -> Actor | None:
    """Who a passage opens with as its speaker, with a colon behind him or alone on a line."""
    first = index.actors[0] if index.actors else None
    if first is None or first.start > OPENING or first.kind not in {ActorKind.PERSON, ActorKind.ROLE}:
        return None
    doc = index.doc
    if first.start < 2 and (first.end >= len(doc) or _label_ends(doc, first.end)):
        return first
    spoken = doc[0].lower_ in word_list("spoken_texts")
    by = any(token.lower_ in {"by", "from", "of"} for token in doc[1 : first.start])
    return first if spoken and by else None


def _label_ends(doc: Doc, end: int) -> bool:
    """Whether a colon stands behind a name, perhaps with a note: "Prime Minister X (retranslated):"."""
    if doc[end].text == "(":
        return ")" in doc[end : end + NOTE].text and ":" in doc[end : end + NOTE].text.partition(")")[2][:1]
    return doc[end].text == ":"


def introduced(index: ActorIndex) -> Actor | None:
    """Whose words follow a passage that ends in a colon: "X issued the following statement:"."""
    if not index.actors or not index.doc[-1].text.endswith(":"):
        return None
    doers = [a for a in index.actors if a.is_subject and a.kind in {ActorKind.PERSON, ActorKind.ROLE}]
    return doers[-1] if doers else None


def is_of_another(index: ActorIndex) -> bool:
    """Whether a passage is of somebody whose name nothing tells: "QUESTION: ...", "PRIME MINISTER LIND: ..."."""
    for token in index.doc[: NOTE + 1]:
        if token.text == ":":
            return token.i > 0
        if not token.text[0].isupper() and not token.is_punct:
            break
    return False


def says_i(index: ActorIndex, speaker: Actor | None, pronoun: Token) -> list[Actor]:
    """Who says "I": whoever the sentence has say it, else the `speaker`, whom the text has speak there."""
    for verb in governors(pronoun):
        doer = subject(verb) if verb.lemma_.lower() in word_list("reporting") else None
        told = index.of(doer) if doer is not None and doer.lower_ not in FIRST else []
        if told:
            return [a for a in told if a.kind in {ActorKind.PERSON, ActorKind.ROLE}]
    verb = clause(pronoun)
    if speaker is None or verb.lemma_ == "like" or any(t.lower_ == "you" for t in verb.subtree):
        # "I am glad to welcome you here", "I would like to thank the premier": said where the text has them meet.
        return []
    return [speaker]
