"""What all tables share: naming, types, table options and the constraint that a column holds a word of a vocabulary."""

from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Index, MetaData, text
from sqlalchemy.orm import DeclarativeBase

from app.store.columns import TYPES

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
STRICT: dict[str, Any] = {"sqlite_strict": True}
# A table that is nothing but its key is half as big on SQLite without row numbers.
KEYED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def by_month(column: str) -> dict[str, Any]:
    """The options of a table that PostgreSQL parts by the month in an id; see `app.store.months`."""
    return STRICT | {"postgresql_partition_by": f"RANGE ({column})"}


class Base(DeclarativeBase):
    """Naming and types shared by all tables. Moments are UTC, days are calendar days."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = TYPES


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """A constraint that a column holds one of the words of a vocabulary, or nothing."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=column)


def of_known(column: str, *others: str) -> Index:
    """An index by a column that most rows have empty; it holds those that have it filled, the only ones looked for.

    The others would lie in it in no order that anybody asks for, each on a page of its own that has to be written.
    """
    known = text(f"{column} IS NOT NULL")
    return Index(None, column, *others, sqlite_where=known, postgresql_where=known)
