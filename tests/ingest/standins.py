"""Stand-ins for the neighbours of the job: a reader of one kind of sentence, sources on disk, a server of addresses."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.errors import SourceUnavailableError
from app.ingest.extraction import Readers
from app.ingest.job import Surroundings, ingest
from app.ingest.report import Report
from app.sources.protocol import Fetched, ReadOptions
from app.store.models import IngestFailure, IngestRun, Meeting, Source, SourceAccount, StoredArticle
from tests.builders import a_candidate

SENTENCE = re.compile(r"Ministers of (\w{3}) and (\w{3}) met on (\d{4}-\d{2}-\d{2})")


class SentenceReader:
    """An extractor that knows one sentence, and breaks on the word BROKEN."""

    version = "sentences-1"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """A meeting for each sentence of the one kind."""
        if "BROKEN" in article.text:
            raise RecursionError("too deep")
        self.seen.append(article.origin)
        return [a_candidate(one, other, start=day) for one, other, day in SENTENCE.findall(article.text)]

    def extract_many(self, articles: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """The same for many."""
        return map(self.extract, articles)


class Answers:
    """A fetcher of prepared answers by address; None stands for "not modified"."""

    def __init__(self, answers: dict[str, bytes | None]) -> None:
        self.answers = answers
        self.kept: list[tuple[str, Fetched]] = []

    def fetch(self, url: str) -> Fetched | None:
        """The prepared answer. Raises SourceUnavailableError for an address without one."""
        if url not in self.answers:
            raise SourceUnavailableError(f"{url}: answered 404 Not Found")
        body = self.answers[url]
        return None if body is None else Fetched(url, body, etag='"1"')

    def keep(self, url: str, answer: Fetched) -> None:
        """Note it."""
        self.kept.append((url, answer))


def a_report(number: int, **fields: object) -> dict[str, object]:
    """A JSON article about a meeting of its own, in words of its own."""
    text = (
        f"Ministers of FRA and DEU met on {2000 + number % 20}-03-{1 + number % 28:02d}. "
        f"The talks numbered {number} were about matter m{number} and thing t{number * 7}, said the host h{number}."
    )
    return {"id": f"r{number}", "title": f"Talks {number}", "published": "2023-09-26", "text": text} | fields


def a_folder(folder: Path, reports: Sequence[dict[str, object]]) -> Path:
    """A folder with one JSON file a report, named by its number."""
    folder.mkdir(exist_ok=True)
    for number, report in enumerate(reports):
        (folder / f"{number:03}.json").write_text(json.dumps(report))
    return folder


def run(engine: Engine, *sources: Path | str, **surroundings: object) -> Report:
    """One run of the job over these sources with the sentence reader, or with what is named."""
    extractor = surroundings.pop("extractor", SentenceReader)
    readers = Readers(extractor)  # type: ignore[arg-type]
    return ingest(Surroundings(engine, readers, **surroundings), [str(source) for source in sources], ReadOptions())  # type: ignore[arg-type]


def failures(engine: Engine, *, still_open: bool = True) -> list[IngestFailure]:
    """The rows of `ingest_failures`, in order."""
    query = select(IngestFailure).order_by(IngestFailure.id)
    if still_open:
        query = query.where(IngestFailure.resolved_at.is_(None))
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(query))


def runs(engine: Engine) -> list[IngestRun]:
    """The rows of `ingest_runs`, in order."""
    with Session(engine, expire_on_commit=False) as session:
        return list(session.scalars(select(IngestRun).order_by(IngestRun.id)))


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All that articles and meetings come to, without the moments at which they were written."""
    with Session(engine) as session:
        rows = {
            "articles": session.execute(select(StoredArticle.id, StoredArticle.copy_of).order_by(StoredArticle.id)),
            "sources": session.execute(
                select(Source.id, Source.meeting_id, SourceAccount.candidate).join(Source.account).order_by(Source.id)
            ),
            "meetings": session.execute(
                select(Meeting.id, Meeting.title, Meeting.source_count, Meeting.version).order_by(Meeting.id)
            ),
        }
        return {table: [tuple(row) for row in found] for table, found in rows.items()}
