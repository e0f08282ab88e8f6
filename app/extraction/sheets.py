"""A passage with its parse, names and actors in, one value with all of it out, which places tokens in the article."""

from dataclasses import dataclass, field

from app.domain.mentions import Span
from app.extraction.arguments import ActorIndex
from app.extraction.gate import Glance
from app.extraction.gazetteer import Match
from app.extraction.passages import Passage
from app.extraction.tokens import Doc
from app.extraction.tokens import Span as Tokens


@dataclass(slots=True)
class Sheet:
    """One passage with everything read from it."""

    number: int
    passage: Passage
    doc: Doc
    matches: list[Match]
    index: ActorIndex
    _words: dict[Span, Tokens | None] = field(default_factory=dict, repr=False, compare=False)

    def span(self, start: int, end: int) -> Span:
        """Tokens `[start, end)` as code points of the article's content."""
        last = self.doc[end - 1]
        return Span(self.passage.base + self.doc[start].idx, self.passage.base + last.idx + len(last.text))

    def words(self, span: Span) -> Tokens | None:
        """The words in which code points of the passage lie, whole; None where there are none."""
        if span not in self._words:
            self._words[span] = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return self._words[span]


@dataclass(slots=True)
class Leaf:
    """A passage of an article, what the gate makes of it, and what was read from it once somebody asked."""

    number: int
    passage: Passage
    glance: Glance
    sheet: Sheet | None = None

    def close(self) -> None:
        """Let go of what was read."""
        if self.sheet is not None:
            self.sheet.doc.close()
            self.sheet = None
