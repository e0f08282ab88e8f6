"""Keyset paging: a statement, an order and a cursor in; one page of rows and the cursor of the next page out."""

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import reduce
from operator import add
from typing import Any, NamedTuple
from zlib import crc32

import msgspec
import orjson
from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, func, literal, select, tuple_, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.errors import InvalidFilterError
from app.queries.filters import Filter

DEFAULT_LIMIT = 25
MOST = 500
# Counting stops here, so that a broad question costs no more than a narrow one.
COUNTED = 1_000
# How many rows are read at once where all are wanted: of more, the garbage collector looks at each several times,
# which took a quarter of the time of an export at 1,000.
BATCH = 250
ID = re.compile(r"[a-z0-9-]{1,24}")

# Writes a question, in half of the time of other libraries.
WRITER = msgspec.json.Encoder(enc_hook=repr, order="sorted")
# A row whose columns are known by name alone.
AnyRow = Row[*tuple[Any, ...]]
# A record as JSON, or the place in memory where it lies.
Record = bytes | memoryview
Key = str | date | float | None
LARGEST = 2**31 - 1


def text(written: Any) -> str:
    """A text from a cursor. Raises TypeError, as all these do, for what is none."""
    if not isinstance(written, str) or "\0" in written:
        raise TypeError(written)
    return written


def day(written: Any) -> date:
    """A day from a cursor."""
    return date.fromisoformat(written)


def moment(written: Any) -> datetime:
    """A moment from a cursor, in UTC."""
    return datetime.fromisoformat(written).astimezone(UTC)


def whole(written: Any) -> int:
    """A whole number from a cursor. Raises OverflowError for one that no database column can hold."""
    if not isinstance(written, int):
        raise TypeError(written)
    if abs(written) > LARGEST:
        raise OverflowError(written)
    return written


def real(written: Any) -> float:
    """A real number from a cursor."""
    if not isinstance(written, int | float):
        raise TypeError(written)
    return float(written)


@dataclass(frozen=True, slots=True)
class Order:
    """A sort order: by `key`, then by `id`, so that no two rows tie. Rows without a key come last either way.

    `read` gives a key back as the column has it, from a cursor, and raises ValueError or TypeError for anything else.
    """

    key: InstrumentedAttribute[Any] | ColumnElement[Any]
    id: InstrumentedAttribute[str]
    read: Callable[[Any], str | date | float] = text
    descending: bool = False

    @property
    def nullable(self) -> bool:
        """Whether a row may be without a key."""
        return bool(getattr(self.key.expression, "nullable", False))

    def parts(self, statement: Select[Any], after: tuple[Key, str] | None) -> Iterator[Select[Any]]:
        """The reads that give the page when they are taken in turn: rows with a key, then rows without one.

        Two plain reads, each along an index, where one with `OR key IS NULL` would start at the first row every time.
        """
        if after is None or after[0] is not None:
            yield self._with_key(statement, after)
        if self.nullable:
            yield self._without_key(statement, after)

    def _with_key(self, statement: Select[Any], after: tuple[Key, str] | None) -> Select[Any]:
        key, row_id = self.key, self.id
        if after is not None:
            place = tuple_(literal(after[0], key.type), literal(after[1], row_id.type))
            row = tuple_(key, row_id)
            statement = statement.where(row < place if self.descending else row > place)
        elif self.nullable:
            statement = statement.where(key.is_not(None))
        return statement.order_by(*((key.desc(), row_id.desc()) if self.descending else (key, row_id)))

    def _without_key(self, statement: Select[Any], after: tuple[Key, str] | None) -> Select[Any]:
        statement = statement.where(self.key.is_(None))
        if after is not None and after[0] is None:
            statement = statement.where(self.id < after[1] if self.descending else self.id > after[1])
        return statement.order_by(self.id.desc() if self.descending else self.id)

    def read_key(self, written: object) -> Key:
        """The key of a cursor. Raises ValueError, TypeError or OverflowError for one that this order cannot have."""
        return None if written is None and self.nullable else self.read(written)


# These are tuples: every list has one of each, and tuples are made in a third of the time.
class Window(NamedTuple):
    """Which part of a list is wanted: how many rows, in which order, and after which cursor."""

    limit: int = DEFAULT_LIMIT
    sort: str = ""
    cursor: str | None = None

    def order(self, orders: dict[str, Order]) -> Order:
        """The order of that name; the first one where none is named. Raises InvalidFilterError."""
        if self.sort and self.sort not in orders:
            raise InvalidFilterError(f"{self.sort!r} is not one of {', '.join(orders)}", "sort")
        return orders[self.sort or next(iter(orders))]


class Count(NamedTuple):
    """How many records there are: exactly, or at least that many."""

    value: int
    exact: bool


# Not a frozen one, which takes three times as long to make.
@dataclass(slots=True)
class Page:
    """One page: records as rendered JSON, how many there are on all pages, and the cursor of the next page.

    `facets` has, for each dimension that was asked for, its values with their numbers.
    """

    records: tuple[Record, ...]
    count: Count
    next_cursor: str | None = None
    facets: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, apart from where in the answer one stands: a cursor is good for one question alone.

    `also` is the same question, put in the same order to other tables, whose rows answer it beside those of the first.
    """

    statement: Select[Any]
    order: Order
    asked: object
    also: tuple[tuple[Select[Any], Order], ...] = ()

    @property
    def mark(self) -> str:
        """A checksum of filter and order."""
        return mark_of(self.asked, str(self.order.key.key), descending=self.order.descending)

    def rows(self, session: Session, window: Window) -> tuple[list[AnyRow], str | None]:
        """The rows of one page and the cursor of the next. The statement's first columns are the id and the key.

        Raises InvalidFilterError for a cursor of another question. At most two statements.
        """
        after = read_cursor(self.mark, window.cursor, self.order) if window.cursor else None
        sides = [order.parts(statement, after) for statement, order in ((self.statement, self.order), *self.also)]
        found: list[AnyRow] = []
        for parts in zip(*sides, strict=True):
            missing = window.limit + 1 - len(found)
            if missing > 0:
                found += session.execute(self._together(parts, missing)).all()
        more = len(found) > window.limit
        rows = found[: window.limit]
        return rows, write_cursor(self.mark, rows[-1][1], rows[-1][0]) if more else None

    def every(self, session: Session, ordered: bool = True) -> Iterator[Sequence[AnyRow]]:
        """All rows, in batches that are read as they are taken, so that a million need no more memory than a few.

        On a session of `snapshot` they are those of one state of the store. Without an order they come as they lie in
        it, which saves a look into an index for each, and without the id and the key, which only an order needs.
        """
        sides = ((self.statement, self.order), *self.also)
        statements = [_without_place(statement) for statement, _ in sides]
        if ordered:
            in_turn = zip(*(order.parts(statement, None) for statement, order in sides), strict=True)
            statements = [self._together(parts) for parts in in_turn]
        for statement in statements:
            # On the connection: a session would look at each row for objects that it knows.
            yield from session.connection().execute(statement, execution_options={"yield_per": BATCH}).partitions()

    def count(self, session: Session) -> Count:
        """How many rows answer the question; counting stops at COUNTED. One statement."""
        statements = (self.statement, *(statement for statement, _ in self.also))
        value = session.scalar(select(reduce(add, map(_number, statements)))) or 0
        return Count(min(value, COUNTED), exact=value <= COUNTED)

    def _together(self, parts: Sequence[Select[Any]], limit: int | None = None) -> Select[Any]:
        """One read of the rows that each part gives, in their order; of all of them without a limit."""
        if len(parts) == 1:
            return parts[0].limit(limit)
        rows = union_all(*(select(part.limit(limit).subquery()) for part in parts)).subquery()
        row_id, key = list(rows.c)[:2]
        order = (key.desc(), row_id.desc()) if self.order.descending else (key, row_id)
        return select(rows).order_by(*order).limit(limit)


def mark_of(asked: object, key: str, *, descending: bool) -> str:
    """A checksum of filter and order, by which a cursor is known to belong to them."""
    given = asked.given if isinstance(asked, Filter) else asked
    return f"{crc32(WRITER.encode((given, key, descending))):x}"


def write_cursor(mark: str, key: Key, row_id: str) -> str:
    """The cursor of the rows after this one."""
    return base64.urlsafe_b64encode(orjson.dumps([mark, key, row_id])).rstrip(b"=").decode()


def read_cursor(mark: str, cursor: str, order: Order) -> tuple[Key, str]:
    """The row after which the page begins. Raises InvalidFilterError for a cursor of another question."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        its_mark, key, row_id = orjson.loads(base64.urlsafe_b64decode(padded))
        if its_mark != mark:
            raise InvalidFilterError("the cursor belongs to other filters; start again without it", "cursor")
        if not ID.fullmatch(row_id):
            raise ValueError(row_id)
        return order.read_key(key), row_id
    except (ValueError, TypeError, OverflowError):
        raise InvalidFilterError("the cursor cannot be read; start again without it", "cursor") from None


def _without_place(statement: Select[Any]) -> Select[Any]:
    """The same without its first two columns."""
    return statement.with_only_columns(*list(statement.selected_columns)[2:], maintain_column_froms=True)


def _number(statement: Select[Any]) -> ScalarSelect[int]:
    """How many rows a statement gives, as a column; counting stops at COUNTED."""
    some = statement.with_only_columns(literal(1), maintain_column_froms=True).limit(COUNTED + 1).subquery()
    return select(func.count()).select_from(some).scalar_subquery()
