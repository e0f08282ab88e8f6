"""Paths and addresses in, a stream of what lies there out: articles, rejections, addresses with nothing new."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.articles import Article
from app.sources import catalogue
from app.sources.protocol import Fetched, Fetcher, ReadOptions, Rejected


@dataclass(frozen=True, slots=True)
class Unchanged:
    """An address whose server says that nothing is new since the last time."""

    origin: str


Item = Article | Rejected | Unchanged


def items_of(sources: Sequence[str], options: ReadOptions, fetcher: Fetcher | None) -> Iterator[Item]:
    """Everything that the sources hold, in order; nothing is raised for bad input."""
    for source in sources:
        noting = _Noting(fetcher) if fetcher else None
        yield from catalogue.read(source, options, noting)
        if noting:
            yield from map(Unchanged, noting.unchanged)


def number_of(sources: Sequence[str]) -> int | None:
    """About how many items the sources hold, for a progress bar; None where that cannot be told cheaply."""
    total = 0
    for source in sources:
        number = catalogue.count(source)
        if number is None:
            return None
        total += number
    return total


class _Noting:
    """A fetcher that notes which addresses have nothing new."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self.unchanged: list[str] = []

    def fetch(self, url: str) -> Fetched | None:
        """The answer, None where it has not changed. Raises SourceUnavailableError."""
        answer = self._fetcher.fetch(url)
        if answer is None:
            self.unchanged.append(url)
        return answer

    def keep(self, url: str, answer: Fetched) -> None:
        """Remember that the answer was taken whole."""
        self._fetcher.keep(url, answer)
