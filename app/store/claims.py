"""A candidate in, its claims out: one row for each piece of evidence, with the value that the words gave."""

from typing import Any

from app.domain.calendar import PartialDate
from app.domain.meetings import MeetingCandidate, Place


def claims_of(source_id: str, candidate: MeetingCandidate) -> list[dict[str, Any]]:
    """The rows of the `claims` table for one source, in the order of the evidence."""
    return [
        {
            "source_id": source_id,
            "seq": seq,
            "field": evidence.field,
            "value": claimed_value(candidate, evidence.field),
            "span_start": evidence.span.start,
            "span_end": evidence.span.end,
            "quote": evidence.quote,
            "rule": evidence.rule,
            "confidence": evidence.confidence,
        }
        for seq, evidence in enumerate(candidate.evidence)
    ]


def claimed_value(candidate: MeetingCandidate, field: str) -> str | None:
    """What a field of the candidate holds, as text: "2023-09-26", "Seoul, KOR", or the member of "party:KOR"."""
    kind, colon, member = field.partition(":")
    if kind == "role":
        return next((party.role.value for party in candidate.parties if party.code == member), None)
    if colon:
        return member
    value = getattr(candidate, field, None)
    if isinstance(value, PartialDate):
        return value.iso or f"{value.earliest}/{value.latest}"
    if isinstance(value, Place):
        return ", ".join(part for part in (value.venue, value.city, value.country) if part) or None
    return str(value) if isinstance(value, str) else None
