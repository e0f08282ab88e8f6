"""Reads from a replica, while its primary lives and after; a replica that was promoted answers as the primary did."""

import os
import shutil
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.config import Settings
from app.domain.access import Access
from app.main import create_app
from app.store.engine import make_engine, writing
from app.store.keys import create_key
from app.store.schema import migrate
from tests.builders import NOON
from tests.databases import PostgresMissingError, installed_commands, installed_server, run
from tests.store.ledgers import Ledger

USER = "postgres" if os.geteuid() == 0 else None


@pytest.fixture
def servers(tmp_path):
    """A primary with one meeting, and a replica of it: their URLs and folders."""
    try:
        with installed_server(tmp_path / "primary", because=RuntimeError("a primary is needed")) as url:
            store = make_engine(url.render_as_string(hide_password=False))
            migrate(store)
            with writing(store) as session:
                Ledger(session).meeting("FRA", "DEU")
            store.dispose()
            primary, copy = Path(url.query["host"]), tmp_path / "replica"
            commands = installed_commands()
            copy.mkdir(mode=0o700)
            if USER:
                shutil.chown(copy, USER)
            run(USER, commands / "pg_basebackup", "-h", primary, "-U", "postgres", "-D", copy, "-R", "-c", "fast", "-N")
            # The primary's socket lies in its folder, and so in the copy.
            (copy / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
            control = (commands / "pg_ctl", "-w", "-D", copy)
            run(USER, *control, "-o", f"-h '' -k {copy}", "-l", copy / "log", "start")
            yield url, url.set(query={"host": str(copy)}), (commands / "pg_ctl", "-w", "-D")
            run(USER, *control, "-m", "immediate", "stop")
    except PostgresMissingError as error:
        pytest.skip(f"no PostgreSQL: {error}")


def until(condition) -> bool:
    """Whether it holds within some seconds."""
    end = time.monotonic() + 20
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def test_reads_go_on_while_the_primary_is_away(servers):
    """Marked as stale; writes are refused for now. Promoted, the replica takes them."""
    primary, replica, control = servers
    urls = [url.render_as_string(hide_password=False) for url in (primary, replica)]
    client = TestClient(create_app(Settings(database_url=urls[0], read_database_url=urls[1], database_connections=2)))
    store = make_engine(urls[0])
    with writing(store) as session:
        Ledger(session).meeting("ITA", "ESP", start="2023-01-02")
        key = create_key(session, "ann", Access.ADMIN, NOON)
    assert until(lambda: client.get("/v1/meetings").json()["meta"]["count"] == 2)
    before = client.get("/v1/meetings")
    assert "x-stale-since" not in before.headers
    store.dispose()

    run(USER, *control, primary.query["host"], "-m", "immediate", "stop")

    assert until(lambda: "x-stale-since" in client.get("/v1/meetings").headers)
    assert client.get("/v1/meetings").json() == before.json()
    refused = client.post("/v1/decisions/1/undo", headers={"Authorization": f"Bearer {key}"}, json={"note": "away"})
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "5")

    run(USER, *control, replica.query["host"], "promote")
    promoted = TestClient(create_app(Settings(database_url=urls[1])))

    assert promoted.get("/v1/meetings").json() == before.json()
    with writing(make_engine(urls[1])) as session:
        Ledger(session).meeting("JPN", "IND", start="2022-01-02")
    assert promoted.get("/v1/meetings").json()["meta"]["count"] == 3


def test_a_replica_that_is_away_is_no_reason_to_send_nobody(sqlite_url):
    """The store answers in its place."""
    away = "postgresql://127.0.0.1:9/none"
    client = TestClient(create_app(Settings(database_url=sqlite_url, read_database_url=away)))

    assert client.get("/health/ready").status_code == 200
