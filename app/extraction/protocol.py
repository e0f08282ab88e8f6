"""What the rest of the program needs from any reader of articles: an article in, candidates out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, runtime_checkable

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate


class Extractor(Protocol):
    """Reads articles; holds no state between them, and never raises for a text, however odd."""

    @property
    def version(self) -> str:
        """Name and number of the rules and the model; stored with every source."""
        ...

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """The meetings that one article reports, in the order of their evidence."""
        ...

    def extract_many(self, articles: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """The same for a stream of articles, batched; one list an article, in order."""
        ...


@runtime_checkable
class Tallied(Protocol):
    """An extractor that counts what whoever started the run should hear of."""

    @property
    def tally(self) -> Mapping[str, int]:
        """Numbers by what they count, in words: "articles read by the model"."""
        ...


def tally_of(extractor: Extractor | None) -> Mapping[str, int]:
    """What an extractor has counted; empty for one that counts nothing."""
    return extractor.tally if isinstance(extractor, Tallied) else {}
