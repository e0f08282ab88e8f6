"""Fixtures for tests of queries: a store that a test fills, and a count of the statements that reading it takes."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.queries.records import Records


@pytest.fixture
def records(session: Session) -> Records:
    """Adds rows to an empty store, on each database."""
    return Records(session)


@pytest.fixture
def statements(engine: Engine) -> Callable[[], AbstractContextManager[list[str]]]:
    """A context that collects the SQL that is sent while it is open."""

    @contextmanager
    def collected() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        yield sent
        event.remove(engine, "before_cursor_execute", note)

    return collected
