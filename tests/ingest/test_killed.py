"""The real command, stopped at random moments: run again to its end, its store is that of an undisturbed run."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.ingest.batches import BATCH
from app.store.engine import make_engine
from tests.ingest.standins import a_folder, contents, runs

ROOT = Path(__file__).parents[2]
PAIRS = [("French", "German"), ("Japanese", "Indian"), ("Kenyan", "Egyptian"), ("Polish", "Turkish")]
TOWNS = ["Geneva", "Cairo", "Oslo", "Vienna", "Nairobi", "Lima"]
MONTHS = ["January", "March", "May", "July", "September", "November"]
# How many articles are stored at least when the process is killed, a random moment later; a batch is stored at once.
KILLED_AT = [1, BATCH + 1, 2 * BATCH + 1]
# Whenever it is killed, a whole batch and more is left.
ARTICLES = 4 * BATCH + 4


def a_story(number: int) -> dict[str, object]:
    """A short report; every third repeats the meeting of another in other words."""
    event = number // 3
    one, other = PAIRS[event % len(PAIRS)]
    day, month, town = 1 + event % 28, MONTHS[event % len(MONTHS)], TOWNS[event % len(TOWNS)]
    texts = (
        f"The {one} foreign minister met his {other} counterpart in {town} on {month} {day}, 2021, officials said.",
        f"{town} saw talks between the {one} and {other} foreign ministers on {day} {month} 2021. Trade led the list.",
        f"A bridge was opened near {town}. Some {1000 + number} people came to see it, and it did not rain at all.",
    )
    return {"id": f"s{number}", "title": f"Report {number}", "published": "2021-12-24", "text": texts[number % 3]}


class Store:
    """A SQLite store and the command that fills it, as a process of its own."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.path, self.folder = path, folder

    @contextmanager
    def ingesting(self) -> Iterator[subprocess.Popen[str]]:
        """The running command; killed at the end of the block where it is still there."""
        known = {name: value for name, value in os.environ.items() if not name.startswith("SUMMITRY_")}
        process = subprocess.Popen(
            [sys.executable, "-m", "app", "ingest", str(self.folder)],
            env=known | {"SUMMITRY_DATABASE_URL": f"sqlite:///{self.path}", "PYTHONPATH": str(ROOT)},
            cwd=self.path.parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with process:
            try:
                yield process
            finally:
                process.kill()

    def finish(self) -> None:
        """Run the command to its end."""
        with self.ingesting() as process:
            _, errors = process.communicate(timeout=120)
            assert process.returncode == 0, errors

    def number(self) -> int:
        """How many articles are stored now."""
        try:
            with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as connection:
                return connection.execute("SELECT count(*) FROM articles").fetchone()[0]
        except sqlite3.OperationalError:
            return 0

    def wait_for(self, number: int, process: subprocess.Popen[str]) -> None:
        """Return when that many articles are stored, or the process has ended."""
        while self.number() < number and process.poll() is None:
            time.sleep(0.003)

    def contents(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is in it."""
        engine = make_engine(f"sqlite:///{self.path}")
        found = contents(engine)
        engine.dispose()
        return found

    def states(self) -> list[str]:
        """How its runs ended."""
        engine = make_engine(f"sqlite:///{self.path}")
        found = [run.state for run in runs(engine)]
        engine.dispose()
        return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The articles."""
    return a_folder(tmp_path_factory.mktemp("killed") / "in", [a_story(number) for number in range(ARTICLES)])


@pytest.fixture(scope="module")
def undisturbed(folder) -> dict[str, list[tuple[object, ...]]]:
    """What the store holds when nothing happens."""
    store = Store(folder.parent / "undisturbed.db", folder)
    store.finish()
    return store.contents()


@pytest.fixture
def store(folder, tmp_path) -> Store:
    """An empty store for the same articles."""
    return Store(tmp_path / "store.db", folder)


def test_the_articles_of_these_tests_report_meetings(undisturbed):
    """Else the comparisons below would compare little."""
    assert len(undisturbed["articles"]) == ARTICLES
    assert len(undisturbed["sources"]) > len(undisturbed["meetings"]) > 10


def test_killed_at_random_moments_nothing_is_lost_and_nothing_doubled(store, undisturbed):
    """SIGKILL leaves no time to tidy up; the file is sound after each."""
    moments = random.Random(20230926)  # The same moments in every run of the tests.
    killed = 0
    for number in KILLED_AT:
        with store.ingesting() as process:
            store.wait_for(number, process)
            time.sleep(moments.uniform(0, 0.03))
            process.kill()
            killed += process.wait() == -signal.SIGKILL
        with closing(sqlite3.connect(store.path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    store.finish()

    assert killed == len(KILLED_AT)
    assert store.states() == ["interrupted"] * killed + ["finished"]
    assert store.contents() == undisturbed


def test_interrupted_by_ctrl_c_the_run_is_closed_and_says_how_to_go_on(store):
    """The article in hand is finished; the exit code is 130."""
    with store.ingesting() as process:
        store.wait_for(1, process)
        process.send_signal(signal.SIGINT)
        report, errors = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "Traceback" not in errors
    assert "the same command goes on" in errors
    assert "interrupted" in report
    assert store.states() == ["interrupted"]
    assert 0 < store.number() < ARTICLES
