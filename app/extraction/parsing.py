"""The name of a spaCy model in, a pipeline with the same answers that gives them in less than half the time out.

Five things cost most in spaCy's own pipeline on a processor: the matrix products, for which numpy's library is three
times as fast as spaCy's own; the layers that embed each word, a common one anew wherever it stands; the loop of the
parser, which lets go of the interpreter's lock and takes it back for each move that it weighs; that of the entity
recogniser, which weighs at each word what it cannot do too; and the attribute ruler, which matches some 180 patterns at
each token although its answer depends on little more than the tag. The components do the same work without these costs.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import spacy
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, NORM, ORTH, POS, TAG
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, minibatch
from thinc.api import NumpyOps

from app.extraction.convolution import convolve_plainly
from app.extraction.embedding import embed_once
from app.extraction.entities import ENTITIES
from app.extraction.lexicon import alike, word_list
from app.extraction.mending import MENDED

MOVES = "direct_moves"
ATTRIBUTES = "remembered_attributes"
# Moves made for so few documents at once, or past the end of all but one, are not worth a step in Python.
FEW = 4
LONG = 800
# Characters of a run without spaces in which the tokenizer looks for its punctuation at either end.
EDGE = 100
# Words whose cut into tokens is remembered; spaCy keeps 10,000, which a day of news exceeds.
WORDS_KEPT = 100_000
# The model's own rules keep "U.S.-Japan" in one piece.
STATE_HYPHEN = r"(?<=\.)[-–](?=[A-Z])"

# Verbs of which the model takes the forms of "dine", "hope" and "slate" to be.
RARE = {"din", "hop", "slat"}
# Verbs that it does not know in one piece.
JOINT = ["co-chair", "co-host"]


# Given names whose second syllable the parser would read as a word ("Jae-in"); it knows the others in parts.
GIVEN_NAME = r"[A-Z][a-z]{1,6}-(in|on|an|so|to|no|do|he|me|us|at|up)"
# Nouns of meeting that would be cut into their parts.
COMPOUND = r"[Cc]o-(chair|host)(s|ed|ing)?|one-on-ones?|sit-downs?|get-togethers?|t[eê]te-[aà]-t[eê]tes?"
# The adverb in whose place the parser takes phrases that say how somebody met ("face to face").
MANNER = "together"


def load(model: str) -> Language:
    """The pipeline of a model. Raises OSError where it is not installed."""
    nlp = spacy.load(model)
    infixes = [*(nlp.Defaults.infixes or []), STATE_HYPHEN]
    tokenizer: Any = nlp.tokenizer
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    tokenizer.prefix_search = Edge(tokenizer.prefix_search.__self__, slice(None, EDGE)).search
    tokenizer.suffix_search = Edge(tokenizer.suffix_search.__self__, slice(-EDGE, None)).search
    tokenizer.token_match = re.compile(f"{GIVEN_NAME}|{COMPOUND}").fullmatch
    tokenizer.max_cache_size = WORDS_KEPT
    for phrase in sorted(word_list("manners")):
        tokenizer.add_special_case(phrase, [{ORTH: phrase, NORM: MANNER}])
    for phrase, word in sorted(alike().items()):
        tokenizer.add_special_case(phrase, [{ORTH: phrase, NORM: word}])
    for address in sorted(word_list("abbreviated")):
        # The stop would end the sentence.
        tokenizer.add_special_case(address, [{ORTH: address}])
    _mend_lemmas(nlp)
    products = NumpyProducts()
    for _, component in nlp.pipeline:
        network = getattr(component, "model", None)
        if network is not None:
            embed_once(network)
            convolve_plainly(network)
            for node in network.walk():
                node.ops = products
    for name, factory in (("parser", MOVES), ("attribute_ruler", ATTRIBUTES), ("ner", ENTITIES)):
        following = nlp.pipe_names[nlp.pipe_names.index(name) + 1 :]
        _, component = nlp.remove_pipe(name)
        stand_in: Any = nlp.add_pipe(factory, name=name, before=following[0] if following else None)
        stand_in.wrap(component)
    nlp.add_pipe(MENDED, last=True)
    return nlp


def _mend_lemmas(nlp: Language) -> None:
    """Take rare verbs from the model's index for which it takes common ones ("dined" for a form of "din")."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    index = lemmatizer.lookups.get_table("lemma_index")
    index["verb"] = [*(verb for verb in index["verb"] if verb not in RARE), *JOINT]


class Edge:
    """A search for punctuation at one end of a run of characters, which does not look at the whole of a long run.

    The tokenizer repeats the search for each mark that it takes off, over thousands of characters where nobody typed
    a space.
    """

    def __init__(self, pattern: re.Pattern[str], edge: slice) -> None:
        """Take the model's expression and the end at which it looks."""
        self.pattern = pattern.pattern
        self._search = pattern.search
        self._edge = edge

    def search(self, text: str) -> re.Match[str] | None:
        """The punctuation at this end of `text`."""
        return self._search(text[self._edge])


class NumpyProducts(NumpyOps):  # type: ignore[misc]
    """The arithmetic of spaCy's networks with numpy's matrix product."""

    def gemm(self, x: Any, y: Any, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """The product of two matrices, each transposed first where asked; the signature is that of thinc."""
        return np.matmul(x.T if trans1 else x, y.T if trans2 else y, out=out)


@Language.factory(MOVES)
class DirectMoves:
    """A component that reads a document move by move, all documents of a batch in step.

    It holds the interpreter's lock throughout: a machine with several processors is used by several processes.
    """

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 (spaCy hands it in)
        """Stand in a pipeline; useless before `wrap`."""
        self.name = name
        self._component: Any = None

    def wrap(self, component: Any) -> None:
        """Take over the work of a trained component."""
        self._component = component

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Annotate documents, in order."""
        for batch in minibatch(stream, size=batch_size):  # type: ignore[no-untyped-call]
            docs = list(batch)
            together = sorted((doc for doc in docs if 0 < len(doc) <= LONG), key=len)
            alone = [doc for doc in docs if len(doc) > LONG]
            if len(together) < FEW:
                together, alone = [], together + alone
            if together:
                self._component.set_annotations(together, self._moved(together))
            if alone:
                self._component.set_annotations(alone, self._component.predict(alone))
            yield from docs

    def _moved(self, docs: list[Doc]) -> list[Any]:
        """The last state of each document."""
        states: list[Any] = self._component.moves.init_batch(docs)
        step = self._component.model.predict(docs)
        going = [state for state in states if not state.is_final()]
        while going:
            going = self._component.transition_states(going, step.predict(going))
        return states


@Language.factory(ATTRIBUTES)
class RememberedAttributes:
    """Part of speech, morphology and irregular lemma of tokens, each combination asked of the model's ruler once.

    Nearly all the ruler's patterns look at the tag and the dependency of one token, and some at its word. The few over
    two tokens are matched apart; a document with spaces among its tokens is left to the ruler as a whole.
    """

    def __init__(self, nlp: Language, name: str) -> None:
        """Stand in a pipeline; useless before `wrap`."""
        self.name = name
        self._vocab = nlp.vocab
        self._pairs = AttributeRuler(nlp.vocab)
        self._known: dict[tuple[int, int, int], tuple[int, int, int]] = {}
        # By word: the word where a pattern asks for it, else 0.
        self._matters: dict[int, int] = {}

    def wrap(self, component: AttributeRuler) -> None:
        """Take over the work of a model's attribute ruler."""
        self._ruler = component
        patterns: list[dict[str, Any]] = list(component.patterns)
        self._pairs.add_patterns([entry for entry in patterns if max(map(len, entry["patterns"])) > 1])
        tokens = [token for entry in patterns for path in entry["patterns"] for token in path]
        asked = [token["LOWER"] for token in tokens if "LOWER" in token]
        lists = [[given] if isinstance(given, str) else given.get("IN", []) for given in asked]
        self._words = {word for given in lists for word in given}
        self._shapes = [
            re.compile(given["REGEX"]) for given in asked if "REGEX" in given and not isinstance(given, str)
        ]

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        rows = doc.to_array([TAG, DEP, LOWER, IS_SPACE])
        if not len(doc) or rows[:, 3].any():
            return self._ruler(doc)
        values = [self._attributes(*row) for row in rows[:, :3].tolist()]
        doc.from_array([POS, MORPH, LEMMA], np.array(values, dtype="uint64"))  # type: ignore[arg-type]
        return self._pairs(doc)

    def _attributes(self, tag: int, dependency: int, lower: int) -> tuple[int, int, int]:
        word = self._matters.get(lower)
        if word is None:
            text = self._vocab.strings[lower]
            matters = text in self._words or any(shape.search(text) for shape in self._shapes)
            word = self._matters[lower] = lower if matters else 0
        key = (tag, dependency, word)
        if key not in self._known:
            self._known[key] = self._ask(tag, dependency, lower)
        return self._known[key]

    def _ask(self, tag: int, dependency: int, lower: int) -> tuple[int, int, int]:
        """What the ruler says of one such token."""
        names = self._vocab.strings
        doc = Doc(self._vocab, words=[names[lower]], tags=[names[tag]], deps=[names[dependency]], heads=[0])
        ((pos, morph, lemma),) = self._ruler(doc).to_array([POS, MORPH, LEMMA]).tolist()
        return pos, morph, lemma
