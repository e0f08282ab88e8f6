"""A session in, the number of rows of each table and a checksum of their values out: the same on both databases."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import orjson
from sqlalchemy import Row, Table, select
from sqlalchemy.orm import Session

from app.store.models import Base

BATCH = 1_000
BITS = 128


@dataclass(frozen=True, slots=True)
class Sum:
    """How many rows a table has, and the sum of their digests, in which their order does not count."""

    rows: int
    digest: int

    @property
    def hexadecimal(self) -> str:
        """The checksum as people compare it."""
        return f"{self.digest:032x}"


def sums_of(session: Session) -> dict[str, Sum]:
    """The sum of each table by name."""
    return {table.name: _sum(session, table) for table in Base.metadata.sorted_tables}


def _sum(session: Session, table: Table) -> Sum:
    number = total = 0
    for row in session.execute(select(table), execution_options={"yield_per": BATCH}):
        number += 1
        total += _digest(row)
    return Sum(number, total % 2**BITS)


def _digest(row: Row[Any]) -> int:
    # PostgreSQL keeps the keys of JSON objects in an order of its own.
    plain = orjson.dumps(list(row), option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(blake2b(plain, digest_size=BITS // 8).digest())
