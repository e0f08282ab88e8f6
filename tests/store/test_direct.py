"""Short questions past SQLAlchemy: one that takes long is given up, however many short ones went before it."""

import sqlite3
from pathlib import Path

import pytest

from app.store.direct import MOST_STEPS, MOST_TURNS, Direct, Run
from app.store.engine import make_engine

COUNT = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT count(*) FROM n"


@pytest.fixture
def direct(tmp_path: Path) -> Direct:
    """Reads an empty file."""
    engine = make_engine(f"sqlite:///{tmp_path}/empty.db")
    engine.connect().close()
    found = Direct.on(engine)
    assert found is not None
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


def test_a_store_without_a_log_is_asked_for_its_state(tmp_path: Path) -> None:
    """There is nothing shared to look at."""
    file = tmp_path / "plain.db"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("PRAGMA journal_mode = DELETE")
    writer.execute("PRAGMA user_version = 1")
    direct = Direct(str(file))
    before = direct.version()
    writer.execute("PRAGMA user_version = 2")
    writer.close()

    assert (before, direct.version()) == ("1", "2")
    assert not file.with_name("plain.db-shm").exists()


def test_there_is_none_without_a_file() -> None:
    """A store in memory belongs to one connection."""
    assert Direct.on(make_engine("sqlite://")) is None
