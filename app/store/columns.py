"""Column types that hold the same values on both databases: Python values in, SQLite TEXT/REAL or PostgreSQL types out;
and what SQL has no common word for.

SQLite tables are STRICT, which knows INTEGER, REAL, TEXT and BLOB only, so days, moments and JSON are TEXT there.
"""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Double, Integer, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

# Fixed width, so that text order is time order; users of the bare file see ISO 8601.
MOMENT_FORMAT = "%(year)04d-%(month)02d-%(day)02dT%(hour)02d:%(minute)02d:%(second)02d.%(microsecond)06dZ"
MOMENT_PATTERN = r"(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)\.(\d+)Z"


class _TextDay(sqlite.DATE):
    """A day as `YYYY-MM-DD` in a TEXT column."""


class _TextMoment(sqlite.DATETIME):
    """A moment as `YYYY-MM-DDTHH:MM:SS.ffffffZ` in a TEXT column."""


class _TextJson(sqlite.JSON):
    """JSON in a TEXT column."""


@compiles(_TextDay, "sqlite")
@compiles(_TextMoment, "sqlite")
@compiles(_TextJson, "sqlite")
def _as_text(*_args: Any, **_options: Any) -> str:
    return "TEXT"


def _text_day() -> TypeEngine[date]:
    return _TextDay()  # type: ignore[no-untyped-call]


def _text_moment() -> TypeEngine[datetime]:
    return _TextMoment(storage_format=MOMENT_FORMAT, regexp=MOMENT_PATTERN)  # type: ignore[no-untyped-call]


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. Raises ValueError for a value without a time zone, which could mean any moment."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """TEXT on SQLite, `timestamptz` elsewhere."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_text_moment())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Bring the moment to UTC before it is written."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone, got {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back in UTC, whatever the session's time zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# Binary order on both databases: names sort and page alike, and a prefix search can use the index.
Words = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
Day = Date().with_variant(_text_day(), "sqlite")
Json = JSON().with_variant(_TextJson(), "sqlite").with_variant(postgresql.JSONB(), "postgresql")
Real: TypeEngine[float] = Double().with_variant(sqlite.REAL(), "sqlite")

TYPES: dict[Any, Any] = {
    str: Words,
    date: Day,
    datetime: Moment,
    float: Real,
    dict[str, Any]: Json,
    list[str]: Json,
    list[dict[str, Any]]: Json,
}


class YearOf(FunctionElement[int]):
    """The year of a day, without reading the day for it: five times as fast in SQLite as `extract`."""

    type = Integer()
    inherit_cache = True


class MonthOf(FunctionElement[int]):
    """The month of a day, from 1 to 12, likewise."""

    type = Integer()
    inherit_cache = True


@compiles(YearOf, "sqlite")
def _year_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(substr({compiler.process(element.clauses, **options)}, 1, 4) AS INTEGER)"


@compiles(MonthOf, "sqlite")
def _month_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(substr({compiler.process(element.clauses, **options)}, 6, 2) AS INTEGER)"


@compiles(YearOf, "postgresql")
def _year_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(extract(year FROM {compiler.process(element.clauses, **options)}) AS INTEGER)"


@compiles(MonthOf, "postgresql")
def _month_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    return f"CAST(extract(month FROM {compiler.process(element.clauses, **options)}) AS INTEGER)"


class DaysBetween(FunctionElement[int]):
    """The number of days from one day to another."""

    type = Integer()
    inherit_cache = True


@compiles(DaysBetween, "sqlite")
def _days_in_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(day, **options) for day in element.clauses)
    return f"(julianday({last}) - julianday({first}))"


@compiles(DaysBetween, "postgresql")
def _days_in_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(day, **options) for day in element.clauses)
    return f"({last} - {first})"
