"""Summed counts in, the figures of the guidelines out; with the interval that chance over articles gives them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from app.evaluation.counts import SETS, ArticleScore
from app.evaluation.likeness import SLOTS, f1

Metrics = dict[str, float | None]
# Counts of things; all other metrics are shares from 0 to 1.
TOTALS = ("articles", "gold", "predicted")
# Resamples: the 2.5% points of 1,000 stand still to about 0.005. The seed makes two runs over one file agree.
RESAMPLES, SEED = 1000, 20230926


def total(scores: Sequence[ArticleScore]) -> Counter[str]:
    """The counts of several articles together."""
    counts: Counter[str] = Counter()
    for score in scores:
        counts.update(score.counts)
    return counts


def metrics(counts: Counter[str]) -> Metrics:
    """All figures, rounded to four digits; None where there was nothing to measure."""
    sets = {f"{name}_f1": f1(*(counts[f"{name} {part}"] for part in ("hit", "predicted", "gold"))) for name in SETS}
    figures = {
        **{name: counts[name] for name in TOTALS},
        "precision": _share(counts["hit"], counts["predicted"]),
        "recall": _share(counts["hit"], counts["gold"]),
        "f1": f1(counts["hit"], counts["predicted"], counts["gold"]),
        "recall_main": _share(counts["hit_main"], counts["gold_main"]),
        "strict_f1": f1(counts["strict"], counts["predicted"], counts["gold"]),
        "quiet_articles_clean": _share(counts["clean"], counts["quiet"]),
        **sets,
        "people_office": _share(counts["right office"], counts["named"]),
        "evidence_in_text": _share(counts["grounded"], counts["predicted"]),
        **{slot: _share(counts[f"right {slot}"], counts["hit"]) for slot in SLOTS},
    }
    return {name: None if value is None else round(value, 4) for name, value in figures.items()}


def intervals(scores: Sequence[ArticleScore]) -> dict[str, tuple[float, float]]:
    """The 95% interval of each figure by the percentile bootstrap over articles; none for fewer than two articles."""
    if len(scores) < 2:
        return {}
    names = sorted(total(scores))
    table = np.array([[score.counts[name] for name in names] for score in scores])
    draws = np.random.default_rng(SEED).multinomial(len(scores), [1 / len(scores)] * len(scores), RESAMPLES)
    samples = [metrics(Counter(dict(zip(names, map(int, row), strict=True)))) for row in draws @ table]
    return {name: bounds for name in samples[0] if name not in TOTALS and (bounds := _bounds(samples, name))}


def _bounds(samples: list[Metrics], name: str) -> tuple[float, float] | None:
    values = [value for sample in samples if (value := sample[name]) is not None]
    if not values:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return round(float(low), 4), round(float(high), 4)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
