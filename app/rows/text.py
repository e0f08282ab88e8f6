"""A row in, its text for people out (one `column: value` a line), and the text in, its cells with their spans out."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.domain.articles import Article
from app.domain.mentions import Span
from app.rows.mapping import column_name

# Lines of a value after its first one; no column begins so.
INDENT = "    "
# Whether the occasion lay behind or ahead when the table was published. It is written into the row because it is a
# part of what that edition tells: a later one tells it anew.
AS_PUBLISHED = "As published"


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, exactly as it stands in the article's content, and where."""

    column: str
    value: str
    span: Span

    def parts(self, separator: str | None = None) -> Iterator["Cell"]:
        """The values of a cell that holds several, one a line or parted by `separator`; empty ones are left out."""
        at = 0
        for piece in re.split(f"\n|{re.escape(separator)}" if separator else "\n", self.value):
            value = piece.strip()
            begin = self.value.index(piece, at) if piece else at
            at = begin + len(piece)
            if value:
                start = self.span.start + begin + piece.index(value)
                yield Cell(self.column, value, Span(start, start + len(value)))


def render(cells: Iterable[tuple[str, str]]) -> str:
    """The text of a row: every column that has a value, in order; `cells_of` is the way back."""
    return "\n".join(f"{column_name(column)}: {_one_block(value)}" for column, value in cells if value.strip())


def _one_block(value: str) -> str:
    """A value whose further lines are indented."""
    return f"\n{INDENT}".join(line.strip() for line in value.strip().splitlines())


def cells_of(article: Article) -> Mapping[str, Cell]:
    """The cells of a row's article by column."""
    start = len(article.content) - len(article.text)
    return {cell.column: cell for cell in _cells(article.text, start)}


def _cells(text: str, at: int) -> Iterator[Cell]:
    blocks: list[str] = []
    for line in text.split("\n"):
        if blocks and line.startswith(INDENT):
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    for block in blocks:
        column, mark, value = block.partition(": ")
        if mark and value:
            begin = at + len(column) + len(mark)
            yield Cell(column, value, Span(begin, begin + len(value)))
        at += len(block) + 1
