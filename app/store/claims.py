"""A candidate in, its claims out: one row for each piece of evidence, with the value that the words gave."""

from typing import Any

from app.domain.meetings import MeetingCandidate
from app.extraction.output import claimed_value


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
