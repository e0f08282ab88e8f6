"""Corrected values in, the plain JSON that the store keeps out, and back; and the corrections of meetings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.resolution.policy import Corrections
from app.resolution.reports import MeetingFields
from app.store.models import StoredCorrection
from app.store.upsert import table_of

SAID = select(table_of(StoredCorrection)).where(
    table_of(StoredCorrection).c.meeting_id.in_(bindparam("ids", expanding=True))
)


@cache
def _adapter(field: str) -> TypeAdapter[Any]:
    return TypeAdapter(get_type_hints(MeetingFields)[field])


def to_json(field: str, value: Any) -> dict[str, Any]:
    """The value of a field, wrapped: that a person says "none" is not that nobody said anything."""
    return {"value": _adapter(field).dump_python(value, mode="json")}


def from_json(field: str, plain: Mapping[str, Any]) -> Any:
    """The value again. Raises pydantic's ValidationError for anything that `to_json` did not make."""
    return _adapter(field).validate_python(plain["value"])


def corrections_of(session: Session, meeting_ids: Iterable[str]) -> dict[str, Corrections]:
    """The corrections of each meeting that has any."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in session.execute(SAID, {"ids": sorted(meeting_ids)}):
        found[row.meeting_id][row.field] = from_json(row.field, row.value)
    return dict(found)
