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


def has(group: Group, negation: str = "") -> Clause:
    """The meeting of the posting is listed under one of the values, too."""
    return Clause(_text_of_has(len(group.values), negation), (group.facet, *group.values))


def of_column(name: str, terms: Terms) -> Iterator[Clause]:
    """A column of the posting has a value that is asked for, and none that is not wanted."""
    for values in terms.groups:
        yield Clause(f"p.{name} IN ({_marks(len(values))})", values)
    if terms.excluded:
        yield Clause(f"p.{name} NOT IN ({_marks(len(terms.excluded))})", terms.excluded)


def paths(along: Group, ways: Sequence[Clause], also: Clause) -> list[Clause]:
    """One condition for each list that is followed on each of the ways; `also` is to hold on all of them."""
    on = []
    for sql, values, reach in ways:
        text = f"p.facet = ? AND p.value = ? AND {sql}{also.sql}"
        facet = f"{along.facet}+{reach}" if reach else along.facet
        on += [Clause(text, (facet, value, *values, *also.values)) for value in along.values]
    return on


def together(conditions: Sequence[Clause]) -> Clause:
    """All of them, to be written behind another one."""
    if not conditions:
        return ALWAYS
    return Clause("".join(f" AND {clause.sql}" for clause in conditions), values_of(conditions))


def rows(along: Group, on: Sequence[Clause], descending: bool, limit: int) -> Put:
    """The first meetings on some paths in the order of their days: id, first day and document."""
    text = _text_of_rows(tuple([path.sql for path in on]), len(along.values) > 1, "DESC" if descending else "ASC")
    values = [value for path in on for value in (*path.values, limit)]
    return text, tuple(values) if len(on) == 1 else (*values, limit)


def number(along: Group, on: Sequence[Clause], most: int) -> Put:
    """How many meetings there are on some paths; counting stops at `most`."""
    return _text_of_number(tuple([path.sql for path in on]), len(along.values) > 1, most), values_of(on)


def values_of(clauses: Sequence[Clause]) -> tuple[Any, ...]:
    """The values of some conditions, in their order."""
    return tuple([value for clause in clauses for value in clause.values])


@lru_cache(KEPT)
def _text_of_has(number_of_values: int, negation: str) -> str:
    return (
        f"{negation}EXISTS (SELECT 1 FROM postings AS o WHERE o.facet = ? AND o.value IN ({_marks(number_of_values)}) "
        "AND o.start = p.start AND o.meeting_id = p.meeting_id)"
    )


@lru_cache(KEPT)
def _text_of_rows(on: tuple[str, ...], repeated: bool, direction: str) -> str:
    order = f"ORDER BY p.start {direction}, p.meeting_id {direction} LIMIT ?"
    joined = "JOIN meetings AS m ON m.id = p.meeting_id"
    if len(on) == 1:
        return f"SELECT p.meeting_id, p.start, m.document FROM postings AS p {joined} WHERE {on[0]} {order}"
    keys = _union(on, repeated, order)
    return f"SELECT p.meeting_id, p.start, m.document FROM ({keys}) AS p {joined} {order}"


@lru_cache(KEPT)
def _text_of_number(on: tuple[str, ...], repeated: bool, most: int) -> str:
    limit = f"LIMIT {most}"
    some = f"SELECT 1 FROM postings AS p WHERE {on[0]} {limit}"
    if len(on) > 1:
        some = f"SELECT 1 FROM ({_union(on, repeated, limit)}) AS every {limit}"
    return f"SELECT count(*) FROM ({some}) AS counted"


def _union(on: Sequence[str], repeated: bool, end: str) -> str:
    """The keys at the beginning of several paths; a meeting that is on two lists counts once."""
    keys = (f"SELECT p.start, p.meeting_id FROM postings AS p WHERE {path} {end}" for path in on)
    return (" UNION " if repeated else " UNION ALL ").join(f"SELECT * FROM ({some}) AS path" for some in keys)


def _marks(number_of_values: int) -> str:
    return ", ".join("?" * number_of_values)
