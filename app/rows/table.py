"""The rows of a source, before it is known what their columns mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.sources.dates import Stamp


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (of its line, or in a list), its cells by column, and the day that the format gives."""

    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    published: Stamp | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read, and why."""

    number: int
    reason: str
