"""Annotated articles and the rules in, the judge of what the rules propose out, with its record and its scores.

First the rules alone read the articles, which shows which of the dates that an article offers are right; then each part
of the articles is read with dates chosen by what the others taught, which shows which readings are right.

Needs scikit-learn (`pip install "summitry[training]"`); what comes out is read without it.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from app.evaluation.likeness import is_strictly_right, same_date, similarity
from app.evaluation.pairing import pair
from app.evaluation.records import GoldArticle, Meeting, load_golds
from app.evaluation.scoring import Report, evaluate
from app.extraction.dating import BY_RULES
from app.extraction.judgement import LinearModel, trained
from app.extraction.output import as_record
from app.extraction.reader import RuleReader

FOLDS = 10
FIGURES = ("precision", "recall", "f1", "strict_f1", "quiet_articles_clean")
# The regularisation (scikit-learn's C). From 0.03 to 0.3 the scores on held-out articles differ by less than 0.005.
STRENGTH = 0.1
# Reported from this probability on: a wrong record costs a reader more than a missing one.
THRESHOLD = 0.55
# A trait of fewer proposals than this teaches nothing that would hold elsewhere.
RAREST = 4
# What the rules' date is worth, in log-odds. It cannot be learnt from articles that the rules were written with: there
# they are nearly always right. At 3 the model hardly ever gives a date where they give none.
RULES_WEIGH = 1.0
RULES_ALONE = LinearModel(0.0, {BY_RULES: RULES_WEIGH})

Numbers = NDArray[np.float64]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Example:
    """A proposal with its traits, and what the annotation says of it."""

    article: str
    meeting: Meeting
    traits: Mapping[str, float]
    real: bool
    right: bool


@dataclass(frozen=True, slots=True)
class DateExample:
    """A date that an article offers for a meeting, and whether the annotation gives it."""

    article: str
    traits: Mapping[str, float]
    right: bool


def train(folders: Sequence[Path], reader: RuleReader, progress: Progress = lambda _: None) -> dict[str, Any]:
    """The judge trained on the annotated articles of all folders, as `data/judgement.json` keeps it.

    Deterministic. The scores in it are those of articles held out in turn (`FOLDS` parts). Raises ConfigurationError
    for a folder without annotated articles.
    """
    sets = {folder: load_golds(folder) for folder in folders}
    golds = [gold for part in sets.values() for gold in part]
    dates = _dates(golds, reader, progress)
    dated = _date_model(dates)
    examples = _held_out_examples(golds, dates, reader, progress)
    vectorizer, table = _table([example.traits for example in examples])
    groups = np.array([hash_of(example.article) for example in examples])
    real, right = _labels(examples)
    kept = _held_out(table, real, groups) >= THRESHOLD
    sure = _held_out(table, right, groups)
    return {
        "format": 1,
        "trained_on": [_description(folder, part) for folder, part in sets.items()],
        "tool": f"scikit-learn {sklearn.__version__} LogisticRegression, C={STRENGTH}",
        "cross_validation": _scores(golds, examples, kept, sure),
        "threshold": THRESHOLD,
        "models": {
            "real": _model(vectorizer, table, real),
            "right": _model(vectorizer, table, right),
            "date": {"bias": dated.bias, "weights": dict(dated.weights)},
        },
    }


def hash_of(name: str) -> int:
    """A number for an article's id that is the same in every run."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)


def _dates(golds: Sequence[GoldArticle], reader: RuleReader, progress: Progress) -> list[DateExample]:
    """The dates that each article offers for the meetings that the rules find in it, and which of them are right."""
    articles = [gold.article for gold in golds]
    alone = reader.judged_by(replace(trained(), date=RULES_ALONE))
    found = []
    for gold, article, proposed in zip(golds, articles, alone.propose_many(articles), strict=True):
        for meeting, number in _paired(gold, [Meeting.of(as_record(p.candidate, article)) for p in proposed]).items():
            start = gold.meetings[number].start
            found += [
                DateExample(gold.id, offer.traits, same_date(start, offer.iso)) for offer in proposed[meeting].dates()
            ]
        progress(gold.id)
    return found


def _date_model(examples: Sequence[DateExample]) -> LinearModel:
    """What the examples teach of dates, with what the rules' own is worth beside it."""
    vectorizer, table = _table([_without_rules(example.traits) for example in examples])
    learnt = _model(vectorizer, table, np.array([float(example.right) for example in examples]))
    return LinearModel(learnt["bias"], learnt["weights"] | {BY_RULES: RULES_WEIGH})


def _without_rules(traits: Mapping[str, float]) -> Mapping[str, float]:
    return {name: value for name, value in traits.items() if name != BY_RULES}


def _held_out_examples(
    golds: Sequence[GoldArticle], dates: Sequence[DateExample], reader: RuleReader, progress: Progress
) -> list[Example]:
    """Every proposal, its date chosen by a model that was not trained on its article."""
    groups = np.array([hash_of(gold.id) for gold in golds])
    found = []
    for known, unseen in GroupKFold(FOLDS).split(groups, groups=groups):
        taught = {golds[number].id for number in known}
        model = _date_model([example for example in dates if example.article in taught])
        found += _examples(
            [golds[number] for number in unseen], reader.judged_by(replace(trained(), date=model)), progress
        )
    return found


def _paired(gold: GoldArticle, meetings: Sequence[Meeting]) -> dict[int, int]:
    """The annotated meeting of each proposed one that has any, by their numbers."""
    return {column: row for row, column in pair([[similarity(g, m) for m in meetings] for g in gold.meetings])}


def _examples(golds: Sequence[GoldArticle], reader: RuleReader, progress: Progress) -> list[Example]:
    articles = [gold.article for gold in golds]
    found = []
    for gold, article, proposed in zip(golds, articles, reader.propose_many(articles), strict=True):
        meetings = [Meeting.of(as_record(proposal.candidate, article)) for proposal in proposed]
        partners = _paired(gold, meetings)
        for place, (meeting, proposal) in enumerate(zip(meetings, proposed, strict=True)):
            partner = gold.meetings[partners[place]] if place in partners else None
            right = partner is not None and is_strictly_right(partner, meeting)
            found.append(Example(gold.id, meeting, proposal.traits, partner is not None, right))
        progress(gold.id)
    return found


def _table(examples: Sequence[Mapping[str, float]]) -> tuple[DictVectorizer, Numbers]:
    frequent = Counter(name for traits in examples for name in traits)
    rows = [{n: v for n, v in traits.items() if frequent[n] >= RAREST} for traits in examples]
    vectorizer = DictVectorizer(sparse=False)
    return vectorizer, vectorizer.fit_transform(rows)


def _labels(examples: Sequence[Example]) -> tuple[Numbers, Numbers]:
    return (
        np.array([float(example.real) for example in examples]),
        np.array([float(example.right) for example in examples]),
    )


def _fitted(table: Numbers, labels: Numbers) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=5000).fit(table, labels)


def _held_out(table: Numbers, labels: Numbers, groups: NDArray[np.int64]) -> Numbers:
    """The probability of every proposal from models that were not trained on its article."""
    found = np.zeros(len(labels))
    for known, unseen in GroupKFold(FOLDS).split(table, labels, groups):
        found[unseen] = _fitted(table[known], labels[known]).predict_proba(table[unseen])[:, 1]
    return found


def _model(vectorizer: DictVectorizer, table: Numbers, labels: Numbers) -> dict[str, Any]:
    model = _fitted(table, labels)
    weights = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    return {
        "bias": round(float(model.intercept_[0]), 4),
        "weights": {str(name): round(float(weight), 4) for name, weight in weights},
    }


def _report(golds: Sequence[GoldArticle], examples: Sequence[Example], kept: NDArray[np.bool_]) -> Report:
    predictions: dict[str, list[Meeting]] = {gold.id: [] for gold in golds}
    for example, keep in zip(examples, kept, strict=True):
        if keep:
            predictions[example.article].append(example.meeting)
    return evaluate(golds, predictions)


def _scores(
    golds: Sequence[GoldArticle], examples: Sequence[Example], kept: NDArray[np.bool_], sure: Numbers
) -> dict[str, Any]:
    """The figures with the judge and without, on articles held out, and how true the confidences are."""
    _, right = _labels(examples)
    everything = np.ones(len(examples), dtype=bool)
    figures = {}
    for name, mask in (("rules alone", everything), ("rules and judge", kept)):
        overall = _report(golds, examples, mask).overall
        figures[name] = {
            key: overall[key] for key in ("precision", "recall", "f1", "strict_f1", "quiet_articles_clean")
        }
    return {"folds": FOLDS, **figures, "confidence": _reliability(sure[kept], right[kept])}


def _reliability(sure: Numbers, right: Numbers) -> dict[str, Any]:
    steps = np.minimum((sure * 10).astype(int), 9)
    rows = [
        {
            "from": step / 10,
            "meetings": int((steps == step).sum()),
            "mean": round(float(sure[steps == step].mean()), 3),
            "right": round(float(right[steps == step].mean()), 3),
        }
        for step in range(10)
        if (steps == step).any()
    ]
    return {"brier": round(float(((sure - right) ** 2).mean()), 4), "reliability": rows}


def _description(folder: Path, golds: Sequence[GoldArticle]) -> dict[str, Any]:
    """What a set was, so that another run can tell whether it has the same."""
    content = json.dumps([[gold.id, gold.title, gold.text, len(gold.meetings)] for gold in golds], ensure_ascii=False)
    return {
        "folder": folder.resolve().name,
        "articles": len(golds),
        "meetings": sum(len(gold.meetings) for gold in golds),
        "sha256": hashlib.sha256(content.encode()).hexdigest()[:16],
    }
