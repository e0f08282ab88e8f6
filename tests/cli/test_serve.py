"""`summitry serve` and `summitry demo`: addresses, ports, and a store that is filled once."""

import socket

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.cli import parts
from app.store.models import IngestRun
from tests.cli.reports import counted
from tests.ingest.standins import a_folder, a_report, contents


def test_ingest_fills_a_new_store_and_reports(command, tmp_path, engine):
    """One command from nothing to meetings."""
    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2)])

    ran = command("ingest", folder)

    assert ran.code == 0
    rows = counted(ran.out)
    assert (rows["articles read"], rows["stored"], rows["meetings new"], rows["failed"]) == ("2", "2", "2", "0")
    assert len(contents(engine)["meetings"]) == 2


def test_a_busy_port_is_a_clear_message_with_a_hint(command):
    """Not a traceback, and not a wait."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = command("serve", "--port", port)

    assert ran.code == 1
    assert f"port {port} on 127.0.0.1 is in use" in ran.err
    assert f"--port {port + 1}" in ran.err


def test_an_address_that_is_not_this_machines_is_a_clear_message(command):
    """One line that says what to set."""
    ran = command("serve", "--host", "192.0.2.1", "--port", "0")

    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "192.0.2.1" in ran.err


def test_demo_ingests_nothing_twice(command, tmp_path, engine):
    """The second time finds everything there."""
    folder = a_folder(tmp_path / "seeds", [a_report(n) for n in range(5)])
    first = command("demo", "--no-serve", "--seeds", folder)
    before = contents(engine)

    second = command("demo", "--no-serve", "--seeds", folder)

    assert (first.code, second.code) == (0, 0)
    assert (counted(first.out)["stored"], counted(second.out)["unchanged"]) == ("5", "5")
    assert contents(engine) == before
    with Session(engine) as session:
        assert [run.state for run in session.scalars(select(IngestRun))] == ["finished", "finished"]


def test_demo_hears_of_a_busy_port_before_it_reads_anything(command, tmp_path):
    """Nobody waits for the articles only to start again."""
    folder = a_folder(tmp_path / "seeds", [a_report(1)])
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = command("demo", "--seeds", folder, "--port", taken.getsockname()[1])

    assert ran.code == 1
    assert not (tmp_path / "var").exists()


def test_the_seeds_come_along():
    """A demo needs no download."""
    assert len(list(parts.seeds().glob("*.json"))) >= 30
