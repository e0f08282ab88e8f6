"""The queue and its workers, on PostgreSQL: every article once, whichever worker dies, and all of it counted."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.ingest.chunks import Chunk, cut
from app.ingest.extraction import Readers
from app.ingest.job import Surroundings
from app.ingest.queue import ATTEMPTS, backlog, opened, put
from app.ingest.worker import Habits, Worker
from app.sources.protocol import ReadOptions
from app.store.engine import make_engine, writing
from app.store.runs import close_dead_runs, start_run, under_way
from app.store.waiting import SCHEMA
from tests.builders import NOON
from tests.ingest.standins import SentenceReader, a_folder, a_report, contents, failures, run, runs

GIVEN = {"published": None, "outlet": None, "language": "en"}


@pytest.fixture
def store(postgres_url) -> Iterator[Engine]:
    """An empty store without a queue."""
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
    yield engine
    engine.dispose()


def work(engine: Engine) -> None:
    """One worker, until no chunk waits."""
    Worker(Surroundings(engine, Readers(SentenceReader)), ReadOptions(), Habits(until_empty=True)).run()


def test_a_worker_takes_what_was_put(store, sqlite_url, tmp_path):
    """The store is that of an ingest, and what failed is a failure."""
    folder = a_folder(tmp_path / "in", [a_report(number) for number in range(20)])
    (folder / "broken.json").write_text(json.dumps(a_report(99, text="BROKEN, and of some length.")))
    alone = make_engine(sqlite_url)
    run(alone, folder)
    with opened(store) as app:
        assert put(app, cut([str(folder)], size=8), GIVEN) == 3
    assert (backlog(store).waiting, backlog(store).articles_left) == (3, 21)

    work(store)

    assert contents(store) == contents(alone)
    assert [one.reason for one in failures(store)] == [one.reason for one in failures(alone)]
    assert (backlog(store).done, backlog(store).is_empty) == (3, True)
    assert [one.state for one in runs(store)] == ["finished"] * 3
    alone.dispose()


def orphan(engine: Engine, attempts: int = 0) -> None:
    """Leave all chunks that wait with a worker that has given no sign of life since yesterday."""
    with engine.begin() as connection:
        connection.execute(text(f"SET LOCAL search_path = {SCHEMA}"))
        dead = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 day') RETURNING id"
        worker = connection.scalar(text(dead))
        taken = (
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = :worker, attempts = :n WHERE status = 'todo'"
        )
        connection.execute(text(taken), {"worker": worker, "n": attempts})


class Stopped(SentenceReader):
    """A reader during whose second article somebody stops the program."""

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """Slow enough for the worker to hear of it while there is more to read."""
        if len(self.seen) == 1:
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.1)
        return super().extract(article)


def test_a_worker_that_is_stopped_finishes_the_article_in_hand(store, tmp_path):
    """And gives the rest of its chunk back: the next one goes on where it stopped."""
    folder = a_folder(tmp_path / "in", [a_report(number) for number in range(30)])
    with opened(store) as app:
        put(app, cut([str(folder)]), GIVEN)

    Worker(Surroundings(store, Readers(Stopped)), ReadOptions(), Habits()).run()

    (stopped,) = runs(store)
    assert stopped.state == "interrupted"
    assert 2 <= stopped.stored < 30
    assert backlog(store).waiting == 1
    work(store)
    assert [one.stored for one in runs(store)] == [stopped.stored, 30 - stopped.stored]
    assert failures(store) == []


def test_the_chunk_of_a_dead_worker_is_taken_over_and_cut_when_it_outlives_several(store, tmp_path):
    """Down to the one file that nobody survives, which is left as a failure."""
    folder = a_folder(tmp_path / "in", [a_report(number) for number in range(3)])
    with opened(store) as app:
        put(app, [Chunk((str(folder / "000.json"),), 1)], GIVEN)
        orphan(store)
        work(store)
        assert [(one.read, one.state) for one in runs(store)] == [(1, "finished")]

        put(app, [Chunk((str(folder / "001.json"), str(folder / "002.json")), 2)], GIVEN)
        orphan(store, ATTEMPTS - 1)
        work(store)
        assert [one.read for one in runs(store)] == [1, 1, 1]

        put(app, [Chunk((str(folder / "002.json"),), 1)], GIVEN)
        orphan(store, ATTEMPTS - 1)
        work(store)

    assert [Path(one.origin).name for one in failures(store)] == ["002.json"]
    assert (backlog(store).done, backlog(store).failed, backlog(store).is_empty) == (3, 2, True)


def test_a_run_of_another_worker_is_not_taken_for_dead(store):
    """As long as its process lives; the state of one whose process is gone is put right."""
    with writing(store) as session:
        one, other = (start_run(session, ["a"], NOON) for _ in range(2))

    with under_way(store, one), writing(store) as session:
        assert close_dead_runs(session, NOON) == 1

    assert [(row.id, row.state) for row in runs(store)] == [(one, "running"), (other, "interrupted")]
    with writing(store) as session:
        assert close_dead_runs(session, NOON) == 1
