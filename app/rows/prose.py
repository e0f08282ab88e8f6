"""The running text of a row in, the meetings that an extractor reads in it out, with their spans in the row's article.

Tables and calendars speak in ellipses: "Bilateral meeting with Minister Kamikawa", "Met with King Abdullah". So the
same words are read as they are and, where that gives nothing, after the words that are understood before them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.domain.mentions import Evidence, Span
from app.extraction.protocol import Extractor
from app.rows.text import Cell


@dataclass(frozen=True, slots=True)
class Wording:
    """The article that is read, and where its text lies in the row's: pieces of (start there, start here, length)."""

    article: Article
    pieces: tuple[tuple[int, int, int], ...]

    def back(self, candidate: MeetingCandidate, content: str) -> MeetingCandidate:
        """The candidate with its spans in `content`; words that were only understood are shown by the first piece."""
        evidence = tuple(self._moved(one, content) for one in candidate.evidence)
        return replace(candidate, evidence_span=self._span(candidate.evidence_span), evidence=evidence)

    def _moved(self, one: Evidence, content: str) -> Evidence:
        span = self._span(one.span)
        return replace(one, span=span, quote=span.of(content))

    def _span(self, span: Span) -> Span:
        """The characters of the row that a span covers; the whole first piece where it covers none."""
        for there, here, length in self.pieces:
            start, end = max(span.start, there), min(span.end, there + length)
            if start < end:
                return Span(here + start - there, here + end - there)
        _, here, length = self.pieces[0]
        return Span(here, here + length)


def read_prose(
    extractor: Extractor, article: Article, cells: Sequence[Cell], subject: str | None
) -> list[MeetingCandidate]:
    """The meetings in the prose cells of a row, by the first wording in which the first cell tells of one.

    Where none does, by the first in which any cell does. `subject` is who acts where the prose leaves that out: a
    party, or a person with their office.
    """
    first: list[MeetingCandidate] = []
    for wording in _wordings(article, cells, subject):
        found = [wording.back(candidate, article.content) for candidate in extractor.extract(wording.article)]
        if any(candidate.evidence_span.start < cells[0].span.end for candidate in found):
            return found
        first = first or found
    return first


def _wordings(article: Article, cells: Sequence[Cell], subject: str | None) -> Iterator[Wording]:
    if not cells:
        return
    yield _wording(article, "", cells)
    yield _wording(article, "There will be a ", cells)
    if subject:
        yield _wording(article, f"{subject} will hold a ", cells)
        yield _wording(article, f"{subject} ", cells)


def _wording(article: Article, understood: str, cells: Iterable[Cell]) -> Wording:
    """The cells as one text, each a paragraph, after what is understood."""
    text, pieces = understood, []
    for cell in cells:
        value = _in_flow(cell.value) if understood and text == understood else cell.value
        pieces.append((len(text), cell.span.start, len(value)))
        text += value + ("" if value.rstrip().endswith((".", "!", "?")) else ".") + "\n\n"
    return Wording(replace(article, title=None, text=text.rstrip(), dateline=None, layout=None), tuple(pieces))


def _in_flow(value: str) -> str:
    """A value that continues a sentence: a first capital that only opened it becomes small."""
    first, second = value[:1], value[1:2]
    return first.lower() + value[1:] if second.islower() and len(first.lower()) == 1 else value
