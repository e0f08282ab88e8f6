"""Rows in, rows in the table out; the only place that knows how each database says "insert what is missing"."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session

Rows = Sequence[Mapping[str, Any]]


def insert_rows(session: Session, model: type[DeclarativeBase], rows: Rows) -> None:
    """Insert rows that are not in the table yet; past the session's objects, which costs half as much."""
    if rows:
        session.execute(insert(_table(model)), [dict(row) for row in rows])


def insert_missing(session: Session, model: type[DeclarativeBase], rows: Rows) -> None:
    """Insert those rows whose key is not in the table yet, and leave the others as they are."""
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(_table(model)).on_conflict_do_nothing(), [dict(row) for row in rows])


def _table(model: type[DeclarativeBase]) -> Table:
    return cast("Table", model.__table__)
