"""A meeting's id in; field by field what every source claims of it, with the words and the rule that read them, out."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.queries import meetings
from app.queries.paging import Count, Page

# The fields that a claim can be about, in the order in which they are told; those of many members name one of them
# after a colon, as in `party:KOR`.
FIELDS = (
    "meeting", "kind", "status", "level", "start", "end", "party", "role", "person", "place", "series", "topic",
    "salience", "attribution", "confidence",
)  # fmt: skip


def page(session: Session, meeting_id: str, field: str | None = None, as_of: datetime | None = None) -> Page:
    """The evidence for every field of a meeting on one page, or for one field and all its members alone.

    Four statements for now. Raises NotFoundError, MovedError and GoneError as a meeting does.
    """
    record = orjson.loads(meetings.record(session, meeting_id, as_of).document)
    claims: dict[str, list[dict[str, Any]]] = {}
    for name, claim in _claims(meetings.sources(session, meeting_id, as_of)):
        if field is None or name == field or name.startswith(f"{field}:"):
            claims.setdefault(name, []).append(claim)
    fields = sorted(claims, key=_place)
    records = [{"field": name, "value": record.get(name), "claims": claims[name]} for name in fields]
    return Page(tuple(map(orjson.dumps, records)), Count(len(records), exact=True))


def _claims(sources: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each claim with the field that it is about, and the source that makes it."""
    for source in sources:
        whose = {"source": source["id"], "article": source["article"], "attribution": source["attribution"]}
        for claim in source["claims"]:
            yield claim["field"], {name: claim[name] for name in claim if name != "field"} | whose


def _place(name: str) -> tuple[int, str]:
    head = name.partition(":")[0]
    return FIELDS.index(head) if head in FIELDS else len(FIELDS), name
