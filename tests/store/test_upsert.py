"""Rows in: many at once, whatever they hold, and with the same errors as one by one."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.errors import StoreUnavailableError
from app.store.engine import make_engine, reading, writing, written
from app.store.models import FeedHealth, Outlet
from app.store.upsert import LEAST_COPIED, insert_rows

MANY = 2 * LEAST_COPIED
HARD = ["a\tb", "c\nd", "\\N", "\\", "é — 日本", '"', "'"]


def outlets(number: int) -> list[dict[str, str]]:
    """So many rows, some with what a format of exchange could take for its own signs."""
    return [{"id": f"l{n}", "name": f"{HARD[n % len(HARD)]}", "key": f"{n}"} for n in range(number)]


@pytest.mark.parametrize("number", [0, 1, LEAST_COPIED - 1, LEAST_COPIED, MANY])
def test_as_many_rows_are_there_as_were_given_word_for_word(engine: Engine, number: int):
    """Few or many, they are what they were."""
    rows = outlets(number)

    with writing(engine) as session:
        insert_rows(session, Outlet, rows)

    with reading(engine) as session:
        found = {row.id: row.name for row in session.execute(select(Outlet.id, Outlet.name))}
    assert found == {row["id"]: row["name"] for row in rows}


def test_columns_that_are_left_out_get_what_the_table_gives_them(engine: Engine):
    """Those with a default of the database, and those that may be empty."""
    told = {"next_at": datetime(2024, 1, 1, tzinfo=UTC), "failures": 0, "stored": 0}
    rows = [told | {"url": f"https://example.org/{number}"} for number in range(MANY)]

    with writing(engine) as session:
        insert_rows(session, FeedHealth, rows)

    with reading(engine) as session:
        assert session.scalar(select(func.count()).where(FeedHealth.pages == 0, FeedHealth.outlet.is_(None))) == MANY


@pytest.mark.parametrize("number", [2, MANY])
def test_a_row_that_is_there_already_is_told_as_ever_and_nothing_is_left(engine: Engine, number: int):
    """Many rows go in another way, and whoever collides with another writer must notice there too."""
    twice = [*outlets(number), outlets(1)[0]]

    with pytest.raises(IntegrityError), writing(engine) as session:
        insert_rows(session, Outlet, twice)

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Outlet)) == 0


def test_whoever_collides_with_another_writer_tries_again(engine: Engine):
    """The rows of the second attempt are in, those of the first are not."""
    attempts = []

    def work(session: Session) -> None:
        attempts.append(session)
        rows = outlets(MANY)
        insert_rows(session, Outlet, [*rows, rows[0]] if len(attempts) == 1 else rows)

    written(engine, work)

    with reading(engine) as session:
        assert session.scalar(select(func.count()).select_from(Outlet)) == MANY
    assert len(attempts) == 2


def test_a_server_that_is_lost_among_many_rows_is_told_as_a_store_that_is_away(postgres_url: str):
    """Nobody above knows the driver's errors."""
    engine = make_engine(postgres_url)

    def write_to_a_lost_server() -> None:
        with writing(engine) as session:
            own = session.scalar(text("SELECT pg_backend_pid()"))
            with engine.connect() as other:
                other.execute(text("SELECT pg_terminate_backend(:own)"), {"own": own})
            insert_rows(session, Outlet, outlets(MANY))

    with pytest.raises(StoreUnavailableError, match="terminat"):
        write_to_a_lost_server()
    engine.dispose()
