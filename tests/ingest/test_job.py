"""The ingest job: what it stores, counts, passes over and survives."""

import json

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.errors import StoreUnavailableError
from app.ingest.interruption import Interruption
from app.ingest.progress import Silent
from app.store.engine import make_engine, writing
from app.store.runs import start_run
from tests.builders import NOON
from tests.ingest.standins import Answers, SentenceReader, a_folder, a_report, contents, failures, run, runs
from tests.store.ledgers import Ledger

FEED = "https://wire.example/feed"


class AsksAfter(Silent):
    """Somebody who asks for a stop when a number of articles are done."""

    def __init__(self, number: int, interruption: Interruption) -> None:
        super().__init__()
        self.number, self.interruption = number, interruption

    def advance(self, counts):
        """Ask once."""
        if counts.read == self.number:
            self.interruption.ask()


class Asking(SentenceReader):
    """A reader during whose work somebody asks for a stop: as it reads the article of this number."""

    def __init__(self, number: int, interruption: Interruption) -> None:
        super().__init__()
        self.number, self.interruption = number, interruption

    def extract(self, article):
        """Read on."""
        if len(self.seen) + 1 == self.number:
            self.interruption.ask()
        return super().extract(article)


def test_articles_are_stored_with_their_meetings_and_counted(engine, tmp_path):
    """The report and the row of the run say the same."""
    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2), a_report(3, text="Nothing happened in Freedonia.")])

    report = run(engine, folder)

    counts = report.counts
    assert (counts.read, counts.stored, counts.failed, counts.meetings_created) == (3, 3, 0, 2)
    (row,) = runs(engine)
    assert (row.id, row.state, row.inputs) == (report.run_id, "finished", [str(folder)])
    assert (row.read, row.stored, row.meetings_created) == (3, 3, 2)
    assert len(contents(engine)["meetings"]) == 2


def test_a_second_run_passes_over_everything_and_loads_no_reader(engine, tmp_path):
    """What is known costs a look-up; the language model stays on disk."""
    folder = a_folder(tmp_path / "in", [a_report(n) for n in range(40)])
    run(engine, folder)
    before = contents(engine)

    def never():
        raise AssertionError("the reader was loaded")

    report = run(engine, folder, extractor=never)

    assert (report.counts.read, report.counts.unchanged) == (40, 40)
    assert contents(engine) == before


def test_what_the_reader_counts_is_in_the_report(engine, tmp_path):
    """A run that met nothing new made no reader, and has nothing to tell."""

    class Counting(SentenceReader):
        @property
        def tally(self):
            return {"articles read twice": len(self.seen)}

    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2)])

    assert run(engine, folder, extractor=Counting).tally == {"articles read twice": 2}
    assert run(engine, folder, extractor=Counting).tally == {}


def test_a_second_report_of_a_meeting_confirms_it(engine, tmp_path):
    """One meeting, two sources."""
    text = "In other words, and from another town: Ministers of FRA and DEU met on 2001-03-02. So we were told."
    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2, text=text)])

    report = run(engine, folder)

    assert (report.counts.meetings_created, report.counts.meetings_confirmed) == (1, 1)


def test_the_same_words_from_another_outlet_are_a_copy(engine, tmp_path):
    """Syndicated texts are kept and counted as what they are."""
    folder = a_folder(tmp_path / "in", [a_report(1, outlet="Harbour Wire"), a_report(1, outlet="Hill Post")])

    report = run(engine, folder)

    assert (report.counts.stored, report.counts.copies) == (2, 1)


def test_one_text_twice_in_a_batch_is_stored_once(engine, tmp_path):
    """Two files with the very same article are one article."""
    report = run(engine, a_folder(tmp_path / "in", [a_report(1), a_report(1)]))

    assert (report.counts.stored, report.counts.unchanged) == (1, 1)


def test_an_article_that_breaks_the_reader_is_a_failure_and_the_run_goes_on(engine, tmp_path):
    """Its neighbours in the batch keep their meetings."""
    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2, text="BROKEN"), a_report(3)])
    progress = Silent()

    report = run(engine, folder, progress=progress)

    (failure,) = failures(engine)
    assert (failure.stage, failure.origin) == ("extract", str(folder / "001.json"))
    assert failure.reason == "RecursionError: too deep"
    assert [told.origin for told in progress.failures] == [failure.origin]
    assert (report.counts.stored, report.counts.failed, report.counts.meetings_created) == (2, 1, 2)


def test_an_article_that_the_store_refuses_is_a_failure_and_leaves_nothing_behind(engine, tmp_path):
    """Its transaction is taken back whole; the reason does not repeat where it came from."""
    folder = a_folder(tmp_path / "in", [a_report(1, url="https://a.example/" + "x" * 3000), a_report(2)])

    report = run(engine, folder)

    (failure,) = failures(engine)
    assert (failure.stage, failure.origin) == ("record", str(folder / "000.json"))
    assert failure.reason.startswith("the address has more than")
    assert (report.counts.stored, len(contents(engine)["articles"])) == (1, 1)


def test_an_input_that_is_no_article_is_a_failure_of_reading(engine, tmp_path):
    """The source's words are the reason."""
    folder = a_folder(tmp_path / "in", [a_report(1)])
    (folder / "empty.txt").touch()

    report = run(engine, folder)

    (failure,) = failures(engine)
    assert (failure.run_id, failure.stage, failure.origin) == (report.run_id, "read", str(folder / "empty.txt"))
    assert (report.counts.read, report.counts.stored, report.counts.failed) == (2, 1, 1)


def test_a_failure_is_over_when_a_later_run_takes_the_input(engine, tmp_path):
    """The list of failures holds what still needs somebody."""
    path = tmp_path / "report.json"
    path.write_text("{")
    run(engine, path)
    path.write_text(json.dumps(a_report(1)))

    run(engine, path)

    assert failures(engine) == []
    assert len(failures(engine, still_open=False)) == 1


def test_a_failure_is_over_when_its_article_turns_out_to_be_known(engine, tmp_path):
    """The same text may have come in by another way."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(a_report(1)))
    bad.write_text("{")
    run(engine, good, bad)
    bad.write_text(json.dumps(a_report(1)))

    run(engine, bad)

    assert failures(engine) == []


def test_a_file_that_breaks_off_stays_a_failure_though_its_first_articles_are_taken(engine, tmp_path):
    """What was read before the break does not hide the break, in the first run or in the next."""
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps(a_report(1)) + "\n" + json.dumps(a_report(2)) + "\n" + '{"text": "Mini')

    for _ in range(2):
        report = run(engine, path)
        assert [failure.origin for failure in failures(engine)] == [f"{path}#3"]

    assert (report.counts.unchanged, report.counts.failed) == (2, 1)


def test_an_interruption_finishes_the_article_in_hand_and_the_next_run_goes_on(engine, tmp_path):
    """What was read is stored; nothing is lost, nothing is read by the extractor twice."""
    folder = a_folder(tmp_path / "in", [a_report(n) for n in range(10)])
    interruption = Interruption()

    report = run(engine, folder, interruption=interruption, extractor=lambda: Asking(4, interruption))

    assert (report.state, report.counts.stored) == ("interrupted", 4)
    assert [(row.state, row.stored) for row in runs(engine)] == [("interrupted", 4)]
    reader = SentenceReader()
    second = run(engine, folder, extractor=lambda: reader)
    assert (second.state, second.counts.unchanged, second.counts.stored) == ("finished", 4, 6)
    assert len(reader.seen) == 6


def test_asked_twice_the_run_stops_at_once(engine, tmp_path):
    """The article in hand is then not stored, and the run says so."""
    folder = a_folder(tmp_path / "in", [a_report(n) for n in range(5)])
    interruption = Interruption(noted=True)

    report = run(engine, folder, interruption=interruption, progress=AsksAfter(1, interruption))

    assert (report.state, report.interrupted) == ("interrupted", True)
    assert len(contents(engine)["articles"]) == 1


def test_a_killed_run_is_marked_when_the_next_one_starts(engine, tmp_path):
    """A process that is gone cannot say so itself."""
    with writing(engine) as session:
        start_run(session, ["lost/"], NOON)

    run(engine, a_folder(tmp_path / "in", [a_report(1)]))

    assert [row.state for row in runs(engine)] == ["interrupted", "finished"]


def test_a_feed_that_has_nothing_new_counts_as_unchanged(engine):
    """An answer "not modified" is an input that was dealt with."""
    report = run(engine, FEED, fetcher=Answers({FEED: None}))

    assert (report.counts.read, report.counts.unchanged, report.state) == (1, 1, "finished")


def test_an_address_without_an_answer_is_a_failure(engine, tmp_path):
    """The other sources of the run are read."""
    folder = a_folder(tmp_path / "in", [a_report(1)])

    report = run(engine, FEED, folder, fetcher=Answers({}))

    assert [(failure.origin, failure.reason) for failure in failures(engine)] == [(FEED, "answered 404 Not Found")]
    assert (report.counts.stored, report.counts.failed) == (1, 1)


def test_a_run_without_a_store_says_so(tmp_path):
    """Nothing is read where nothing can be kept."""
    (tmp_path / "store.db").mkdir()

    with pytest.raises(StoreUnavailableError):
        run(make_engine(f"sqlite:///{tmp_path / 'store.db'}"), tmp_path)


def test_a_fault_of_the_program_closes_the_run_as_failed(engine: Engine, tmp_path):
    """The row does not stay "running" until the next start."""
    folder = a_folder(tmp_path / "in", [a_report(1)])

    def faulty():
        raise LookupError("no model")

    with pytest.raises(LookupError):
        run(engine, folder, extractor=faulty)

    assert [row.state for row in runs(engine)] == ["failed"]


def test_articles_that_are_written_together_come_to_what_each_by_itself_comes_to(engine, sqlite_template, tmp_path):
    """Later ones see the meetings, copies and people of earlier ones; one that is refused takes no other along."""
    again = "In other words, and from another town: Ministers of FRA and DEU met on 2001-03-02. So we were told."
    reports = [
        a_report(1, outlet="Harbour Wire"),
        a_report(2),
        a_report(3, text=again),
        a_report(1, outlet="Hill Post"),
        a_report(4, url="https://a.example/" + "x" * 3000),
        a_report(5, text="Nothing happened in Freedonia."),
        a_report(2),
        *(a_report(number) for number in range(21, 30)),
    ]
    folder = a_folder(tmp_path / "in", reports)
    (tmp_path / "one.db").write_bytes(sqlite_template.read_bytes())
    one_by_one = make_engine(f"sqlite:///{tmp_path / 'one.db'}")
    for file in sorted(folder.iterdir()):
        run(one_by_one, file)

    report = run(engine, folder)

    assert (report.counts.stored, report.counts.unchanged, report.counts.failed) == (14, 1, 1)
    with Session(engine) as together, Session(one_by_one) as apart:
        assert Ledger(together).state() == Ledger(apart).state()
    one_by_one.dispose()
