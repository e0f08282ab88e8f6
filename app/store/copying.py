"""A store in, a copy of it out: a whole one that was checked row by row, or one on which anything may be tried.

Both are of one state of the store, and nobody who reads or writes it meanwhile has to wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, select, text, union_all
from sqlalchemy.orm import Session

from app.errors import TransferError
from app.store.engine import altering, make_engine, snapshot
from app.store.models import Base, Source, StoredArticle
from app.store.months import month_part, open_months
from app.store.schema import check_schema, migrate
from app.store.sums import Sum, sums_of
from app.store.upsert import write_in_bulk

BATCH = 1_000
# What is parted by month goes by the ids of these.
DATED = union_all(select(StoredArticle.id), select(Source.id))


def copy_store(source: Engine, target: Engine) -> dict[str, Sum]:
    """Copy everything into an empty store on either database; gives the rows and the checksum of each table.

    The target's tables are made. Raises TransferError where it is not empty or the copy is not like the original, and
    StoreUnavailableError where either cannot be used or the source is not at this version's schema.
    """
    check_schema(source)
    migrate(target)
    _require_empty(target)
    with snapshot(source) as session:
        _transfer(session, target)
        wanted = sums_of(session)
    with snapshot(target) as session:
        found = sums_of(session)
    other = sorted(name for name in wanted if wanted[name] != found[name])
    if other:
        raise TransferError(f"the copy differs from the original in {', '.join(other)}; remove it, and copy again")
    return found


@contextmanager
def working_copy(engine: Engine) -> Iterator[Engine]:
    """A copy in a SQLite file in the folder for temporary files, removed afterwards."""
    with TemporaryDirectory(prefix="summitry-") as folder:
        copy = make_engine(f"sqlite:///{Path(folder) / 'store.db'}")
        try:
            if engine.dialect.name != "sqlite":
                migrate(copy)
            with snapshot(engine) as session:
                _transfer(session, copy)
            yield copy
        finally:
            copy.dispose()


def _require_empty(target: Engine) -> None:
    with snapshot(target) as session:
        full = [name for name, found in sums_of(session).items() if found.rows]
    if full:
        raise TransferError(f"the target has rows in {full[0]} already: only an empty store takes a copy")


def _transfer(session: Session, target: Engine) -> None:
    """Between SQLite files the pages are copied, which is ten times as fast as rows."""
    if session.get_bind().dialect.name == target.dialect.name == "sqlite":
        _copy_pages(session, target)
        return
    if target.dialect.name == "postgresql":
        ids = session.scalars(DATED, execution_options={"yield_per": BATCH})
        for month in sorted({month_part(one) for one in ids}):
            # All at once would take more locks than a server has by default.
            with altering(target) as connection:
                open_months(connection, [month])
    with altering(target) as connection:
        for table in Base.metadata.sorted_tables:
            rows = session.execute(select(table), execution_options={"yield_per": BATCH})
            write_in_bulk(connection, table, rows)
            _count_on(connection, table)


def _copy_pages(session: Session, target: Engine) -> None:
    # The transaction sees one state from its first statement on.
    session.execute(text("SELECT count(*) FROM sqlite_master"))
    source: Any = session.connection().connection.driver_connection
    copy = target.raw_connection()
    try:
        source.backup(copy.driver_connection)
    finally:
        copy.close()


def _count_on(connection: Connection, table: Table) -> None:
    """Let PostgreSQL give the next row a number of its own; SQLite looks for the highest one itself."""
    column = table.autoincrement_column
    if connection.dialect.name != "postgresql" or column is None:
        return
    highest = connection.scalar(select(func.max(column)))
    if highest is not None:
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, highest)))
