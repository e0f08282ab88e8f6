"""The drafts of one article in; a meeting without a place gets that of the stay during which it is told out."""

from collections.abc import Sequence

from app.domain.meetings import Kind
from app.extraction.drafts import Draft

# How many passages on a stay is still what the text speaks of.
REACH = 2


def settle(drafts: Sequence[Draft]) -> None:
    """Place the talks of a visitor where the visit is, and "he also met ..." where the meeting before was."""
    for i, draft in enumerate(drafts):
        if draft.place is None and draft.kind is Kind.MEETING:
            stay = next((d for d in reversed(drafts[:i]) if _is_stay(d, draft)), None)
            if stay is not None:
                draft.place, draft.place_span = stay.place, stay.place_span


def _is_stay(known: Draft, draft: Draft) -> bool:
    """Whether a draft is another meeting of a stay: somebody in common, near in the text and in time."""
    if known.place is None or draft.sheet.number - known.sheet.number > REACH:
        return False
    if not set(known.people) & set(draft.people) or known.status is not draft.status:
        return False
    if known.start is not None and draft.start is not None and not known.start.overlaps(draft.start):
        return False
    if known.kind is Kind.VISIT:
        return known.place.place.country in draft.codes
    return draft.mention.additional and known.sheet is draft.sheet
