"""The cells of a row and a field of its mapping in; the values of that field, with the words that show them, out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from app.domain.mentions import Evidence, Span
from app.errors import ArticleRejectedError
from app.knowledge.tables import fold
from app.rows.mapping import Value
from app.rows.text import Cell

Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a field: `rule` names the column, or says that the mapping gives the value for every row."""

    value: str
    span: Span
    rule: str

    def shows(self, field: str, content: str) -> Evidence:
        """The value as the evidence of a field."""
        return Evidence(field, self.span, self.span.of(content), self.rule)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row; `whole` is its text, which stands for what the mapping says of every row."""

    by_column: Mapping[str, Cell]
    whole: Span

    def all(self, value: Value | None) -> list[Said]:
        """Every value of a field."""
        if value is None:
            return []
        found = [said for column in value.columns for said in self._in_column(column, value)]
        standing = value.constant or value.default
        if not found and standing:
            found = [Said(one, self.whole, "the mapping, for every row") for one in _split(standing, value.separator)]
        return found

    def one(self, value: Value | None) -> Said | None:
        """The first value of a field; None where it has none."""
        return next(iter(self.all(value)), None)

    def text(self, value: Value | None) -> str | None:
        """The first value of a field as text on one line."""
        said = self.one(value)
        return " ".join(said.value.split()) if said else None

    def word(self, value: Value | None, vocabulary: type[Word], field: str) -> tuple[Word, Said] | None:
        """The first value of a field that has a vocabulary. Raises ArticleRejectedError for a word outside of it."""
        said = self.one(value)
        if said is None:
            return None
        try:
            return vocabulary(said.value.strip().lower()), said
        except ValueError:
            words = ", ".join(vocabulary)
            message = f'{said.rule}: {said.value[:60]!r} is no {field} ({words}): say in "values" what it means'
            raise ArticleRejectedError(message) from None

    def _in_column(self, column: str, value: Value) -> Iterator[Said]:
        cell = self.by_column.get(column)
        for part in cell.parts(value.separator) if cell else ():
            meant = _meant(part.value, value.values)
            if meant:
                yield Said(meant, part.span, f"column {column}")


def _split(text: str, separator: str | None) -> Sequence[str]:
    return [part.strip() for part in text.split(separator)] if separator else [text]


def _meant(word: str, values: Mapping[str, str]) -> str:
    """What a cell's words mean by the mapping: themselves where it does not say."""
    if word in values:
        return values[word].strip()
    return next((meaning.strip() for key, meaning in values.items() if fold(key) == fold(word)), word)
