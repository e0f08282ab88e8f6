"""Traits in, probabilities out; and the judge that comes with the program."""

import json
from importlib.resources import files

import pytest

from app.domain.articles import Article
from app.extraction.judgement import SUREST, Judge, LinearModel, trained
from app.extraction.reader import RuleReader

MODEL = LinearModel(bias=-1.0, weights={"title": 2.0, "weak": -3.0, "noun": 0.5})
EVEN = LinearModel(0.0, {})
SURE = Judge(real=LinearModel(9.0, {}), right=EVEN, date=EVEN, threshold=0.5)
NEVER = Judge(real=LinearModel(-9.0, {}), right=EVEN, date=EVEN, threshold=0.5)
TEXT = "French President Jacques Chirac met German Chancellor Gerhard Schroeder in Blaesheim on 31 January 2001."


def test_a_probability_is_the_logistic_of_the_weighted_traits() -> None:
    """1 / (1 + e^-(bias + weights)): here of -1 + 2 = 1."""
    assert MODEL.probability({"title": 1.0}) == pytest.approx(0.7311, abs=1e-4)


def test_a_trait_the_model_never_saw_counts_nothing() -> None:
    """A newer rule may name traits that an older model does not know."""
    assert MODEL.probability({"title": 1.0, "word powwow": 1.0}) == MODEL.probability({"title": 1.0})


@pytest.mark.parametrize(("bias", "expected"), [(1e6, SUREST), (-1e6, 1 - SUREST)])
def test_nothing_is_certain(bias: float, expected: float) -> None:
    """However large the sum, and without an overflow."""
    assert LinearModel(bias, {}).probability({}) == pytest.approx(expected)


def test_reasons_are_the_traits_that_moved_most() -> None:
    """The heaviest first, those without weight left out."""
    assert MODEL.reasons({"title": 1.0, "weak": 1.0, "noun": 1.0, "verb": 1.0}, most=2) == ["weak -3.00", "title +2.00"]


def test_what_the_judge_does_not_accept_is_not_reported() -> None:
    """The same text, two judges."""
    article = Article(text=TEXT)

    assert len(RuleReader(judge=SURE).extract(article)) == 1
    assert RuleReader(judge=NEVER).extract(article) == []


def test_a_confidence_says_what_it_rests_on() -> None:
    """The traits that weigh most are its evidence."""
    (candidate,) = RuleReader().extract(Article(text=TEXT))
    (evidence,) = (e for e in candidate.evidence if e.field == "confidence")

    assert candidate.confidence == round(trained().right.probability(_traits(TEXT)), 2)
    assert evidence.rule == "; ".join(trained().right.reasons(_traits(TEXT)))


def test_the_judge_that_comes_with_the_program_carries_its_record() -> None:
    """What it was trained on, how it does on articles held out, and the rules alone beside it."""
    record = json.loads(files("app.extraction").joinpath("data", "judgement.json").read_text(encoding="utf-8"))
    scores = record["cross_validation"]

    assert all({"folder", "articles", "meetings", "sha256"} <= set(part) for part in record["trained_on"])
    assert scores["rules and judge"]["f1"] > scores["rules alone"]["f1"]
    assert scores["rules and judge"]["strict_f1"] > scores["rules alone"]["strict_f1"]


def _traits(text: str) -> dict[str, float]:
    (proposals,) = RuleReader().propose_many([Article(text=text)])
    return proposals[0].traits
