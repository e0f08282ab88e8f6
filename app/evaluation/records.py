"""Gold files and prediction files in, articles with their meetings as frozen records out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.articles import Article
from app.errors import ConfigurationError

Predictions = dict[str, list["Meeting"]]


@dataclass(frozen=True, slots=True)
class Participant:
    """A person named as taking part."""

    name: str
    country: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as gold or a prediction has it; a field that is missing is None or empty.

    `confidence` (0 to 1) is the predictor's own and None for gold; `cluster`, the same for all accounts of one meeting,
    is told by gold that groups them.
    """

    kind: str | None = None
    status: str | None = None
    level: str | None = None
    start: str | None = None
    end: str | None = None
    countries: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    people: tuple[Participant, ...] = ()
    city: str | None = None
    country: str | None = None
    salience: str | None = None
    evidence: str | None = None
    confidence: float | None = None
    cluster: str | None = None

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Meeting":
        """Read the fields of the guidelines from plain values."""
        place = row.get("place") or {}
        return cls(
            **{name: row.get(name) for name in ("kind", "status", "level", "start", "end", "salience", "evidence")},
            countries=tuple(row.get("countries") or ()),
            organisations=tuple(row.get("organisations") or ()),
            people=tuple(Participant(p["name"], p.get("country"), p.get("title")) for p in row.get("people") or ()),
            city=place.get("city"),
            country=place.get("country"),
            confidence=row.get("confidence"),
            cluster=row.get("cluster"),
        )

    @property
    def is_main(self) -> bool:
        """Whether the article is about it."""
        return self.salience == "main"


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its meetings as people annotated them; `style` is read from the file or from the id."""

    id: str
    text: str
    meetings: tuple[Meeting, ...]
    title: str | None = None
    published: date | None = None
    publisher: str | None = None
    url: str | None = None
    style: str | None = None

    @classmethod
    def of(cls, row: dict[str, Any]) -> "GoldArticle":
        """Read a gold file's object. Raises KeyError, TypeError or ValueError where a field is missing or wrong."""
        published = row.get("published")
        return cls(
            id=row["id"],
            text=row.get("text") or "",
            meetings=tuple(Meeting.of(meeting) for meeting in row["meetings"]),
            title=row.get("title"),
            published=date.fromisoformat(published[:10]) if published else None,
            publisher=row.get("publisher") or row.get("outlet"),
            url=row.get("url"),
            style=row.get("style"),
        )

    @property
    def article(self) -> Article:
        """The article as the extractor reads it, without the annotation."""
        return Article(
            text=self.text,
            title=self.title,
            outlet=self.publisher,
            url=self.url,
            source_id=self.id,
            published=self.published,
        )

    def holds(self, evidence: str | None) -> bool:
        """Whether a quote stands in the title or in the text."""
        return bool(evidence) and str(evidence) in f"{self.title or ''}\n{self.text}"


def load_golds(directory: Path) -> list[GoldArticle]:
    """The annotated articles of a folder, or of its folder `articles`, in the order of their file names.

    Raises ConfigurationError where there is none or a file is not one.
    """
    folder = directory if any(directory.glob("*.json")) else directory / "articles"
    files = sorted(folder.glob("*.json"))
    if not files:
        message = f"no annotated articles (*.json) in {directory}; give the folder that holds them"
        raise ConfigurationError(message)
    return [_gold(file) for file in files]


def load_grouped(file: Path) -> list[GoldArticle]:
    """The articles of one file, a list of annotated articles whose meetings say their `cluster`.

    Raises ConfigurationError where it is none.
    """
    try:
        golds = [GoldArticle.of(row) for row in json.loads(file.read_text(encoding="utf-8"))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{file} is no list of annotated articles ({type(error).__name__}: {error})"
        raise ConfigurationError(message) from error
    if not any(meeting.cluster for gold in golds for meeting in gold.meetings):
        message = f"{file} does not group its meetings: equal `cluster` must mean the same meeting"
        raise ConfigurationError(message)
    return golds


def _gold(file: Path) -> GoldArticle:
    try:
        return GoldArticle.of(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{file} is no annotated article ({type(error).__name__}: {error}); it needs id, text and meetings"
        raise ConfigurationError(message) from error


def load_predictions(file: Path) -> Predictions:
    """Predictions from a file with one `{"id", "meetings"}` object a line.

    Raises ConfigurationError where a line is not one.
    """
    return dict(_rows(file))


def _rows(file: Path) -> Iterator[tuple[str, list[Meeting]]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield row["id"], [Meeting.of(meeting) for meeting in row["meetings"]]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f'{file}, line {number}, is no prediction ({error}); it needs {{"id", "meetings"}}'
            raise ConfigurationError(message) from error
