"""Reading stored articles again: what a newer extractor reads otherwise, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import Engine, func, select

from app.domain.articles import Article
from app.domain.meetings import Level, MeetingCandidate
from app.errors import GoneError, NotFoundError
from app.ingest.differences import RereadReport, in_words
from app.ingest.extraction import Readers
from app.ingest.interruption import Interruption
from app.ingest.job import Surroundings
from app.ingest.progress import Silent
from app.ingest.reprocess import reprocess
from app.ingest.selection import Selection, select_stale
from app.queries import articles, history, meetings
from app.store import decisions, undoing
from app.store.engine import reading, writing
from app.store.ledger import Grounds
from app.store.models import Action, IngestRun, Meeting, MeetingState, Source, StoredArticle, StoredDecision
from tests.builders import SEOUL, a_day
from tests.ingest.standins import SentenceReader, a_folder, a_report, contents, failures, run
from tests.ingest.test_job import AsksAfter

ANN = Grounds("ann", "looked it up")
# All that a run may write.
TABLES = (Meeting, MeetingState, Source, StoredArticle, StoredDecision, IngestRun)
Change = Callable[[MeetingCandidate], MeetingCandidate | None]


class NewerReader(SentenceReader):
    """The sentence reader of a later day, which changes what it reads, or leaves it out."""

    version = "sentences-2"

    def __init__(self, change: Change = lambda read: read) -> None:
        super().__init__()
        self.change = change

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """What the older one reads, changed."""
        return [new for read in super().extract(article) if (new := self.change(read))]


def read_again(
    engine: Engine,
    change: Change = lambda read: read,
    *,
    dry: bool = False,
    which: Selection | None = None,
    **more: Any,
) -> RereadReport:
    """One run of the newer reader over the store."""
    reader = more.pop("reader", None) or NewerReader(change)
    work = Surroundings(engine, Readers(lambda: reader), **more)
    return reprocess(work, select_stale(engine, work.readers, which or Selection()), dry=dry)


def shown(engine: Engine, meeting: str, as_of: datetime | None = None) -> dict[str, Any]:
    """A meeting as the API shows it."""
    with reading(engine) as session:
        plain: dict[str, Any] = orjson.loads(meetings.one(session, meeting, as_of))
    return plain


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the record."""
    with reading(engine) as session:
        return {
            table.__tablename__: sorted(map(tuple, session.execute(select(*table.__table__.columns))), key=str)
            for table in TABLES
        }


def ids(engine: Engine) -> list[str]:
    """The meetings that stand."""
    with reading(engine) as session:
        standing = (Meeting.merged_into.is_(None), Meeting.retracted_at.is_(None))
        return list(session.scalars(select(Meeting.id).where(*standing).order_by(Meeting.start_earliest, Meeting.id)))


def last_decision(engine: Engine) -> StoredDecision:
    """The decision that was made last."""
    with reading(engine) as session:
        found = session.scalars(select(StoredDecision).order_by(StoredDecision.id.desc())).first()
        assert found is not None
        session.expunge(found)
        return found


def moment_after(engine: Engine) -> datetime:
    """A moment at which the last decision was known."""
    return last_decision(engine).at + timedelta(microseconds=1)


def later(engine: Engine) -> Callable[[], datetime]:
    """A clock that is a while after the last decision."""
    then = moment_after(engine) + timedelta(hours=1)
    return lambda: then


@pytest.fixture
def stored(engine: Engine, tmp_path) -> Engine:
    """Three articles, each with a meeting of its own, as the older extractor read them."""
    run(engine, a_folder(tmp_path / "in", [a_report(n) for n in (1, 2, 3)]))
    return engine


def raised(read: MeetingCandidate) -> MeetingCandidate:
    """Another level and a place."""
    return replace(read, level=Level.LEADER, place=SEOUL)


def next_year(read: MeetingCandidate) -> MeetingCandidate:
    """Another day altogether."""
    assert read.start is not None
    day = a_day(str(read.start.earliest.replace(year=read.start.earliest.year + 30)))
    return replace(read, start=day, end=day)


def test_nothing_changes_where_the_extractor_reads_the_same(stored: Engine) -> None:
    """The articles are marked as read by it, so a second run has nothing to do."""
    before = contents(stored)

    report = read_again(stored)
    again = read_again(stored)

    assert (report.counts.read, report.counts.unchanged, report.differences) == (3, 3, ())
    assert contents(stored) == before
    assert again.counts.read == 0
    assert read_again(stored, which=Selection(all=True)).counts.unchanged == 3


def test_a_source_is_written_over_with_its_ids_kept(stored: Engine) -> None:
    """The record follows, and the report says which fields changed and how."""
    before = contents(stored)

    report = read_again(stored, raised)

    after = contents(stored)
    assert [row[:2] for row in after["sources"]] == [row[:2] for row in before["sources"]]
    record = shown(stored, ids(stored)[0])
    assert (record["level"], record["place"]["city"]) == ("leader", "Seoul")
    assert report.kinds["rewritten"] == report.counts.stored == 3
    assert report.fields["level"] == {"added": 0, "removed": 0, "changed": 3}
    assert report.fields["place"] == {"added": 3, "removed": 0, "changed": 0}
    assert in_words(report.differences[0]).startswith("rewritten s")
    assert len(report.as_json(verbose=True)["changes"]) == 3


def test_what_was_known_before_the_run_is_still_told(stored: Engine) -> None:
    """The record, its sources with their claims, and the article."""
    meeting = ids(stored)[0]
    before, moment = shown(stored, meeting), moment_after(stored)
    article = before["sources"][0]["article"]["id"]
    with reading(stored) as session:
        reports = orjson.loads(articles.one(session, article, moment))

    read_again(stored, raised, clock=later(stored))

    then = shown(stored, meeting, moment)
    assert [{**one, "article": None} for one in then["sources"]] == [
        {**one, "article": None} for one in before["sources"]
    ]
    assert {**then, "sources": 0} == {**before, "sources": 0}
    with reading(stored) as session:
        assert orjson.loads(articles.one(session, article, moment)) == reports
        steps = [orjson.loads(step) for step in history.page(session, meeting).records]
    assert [step["action"] for step in steps] == ["create", "reread"]
    assert "sentences-2" in steps[1]["note"]
    assert {change["field"] for change in steps[1]["changes"]} >= {"level", "place"}


def test_a_change_can_be_taken_back_and_is_not_made_again(stored: Engine) -> None:
    """The source tells what it told; a person's word holds when the article is read once more."""
    meeting = ids(stored)[0]
    before = contents(stored)["sources"]
    with reading(stored) as session:
        source = session.scalars(select(Source).where(Source.meeting_id == meeting)).one().id
    read_again(stored, raised)
    with writing(stored) as session:
        decision = session.scalars(select(StoredDecision.id).filter_by(source_id=source, action="reread")).one()
        undoing.undo(session, decision, ANN, datetime.now(UTC))

    report = read_again(stored, raised, which=Selection(all=True))

    assert report.kinds["kept"] == 1
    assert shown(stored, meeting)["level"] == "minister"
    assert next(row for row in contents(stored)["sources"] if row[0] == source) in before


def test_a_person_s_correction_survives(stored: Engine) -> None:
    """And the other fields follow the new reading."""
    meeting = ids(stored)[0]
    with writing(stored) as session:
        decisions.correct(session, meeting, {"status": "cancelled"}, ANN, datetime.now(UTC))

    read_again(stored, raised)

    record = shown(stored, meeting)
    assert (record["status"], record["place"]["city"]) == ("cancelled", "Seoul")


def test_a_meeting_that_is_read_no_more_is_retracted(stored: Engine) -> None:
    """With the reason; it comes back under its id when a later extractor reads it again."""
    before = ids(stored)

    report = read_again(stored, lambda _read: None)

    assert report.meetings == {"created": 0, "merged": 0, "retracted": 3}
    assert last_decision(stored).action == Action.RETRACT
    assert "reports no such meeting" in (last_decision(stored).reasons["note"] or "")
    with pytest.raises(GoneError):
        shown(stored, before[0])

    back = read_again(stored, which=Selection(all=True))

    assert ids(stored) == before
    assert (back.kinds["added"], back.meetings["created"]) == (3, 3)


def test_a_corrected_meeting_is_not_retracted(stored: Engine) -> None:
    """A person knows of it, whatever the extractor reads."""
    meeting = ids(stored)[0]
    with writing(stored) as session:
        decisions.correct(session, meeting, {"level": "leader"}, ANN, datetime.now(UTC))

    report = read_again(stored, lambda _read: None)

    assert (report.kinds["withdrawn"], report.kinds["kept"]) == (2, 1)
    assert ids(stored) == [meeting]


def test_a_meeting_that_was_not_read_before_is_added(engine: Engine, tmp_path) -> None:
    """As a new source of the article, beside those that are there."""
    text = "Ministers of FRA and DEU met on 2001-03-02. Ministers of USA and MEX met on 2005-06-07."
    run(engine, a_folder(tmp_path / "in", [a_report(1, text=text)]), extractor=lambda: _Only("FRA"))
    (first,) = ids(engine)

    report = read_again(engine)

    assert (report.kinds["added"], report.kinds["rewritten"], report.meetings["created"]) == (1, 0, 1)
    assert first in ids(engine)
    assert len(ids(engine)) == 2


class _Only(SentenceReader):
    """Reads only meetings of one state."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """Those of the state."""
        return [read for read in super().extract(article) if self.state in read.countries]


@pytest.fixture
def confirmed(engine: Engine, tmp_path) -> Engine:
    """Two articles that report one meeting in different words."""
    other = "In other words, and from another town: Ministers of FRA and DEU met on 2001-03-02. So we were told."
    run(engine, a_folder(tmp_path / "in", [a_report(1), a_report(2, text=other)]))
    assert len(ids(engine)) == 1
    return engine


def test_a_report_that_belongs_to_its_meeting_no_more_is_moved(confirmed: Engine) -> None:
    """The meeting keeps its id and the other report; taking it back brings both together again."""
    (meeting,) = ids(confirmed)
    with reading(confirmed) as session:
        stays = session.scalars(select(Source.article_id).order_by(Source.id)).first()

    class Divided(NewerReader):
        def extract(self, article: Article) -> list[MeetingCandidate]:
            found = SentenceReader.extract(self, article)
            return found if article.id == stays else [next_year(read) for read in found]

    report = read_again(confirmed, reader=Divided())

    assert (report.kinds["rewritten"], report.kinds["moved"], report.meetings["created"]) == (1, 1, 1)
    assert len(ids(confirmed)) == 2
    assert meeting in ids(confirmed)
    with writing(confirmed) as session:
        undoing.undo(session, last_decision(confirmed).id, ANN, datetime.now(UTC))
    assert ids(confirmed) == [meeting]


def test_reports_that_all_change_alike_stay_together(confirmed: Engine) -> None:
    """None is moved while the others wait to be read again."""
    (meeting,) = ids(confirmed)

    report = read_again(confirmed, next_year)

    assert ids(confirmed) == [meeting]
    assert (report.kinds["rewritten"], report.kinds["moved"]) == (2, 0)
    assert shown(confirmed, meeting)["start"]["date"] == "2031-03-02"


def test_a_dry_run_says_the_same_and_writes_nothing(stored: Engine) -> None:
    """Not even a row about itself."""
    before = rows(stored)

    dry = read_again(stored, raised, dry=True)

    assert rows(stored) == before
    assert dry.run_id is None
    real = read_again(stored, raised)
    assert real.differences == dry.differences
    assert {**real.as_json(verbose=True), "run": None, "dry_run": True} == dry.as_json(verbose=True)


def test_a_dry_run_keeps_nobody_from_writing(stored: Engine) -> None:
    """What others decide while it reads stands, and the run tells of the store as it was when it began."""
    meeting = ids(stored)[-1]
    by_others: list[int] = []

    def decided_meanwhile(read: MeetingCandidate) -> MeetingCandidate:
        with writing(stored) as session:
            said = {"topics": [f"matter {len(by_others)}"]}
            by_others.append(decisions.correct(session, meeting, said, ANN, later(stored)()).decision_id)
        return raised(read)

    report = read_again(stored, decided_meanwhile, dry=True)

    assert (report.kinds["rewritten"], len(by_others)) == (3, 3)
    assert shown(stored, meeting)["topics"] == ["matter 2"]
    assert shown(stored, meeting)["level"] == "minister"


def test_an_interrupted_run_goes_on(engine: Engine, tmp_path) -> None:
    """The next one reads what is left, and no article twice."""
    run(engine, a_folder(tmp_path / "in", [a_report(n) for n in range(10)]))
    interruption = Interruption()

    first = read_again(engine, raised, interruption=interruption, progress=AsksAfter(4, interruption))
    reader = NewerReader(raised)
    second = read_again(engine, reader=reader)

    assert (first.interrupted, first.counts.read, second.counts.read, len(reader.seen)) == (True, 4, 6, 6)
    assert {shown(engine, meeting)["level"] for meeting in ids(engine)} == {"leader"}


def test_an_article_that_breaks_the_reader_stays_as_it_was(stored: Engine) -> None:
    """It is a failure like any other, and the next run takes it again."""

    class Breaking(NewerReader):
        def extract(self, article: Article) -> list[MeetingCandidate]:
            if "numbered 2" in article.text:
                raise RecursionError("too deep")
            return super().extract(article)

    before = contents(stored)
    progress = Silent()

    report = read_again(stored, reader=Breaking(), progress=progress)

    assert (report.counts.read, report.counts.failed) == (3, 1)
    assert [failure.stage for failure in failures(stored)] == ["extract"]
    assert contents(stored) == before
    assert read_again(stored).counts.read == 1
    assert failures(stored) == []


def test_copies_are_read_again_and_still_count_once(engine: Engine, tmp_path) -> None:
    """They change with their original and stay in its meeting."""
    run(engine, a_folder(tmp_path / "in", [a_report(1, outlet="Harbour Wire"), a_report(1, outlet="Hill Post")]))
    (meeting,) = ids(engine)

    report = read_again(engine, next_year)

    record = shown(engine, meeting)
    assert report.kinds["rewritten"] == 2
    assert (record["source_count"], record["independent_source_count"]) == (2, 1)


def test_rows_are_left_alone_without_their_mapping(stored: Engine) -> None:
    """The extractor of prose would make nothing of cells."""
    with writing(stored) as session:
        row = session.scalars(select(StoredArticle).order_by(StoredArticle.id)).first()
        assert row is not None
        row.extractor = "table-1+visits"

    report = read_again(stored, raised)

    assert (report.stale.left, report.counts.read) == (1, 2)


def test_articles_are_chosen_by_day_and_by_id(stored: Engine) -> None:
    """A day after all of them chooses none; an id that no article has is an error."""
    with reading(stored) as session:
        one, number = session.scalars(select(func.min(StoredArticle.id))).one(), 3
    readers = Readers(NewerReader)

    assert len(select_stale(stored, readers, Selection(since=a_day("2023-09-26").earliest)).ids) == number
    assert select_stale(stored, readers, Selection(since=a_day("2023-09-27").earliest)).ids == ()
    assert select_stale(stored, readers, Selection(article=one)).ids == (one,)
    with pytest.raises(NotFoundError):
        select_stale(stored, readers, Selection(article="a0"))
