"""A batch of articles in, the candidates of each or the error that it raised out."""

from collections.abc import Iterator, Sequence

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.extraction.protocol import Extractor

Outcome = list[MeetingCandidate] | Exception


def extracted(extractor: Extractor, articles: Sequence[Article]) -> Iterator[tuple[Article, Outcome]]:
    """The outcome for each article, in order.

    Extractors do not raise by their contract. One that does costs the batch its speed, and only the article that
    raises its meetings: the articles that are left are read one by one.
    """
    done = 0
    try:
        for article, candidates in zip(articles, extractor.extract_many(articles), strict=True):
            yield article, candidates
            done += 1
    except Exception:  # noqa: BLE001 - whatever it is, the loop below finds the article that raises it
        for article in articles[done:]:
            yield article, _alone(extractor, article)


def _alone(extractor: Extractor, article: Article) -> Outcome:
    try:
        return extractor.extract(article)
    except Exception as error:  # noqa: BLE001 - one article must not end the run; the job records why it failed
        return error
