"""The commands of the queue: they need PostgreSQL and say so; what is put is taken, and its progress shown."""

import json

from sqlalchemy import text

from app.store.engine import make_engine
from app.store.waiting import SCHEMA
from tests.ingest.standins import a_folder, a_report


def test_a_store_in_a_file_has_no_queue(command, tmp_path):
    """The message names the command that does it there."""
    ran = command("enqueue", tmp_path)

    assert (ran.code, "summitry ingest --workers N" in ran.err) == (1, True)


def test_nothing_named_is_a_mistake(command):
    """Neither a path nor a list."""
    assert command("enqueue").code == 2


def test_what_is_put_is_taken_and_counted(command, postgres_url, monkeypatch, tmp_path):
    """From a path, and from a list of paths."""
    monkeypatch.setenv("SUMMITRY_DATABASE_URL", postgres_url)
    engine = make_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
    folder = a_folder(tmp_path / "in", [a_report(number) for number in range(3)])
    (tmp_path / "list").write_text(f"{folder / '002.json'}\n\n")

    put = command("enqueue", folder / "000.json", folder / "001.json", "--list", tmp_path / "list")

    assert put.out == "1 chunks wait for `summitry worker`.\n"
    assert json.loads(command("progress", "--json").out)["queue"]["articles_left"] == 3
    engine.dispose()
