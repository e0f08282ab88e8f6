"""Fixtures for every test: an empty, migrated store on each of the two databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from app.store.engine import WRITING, make_engine
from tests.databases import (
    PostgresMissingError,
    emptied,
    migrated,
    new_postgres_database,
    postgres_server,
)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this test run share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "postgres"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def postgres_database(shared_folder: Path, worker_id: str) -> Iterator[URL]:
    """A migrated PostgreSQL database of this worker's own."""
    try:
        with postgres_server(shared_folder) as server:
            yield new_postgres_database(server, f"summitry_{worker_id}")
    except PostgresMissingError as error:
        pytest.skip(f"no PostgreSQL: {error}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("template") / "store.db"
    migrated(URL.create("sqlite", database=str(path)))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The URL of an empty, migrated SQLite file."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'store.db')}"


@pytest.fixture
def postgres_url(postgres_database: URL) -> str:
    """The URL of an empty, migrated PostgreSQL database."""
    return emptied(postgres_database)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty, migrated store: every test that takes it runs once on each database."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on an empty, migrated store, on each database."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A writing session on an empty, migrated store, on each database; the test commits where it needs to."""
    with Session(engine.execution_options(**WRITING)) as session:
        yield session
