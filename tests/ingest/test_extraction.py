"""A batch through an extractor, even one that breaks its contract."""

from collections.abc import Iterable, Iterator

from app.ingest.extraction import extracted
from tests.builders import an_article
from tests.ingest.standins import SentenceReader

MEETING = "Ministers of FRA and DEU met on 2001-03-02."


class Forgetful(SentenceReader):
    """An extractor that gives fewer lists than there are articles."""

    def extract_many(self, articles: Iterable) -> Iterator:
        """The first one only."""
        return iter(list(super().extract_many(articles))[:1])


def numbers(extractor, *texts):
    """How many meetings each text has, None for one that raised."""
    articles = [an_article(text) for text in texts]
    outcomes = list(extracted(extractor, articles))
    assert [article for article, _ in outcomes] == articles
    return [None if isinstance(outcome, Exception) else len(outcome) for _, outcome in outcomes]


def test_each_article_has_its_own_meetings():
    """In the order of the articles."""
    assert numbers(SentenceReader(), MEETING, "Nothing.", MEETING + " " + MEETING) == [1, 0, 2]


def test_only_the_article_that_raises_loses_its_meetings():
    """Whichever place in the batch it has."""
    assert numbers(SentenceReader(), "BROKEN", MEETING, "BROKEN", MEETING) == [None, 1, None, 1]


def test_no_article_is_lost_when_the_extractor_stops_early():
    """The rest are read one by one."""
    assert numbers(Forgetful(), MEETING, MEETING, "Nothing.") == [1, 1, 0]
