"""A search in, the meetings that it finds and how well each fits out, as a table; in the words of each database."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Float, Select, Text, column, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.selectable import TableValuedAlias

from app.queries.paging import Key, Order
from app.queries.words import Search, Term
from app.store.models import UNDATED
from app.store.texts import ID_BITS

# A word in the title counts five times one in the evidence, a word in the names twice; PostgreSQL lists D, C, B, A.
SQLITE_WEIGHTS = "5.0, 2.0, 1.0"
POSTGRESQL_WEIGHTS = "{0, 0.2, 0.4, 1.0}"
# From here on are meetings of unknown date.
WITHOUT_DAY = UNDATED.toordinal() << ID_BITS
LARGEST_PLACE = 2**63 - 1
# Divide by the logarithm of the length, as BM25 does in its own way.
BY_LENGTH = 1


class _Found(FunctionElement[Any]):
    """A table of `meeting_id`, `place` and `misfit`; its clauses are the search for each database."""

    name = "found"
    inherit_cache = True


def found_by(search: Search) -> TableValuedAlias:
    """The meetings that a search finds, with their `place` by days, and their `misfit`: the lower, the better."""
    columns: Any = (column("meeting_id", Text()), column("place", BigInteger()), column("misfit", Float()))
    return _Found(literal(in_fts5(search)), literal(_in_tsquery(search))).table_valued(*columns, name="found")


@compiles(_Found, "sqlite")
def _on_sqlite(element: _Found, compiler: SQLCompiler, **options: Any) -> str:
    asked, _ = element.clauses
    return (
        "(SELECT meeting_texts.meeting_id, meeting_words.rowid AS place, "  # noqa: S608 - the search is a bound value
        f"bm25(meeting_words, {SQLITE_WEIGHTS}) AS misfit FROM meeting_words "
        "JOIN meeting_texts ON meeting_texts.id = meeting_words.rowid "
        f"WHERE meeting_words MATCH {compiler.process(asked, **options)})"
    )


@compiles(_Found, "postgresql")
def _on_postgresql(element: _Found, compiler: SQLCompiler, **options: Any) -> str:
    _, asked = element.clauses
    query = f"CAST({compiler.process(asked, **options)} AS tsquery)"
    rank = f"ts_rank('{POSTGRESQL_WEIGHTS}', words, {query}, {BY_LENGTH})"
    return (
        f"(SELECT meeting_id, id AS place, CAST(-{rank} AS double precision) AS misfit "  # noqa: S608 - the search is a bound value
        f"FROM meeting_texts WHERE words @@ {query})"
    )


def in_fts5(search: Search) -> str:
    """A search as FTS5 takes it."""

    def written(term: Term) -> str:
        return f'"{" ".join(term.words)}"{" *" if term.prefix else ""}'

    wanted = " AND ".join(map(written, search.wanted))
    return f"({wanted}) NOT ({' OR '.join(map(written, search.unwanted))})" if search.unwanted else wanted


def _in_tsquery(search: Search) -> str:
    def written(term: Term) -> str:
        words = " <-> ".join(f"'{word}'" for word in term.words)
        return f"({words}{':*' if term.prefix else ''})"

    return " & ".join([*map(written, search.wanted), *(f"!{written(term)}" for term in search.unwanted)])


@dataclass(frozen=True, slots=True)
class ByPlace(Order):
    """The order of first days, undated meetings last either way, along one number that no two meetings share."""

    def parts(self, statement: Select[Any], after: tuple[Key, str] | None) -> Iterator[Select[Any]]:
        """One read of the dated meetings, then one of the others, each in the order of the index of words."""
        key: Any = self.key
        last: Any = after[0] if after else None
        order = key.desc() if self.descending else key
        beyond = [] if last is None else [key < last if self.descending else key > last]
        if last is not None and last >= WITHOUT_DAY:
            yield statement.where(key >= WITHOUT_DAY, *beyond).order_by(order)
            return
        yield statement.where(key < WITHOUT_DAY, *beyond).order_by(order)
        yield statement.where(key >= WITHOUT_DAY).order_by(order)


def place(written: Any) -> int:
    """A place from a cursor. Raises TypeError or OverflowError for what is none."""
    if not isinstance(written, int):
        raise TypeError(written)
    if abs(written) > LARGEST_PLACE:
        raise OverflowError(written)
    return written
