"""Conditions on postings in, SQL with its values that reads along lists of them out.

It is text with values: putting SQL together from objects takes longer than SQLite takes to answer it. The text of one
shape of question is made once; all that differs from question to question is among the values.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from app.queries.terms import Terms

# Texts that are kept, of each sort.
KEPT = 2_000
Put = tuple[str, tuple[Any, ...]]


# Tuples are made in a third of the time of other frozen values, and a page takes a score of them.
class Clause(NamedTuple):
    """A condition on a posting `p`, with its values; of those of some `reach` where one is given."""

    sql: str
    values: tuple[Any, ...] = ()
    reach: int = 0


class Group(NamedTuple):
    """One of these values is asked for; of a `Facet`, by the name that the store has for it."""

    facet: str
    values: tuple[str, ...]


ALWAYS = Clause("")


class Path(NamedTuple):
    """The lists that are followed, each on all of some ways; `also` is to hold on any of them."""

    along: Group
    ways: tuple[Clause, ...]
    also: Clause = ALWAYS


def has(group: Group, negation: str = "") -> Clause:
    """The meeting of the posting is listed under one of the values, too."""
    return Clause(_text_of_has(len(group.values), negation), (group.facet, *group.values))


def of_column(name: str, terms: Terms) -> Iterator[Clause]:
    """A column of the posting has a value that is asked for, and none that is not wanted."""
    for values in terms.groups:
        yield Clause(f"p.{name} IN ({_marks(len(values))})", values)
    if terms.excluded:
        yield Clause(f"p.{name} NOT IN ({_marks(len(terms.excluded))})", terms.excluded)


def together(conditions: Sequence[Clause]) -> Clause:
    """All of them, to be written behind another one."""
    if not conditions:
        return ALWAYS
    values = [value for clause in conditions for value in clause.values]
    return Clause("".join(f" AND {clause.sql}" for clause in conditions), tuple(values))


def rows(on: Path, descending: bool, limit: int) -> Put:
    """The first meetings on a path in the order of their days: id, first day and document."""
    values = _values(on, (limit,))
    text = _text_of_rows(_ways(on), on.also.sql, len(on.along.values), "DESC" if descending else "ASC")
    return text, values if len(on.ways) == len(on.along.values) == 1 else (*values, limit)


def number(on: Path, most: int) -> Put:
    """How many meetings there are on a path; counting stops at `most`."""
    return _text_of_number(_ways(on), on.also.sql, len(on.along.values), most), _values(on)


def _ways(on: Path) -> tuple[str, ...]:
    return tuple([way.sql for way in on.ways])


def _values(on: Path, more: tuple[Any, ...] = ()) -> tuple[Any, ...]:
    """The values of each way of each list, in the order of the text."""
    (facet, listed), ways, (_, also, _) = on
    found: list[Any] = []
    for _, values, reach in ways:
        name = f"{facet}+{reach}" if reach else facet
        for value in listed:
            found += (name, value, *values, *also, *more)
    return tuple(found)


@lru_cache(KEPT)
def _text_of_has(number_of_values: int, negation: str) -> str:
    return (
        f"{negation}EXISTS (SELECT 1 FROM postings AS o WHERE o.facet = ? AND o.value IN ({_marks(number_of_values)}) "
        "AND o.start = p.start AND o.meeting_id = p.meeting_id)"
    )


@lru_cache(KEPT)
def _text_of_rows(ways: tuple[str, ...], also: str, lists: int, direction: str) -> str:
    order = f"ORDER BY p.start {direction}, p.meeting_id {direction} LIMIT ?"
    joined = "JOIN meetings AS m ON m.id = p.meeting_id"
    if len(ways) == lists == 1:
        on = _condition(ways[0], also)
        return f"SELECT p.meeting_id, p.start, m.document FROM postings AS p {joined} WHERE {on} {order}"
    keys = _union(ways, also, lists, order)
    return f"SELECT p.meeting_id, p.start, m.document FROM ({keys}) AS p {joined} {order}"


@lru_cache(KEPT)
def _text_of_number(ways: tuple[str, ...], also: str, lists: int, most: int) -> str:
    limit = f"LIMIT {most}"
    some = f"SELECT 1 FROM postings AS p WHERE {_condition(ways[0], also)} {limit}"
    if len(ways) > 1 or lists > 1:
        some = f"SELECT 1 FROM ({_union(ways, also, lists, limit)}) AS every {limit}"
    return f"SELECT count(*) FROM ({some}) AS counted"


def _union(ways: Sequence[str], also: str, lists: int, end: str) -> str:
    """The keys at the beginning of several lists; a meeting that is on two of them counts once."""
    paths = [_condition(way, also) for way in ways for _ in range(lists)]
    keys = (f"SELECT p.start, p.meeting_id FROM postings AS p WHERE {path} {end}" for path in paths)
    return (" UNION " if lists > 1 else " UNION ALL ").join(f"SELECT * FROM ({some}) AS path" for some in keys)


def _condition(way: str, also: str) -> str:
    return f"p.facet = ? AND p.value = ? AND {way}{also}"


def _marks(number_of_values: int) -> str:
    return ", ".join("?" * number_of_values)
