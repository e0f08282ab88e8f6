"""A batch of articles in, the candidates of each or the error that it raised out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.errors import SummitryError
from app.extraction.protocol import Extractor

Outcome = list[MeetingCandidate] | Exception


@dataclass(frozen=True, slots=True)
class Read:
    """An article that was read, what came of it, and the version of its reader."""

    article: Article
    outcome: Outcome
    version: str


class Readers:
    """Who reads which article: a row the reader of its layout, everything else the extractor of prose."""

    def __init__(self, prose: Callable[[], Extractor], rows: Mapping[str, Extractor] | None = None) -> None:
        """`prose` is called when the first article comes that needs it: its language model loads for a second."""
        self._make_prose = prose
        self._rows = rows or {}

    @cached_property
    def _prose(self) -> Extractor:
        return self._make_prose()

    def of(self, article: Article) -> Extractor:
        """The reader of an article."""
        row_reader = self._rows.get(article.layout or "")
        return row_reader or self._prose

    def version_of(self, layout: str | None) -> str | None:
        """The version of the reader of a layout, None for rows whose mapping is not at hand."""
        if layout is None:
            return self._prose.version
        row_reader = self._rows.get(layout)
        return row_reader.version if row_reader else None

    @property
    def made(self) -> Extractor | None:
        """The extractor of prose where it was needed so far."""
        return self._prose if "_prose" in vars(self) else None

    def read(self, articles: Sequence[Article]) -> Iterator[Read]:
        """What comes of each article, in order."""
        for reader, group in groupby(articles, key=self.of):
            for article, outcome in extracted(reader, list(group)):
                yield Read(article, outcome, reader.version)

    def read_ahead(self, pieces: Iterable[Sequence[Article]]) -> Iterator[Iterable[Read]]:
        """The same for each piece of a stream; an article is read when somebody comes to it."""
        return map(self.read, pieces)


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


def in_one_line(error: Exception, article: Article) -> str:
    """Why an article could not be taken, without the origin that stands beside it anyway."""
    line = " ".join(str(error).split()).removeprefix(f"{article.origin}: ")
    return line if isinstance(error, SummitryError) else f"{type(error).__name__}: {line}"
