"""Several processes that read: the store is that of one; what kills a process costs its own article alone."""

import json
import os
import signal
from functools import partial

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.ingest.crew import KILLED, a_crew
from app.ingest.extraction import Readers
from app.ingest.job import Surroundings, ingest
from app.sources.protocol import ReadOptions
from app.store.engine import make_engine
from tests.ingest.standins import SentenceReader, a_report, contents, failures


class Fragile(SentenceReader):
    """A reader whose process dies of the word DEADLY."""

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """Die, or read."""
        if "DEADLY" in article.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().extract(article)


def test_two_processes_read_what_one_reads(sqlite_template, tmp_path):
    """The same rows; an article that kills, one that breaks its reader, and one twice in the stream fare alike."""
    reports = [a_report(number) for number in range(40)]
    reports[34] = reports[3]
    reports[20]["text"] += " BROKEN"
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(map(json.dumps, reports)))
    deadly = tmp_path / "deadly.jsonl"
    deadly.write_text("\n".join([file.read_text(), json.dumps(a_report(500, text="DEADLY for who reads it."))]))
    found = []
    for size, path in ((1, file), (2, deadly)):
        engine = make_engine(f"sqlite:///{tmp_path / f'{size}.db'}")
        with sqlite_template.open("rb") as template:
            (tmp_path / f"{size}.db").write_bytes(template.read())
        with a_crew(size, partial(Readers, Fragile)) as crew:
            report = ingest(Surroundings(engine, Readers(Fragile), crew), [str(path)], ReadOptions())
        found.append((contents(engine), report.counts, failures(engine)))
        engine.dispose()

    (one, alone, broken), (two, together, dead) = found
    assert two == one
    assert (together.stored, together.unchanged, together.failed) == (alone.stored, alone.unchanged, alone.failed + 1)
    assert (alone.stored, alone.unchanged, alone.failed) == (38, 1, 1)
    assert [failure.reason for failure in dead] == [broken[0].reason, KILLED]
