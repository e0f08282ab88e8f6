"""Documents with their sentences in, their named entities out: those of the model's own recogniser, in fewer steps.

spaCy goes from word to word and weighs all moves at each, those that cannot be made too. But outside an entity a move
depends on the word alone, so that all words of a batch are weighed at once, and where an entity ends depends on its own
words: what is left to do word by word is to take them in turn.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from spacy.attrs import IS_SPACE, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import minibatch

ENTITIES = "direct_entities"


@Language.factory(ENTITIES)
class DirectEntities:
    """A recogniser that decides on the words of a batch together; for documents that have no entities yet."""

    def __init__(self, nlp: Language, name: str) -> None:  # noqa: ARG002 (spaCy hands it in)
        """Stand in a pipeline; useless before `wrap`."""
        self.name = name

    def wrap(self, component: Any) -> None:
        """Take over the work of a trained recogniser."""
        self._vectors = component.model.get_ref("tok2vec")
        self._lower = component.model.get_ref("lower")
        upper = component.model.get_ref("upper")
        self._weights, self._bias = upper.get_param("W"), upper.get_param("b")
        moves = [component.moves.get_class_name(i) for i in range(len(self._bias))]
        self._labels = [move[2:] for move in moves]
        self._places = {move: i for i, move in enumerate(moves)}
        self._opening = np.array([move.startswith("B-") for move in moves])
        self._single = np.array([move.startswith("U-") and move != "U-" for move in moves])
        self._free = self._opening | self._single | np.array([move == "O" for move in moves])

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Annotate documents, in order."""
        for batch in minibatch(stream, size=batch_size):  # type: ignore[no-untyped-call]
            docs = list(batch)
            if any(map(len, docs)):
                self._annotate(docs)
            yield from docs

    def _annotate(self, docs: list[Doc]) -> None:
        features = self._lower.predict(self._vectors.predict(docs))
        space, ends = np.concatenate([_limits(doc) for doc in docs]).T
        moves = self._outside(features, space, ends)
        stops = self._stops(features, moves, ends)
        first = 0
        for doc in docs:
            entities, behind = [], 0
            for i in np.flatnonzero(stops[first : first + len(doc)]).tolist():
                if i >= behind:
                    behind = stops[first + i].item() - first
                    entities.append(Span(doc, i, behind, label=self._labels[moves[first + i]]))
            doc.set_ents(entities, default="outside")
            first += len(doc)

    def _outside(self, features: Any, space: Any, ends: Any) -> Any:
        """The best move at each word, were it outside any entity."""
        nothing, words = features[0], features[1:]
        scores = self._hidden(words[:, 0] + nothing[1] + nothing[2]) @ self._weights.T + self._bias
        scores[:, ~self._free] = -np.inf
        scores[np.ix_(space | ends, self._opening)] = -np.inf
        scores[np.ix_(space, self._single)] = -np.inf
        return scores.argmax(axis=1)

    def _stops(self, features: Any, moves: Any, ends: Any) -> Any:
        """For each word at which an entity can begin, where it stops; elsewhere nought."""
        words = features[1:]
        stops = np.where(self._single[moves], np.arange(1, len(moves) + 1), 0)
        starts = np.flatnonzero(self._opening[moves])
        labels = [self._labels[move] for move in moves[starts].tolist()]
        inside = np.array([self._places[f"I-{label}"] for label in labels], dtype=int)
        last = np.array([self._places[f"L-{label}"] for label in labels], dtype=int)
        here = starts + 1
        while len(starts):
            hidden = self._hidden(words[here, 0] + words[starts, 1] + words[here - 1, 2])
            on, off = ((hidden * self._weights[move]).sum(axis=1) + self._bias[move] for move in (inside, last))
            # Of equals the recogniser takes the first move.
            goes_on = ~ends[here] & ((on > off) | ((on == off) & (inside < last)))
            stops[starts[~goes_on]] = here[~goes_on] + 1
            starts, inside, last, here = (each[goes_on] for each in (starts, inside, last, here + 1))
        return stops

    def _hidden(self, summed: Any) -> Any:
        best, _ = self._lower.ops.maxout(summed + self._lower.get_param("b"))
        return best


def _limits(doc: Doc) -> Any:
    """For each word whether it is a space, and whether its sentence ends with it: no entity goes on behind that."""
    rows = doc.to_array([IS_SPACE, SENT_START])
    ends = np.append(rows[1:, 1] == 1, True)[: len(doc)]
    return np.stack([rows[:, 0] == 1, ends], axis=1)
