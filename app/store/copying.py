"""A store in, a copy of it out on which anything may be tried: nobody waits for it, and it is removed afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, insert, select

from app.store.engine import make_engine, snapshot
from app.store.models import ApiKey, Base
from app.store.schema import migrate

BATCH = 1_000


@contextmanager
def working_copy(engine: Engine) -> Iterator[Engine]:
    """A copy of one state of the store, in a SQLite file in the folder for temporary files."""
    with TemporaryDirectory(prefix="summitry-") as folder:
        file = Path(folder) / "store.db"
        if engine.dialect.name == "sqlite":
            _copy_file(engine, file)
        copy = make_engine(f"sqlite:///{file}")
        try:
            if engine.dialect.name != "sqlite":
                _copy_rows(engine, copy)
            yield copy
        finally:
            copy.dispose()


def _copy_file(engine: Engine, file: Path) -> None:
    """Copy the pages of a SQLite store, while others go on to write in it."""
    with engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
        driver: Any = connection.connection.driver_connection
        driver.backup(copy)


def _copy_rows(engine: Engine, copy: Engine) -> None:
    """Copy all rows but those of keys, table by table."""
    migrate(copy)
    with snapshot(engine) as session, copy.connect() as connection:
        # Within a transaction SQLite would ignore this.
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            for table in Base.metadata.sorted_tables:
                if table.name == ApiKey.__tablename__:
                    continue
                rows = session.execute(select(table), execution_options={"yield_per": BATCH}).mappings()
                for part in rows.partitions():
                    connection.execute(insert(table), [dict(row) for row in part])
        driver.execute("PRAGMA foreign_keys = ON")
