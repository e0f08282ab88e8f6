"""Backups and copies by the command: whole, checked, never over anything; and the store looked over."""

import sqlite3
from contextlib import closing

import pytest

from tests.ingest.standins import a_folder, a_report, contents


@pytest.fixture
def filled(command, tmp_path, store):
    """A store with three meetings."""
    command("ingest", a_folder(tmp_path / "in", [a_report(number) for number in range(3)]))
    return store


def test_a_backup_brings_a_lost_store_back(command, engine, filled, tmp_path):
    """The file is one file, and stays as it is."""
    before, file = contents(engine), tmp_path / "backup.db"
    assert "every row is there" in command("backup", file).out
    kept = file.read_bytes()
    engine.dispose()
    for part in filled.parent.iterdir():
        part.unlink()

    assert command("restore", file).code == 0

    assert contents(engine) == before
    assert file.read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == ["backup.db"]
    assert command("verify").code == 0


def test_nothing_is_written_over(command, filled, tmp_path):
    """Neither a file nor a store."""
    command("backup", tmp_path / "backup.db")

    again, over = command("backup", tmp_path / "backup.db"), command("restore", tmp_path / "backup.db")

    assert (again.code, again.err) == (1, f"summitry: {tmp_path / 'backup.db'} is there already: name another file\n")
    assert (over.code, "only an empty store takes a copy" in over.err) == (1, True)


def test_a_file_that_is_no_backup_is_told(command, tmp_path):
    """Text, or a database of something else."""
    (tmp_path / "text").write_text("no database " * 100)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute("CREATE TABLE t (x)")

    for name in ("text", "other.db"):
        ran = command("restore", tmp_path / name)
        assert (ran.code, ran.err.startswith(f"summitry: {tmp_path / name} ")) == (1, True)


def test_a_store_is_copied_from_one_database_to_another(command, engine, filled, postgres_url, tmp_path):
    """And back again, to the same rows and checksums."""
    there = command("copy", f"sqlite:///{filled}", postgres_url)
    back = command("copy", postgres_url, f"sqlite:///{tmp_path / 'back.db'}")

    assert (there.code, back.code, there.out) == (0, 0, back.out)


def test_faults_are_named(command, filled):
    """Each with its rule; the exit code is 1."""
    with closing(sqlite3.connect(filled)) as connection, connection:
        connection.execute("UPDATE meetings SET title = 'Nothing' WHERE id = (SELECT min(id) FROM meetings)")

    ran = command("verify", "--json")

    assert ran.code == 1
    assert "records are what their sources say: meeting m" in ran.err
