"""Pairs of records that wait for a person's verdict as people outside see them: a page of them out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Select, literal, tuple_
from sqlalchemy.orm import Session

from app.queries.paging import AnyRow, Key, Order, Page, Question, Window, whole
from app.resolution.meetings import SAME
from app.store.documents import in_full
from app.store.reviews import NUMBER, open_pairs, rank


@dataclass(frozen=True, slots=True)
class ByUsefulness(Order):
    """The order of verdicts wanted: by rank, a number, then by the text of the review's number."""

    def parts(self, statement: Select[Any], after: tuple[Key, str] | None) -> Iterator[Select[Any]]:
        """One read, since every pair has a rank."""
        if after is not None:
            statement = statement.where(tuple_(self.key, self.id) > tuple_(literal(after[0]), literal(after[1])))
        yield statement.order_by(self.key, self.id)


def page(session: Session, window: Window) -> Page:
    """One page of the open pairs, the most useful verdict first. Two statements. Raises InvalidFilterError."""
    order: Any = ByUsefulness(rank(), NUMBER, whole)  # type: ignore[arg-type]
    pairs: Any = open_pairs()
    question = Question(pairs, order, "reviews")
    rows, next_cursor = question.rows(session, window)
    return Page(tuple(_review(row) for row in rows), question.count(session), next_cursor)


def _review(row: AnyRow) -> bytes:
    created = row.StoredDecision
    head = orjson.dumps(
        {
            "id": created.id,
            "url": f"/v1/reviews/{created.id}",
            "score": created.score,
            "threshold": SAME,
            "features": created.reasons["features"],
            "asked_at": in_full(created.at),
        }
    )
    meetings = ",".join(record.document for record in (row.one, row.other))
    return head[:-1] + b',"meetings":[' + meetings.encode() + b"]}"
