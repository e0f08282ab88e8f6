"""A parsed passage in, the spans that are full names of known leaders out."""

import unicodedata

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from app.knowledge import leaders


class LeaderNames:
    """Finds the names of known office-holders, which the model's entities miss or cut."""

    def __init__(self, nlp: Language) -> None:
        """Build the matcher over the vocabulary of a model."""
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        forms = {form for form in leaders.names() if " " in form or "-" in form}
        # "Valery Giscard d'Estaing", as agencies write it.
        forms |= {_unaccented(form) for form in forms}
        self._matcher.add("LEADER", [nlp.make_doc(form) for form in sorted(forms)])

    def find(self, doc: Doc) -> set[tuple[int, int]]:
        """Token ranges of the longest names."""
        found = sorted(((s, e) for _, s, e in self._matcher(doc)), key=lambda span: span[0] - span[1])
        kept: set[tuple[int, int]] = set()
        for start, end in found:
            if all(end <= s or e <= start for s, e in kept):
                kept.add((start, end))
        return kept


def _unaccented(name: str) -> str:
    """A name without the marks on its letters."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))
