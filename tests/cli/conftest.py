"""The command in this process, with a store of the test's own and a reader that needs no language model."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.cli import main, parts
from app.config import describe_settings
from app.store.engine import make_engine
from tests.cli.reports import Ran
from tests.ingest.standins import SentenceReader


@pytest.fixture
def store(tmp_path) -> Path:
    """Where the commands keep their store; nothing is there yet."""
    return tmp_path / "var" / "store.db"


@pytest.fixture(autouse=True)
def _environment(monkeypatch, store):
    """Settings of this test alone."""
    for row in describe_settings():
        monkeypatch.delenv(row.variable, raising=False)
    monkeypatch.setenv("SUMMITRY_DATABASE_URL", f"sqlite:///{store}")
    monkeypatch.setattr(parts, "extractor", lambda _settings: SentenceReader())


@pytest.fixture
def engine(store) -> Iterator[Engine]:
    """The store that the commands work on."""
    engine = make_engine(f"sqlite:///{store}")
    yield engine
    engine.dispose()


@pytest.fixture
def command(capsys) -> Callable[..., Ran]:
    """Runs the command in this process."""

    def run(*arguments: object) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        return Ran(left.value.code or 0, *capsys.readouterr())

    return run
