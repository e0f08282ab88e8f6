"""Rows in, rows in the table out; the only place that knows how each database says "what is missing" or "many"."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, cast

from psycopg.sql import SQL, Identifier
from sqlalchemy import Connection, Insert, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

Rows = Sequence[Mapping[str, Any]]
# How many rows SQLite is given at once.
PART = 1_000


def insert_rows(session: Session, model: type[DeclarativeBase], rows: Rows) -> None:
    """Insert rows that are not in the table yet."""
    if rows:
        session.execute(_insertion(model), [dict(row) for row in rows])


def insert_numbered(session: Session, model: type[DeclarativeBase], row: Mapping[str, Any]) -> int:
    """Insert a row to which the database gives a number, and return that."""
    key: Any = session.connection().execute(_insertion(model), row).inserted_primary_key
    return int(key[0])


def insert_missing(session: Session, model: type[DeclarativeBase], rows: Rows) -> None:
    """Insert those rows whose key is not in the table yet, and leave the others as they are."""
    if rows:
        session.execute(_insertion_of_missing(model, session.get_bind().dialect.name), [dict(row) for row in rows])


# Building these takes longer than running them.
@cache
def _insertion(model: type[DeclarativeBase]) -> Insert:
    return insert(table_of(model))


@cache
def _insertion_of_missing(model: type[DeclarativeBase], dialect: str) -> Insert:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return make(table_of(model)).on_conflict_do_nothing()


def write_in_bulk(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Write many rows, each the values of all columns in their order.

    PostgreSQL takes them in one COPY and checks references at its end, so that a row may refer to a later one.
    """
    if connection.dialect.name == "postgresql":
        _copy_in(connection, table, rows)
        return
    names, stream = [column.name for column in table.columns], iter(rows)
    while part := list(islice(stream, PART)):
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in part])


def _copy_in(connection: Connection, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    to_driver = [column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect) for column in table.c]
    names = SQL(", ").join(Identifier(column.name) for column in table.columns)
    command = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table.name), names)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row([plain(value) if plain else value for plain, value in zip(to_driver, row, strict=True)])


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table of a model: statements on it go past the session's objects, which costs half as much."""
    return cast("Table", model.__table__)
