"""A network that reads documents in, the same out with the layers that look at neighbouring words run as plain numpy.

Each of these layers takes a word with its neighbours, multiplies, keeps the largest of some pieces, scales to a norm
and adds what came in. The pieces of a number lie side by side in the model's weights; laid one behind the other, they
are compared by the row.
"""

from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
from thinc.api import Model

LAYER = "residual(expand_window>>maxout>>layernorm>>dropout)"


@dataclass(frozen=True, slots=True)
class Layer:
    """The parameters of a layer; `weights` and `bias` by piece, then by number."""

    pieces: int
    weights: Any
    bias: Any
    scale: Any
    shift: Any

    def __call__(self, words: Any) -> Any:
        """The vectors of words, each with what its neighbours say of it."""
        products = _windows(words) @ self.weights
        products += self.bias
        found = reduce(np.maximum, np.split(products, self.pieces, axis=1))
        found -= found.mean(axis=1, keepdims=True)
        # As thinc has it, which keeps from dividing by nothing.
        found *= ((found * found).mean(axis=1, keepdims=True) + 1e-08) ** -0.5
        found *= self.scale
        found += self.shift
        found += words
        return found


def convolve_plainly(network: Model[Any, Any]) -> None:
    """Let a network for predictions run its layers over neighbouring words, which see one word on either side."""
    for node in list(network.walk()):
        if node.layers and all(layer.name == LAYER for layer in node.layers):
            node.layers[:] = [Model("convolve_plainly", _forward, attrs={"layers": [*map(_layer, node.layers)]})]


def _layer(residual: Model[Any, Any]) -> Layer:
    maxout, norm = _only(residual, "maxout"), _only(residual, "layernorm")
    numbers, pieces, width = (maxout.get_dim(name) for name in ("nO", "nP", "nI"))
    if _only(residual, "expand_window").attrs["window_size"] != 1:
        raise ValueError("the layers of a model must look at one word on either side")
    weights: Any = maxout.get_param("W")
    bias: Any = maxout.get_param("b")
    by_piece = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(numbers * pieces, width)
    return Layer(pieces, by_piece.T, bias.T.ravel(), norm.get_param("G"), norm.get_param("b"))


def _only(residual: Model[Any, Any], name: str) -> Model[Any, Any]:
    return next(node for node in residual.walk() if node.name == name)


def _windows(words: Any) -> Any:
    """Each word between its neighbours, nothing beyond the first and the last."""
    nothing = np.zeros((1, words.shape[1]), dtype=words.dtype)
    return np.hstack([np.vstack([nothing, words[:-1]]), words, np.vstack([words[1:], nothing])])


def _forward(model: Model[Any, Any], words: Any, is_train: bool) -> tuple[Any, Any]:  # noqa: ARG001 (thinc)
    for layer in model.attrs["layers"]:
        words = layer(words)
    return words, None
