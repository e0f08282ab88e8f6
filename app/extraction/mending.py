"""A parse in, the same with what the model takes for something else in one kind of sentence set right."""

from spacy.language import Language
from spacy.tokens import Doc, Token

MENDED = "mended_clauses"


@Language.component(MENDED)
def mend(doc: Doc) -> Doc:
    """Part whom an opening participle is about from the subject behind the comma: "After meeting X, Y flew home".

    The model takes X for the subject and Y for an apposition to him.
    """
    for token in doc:
        if token.dep_ == "appos" and token.head.dep_ == "nsubj" and token.head.head.i > token.i:
            opening = _opening(token)
            if opening is not None:
                met, verb = token.head, token.head.head
                token.head, token.dep_ = verb, "nsubj"
                met.head, met.dep_ = opening, "dobj"
    return doc


def _opening(name: Token) -> Token | None:
    """The participle that opens a sentence and whose object stands before the comma before a name."""
    met, verb = name.head, name.head.head
    between = name.doc[name.right_edge.i + 1 : verb.i]
    comma = name.left_edge.i - 1
    if comma <= met.i or name.doc[comma].text != "," or any(t.is_punct for t in between):
        # An apposition would end with a comma of its own.
        return None
    before = [*name.doc[name.sent.start : met.left_edge.i]]
    opening = next((t for t in reversed(before) if t.text == "," or t.tag_ == "VBG"), None)
    free = opening is not None and opening.tag_ == "VBG" and all(c.dep_ != "dobj" for c in opening.children)
    return opening if free and verb.dep_ == "ROOT" and opening is not None and opening.i < comma else None
