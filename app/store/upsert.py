"""Rows in, rows in the table out; the only place that knows how each database says "what is missing" or "many"."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import islice
from typing import Any, cast

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Column, Connection, Insert, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

Rows = Sequence[Mapping[str, Any]]
# How many rows SQLite is given at once.
PART = 1_000
# From so many rows on PostgreSQL takes them in a COPY, which costs a third less; for a few it saves nothing.
LEAST_COPIED = 100


def insert_rows(session: Session, model: type[DeclarativeBase], rows: Rows) -> None:
    """Insert rows that are not in the table yet, each with the same columns."""
    if len(rows) >= LEAST_COPIED and session.get_bind().dialect.name == "postgresql":
        columns = [table_of(model).columns[name] for name in rows[0]]
        _copy_in(session.connection(), columns, ([row[column.name] for column in columns] for row in rows))
    elif rows:
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
        _copy_in(connection, table.columns, rows)
        return
    names, stream = [column.name for column in table.columns], iter(rows)
    while part := list(islice(stream, PART)):
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in part])


def _copy_in(connection: Connection, columns: Iterable[Column[Any]], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of these columns in one COPY. What goes wrong is raised as it is for any other statement."""
    columns = list(columns)
    # Its types know nothing of a driver's own errors.
    dialect: Any = connection.dialect
    to_driver = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in columns]
    names = SQL(", ").join(Identifier(column.name) for column in columns)
    command = SQL("COPY {} ({}) FROM STDIN").format(Identifier(columns[0].table.name), names)
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(command) as copy:
            for row in rows:
                copy.write_row([plain(value) if plain else value for plain, value in zip(to_driver, row, strict=True)])
    except psycopg.Error as error:
        is_gone = dialect.is_disconnect(error, driver, None)
        if is_gone:
            connection.invalidate(error)
        told = command.as_string(None), None, error, psycopg.Error
        wrapped: Any = partial(DBAPIError.instance, connection_invalidated=is_gone, dialect=dialect)
        raise wrapped(*told) from error


def table_of(model: type[DeclarativeBase]) -> Table:
    """The table of a model: statements on it go past the session's objects, which costs half as much."""
    return cast("Table", model.__table__)
