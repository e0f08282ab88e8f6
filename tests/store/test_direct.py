"""Short questions past SQLAlchemy: one that takes long is given up, however many short ones went before it."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from app.store.direct import MOST_STEPS, MOST_TURNS, Direct, Run
from app.store.editions import Edition
from app.store.engine import make_engine

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT count(*) FROM n"


# While there is an edition, the log is looked at before SQLite is asked.
OF_ANOTHER_STATE = cast("Edition", SimpleNamespace(version="another"))

# Takes the byte of a log's index that each process holds which reads it.
LOCK = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 128)"


@pytest.fixture(params=[None, OF_ANOTHER_STATE], ids=["asking", "looking"])
def direct(tmp_path: Path, request: pytest.FixtureRequest) -> Direct:
    """Reads an empty file."""
    engine = make_engine(f"sqlite:///{tmp_path}/empty.db")
    engine.connect().close()
    found = Direct.on(engine)
    assert found is not None
    found.edition = request.param
    return found


def counted_to(run: Run, number: int) -> int:
    """The number, after some steps for each on the way to it."""
    return int(run(COUNT, (number,))[0][0])


def test_each_question_has_all_its_steps(direct: Direct) -> None:
    """A statement that is put again and again is not given up for all its runs together."""
    found = [direct.ask(lambda run, _: counted_to(run, 1_000)) for _ in range(MOST_STEPS // 1_000)]

    assert {answer and answer[1] for answer in found} == {1_000}


def test_what_takes_too_long_is_given_up(direct: Direct) -> None:
    """And leaves nothing behind for the next question."""
    assert direct.ask(lambda run, _: counted_to(run, MOST_STEPS)) is None
    assert direct.version() == "0"
    assert direct.ask(lambda run, _: counted_to(run, 10)) == ("0", 10)


def test_what_cannot_be_answered_has_a_line(direct: Direct, caplog: pytest.LogCaptureFixture) -> None:
    """To be given up is none of it: the long way is there for that."""
    direct.ask(lambda run, _: counted_to(run, MOST_STEPS))
    missing = direct.ask(lambda run, _: run("SELECT 1 FROM nowhere WHERE 1 = ?", (1,)))
    unbound = direct.ask(lambda run, _: run("SELECT ?", ()))

    assert (missing, unbound) == (None, None)
    assert ["no such table: nowhere" in message for message in caplog.messages] == [True, False]


def test_what_is_given_up_lets_go_of_its_state(direct: Direct, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where SQLite asks for patience at its very end; else all later questions would be told of an old state."""
    monkeypatch.setattr("app.store.direct.STEPS", 1)
    monkeypatch.setattr("app.store.direct.MOST_STEPS", 200)
    given_up = direct.ask(lambda run, _: counted_to(run, 1_000))
    writer = sqlite3.connect(f"{tmp_path}/empty.db", isolation_level=None)
    writer.execute("PRAGMA user_version = 7")
    writer.close()

    assert given_up is None
    assert direct.ask(lambda run, _: counted_to(run, 2)) == ("7", 2)


def test_what_has_no_values_is_asked_once_in_each_state_of_the_store(direct: Direct, tmp_path: Path) -> None:
    """Until a writer says that there is another one."""
    counted, writer = "SELECT count(*) FROM kept", sqlite3.connect(f"{tmp_path}/empty.db", isolation_level=None)
    writer.execute("CREATE TABLE kept (id INTEGER)")
    before = direct.ask(lambda run, _: run(counted, ()))
    writer.execute("INSERT INTO kept VALUES (1)")
    unsaid = direct.ask(lambda run, _: run(counted, ()))
    writer.execute("PRAGMA user_version = 7")
    after = direct.ask(lambda run, _: run(counted, ()))
    writer.close()

    assert (before, unsaid, after) == (("0", [(0,)]), ("0", [(0,)]), ("7", [(1,)]))


def test_a_question_goes_on_in_one_state_of_the_store(direct: Direct, tmp_path: Path) -> None:
    """Where somebody writes after it began, it is put anew; where that happens each time, the long way has to do."""
    writer = sqlite3.connect(f"{tmp_path}/empty.db", isolation_level=None)
    writer.execute("CREATE TABLE kept (id INTEGER)")
    states = iter(range(1, 10))

    def disturbed(run: Run, times: int) -> list[int]:
        if times > len(seen):
            number = next(states)
            writer.executescript(f"BEGIN; INSERT INTO kept VALUES ({number}); PRAGMA user_version = {number}; COMMIT")
            seen.append(number)
        return [int(run(f"SELECT {column} FROM kept WHERE id > ?", (0,))[0][0]) for column in ("count(*)", "max(id)")]

    seen: list[int] = []
    assert direct.ask(lambda run, _: disturbed(run, 1)) == ("1", [1, 1])
    seen.clear()
    assert direct.ask(lambda run, _: disturbed(run, MOST_TURNS)) is None
    assert direct.ask(lambda run, _: disturbed(run, 0)) == (str(MOST_TURNS + 1), [MOST_TURNS + 1] * 2)
    writer.close()


def test_every_commit_is_seen_at_once(direct: Direct, tmp_path: Path) -> None:
    """Also one of the same number, and one after the log began anew."""
    writer = sqlite3.connect(f"{tmp_path}/empty.db", isolation_level=None)
    seen = []
    for number in (1, 2, 2, 1, 3):
        writer.execute(f"PRAGMA user_version = {number}")
        seen.append(direct.version())
        writer.execute("PRAGMA wal_checkpoint(RESTART)")
        seen.append(direct.version())
    writer.close()

    assert seen == ["1", "1", "2", "2", "2", "2", "1", "1", "3", "3"]


def test_to_look_at_the_log_leaves_its_locks(direct: Direct, tmp_path: Path) -> None:
    """Else another process takes itself for the first one, and cuts off what is looked at."""
    assert direct.ask(lambda run, _: counted_to(run, 1)) == ("0", 1)
    taking = [sys.executable, "-c", LOCK, f"{tmp_path}/empty.db-shm"]
    other = subprocess.run(taking, capture_output=True, text=True, check=False)

    assert "BlockingIOError" in other.stderr


def test_a_store_without_a_log_is_asked_for_its_state(tmp_path: Path) -> None:
    """There is nothing shared to look at."""
    file = tmp_path / "plain.db"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("PRAGMA journal_mode = DELETE")
    writer.execute("PRAGMA user_version = 1")
    direct = Direct(str(file))
    direct.edition = OF_ANOTHER_STATE
    before = direct.ask(lambda *_: "asked")
    writer.execute("PRAGMA user_version = 2")
    writer.close()

    assert (before, direct.version()) == (("1", "asked"), "2")
    assert not file.with_name("plain.db-shm").exists()


def test_there_is_none_without_a_file() -> None:
    """A store in memory belongs to one connection."""
    assert Direct.on(make_engine("sqlite://")) is None
