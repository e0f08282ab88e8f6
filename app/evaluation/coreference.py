"""Two clusterings of the same reports in, how well they agree out: pairwise and B-cubed precision, recall and F1."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

R = TypeVar("R", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision and recall from 0 to 1, and their harmonic mean."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean, 0 where both are 0."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairwise(gold: Mapping[R, Hashable], found: Mapping[R, Hashable]) -> Agreement:
    """Over pairs of reports: of those put together, how many belong together, and the other way round.

    A side without any pair counts as 1. Raises ValueError where the two are not about the same reports.
    """
    _require_same_reports(gold, found)
    together_gold, together_found = _pairs(gold), _pairs(found)
    right = len(together_gold & together_found)
    return Agreement(_share(right, len(together_found)), _share(right, len(together_gold)))


def b_cubed(gold: Mapping[R, Hashable], found: Mapping[R, Hashable]) -> Agreement:
    """The mean over reports: how much of its found cluster is right, and how much of its gold cluster is found.

    As Bagga and Baldwin defined it ("Entity-based cross-document coreferencing using the vector space model", 1998).
    Raises ValueError where the two are not about the same reports.
    """
    _require_same_reports(gold, found)
    gold_of, found_of = _members(gold), _members(found)

    def mean(whole: Callable[[R], set[R]]) -> float:
        shares = [len(gold_of[gold[r]] & found_of[found[r]]) / len(whole(r)) for r in gold]
        return sum(shares) / len(shares) if shares else 1.0

    return Agreement(mean(lambda r: found_of[found[r]]), mean(lambda r: gold_of[gold[r]]))


def _require_same_reports(gold: Mapping[R, Hashable], found: Mapping[R, Hashable]) -> None:
    if gold.keys() != found.keys():
        raise ValueError(f"{len(gold.keys() ^ found.keys())} reports are in one of the clusterings only")


def _members(clusters: Mapping[R, Hashable]) -> dict[Hashable, set[R]]:
    members: dict[Hashable, set[R]] = defaultdict(set)
    for report, cluster in clusters.items():
        members[cluster].add(report)
    return members


def _pairs(clusters: Mapping[R, Hashable]) -> set[frozenset[R]]:
    members = _members(clusters).values()
    return {frozenset(pair) for reports in members for pair in combinations(reports, 2)}


def _share(right: int, total: int) -> float:
    return right / total if total else 1.0
