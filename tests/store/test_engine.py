"""Engines: the right driver and settings for each database, and sessions that commit or take back."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, text
from sqlalchemy.exc import IntegrityError

from app.errors import ConfigurationError, StoreUnavailableError
from app.store.engine import make_engine, normalise_url, pooled_engine, reading, writing
from app.store.models import Outlet


@pytest.mark.parametrize(
    ("given", "driver"),
    [
        ("postgres://u:p@host/db", "postgresql+psycopg"),
        ("postgresql://u:p@host/db", "postgresql+psycopg"),
        ("postgresql+psycopg2://u:p@host/db", "postgresql+psycopg"),
        ("sqlite:///store.db", "sqlite"),
    ],
)
def test_urls_get_the_driver_of_the_project(given: str, driver: str):
    """Whatever form a hosting service hands out works."""
    assert normalise_url(given).drivername == driver


@pytest.mark.parametrize("given", ["mysql://host/db", "store.db", "", "postgresql://host:port/db"])
def test_other_urls_are_refused_by_name_of_the_setting(given: str):
    """The error says which setting is wrong."""
    with pytest.raises(ConfigurationError, match="database_url"):
        make_engine(given)


def test_sqlite_connections_have_the_settings_that_the_store_needs(sqlite_url: str):
    """Write-ahead log, foreign keys, and patience with another writer."""
    with make_engine(sqlite_url).connect() as connection:
        found = {
            name: connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }

    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 1, "busy_timeout": 30_000}


def test_a_block_that_ends_well_is_committed(engine: Engine):
    """Another session sees what was written."""
    with writing(engine) as session:
        session.add(Outlet(id="l1", name="Post", key="post"))

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Outlet)) == 1


def test_a_block_that_raises_leaves_nothing(engine: Engine):
    """One article, one transaction: all of it or none."""
    twice = [{"id": number, "name": "Post", "key": "post"} for number in ("l1", "l2")]

    with pytest.raises(IntegrityError), writing(engine) as session:
        session.execute(insert(Outlet), twice)

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Outlet)) == 0


def test_a_reader_is_not_disturbed_by_a_writer(sqlite_url: str):
    """In the write-ahead log a reader goes on seeing the state that it began with."""
    engine = make_engine(sqlite_url)
    with reading(engine) as reader:
        before = reader.scalar(select(func.count()).select_from(Outlet))
        with writing(engine) as writer:
            writer.add(Outlet(id="l1", name="Post", key="post"))

        assert reader.scalar(select(func.count()).select_from(Outlet)) == before


def test_a_file_that_cannot_be_opened_is_an_unavailable_store(tmp_path: Path):
    """The error names the address."""
    engine = make_engine(f"sqlite:///{tmp_path}/missing/store.db")

    with pytest.raises(StoreUnavailableError, match="missing"), reading(engine) as session:
        session.execute(select(Outlet))


def test_a_server_that_does_not_answer_is_an_unavailable_store(tmp_path: Path):
    """The password is not in the message."""
    engine = make_engine(f"postgresql://u:secret@/db?host={tmp_path}")

    with pytest.raises(StoreUnavailableError) as caught, reading(engine) as session:
        session.execute(select(Outlet))
    assert "secret" not in str(caught.value)


def test_two_writers_wait_for_each_other(engine: Engine):
    """Each reads before it writes, and neither is refused or overwrites the other."""

    def add_one(number: int) -> None:
        with writing(engine) as session:
            session.scalar(select(func.count()).select_from(Outlet))
            session.add(Outlet(id=f"l{number}", name="Post", key=f"post {number}"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, range(20)))

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Outlet)) == 20


def test_a_server_that_writes_keeps_a_readers_cache(tmp_path: Path):
    """Each of its connections writes now and then, and forty large caches would be a memory that grows for hours."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    for engine, pages in ((make_engine(url), -65536), (pooled_engine(url, 5), -2000)):
        with writing(engine) as session:
            assert session.scalar(text("PRAGMA cache_size")) == pages
        engine.dispose()
