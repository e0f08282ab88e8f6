"""A network that reads documents in, the same out with the layers that look at single words run once a distinct word.

The first layers turn each word into numbers from its form alone, and cost a third of what the network does; two words
of three in a batch of passages are there already.
"""

from typing import Any

import numpy as np
from thinc.api import Model
from thinc.types import Ragged

# The layers around those that look at single words: what comes in, in one piece, and out, by document.
BEFORE, AFTER = ["extract_features", "list2ragged"], "ragged2list"


def embed_once(network: Model[Any, Any]) -> None:
    """Let a network for predictions embed each distinct word of its documents once."""
    for node in list(network.walk()):
        names = [layer.name for layer in node.layers]
        if names[:2] == BEFORE and names[-1] == AFTER:
            node.layers[2:-1] = [Model("embed_once", _forward, layers=node.layers[2:-1])]


def _forward(model: Model[Any, Any], words: Ragged, is_train: bool) -> tuple[Ragged, Any]:  # noqa: ARG001 (thinc)
    rows = np.ascontiguousarray(words.dataXd)
    width = rows.shape[1] * rows.itemsize
    places: dict[bytes, int] = {}
    where = [places.setdefault(row, len(places)) for row in rows.view(f"V{width}").ravel().tolist()]
    distinct: Any = np.frombuffer(b"".join(places), dtype=rows.dtype).reshape(len(places), -1)
    length: Any = np.array([len(places)], dtype="i")
    embedded = Ragged(distinct, length)
    for layer in model.layers:
        embedded = layer.predict(embedded)
    return Ragged(embedded.dataXd[where], words.lengths), None
