"""What the rest of the program needs from any reader of articles: an article in, candidates out."""

from collections.abc import Iterable, Iterator
from typing import Protocol

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
