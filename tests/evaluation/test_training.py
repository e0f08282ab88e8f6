"""A few seed articles in, a judge out."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from app.errors import ConfigurationError
from app.evaluation.training import FOLDS, train
from app.extraction.judgement import Judge
from app.extraction.reader import RuleReader

ARTICLES = Path(__file__).parents[2] / "seeds" / "articles"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two articles a fold."""
    place = tmp_path_factory.mktemp("annotated")
    for file in sorted(ARTICLES.glob("*.json"))[: 2 * FOLDS]:
        shutil.copy(file, place)
    return place


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The rules, loaded once."""
    return RuleReader()


def test_training_twice_gives_the_same_file(folder: Path, reader: RuleReader) -> None:
    """No chance is involved."""
    assert json.dumps(train([folder], reader)) == json.dumps(train([folder], reader))


def test_a_trained_record_is_a_judge(folder: Path, reader: RuleReader) -> None:
    """What is written can be read back, and tells real meetings from what is none better than a coin."""
    record = train([folder], reader)
    judge = Judge.of(json.loads(json.dumps(record)))

    assert record["trained_on"][0]["articles"] == 2 * FOLDS
    assert judge.real.probability({"date told": 1.0}) != judge.real.probability({"no date": 1.0})
    assert judge.date.score({"nearest": 1.0}) > judge.date.score({"told of another meeting": 1.0})
    assert sum(row["meetings"] for row in record["cross_validation"]["confidence"]["reliability"]) > FOLDS


def test_every_article_read_is_told(folder: Path, reader: RuleReader) -> None:
    """The progress bar of the command counts them: each is read by the rules alone, and with dates chosen."""
    done: list[str] = []
    train([folder], reader, done.append)

    assert Counter(done) == dict.fromkeys((file.stem for file in folder.iterdir()), 2)


def test_a_folder_without_articles_cannot_be_trained_on(tmp_path: Path, reader: RuleReader) -> None:
    """The message names it."""
    with pytest.raises(ConfigurationError, match=str(tmp_path)):
        train([tmp_path], reader)
