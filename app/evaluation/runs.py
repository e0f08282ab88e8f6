"""An extractor and gold articles in, its predictions in the form that is scored out."""

from collections.abc import Callable, Sequence

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.evaluation.records import GoldArticle, Meeting, Predictions
from app.extraction.output import as_record
from app.extraction.protocol import Extractor


def predict(
    extractor: Extractor, golds: Sequence[GoldArticle], progress: Callable[[str], None] = lambda _: None
) -> Predictions:
    """Read every article; `progress` is called with the id of each one that is done."""
    articles = [gold.article for gold in golds]
    predictions: Predictions = {}
    for gold, article, found in zip(golds, articles, extractor.extract_many(articles), strict=True):
        predictions[gold.id] = [as_read(candidate, article) for candidate in found]
        progress(gold.id)
    return predictions


def as_read(candidate: MeetingCandidate, article: Article) -> Meeting:
    """One reading in the form that is scored."""
    return Meeting.of(as_record(candidate, article) | {"confidence": candidate.confidence})
