"""A small store in, one of many times its meetings out, by copying all rows with other ids and other days.

What resolution sees of each copy (marks, reports, people) is as it would be had the articles been recorded one by one.
"""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import orjson
from sqlalchemy import Date, Table

from app.resolution.names import name_key
from app.store.columns import Moment
from app.store.models import Base
from tests.bench.world import SYLLABLES

# Tables that are about the world and not about one article: every layer shares their rows.
SHARED = {
    "fetches",
    "ingest_failures",
    "ingest_runs",
    "organisations",
    "outlets",
}
# Rows that no part of recording reads, and the marks of wording, by which copies are found: twenty for each article,
# each looked up by its whole key. Without them the file is half as big, and filled in half the time.
UNREAD = {
    "api_keys",
    "article_shingles",
    "claims",
    "corrections",
    "meeting_states",
    "meeting_texts",
    "meeting_topic_states",
    "participant_states",
    "postings",
    "source_states",
}
# Copies lie up to twenty years before and after, all as far apart as can be: copies of one meeting that lie within days
# of each other would be reports of one, and had they been recorded one by one, there would be one record.
MOST_DAYS = 20 * 365
# An index that is built at once has full pages, each of which the next row parts in two. Recording leaves them two
# thirds full, so that one layer in so many is added to the built indexes.
KEPT_UP = 20
PRAGMAS = (
    "foreign_keys = OFF",
    "journal_mode = OFF",
    "synchronous = OFF",
    "cache_size = -2000000",
    "temp_store = MEMORY",
)
CANDIDATE_DAYS = ("start", "end")
# Other times have other people: those of a layer have names of their own.
NAMED = {("people", "name"), ("person_names", "name")}
# Keys by which other rows of the same layer are found, and no others.
OF_ONE_LAYER = {("articles", "fingerprint"), ("article_shingles", "band"), ("person_marks", "mark")}
# Tables whose ids begin with a month.
DATED = {"articles", "meetings", "sources"}
# Decisions have numbers: those of a layer follow those of the layer before at this distance.
NUMBERED = 1_000_000
NUMBERS = {("decisions", "id"), ("decision_meetings", "decision_id")}


def multiply(file: Path, times: int) -> None:
    """Give a SQLite store `times` as many articles and meetings as it has."""
    if times == 1:
        return
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function("other_name", 2, other_name, deterministic=True)
        connection.create_function("other_key", 2, lambda name, layer: name_key(other_name(name, layer)))
        connection.create_function("other_candidate", 3, _other_candidate)
        connection.execute("BEGIN")
        indexes = list(drop_indexes(connection))
        tables = [table for table in Base.metadata.sorted_tables if table.name not in SHARED | UNREAD]
        for table in tables:
            connection.execute(f"CREATE TEMP TABLE layer_{table.name} AS SELECT * FROM {table.name}")
        layers = list(enumerate(_distances(times), 1))
        for layer in layers:
            if layer[0] % KEPT_UP:
                _add(connection, tables, *layer)
        for index in indexes:
            connection.execute(index)
        for layer in layers[KEPT_UP - 1 :: KEPT_UP]:
            _add(connection, tables, *layer)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


def _add(connection: sqlite3.Connection, tables: Sequence[Table], layer: int, days: int) -> None:
    for table in tables:
        connection.execute(_copy(table, layer, days))


def _distances(times: int) -> list[int]:
    """How many days each copy lies from the original, which is one of `times`."""
    every = (round(2 * MOST_DAYS * (number - times // 2) / times) for number in range(times))
    return [days for days in every if days]


def drop_indexes(connection: sqlite3.Connection) -> Iterator[str]:
    """Building an index over all rows once takes a tenth of the time of keeping it up; gives what makes them again."""
    made = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    for name, statement in made.fetchall():
        connection.execute(f"DROP INDEX {name}")
        yield statement


def _copy(table: Table, layer: int, days: int) -> str:
    """The statement that adds one layer of a table."""
    made = [column for column in table.columns if column.primary_key and column.autoincrement is True]
    columns = [column for column in table.columns if column not in made or (table.name, column.name) in NUMBERS]
    values = ", ".join(_value(table, column.name, layer, days) for column in columns)
    names = ", ".join(f'"{column.name}"' for column in columns)
    return f'INSERT INTO "{table.name}" ({names}) SELECT {values} FROM layer_{table.name}'


def _value(table: Table, name: str, layer: int, days: int) -> str:
    column = table.columns[name]
    quoted = f'"{name}"'
    if (table.name, name) == ("source_accounts", "candidate"):
        return f"other_candidate({quoted}, {layer}, {days})"
    if (table.name, name) == ("source_accounts", "people"):
        return f"""replace(replace({quoted}, '", "', '-{layer}", "'), '"]', '-{layer}"]')"""
    if (table.name, name) in NAMED:
        return f"other_name({quoted}, {layer})"
    if (table.name, name) == ("person_names", "key"):
        return f'other_key("name", {layer})'
    if (table.name, name) in NUMBERS:
        return f"{quoted} + {layer * NUMBERED}"
    if _named(table, name) & DATED:
        return _of_other_month(quoted, layer, days)
    if _is_id(table, name) or (table.name, name) in OF_ONE_LAYER:
        return f"{quoted} || '-{layer}'"
    if isinstance(column.type, Date) and not isinstance(column.type, Moment):
        return _shifted(quoted, days)
    return quoted


def _is_id(table: Table, name: str) -> bool:
    """Whether a column names a row that every layer has of its own."""
    return bool(_named(table, name) - SHARED - {"decisions"})


def _named(table: Table, name: str) -> set[str]:
    """The tables whose rows a column names."""
    column = table.columns[name]
    own = {table.name} if column.primary_key and not column.foreign_keys and name == "id" else set()
    return own | {key.column.table.name for key in column.foreign_keys}


def _of_other_month(value: str, layer: int, days: int) -> str:
    """An id of another layer, with the month in which its article comes out."""
    month = f"substr({value}, 2, 4) || '-' || substr({value}, 6, 2) || '-15'"
    return f"substr({value}, 1, 1) || strftime('%Y%m', {month}, '{days:+d} days') || substr({value}, 8) || '-{layer}'"


def _shifted(value: str, days: int) -> str:
    """A day moved by `days`; the ends of the calendar, which stand for any time, stay."""
    return f"CASE WHEN {value} IN ('0001-01-01', '9999-12-31') THEN {value} ELSE date({value}, '{days:+d} days') END"


@lru_cache(maxsize=100_000)
def other_name(name: str, layer: int) -> str:
    """The name that somebody in a layer has in place of this one."""
    words = (random.Random(f"{word} {layer}").choices(SYLLABLES, k=3) for word in name.split())
    return " ".join("".join(word).capitalize() for word in words)


def _other_candidate(written: str, layer: int, days: int) -> str:
    """A candidate with its days moved and the layer's people; what is not dated stays so."""
    candidate = orjson.loads(written)
    for day in (candidate[part] for part in CANDIDATE_DAYS if candidate[part]):
        for bound in ("earliest", "latest"):
            day[bound] = (date.fromisoformat(day[bound]) + timedelta(days=days)).isoformat()
    for person in candidate["people"]:
        person["name"] = other_name(person["name"], layer)
    return orjson.dumps(candidate).decode()
