"""Tables, mappings and calendars for tests, and their articles and meetings."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.rows.importers import CalendarImporter, TableImporter
from app.rows.mapping import Mapping
from app.rows.mapping_file import read_mapping
from app.rows.reader import RowReader
from app.sources.protocol import Document, ReadOptions, Rejected

VISITS = """
name = "visits"
outlet = "Protocol Office"
published = 2024-01-15
[fields]
start = "From"
end = "To"
guest = "Guest"
host = "Host"
"""
HEAD = "From,To,Guest,Host"


class Silent:
    """An extractor of prose that finds nothing."""

    version = "silent-1"

    def extract(self, _article: Article) -> list[MeetingCandidate]:
        """Nothing."""
        return []

    def extract_many(self, articles: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """Nothing, for each."""
        return ([] for _ in articles)


def a_mapping(text: str = VISITS, **changes: Any) -> Mapping:
    """The mapping of visits, or of a text of TOML, with some of its keys changed."""
    return read_mapping(text, "map.toml").model_copy(update=changes)


def rows_in(table: str | bytes, mapping: Mapping, **options: Any) -> list[Article | Rejected]:
    """What the importer makes of a table."""
    data = table.encode() if isinstance(table, str) else table
    return list(TableImporter(mapping).read(Document.of_bytes("t.csv", data), ReadOptions(**options)))


def events_in(*events: str, mapping: Mapping | None = None, head: str = "", **options: Any) -> list[Article | Rejected]:
    """What the importer makes of a calendar of these events, each given as its lines without BEGIN and END."""
    blocks = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"BEGIN:VCALENDAR\n{head}{blocks}END:VCALENDAR\n"
    return list(CalendarImporter(mapping).read(Document.of_bytes("c.ics", text.encode()), ReadOptions(**options)))


def the_row(table: str, mapping: Mapping, **options: Any) -> Article:
    """The only row of a table."""
    (article,) = rows_in(table, mapping, **options)
    assert isinstance(article, Article), article
    return article


def meetings_in(article: Article, mapping: Mapping, prose: Any = Silent) -> list[MeetingCandidate]:
    """The meetings of a row; every piece of evidence quotes what stands in it."""
    found = RowReader("table", mapping, prose).extract(article)
    for candidate in found:
        assert candidate.evidence_span.of(article.content)
        for evidence in candidate.evidence:
            assert evidence.span.of(article.content) == evidence.quote
    return found


def the_meeting(table: str, mapping: Mapping, **options: Any) -> MeetingCandidate:
    """The only meeting of the only row of a table."""
    (candidate,) = meetings_in(the_row(table, mapping, **options), mapping)
    return candidate


def day(text: str) -> date:
    """A day from `2023-09-26`."""
    return date.fromisoformat(text)
