"""Tables and calendars through the job: rows are articles like any other, and what is wrong with one costs no other."""

from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.ingest.extraction import Readers
from app.ingest.job import Surroundings, ingest
from app.ingest.report import Report
from app.ingest.reprocess import reprocess
from app.ingest.selection import Selection, select_stale
from app.rows.importers import importers_of, readers_of
from app.sources.protocol import ReadOptions
from app.store.articles import load_article
from app.store.decisions import correct
from app.store.ledger import Grounds
from app.store.models import Claim, Meeting, Source, StoredArticle
from tests.builders import NOON
from tests.ingest.standins import SentenceReader, contents, failures, runs
from tests.rows.tables import VISITS, a_mapping

KEYED = f'key = "No"\n{VISITS}status = "Outcome"\n'
HEAD = "No,From,To,Guest,Host,Outcome"


def a_table(folder: Path, *lines: str) -> Path:
    """A table of visits with a key and an outcome."""
    path = folder / "visits.csv"
    path.write_text("\n".join((HEAD, *lines)) + "\n")
    return path


def take(engine: Engine, *sources: Path, published: str = "2024-01-15") -> Report:
    """One run over tables, and whatever else lies beside them."""
    mapping = a_mapping(KEYED.replace("2024-01-15", published))
    readers = Readers(SentenceReader, readers_of(mapping, SentenceReader))
    options = ReadOptions(importers=importers_of(mapping))
    return ingest(Surroundings(engine, readers), [str(source) for source in sources], options)


def test_rows_become_meetings_with_the_row_as_evidence(engine, tmp_path):
    """The extractor's name says which mapping read them."""
    report = take(engine, a_table(tmp_path, "1,2023-05-01,,France,Germany,held", "2,2023-06-01,,Spain,Italy,held"))

    assert (report.counts.stored, report.counts.meetings_created) == (2, 2)
    with Session(engine) as session:
        article = session.scalars(select(StoredArticle).where(StoredArticle.source_id == "1")).one()
        source = session.scalars(select(Source).where(Source.article_id == article.id)).one()
        claims = {claim.field: claim for claim in session.scalars(select(Claim).where(Claim.source_id == source.id))}
        assert source.extractor == "table-1+visits"
        assert claims["party:FRA"].rule == "column Guest"
        assert article.body.text[claims["party:FRA"].span_start : claims["party:FRA"].span_end] == "France"


def test_the_same_table_again_changes_nothing(engine, tmp_path):
    """Rows are known by their words, wherever they stand in the table now."""
    take(engine, a_table(tmp_path, "1,2023-05-01,,France,Germany,held", "2,2023-06-01,,Spain,Italy,held"))
    before = contents(engine)

    report = take(engine, a_table(tmp_path, "2,2023-06-01,,Spain,Italy,held", "", "1,2023-05-01,,France,Germany,held"))

    assert (report.counts.unchanged, report.counts.stored) == (2, 0)
    assert contents(engine) == before


def test_a_row_that_cannot_be_read_is_a_failure_with_its_line_until_it_is_mended(engine, tmp_path):
    """The rest goes on, and the run counts it."""
    report = take(engine, a_table(tmp_path, "1,soon,,France,Germany,held", "2,2023-06-01,,Spain,Italy,held"))

    (failure,) = failures(engine)
    assert (report.counts.read, report.counts.stored, report.counts.failed) == (2, 1, 1)
    assert (failure.origin, failure.stage) == (f"{tmp_path / 'visits.csv'}#2", "read")
    assert failure.reason.startswith("column From: 'soon'")

    take(engine, a_table(tmp_path, "1,2023-05-01,,France,Germany,held"))

    assert failures(engine) == []
    assert [run.failed for run in runs(engine)] == [1, 0]


def test_one_row_can_be_read_by_its_number(engine, tmp_path):
    """That is how a failed one is read again."""
    path = a_table(tmp_path, "1,2023-05-01,,France,Germany,held", "2,2023-06-01,,Spain,Italy,held")

    take(engine, Path(f"{path}#3"))

    assert [origin for (origin,) in _all(engine, StoredArticle.origin)] == [f"{path}#3"]


def test_a_changed_row_of_the_same_key_is_a_new_version_of_the_source(engine, tmp_path):
    """Both stay to be seen; the later one speaks, and they count as one source."""
    take(engine, a_table(tmp_path, "1,2024-05-01,,France,Germany,scheduled"), published="2024-01-15")
    report = take(engine, a_table(tmp_path, "1,2024-05-01,2024-05-02,France,Germany,cancelled"), published="2024-04-01")

    assert (report.counts.copies, report.counts.meetings_confirmed) == (1, 1)
    ((status, sources, independent, end),) = _all(
        engine, Meeting.status, Meeting.source_count, Meeting.independent_source_count, Meeting.end_latest
    )
    assert (status, sources, independent, str(end)) == ("cancelled", 2, 1, "2024-05-02")
    assert sorted(kind or "" for (kind,) in _all(engine, StoredArticle.copy_kind)) == ["", "version"]


def test_rows_of_one_table_are_never_copies_of_each_other(engine, tmp_path):
    """They share most of their words, and each tells of another occasion."""
    note = "the two sides signed the annual programme of work in the hall of mirrors as every year before it"
    lines = [f"{day},2023-05-{day:02},,France,Germany,held,{note}" for day in range(1, 11)]
    path = tmp_path / "visits.csv"
    path.write_text("\n".join((f"{HEAD},Notes", *lines)))

    report = take(engine, path)

    assert (report.counts.stored, report.counts.copies) == (10, 0)


def test_a_table_confirms_what_an_article_reported(engine, tmp_path):
    """A row is one more independent source of the same meeting."""
    (tmp_path / "report.txt").write_text("Ministers of FRA and DEU met on 2023-05-01. They spoke of fish and of boats.")
    article = Surroundings(engine, Readers(SentenceReader))
    ingest(article, [str(tmp_path / "report.txt")], ReadOptions())

    report = take(engine, a_table(tmp_path, "1,2023-05-01,,France,Germany,held"))

    assert report.counts.meetings_confirmed == 1
    assert _all(engine, Meeting.independent_source_count) == [(2,)]


def test_a_calendar_among_articles_needs_no_mapping(engine, tmp_path):
    """Its events are told from articles by their content, and each is read by its own reader."""
    (tmp_path / "a.txt").write_text("Ministers of FRA and DEU met on 2023-05-01. They spoke of fish and of boats.")
    (tmp_path / "b.ics").write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20230602T000000Z\nDTSTART;VALUE=DATE:20230601\n"
        "SUMMARY:Ministers of ESP and ITA met on 2023-06-01\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    readers = Readers(SentenceReader, readers_of(None, SentenceReader))

    report = ingest(Surroundings(engine, readers), [str(tmp_path)], ReadOptions(importers=importers_of(None)))

    assert (report.counts.stored, report.counts.meetings_created) == (2, 2)
    assert sorted(_all(engine, Source.extractor)) == [("calendar-1+calendar+sentences-1",), ("sentences-1",)]


def test_a_stored_row_comes_back_as_a_row(engine, tmp_path):
    """So that rules that have changed since can read it again."""
    path = a_table(tmp_path, "1,2023-05-01,,France,Germany,held")
    (tmp_path / "report.txt").write_text("Ministers of FRA and DEU met on 2023-05-01. They spoke of fish and of boats.")
    ingest(Surroundings(engine, Readers(SentenceReader)), [str(tmp_path / "report.txt")], ReadOptions())
    take(engine, path)

    with Session(engine) as session:
        stored = [load_article(session, row) for row in session.scalars(select(StoredArticle))]

    (row,) = [article for article in stored if article.source_id == "1"]
    assert {article.layout for article in stored} == {None, "table/visits"}
    assert len(readers_of(a_mapping(KEYED), SentenceReader)["table/visits"].extract(row)) == 1


def _all(engine: Engine, *columns: object) -> list[tuple[object, ...]]:
    with Session(engine) as session:
        return [tuple(row) for row in session.execute(select(*columns))]  # type: ignore[call-overload]


def test_rows_are_read_again_with_a_mapping_that_says_more(engine, tmp_path):
    """Of the same name: a column that it now explains changes the record, whose id and correction stay."""
    take(engine, a_table(tmp_path, "1,2023-05-01,,France,Germany,held", "2,2023-06-01,,Spain,Italy,held"))
    with Session(engine) as session, session.begin():
        first, second = session.scalars(select(Meeting.id).order_by(Meeting.start_earliest)).all()
        correct(session, second, {"level": "minister"}, Grounds("ann"), NOON)
    mapping = a_mapping(KEYED + 'level = { constant = "leader" }\n')
    readers = Readers(SentenceReader, readers_of(mapping, SentenceReader))
    left = select_stale(engine, Readers(SentenceReader), Selection(all=True))
    assert (left.ids, left.left) == ((), 2)

    report = reprocess(Surroundings(engine, readers), select_stale(engine, readers, Selection(all=True)))

    assert (report.counts.read, report.kinds["rewritten"]) == (2, 2)
    with Session(engine) as session:
        levels = {row.id: row.level for row in session.scalars(select(Meeting))}
        source = session.scalars(select(Source).where(Source.meeting_id == first)).one()
        level = source.account.candidate["level"]
    assert levels == {first: "leader", second: "minister"}
    assert (source.extractor, level) == ("table-1+visits", "leader")
