"""A parse in, the same with the bounds of its sentences kept out: the rules ask for a word's sentence many times."""

from itertools import pairwise

from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

SENTENCES = "kept_sentences"


@Language.component(SENTENCES)
def keep_sentences(doc: Doc) -> Doc:
    """Let `Token.sent` look its bounds up, for which spaCy walks to both ends of the sentence each time."""
    starts = [i for i, start in enumerate(doc.to_array(SENT_START).tolist()) if start == 1 or i == 0]
    bounds = [pair for pair in pairwise([*starts, len(doc)]) for _ in range(*pair)]

    def sent(token: Token) -> Span:
        # A span that is kept would hold the document that holds it.
        return Span(token.doc, *bounds[token.i])

    doc.user_token_hooks["sent"] = sent
    return doc
