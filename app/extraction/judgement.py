"""Traits in, how probably an occasion is a meeting, was read rightly, and took place on a day, out.

Three logistic regressions over traits, trained by `summitry train`; their weights, what they were trained on and how
they do on articles they were not trained on stand together in `data/judgement.json`.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

MODEL = "judgement.json"
# Probabilities are kept this far from 0 and 1: no reading is certain.
SUREST = 0.99


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A logistic regression: a bias and a weight for each trait that it knows."""

    bias: float
    weights: Mapping[str, float]

    def score(self, traits: Mapping[str, float]) -> float:
        """The log-odds."""
        return self.bias + sum(value * self.weights.get(name, 0.0) for name, value in traits.items())

    def probability(self, traits: Mapping[str, float]) -> float:
        """Between `1 - SUREST` and `SUREST`; traits that the model has never seen count nothing."""
        score = max(-50.0, min(50.0, self.score(traits)))
        return min(SUREST, max(1 - SUREST, 1 / (1 + math.exp(-score))))

    def reasons(self, traits: Mapping[str, float], most: int = 3) -> list[str]:
        """The traits that moved the probability furthest, each with its weight: "title +0.31"."""
        moved = [(name, value * self.weights.get(name, 0.0)) for name, value in traits.items()]
        moved.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
        return [f"{name} {weight:+.2f}" for name, weight in moved[:most] if weight]


@dataclass(frozen=True, slots=True)
class Judge:
    """Says which occasions are reported and how sure their reading is.

    `real`: whether a reader would find such a meeting in the article; `right`: whether its parties, status and start
    are all as a reader would have them; `date`: whether a date that the article offers for one is right.
    Occasions whose `real` reaches `threshold` are reported.
    """

    real: LinearModel
    right: LinearModel
    date: LinearModel
    threshold: float

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Judge":
        """Read what `summitry train` wrote. Raises KeyError where a part is missing."""
        models = {
            name: LinearModel(record["models"][name]["bias"], record["models"][name]["weights"])
            for name in ("real", "right", "date")
        }
        return cls(**models, threshold=record["threshold"])

    def accepts(self, traits: Mapping[str, float]) -> bool:
        """Whether an occasion is reported."""
        return self.real.probability(traits) >= self.threshold


@cache
def trained() -> Judge:
    """The judge that comes with the program."""
    return Judge.of(json.loads(files("app.extraction").joinpath("data", MODEL).read_text(encoding="utf-8")))
