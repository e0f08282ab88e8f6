"""An extractor and gold articles in, its predictions in the form that is scored out."""

from collections.abc import Callable, Sequence

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
        records = [as_record(candidate, article) | {"confidence": candidate.confidence} for candidate in found]
        predictions[gold.id] = [Meeting.of(record) for record in records]
        progress(gold.id)
    return predictions
