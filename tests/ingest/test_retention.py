"""How much of articles' texts is kept: at ingest and afterwards, on both databases, with the same record."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson
import pytest
from sqlalchemy import Engine, select

from app.domain.articles import Article, Kept
from app.domain.meetings import Level, MeetingCandidate
from app.domain.mentions import Evidence, Span
from app.ingest.extraction import Readers
from app.ingest.job import Surroundings
from app.ingest.reprocess import reprocess
from app.ingest.selection import Selection, select_stale
from app.queries import articles, meetings
from app.store.engine import make_engine, reading, writing
from app.store.models import Base, Meeting, StoredArticle
from app.store.record import Reading, record_article
from app.store.retention import forget
from app.store.verification import verify
from tests.builders import NOON, a_candidate, an_article

CLAUSE = "South Korea and Japan met in Seoul on Tuesday"
BEFORE, AFTER = "Rain fell on the harbour all morning.", "Umbrellas were sold out by noon."
TEXT = f"{BEFORE} {CLAUSE}, an official said. {AFTER}"
LONG = " ".join(f"The harbour master counted {number} ships from port {number * 7}." for number in range(40))


class Reader:
    """Finds the clause, and who met in it."""

    def __init__(self, version: str = "clauses-1", level: Level = Level.UNKNOWN) -> None:
        self.version = version
        self.level = level

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """One meeting in a text with the clause."""
        at = article.content.find(CLAUSE)
        if at < 0:
            return []
        span, japan = Span(at, at + len(CLAUSE)), article.content.index("Japan")
        shown = (
            Evidence("meeting", span, CLAUSE, "test"),
            Evidence("party:JPN", Span(japan, japan + 5), "Japan", "test"),
        )
        return [a_candidate("KOR", "JPN", evidence_span=span, evidence=shown, level=self.level)]

    def extract_many(self, texts: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """The same for each."""
        return map(self.extract, texts)


def record(engine: Engine, article: Article, kept: Kept) -> None:
    """Store an article with what the reader finds in it."""
    reader = Reader()
    with writing(engine) as session:
        record_article(session, Reading(article, reader.extract(article), reader.version, kept=kept), NOON)


def read_again(engine: Engine, kept: Kept = Kept.ALL) -> tuple[int, int]:
    """How many articles a newer reader changes, and of how many the text is gone."""
    reader = Reader("clauses-2", Level.MINISTER)
    work = Surroundings(engine, Readers(lambda: reader), kept=kept)
    report = reprocess(work, select_stale(engine, work.readers, Selection()))
    return report.counts.stored, report.stale.gone


def everything(engine: Engine) -> str:
    """All that the tables hold."""
    with reading(engine) as session:
        return "\n".join(
            str(tuple(row)) for table in Base.metadata.sorted_tables for row in session.execute(select(table))
        )


def faults(engine: Engine) -> list[str]:
    """What is wrong in the store."""
    return [fault for finding in verify(engine) for fault in finding.faults]


@pytest.mark.parametrize("when", ["at ingest", "afterwards"])
def test_only_the_sentences_of_evidence_stay(engine: Engine, when: str) -> None:
    """In their places, so that every span still shows its words."""
    record(engine, an_article(TEXT), Kept.EVIDENCE if when == "at ingest" else Kept.ALL)
    assert list(forget(engine, Kept.EVIDENCE)) == ([] if when == "at ingest" else [1])

    with reading(engine) as session:
        row = session.scalars(select(StoredArticle)).one()
        shown = orjson.loads(articles.one(session, row.id))

    (source,) = shown["sources"]
    assert shown["kept"] == "evidence"
    assert shown["content"].split() == f"Ministers meet {CLAUSE}, an official said.".split()
    assert shown["content"][source["span"]["start"] : source["span"]["end"]] == source["quote"] == CLAUSE
    assert [word for word in ("Rain", "Umbrellas") if word in everything(engine)] == []
    assert faults(engine) == []


@pytest.mark.parametrize("when", ["at ingest", "afterwards"])
def test_no_word_stays_and_the_record_is_the_same(engine: Engine, tmp_path: Path, when: str) -> None:
    """Neither in the text nor in any quote of the present or of earlier accounts; spans and rules do."""
    kept = Kept.NONE if when == "at ingest" else Kept.ALL
    record(engine, an_article(TEXT, url="https://news.example/1"), kept)
    record(engine, an_article(f"{TEXT} Again.", outlet="Gazette"), Kept.ALL)
    read_again(engine, kept)
    with reading(engine) as session:
        before = session.scalars(select(Meeting.document).order_by(Meeting.id)).all()

    list(forget(engine, Kept.NONE))

    with reading(engine) as session:
        assert session.scalars(select(Meeting.document).order_by(Meeting.id)).all() == before
        article, other = session.scalars(select(StoredArticle).order_by(StoredArticle.url)).all()
        shown = orjson.loads(articles.one(session, article.id))
        told = orjson.loads(meetings.one(session, shown["sources"][0]["meeting"]["id"]))
    assert (shown["kept"], shown["content"], shown["sources"][0]["quote"]) == ("none", None, "")
    assert {claim["quote"] for source in told["sources"] for claim in source["claims"]} == {""}
    assert all(claim["span"]["end"] > 0 and claim["rule"] for source in told["sources"] for claim in source["claims"])
    assert other.kept == "none"
    assert [words for words in ("Rain", "Umbrellas", CLAUSE, "met in Seoul") if words in everything(engine)] == []
    assert faults(engine) == []


def test_the_file_holds_no_trace(sqlite_url: str) -> None:
    """SQLite leaves what was deleted in the file until it is written anew."""
    engine = make_engine(sqlite_url)
    record(engine, an_article(f"{TEXT} {LONG}"), Kept.ALL)

    list(forget(engine, Kept.NONE))
    engine.dispose()

    left = b"".join(path.read_bytes() for path in Path(sqlite_url.removeprefix("sqlite:///")).parent.glob("store.db*"))
    assert b"harbour" not in left


def test_an_article_whose_text_is_gone_is_not_read_again(engine: Engine) -> None:
    """What was read in it stays, and the run says so."""
    record(engine, an_article(TEXT), Kept.EVIDENCE)
    record(engine, an_article(f"{BEFORE} {AFTER} {CLAUSE}."), Kept.ALL)

    assert read_again(engine) == (1, 1)
    assert faults(engine) == []


def test_a_copy_of_a_text_that_is_gone_is_still_found(engine: Engine) -> None:
    """By the marks of its wording; a text of its own is none."""
    first = an_article(f"{TEXT} {LONG}")
    record(engine, first, Kept.NONE)
    record(engine, an_article(f"{TEXT} {LONG} More soon.", outlet="Gazette"), Kept.NONE)
    own = LONG.replace("harbour master counted", "old clerk of weights found")
    record(engine, an_article(f"{CLAUSE}. {own}", outlet="Gazette"), Kept.NONE)

    with reading(engine) as session:
        copied = session.scalars(select(StoredArticle.copy_of)).all()

    assert sorted(map(str, copied)) == ["None", "None", first.id]
