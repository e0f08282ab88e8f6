"""Ids in, the partitions of PostgreSQL that their rows go to out: the tables that grow have one for each month.

The month is that in the id, in which the article came out. A month of which nothing was known is opened by whoever
first writes of it. SQLite keeps each table whole.
"""

from bisect import bisect_right
from collections.abc import Iterable

from sqlalchemy import Connection, text

from app.store.ids import NO_MONTH

# The tables, in the order in which they are opened; each with the letter before the month.
PARTED = {"article_texts": "a", "source_accounts": "s", "claims": "s"}
# Where months begin, as ids have it after their letter. Undated ids stand before, those of older stores between.
FIRST_YEAR, LAST_YEAR = 1900, 2099
BEYOND = f"{LAST_YEAR + 1}01"
MONTHS = tuple(f"{year}{month:02}" for year in range(FIRST_YEAR, LAST_YEAR + 1) for month in range(1, 13))
MARKS = tuple(f"{month}-" for month in (*MONTHS, BEYOND))

# An arbitrary number that names the lock which whoever writes articles shares, and whoever opens a month has alone: it
# waits for the tables to which its partitions refer, and would else do so in a circle with somebody.
LOCK = 7_466_490
# Whether a table is there must be asked of the catalogue: what a session knows of names is not renewed while it waits.
CLOSED = """
    SELECT array_agg(month ORDER BY month) FROM unnest(CAST(:months AS text[])) AS month WHERE NOT EXISTS (
        SELECT FROM pg_class WHERE relname = 'claims_' || month AND relnamespace = current_schema()::regnamespace
    )
"""
ENTER = text(f"""
    WITH closed (months) AS MATERIALIZED ({CLOSED})
    SELECT months, CASE WHEN months IS NULL THEN pg_advisory_xact_lock_shared({LOCK})::text END FROM closed
""")  # noqa: S608 - constants


def month_part(record_id: str) -> str:
    """The partition of an article's or a source's rows: a month, NO_MONTH for undated, BEYOND for later than all."""
    before = bisect_right(MARKS, record_id[1:])
    return MARKS[before - 1][:-1] if before else NO_MONTH


def is_month(name: str) -> bool:
    """Whether a table of PostgreSQL is one month of a larger one."""
    table, _, month = name.rpartition("_")
    return table in PARTED and month.isdigit()


def enter_months(connection: Connection, article_ids: Iterable[str]) -> None:
    """Before a transaction writes articles and what they report: have their months open, and stay open, until its end.

    The first statement of a transaction on PostgreSQL.
    """
    months = sorted({month_part(one) for one in article_ids})
    if connection.execute(ENTER, {"months": months}).scalar_one():
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        open_months(connection, months)


def open_months(connection: Connection, months: Iterable[str]) -> None:
    """Make the partitions of months that have none. Those who read meanwhile are not kept waiting."""
    for month in connection.scalar(text(CLOSED), {"months": list(months)}) or ():
        for table, letter in PARTED.items():
            part, (first, end) = f"{table}_{month}", _bounds(letter, month)
            connection.execute(text(f"CREATE TABLE {part} (LIKE {table} INCLUDING ALL)"))
            connection.execute(
                text(f"ALTER TABLE {table} ATTACH PARTITION {part} FOR VALUES FROM ({first}) TO ({end})")
            )


def _bounds(letter: str, month: str) -> tuple[str, str]:
    """From which id on, and below which one."""
    mark = MARKS.index(f"{month}-")
    return f"'{letter}{MARKS[mark]}'", f"'{letter}{MARKS[mark + 1]}'"
