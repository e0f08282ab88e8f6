"""A mapping in, the importers of tables and calendars that go by it out: documents in, articles that are rows out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from app.domain.articles import Article
from app.errors import ArticleRejectedError
from app.extraction.protocol import Extractor
from app.knowledge.tables import fold
from app.rows import delimited, events, objects
from app.rows.cells import Cells
from app.rows.layouts import CALENDAR, TABLE
from app.rows.mapping import Mapping
from app.rows.mapping_file import calendar_mapping
from app.rows.occasion import as_published, days_in
from app.rows.reader import RowReader, cells_in, check
from app.rows.table import BadRow, Row
from app.rows.text import AS_PUBLISHED, render
from app.sources.assembly import check_text, language_of, one_line
from app.sources.dates import Stamp, parse_stamp
from app.sources.encodings import decode
from app.sources.limits import read_bounded
from app.sources.protocol import Document, Importer, ReadOptions, Rejected

# A larger table is more than one run should hold in memory; so are more rows.
MOST_ROWS = 1_000_000


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of rows with the mapping by which they are laid out."""

    kind: str
    mapping: Mapping

    @property
    def name(self) -> str:
        """The mark that its articles carry."""
        return f"{self.kind}/{self.mapping.name}"

    def articles(self, rows: Iterator[Row | BadRow], origin: str, options: ReadOptions) -> Iterator[Article | Rejected]:
        """The articles of rows; those that cannot be understood are rejected with the number of their line."""
        for row in islice(rows, MOST_ROWS):
            where = f"{origin}#{row.number}"
            try:
                if isinstance(row, BadRow):
                    raise ArticleRejectedError(row.reason)
                if not self._skips(row):
                    yield self._article(row, where, options)
            except ArticleRejectedError as error:
                yield Rejected(where, str(error))
        if next(rows, None) is not None:
            raise ArticleRejectedError(f"more than {MOST_ROWS:,} rows: split the table")

    def _skips(self, row: Row) -> bool:
        """Whether the mapping calls the row no meeting."""
        skip = self.mapping.skip.items()
        return any(fold(row.cells.get(column, "")) in map(fold, words) for column, words in skip)

    def _article(self, row: Row, origin: str, options: ReadOptions) -> Article:
        """The row as an article. Raises ArticleRejectedError where no meeting can come from it."""
        mapping = self.mapping
        text = render(row.cells.items())
        check_text(text, options.limits.max_article_chars)
        cells = cells_in(Article(text))
        stamp, basis = _published(row, cells, mapping, options)
        seen = self._seen(cells, stamp.day if stamp else None)
        article = Article(
            text=f"{text}\n{AS_PUBLISHED}: {seen}" if seen else text,
            title=one_line(cells.text(mapping.fields.title)),
            outlet=one_line(cells.text(mapping.fields.outlet)) or mapping.outlet or options.outlet,
            url=_address(cells.text(mapping.fields.url)),
            source_id=_key(row, mapping),
            published=stamp.day if stamp else None,
            published_at=stamp.moment if stamp else None,
            language=language_of(cells.text(mapping.fields.language)) or mapping.language or options.language,
            origin=origin,
            published_basis=basis,
            layout=self.name,
        )
        check(article, mapping)
        return article

    def _seen(self, cells: Cells, published: date | None) -> str | None:
        """Whether the meeting lay behind or ahead, where that has to tell its status."""
        if published is None or cells.one(self.mapping.fields.status):
            return None
        days, _ = days_in(cells, self.mapping.fields)
        return as_published(days, published) if days else None


class TableImporter:
    """CSV, TSV and JSON tables, of which the mapping says what the columns mean."""

    def __init__(self, mapping: Mapping) -> None:
        self.layout = Layout(TABLE, mapping)

    def recognises(self, head: str, document: Document) -> bool:  # noqa: ARG002 - who names a mapping brings tables
        """Whether a document can be a table: any but a calendar."""
        return not events.recognises(head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[Article | Rejected]:
        """The rows of a table. Raises ArticleRejectedError where it has none or lacks columns of the mapping."""
        mapping = self.layout.mapping
        text = _text(document, options, mapping.encoding)
        if objects.recognises(text.lstrip()):
            rows = objects.rows_of(text, mapping.records)
        else:
            rows = delimited.rows_of(text, mapping.columns, mapping.delimiter)
        yield from self.layout.articles(rows, document.origin, options)


class CalendarImporter:
    """iCalendar files; the mapping that comes with the program reads them, and another one may be laid over it."""

    def __init__(self, mapping: Mapping | None = None) -> None:
        base = calendar_mapping()
        self.layout = Layout(CALENDAR, mapping.over(base) if mapping else base)

    def recognises(self, head: str, document: Document) -> bool:  # noqa: ARG002 - the content says it
        """Whether a document is a calendar."""
        return events.recognises(head)

    def read(self, document: Document, options: ReadOptions) -> Iterator[Article | Rejected]:
        """The events of a calendar."""
        text = _text(document, options, self.layout.mapping.encoding)
        outlet = self.layout.mapping.outlet or options.outlet or events.name_of(text)
        options = replace(options, outlet=outlet)
        yield from self.layout.articles(events.rows_of(text), document.origin, options)


def importers_of(mapping: Mapping | None) -> tuple[Importer, ...]:
    """What reads structured sources: calendars always, tables where a mapping says what their columns mean."""
    return (CalendarImporter(mapping), TableImporter(mapping)) if mapping else (CalendarImporter(),)


def readers_of(mapping: Mapping | None, prose: Callable[[], Extractor]) -> dict[str, Extractor]:
    """Who reads the articles of these importers, by layout; `prose` gives the extractor of running text."""
    layouts = [CalendarImporter(mapping).layout, *([TableImporter(mapping).layout] if mapping else [])]
    return {layout.name: RowReader(layout.kind, layout.mapping, prose) for layout in layouts}


def _text(document: Document, options: ReadOptions, encoding: str | None) -> str:
    """The text of a document, bounded. Raises ArticleRejectedError."""
    data = read_bounded(document.stream, options.limits.max_document_bytes, "split the table")
    try:
        return decode(data, encoding or document.charset)
    except ArticleRejectedError as error:
        raise ArticleRejectedError(f'{error}; or set "encoding" in the mapping, such as "latin-1"') from None


def _published(row: Row, cells: Cells, mapping: Mapping, options: ReadOptions) -> tuple[Stamp | None, str | None]:
    """When the row was published: by its column, the mapping, the format, or the person who reads."""
    said = cells.one(mapping.fields.published)
    if said:
        try:
            return parse_stamp(said.value), "metadata"
        except ValueError as error:
            raise ArticleRejectedError(f"{said.rule}: {error}") from None
    if mapping.published:
        return Stamp(mapping.published), "metadata"
    if row.published:
        return row.published, "metadata"
    return (Stamp(options.published), "option") if options.published else (None, None)


def _address(value: str | None) -> str | None:
    """The address of a row. Raises ArticleRejectedError for what is none."""
    if value is not None and not value.lower().startswith(("https://", "http://")):
        raise ArticleRejectedError(f"url: {value[:60]!r} is no http(s) address")
    return value


def _key(row: Row, mapping: Mapping) -> str | None:
    """What names the row in every edition. Raises ArticleRejectedError where its columns are empty."""
    if not mapping.key:
        return None
    values = [" ".join(row.cells.get(column, "").split()) for column in mapping.key]
    if not any(values):
        raise ArticleRejectedError(f"column {mapping.key[0]}: the key is empty")
    return " / ".join(value for value in values if value)
