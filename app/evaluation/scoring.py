"""Gold articles and predictions in, one report out: figures, groups, confusions, reliability and every error."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from app.evaluation.counts import CONFUSED, ArticleScore, Judged, WrongField, score_article
from app.evaluation.likeness import SLOTS, f1
from app.evaluation.metrics import Metrics, intervals, metrics, total
from app.evaluation.records import GoldArticle, Meeting
from app.evaluation.styles import outlet_of, style_of

# Bins of a reliability table: the lower ends of ten equal steps of confidence.
STEPS = 10


@dataclass(frozen=True, slots=True)
class StatusRow:
    """How well meetings of one status are found, and how well the status itself is told.

    `gold` meetings, of them `found`, of these `right`ly labelled, and all found meetings that were `labelled` so.
    """

    status: str
    gold: int
    found: int
    labelled: int
    right: int

    @property
    def f1(self) -> float:
        """F1 of the label over the found meetings."""
        return round(f1(self.right, self.labelled, self.found), 4)


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """Predictions with a confidence from `low` on, how confident they were on average, and how many were right."""

    low: float
    count: int
    mean_confidence: float
    right: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that an evaluation tells; the tables of it are drawn by `report.render`."""

    scores: tuple[ArticleScore, ...]

    @property
    def overall(self) -> Metrics:
        """The figures over all articles."""
        return metrics(total(self.scores))

    @property
    def intervals(self) -> dict[str, tuple[float, float]]:
        """Their 95% intervals, by resampling articles."""
        return intervals(self.scores)

    @property
    def by_style(self) -> dict[str, Metrics]:
        """The figures of news prose apart from readouts and digests."""
        return self._grouped("style")

    @property
    def by_outlet(self) -> dict[str, Metrics]:
        """The figures of each source of articles."""
        return self._grouped("outlet")

    @property
    def misses(self) -> list[tuple[str, Meeting]]:
        """Gold meetings that nothing was paired with, each with its article's id."""
        return [(score.article, meeting) for score in self.scores for meeting in score.missed]

    @property
    def spurious(self) -> list[tuple[str, Meeting]]:
        """Predictions that were paired with nothing."""
        return [(judged.article, judged.predicted) for judged in self._judged() if judged.gold is None]

    @property
    def wrong(self) -> list[WrongField]:
        """Fields of found meetings that differ."""
        return [wrong for score in self.scores for wrong in score.wrong]

    @property
    def confusions(self) -> dict[str, Counter[tuple[str, str]]]:
        """For kind, status and level: how often each gold value was predicted as which."""
        pairs = [(judged.gold, judged.predicted) for judged in self._judged() if judged.gold is not None]
        return {
            name: Counter((str(SLOTS[name](gold)), str(SLOTS[name](predicted))) for gold, predicted in pairs)
            for name in CONFUSED
        }

    @property
    def by_status(self) -> list[StatusRow]:
        """One row for each status, the most frequent first."""
        confusion = self.confusions["status"]
        missed = Counter(str(meeting.status) for _, meeting in self.misses)
        statuses = {status for pair in confusion for status in pair} | set(missed)
        rows = [_status_row(status, confusion, missed[status]) for status in statuses]
        return sorted(rows, key=lambda row: (-row.gold, row.status))

    @property
    def reliability(self) -> list[ReliabilityRow]:
        """How often predictions of each step of confidence are strictly right; empty where none has a confidence."""
        given = [(judged.predicted.confidence, judged.is_strict) for judged in self._judged()]
        rows = sorted((min(int(c * STEPS), STEPS - 1), c, right) for c, right in given if c is not None)
        return [_reliability_row(step, list(group)) for step, group in groupby(rows, key=lambda row: row[0])]

    def as_json(self) -> dict[str, Any]:
        """All tables as plain values, to keep and to compare a later run with."""
        return {
            "overall": self.overall,
            "intervals": self.intervals,
            "by_style": self.by_style,
            "by_outlet": self.by_outlet,
            "by_status": [asdict(row) | {"f1": row.f1} for row in self.by_status],
            "confusions": {
                name: [
                    {"gold": gold, "predicted": predicted, "count": count} for (gold, predicted), count in rows.items()
                ]
                for name, rows in self.confusions.items()
            },
            "reliability": [asdict(row) for row in self.reliability],
        }

    def _judged(self) -> Iterable[Judged]:
        return (judged for score in self.scores for judged in score.judged)

    def _grouped(self, by: str) -> dict[str, Metrics]:
        groups: dict[str, list[ArticleScore]] = defaultdict(list)
        for score in self.scores:
            groups[getattr(score, by)].append(score)
        return {name: metrics(total(groups[name])) for name in sorted(groups)}


def evaluate(golds: Sequence[GoldArticle], predictions: Mapping[str, Sequence[Meeting]]) -> Report:
    """Score predictions by article id against gold; an article without a prediction counts as one without meetings."""
    return Report(
        tuple(score_article(gold, predictions.get(gold.id, ()), style_of(gold), outlet_of(gold)) for gold in golds)
    )


def _status_row(status: str, confusion: Counter[tuple[str, str]], missed: int) -> StatusRow:
    found = sum(count for (gold, _), count in confusion.items() if gold == status)
    labelled = sum(count for (_, predicted), count in confusion.items() if predicted == status)
    return StatusRow(status, found + missed, found, labelled, confusion[status, status])


def _reliability_row(step: int, rows: list[tuple[int, float, bool]]) -> ReliabilityRow:
    mean = sum(confidence for _, confidence, _ in rows) / len(rows)
    return ReliabilityRow(step / STEPS, len(rows), round(mean, 4), sum(right for _, _, right in rows))
