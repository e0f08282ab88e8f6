"""A backup that is made while an ingest runs."""

import json
import threading
import time

from sqlalchemy import Engine

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.store.backup import backup
from app.store.engine import make_engine
from app.store.verification import verify
from tests.ingest.standins import SentenceReader, a_report, contents, run

ARTICLES = 100


class Slow(SentenceReader):
    """A reader that takes its time, so that others come in between."""

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """Read after a while."""
        time.sleep(0.01)
        return super().extract(article)


def test_a_backup_during_an_ingest_is_a_sound_store_of_one_moment(engine: Engine, tmp_path):
    """With some of the articles, each with all that it tells; neither waits for the other, and the ingest goes on."""
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(json.dumps(a_report(number)) for number in range(ARTICLES)))
    ingest = threading.Thread(target=run, args=(engine, file), kwargs={"extractor": Slow})
    ingest.start()
    while ingest.is_alive() and not contents(engine)["articles"]:
        time.sleep(0.01)

    found = backup(engine, tmp_path / "backup.db")

    assert 0 < found["articles"].rows < ARTICLES
    kept = make_engine(f"sqlite:///{tmp_path / 'backup.db'}")
    assert [fault for finding in verify(kept) for fault in finding.faults] == []
    then = contents(kept)
    assert len(then["articles"]) == len(then["sources"]) == found["articles"].rows
    ingest.join()
    now = contents(engine)
    assert len(now["articles"]) == ARTICLES
    assert set(then["articles"]) <= set(now["articles"])
    kept.dispose()
