"""`summitry extract`: articles in, one JSON line with the meetings of each out; no store."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from app.cli import parts
from app.cli.console import complain, complain_of, output
from app.cli.explanation import show
from app.cli.ingest import FAILED
from app.cli.options import Given, Language, Mapping, Outlet, Published, Sources
from app.config import load_settings
from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.extraction.output import as_record
from app.extraction.protocol import tally_of
from app.ingest.batches import batches
from app.logs import log_to_stderr
from app.sources.protocol import Rejected

Explain = Annotated[
    bool, typer.Option("--explain", help="Print each text with the words marked that say so, and a table a meeting.")
]


def extract(
    sources: Sources,
    published: Published = None,
    outlet: Outlet = None,
    language: Language = "en",
    mapping: Mapping = None,
    explain: Explain = False,
) -> None:
    """Print the meetings that articles report, one JSON line an article, without a store.

    The id is the one that the input gives, or else one made of the text. An input that is no article is named on
    standard error, and the exit code is then 1.
    """
    settings = load_settings()
    log_to_stderr(settings)
    given = Given.of(published, outlet, language, mapping)
    articles = Readable(parts.articles(settings, sources, given))
    readers = parts.readers(settings, given)
    for batch in batches(articles):
        for read in readers.read(batch):
            article, outcome = read.article, read.outcome
            if isinstance(outcome, Exception):
                articles.refuse(article.origin, f"{type(outcome).__name__}: {outcome}")
            elif explain:
                show(output, article, outcome)
            else:
                typer.echo(line_of(article, outcome))
    complain_of(tally_of(readers.made))
    if articles.refused:
        raise typer.Exit(FAILED)


@dataclass(slots=True)
class Readable:
    """The articles of a stream; complains about what is none, and remembers that it did."""

    items: Iterable[Article | Rejected]
    refused: bool = False

    def __iter__(self) -> Iterator[Article]:
        for item in self.items:
            if isinstance(item, Article):
                yield item
            else:
                self.refuse(item.origin, item.reason)

    def refuse(self, origin: str, reason: str) -> None:
        """Say that an input could not be read, and why."""
        self.refused = True
        complain(f"failed: {origin}: {reason}")


def line_of(article: Article, candidates: Sequence[MeetingCandidate]) -> str:
    """The line of one article, in the fields of the annotation guidelines."""
    meetings = [as_record(candidate, article) for candidate in candidates]
    return json.dumps({"id": article.source_id or article.id, "meetings": meetings}, ensure_ascii=False)
