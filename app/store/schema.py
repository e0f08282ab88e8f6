"""Brings a database to the schema of this version, and says where it is not: an engine in, nothing or an error out."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import SQLAlchemyError

from app.errors import StoreUnavailableError
from app.store.engine import altering
from app.store.months import is_month

# An arbitrary number that names the lock under which one process at a time migrates.
MIGRATION_LOCK = 7_466_489
TURN_SECONDS = 0.2
# A change of a table waits for those who use it, and whoever comes later waits behind the change.
LOCK_TIMEOUT = "10s"
HINT = "run `summitry migrate`"


def migrate(engine: Engine) -> None:
    """Create the tables, or bring an older store up to date; does nothing to one that is. Makes a SQLite file's folder.

    Raises StoreUnavailableError where the database cannot be reached or written.
    """
    make_folder(engine)
    if _found(engine) == _head():
        return
    with _explained(engine), migrating(engine) as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def migrating(engine: Engine) -> Iterator[Connection]:
    """A connection for migrations, of one process at a time.

    All of them are one transaction on SQLite. On PostgreSQL each has its own, and may end it to build an index beside
    those who write; none waits for a table longer than `LOCK_TIMEOUT`.
    """
    if engine.dialect.name == "sqlite":
        with altering(engine) as connection:
            yield connection
        return
    with engine.connect() as connection:
        # Whoever waited in a statement would have a snapshot, for whose end an index that is built would wait in turn.
        while not connection.scalar(select(func.pg_try_advisory_lock(MIGRATION_LOCK))):
            connection.commit()
            time.sleep(TURN_SECONDS)
        connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
        connection.commit()
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(text("RESET lock_timeout"))
            connection.execute(select(func.pg_advisory_unlock(MIGRATION_LOCK)))
            connection.commit()


def check_schema(engine: Engine) -> None:
    """Raise StoreUnavailableError, saying what to do, where the database is away or not at this version's schema."""
    found, wanted = _found(engine), _head()
    if found is None:
        raise StoreUnavailableError(f"the store {_address(engine)} has no tables yet: {HINT}")
    if found != wanted:
        raise StoreUnavailableError(f"the store {_address(engine)} is at schema {found}, not {wanted}: {HINT}")


def alembic_config() -> Config:
    """Where the migrations lie, in a checkout as in an installed package."""
    config = Config()
    config.set_main_option("script_location", str(files("migrations")).replace("%", "%%"))
    return config


def is_in_models(_object: object, name: str | None, *_place: object) -> bool:
    """Whether Alembic compares something with the models.

    Each database's own indexes of words are made by hand, and so are the months of PostgreSQL's large tables.
    """
    by_hand = name in ("words", "ix_person_names_trigrams") or is_month(name or "")
    return not by_hand and not (name or "").startswith("meeting_words")


def make_folder(engine: Engine) -> None:
    """Make the folder of a SQLite file. Raises StoreUnavailableError where that is not allowed."""
    database = engine.url.database
    if engine.dialect.name != "sqlite" or not database or database == ":memory:":
        return
    try:
        Path(database).resolve().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailableError(f"the folder of {database} cannot be made: {error}") from error


@cache
def _head() -> str | None:
    """The schema of the program that runs, read once: a newer version may be put in its place meanwhile."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def _found(engine: Engine) -> str | None:
    """The schema of a store, None where it has no tables."""
    with _explained(engine), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        cause = getattr(error, "orig", None) or error
        raise StoreUnavailableError(f"the store {_address(engine)} cannot be used: {cause}") from error


def _address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=True)
