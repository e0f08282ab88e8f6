"""The measurement of speed runs and prints what it says; how fast it is stands in no test."""

import json
from itertools import islice

import pytest

from tests.bench import extraction, news


def test_both_streams_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    """With all fields, as JSON."""
    extraction.main(["--articles", "2", "--rounds", "1", "--json"])

    speeds = json.loads(capsys.readouterr().out)
    assert [(s["stream"], s["articles"], s["required"]) for s in speeds] == [("dense", 2, 1.2), ("mixed", 2, 3.0)]
    assert all(s[field] > 0 for s in speeds for field in ("characters", "extraction", "spacy", "ratio"))


def test_one_article_in_ten_of_the_mixed_stream_reports_a_meeting() -> None:
    """The others are made up."""
    mixed = extraction.streams(40)["mixed"]

    made_up = set(islice(news.articles(extraction.SEED), 36))
    assert [article in made_up for article in mixed] == [place % 10 != 0 for place in range(40)]


def test_the_same_seed_makes_the_same_news() -> None:
    """Of the length of a short report, no two alike."""
    some = list(islice(news.articles(7), 30))

    assert some == list(islice(news.articles(7), 30)) != list(islice(news.articles(8), 30))
    assert len({article.content for article in some}) == 30
    assert all(news.LENGTH <= len(article.content) < 1.7 * news.LENGTH for article in some)
