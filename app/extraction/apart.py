"""A draft and a time of its sentence in, whether the sentence tells it of that meeting, or of another, alone out."""

from app.extraction.drafts import Draft
from app.extraction.staging import further_leg, stage_of
from app.extraction.time import TimeMention


def is_alone(draft: Draft, time: TimeMention) -> bool:
    """Whether a time is told of the draft's turn alone, or stands among the words that stage it alone."""
    if draft.turn is not None and _is_within(draft, time, draft.turn.start, draft.turn.end):
        return True
    stage = stage_of(draft.mention.trigger)
    return stage is not None and _is_within(draft, time, *stage)


def is_of_another(draft: Draft, time: TimeMention) -> bool:
    """Whether a time is told of one of the turns before that of the draft, or of the next leg of a trip."""
    leg = further_leg(draft.mention.trigger) if draft.mention.is_verb else None
    if leg is not None and _is_within(draft, time, leg, draft.mention.trigger.sent.end):
        return True
    return draft.turn is not None and _is_within(draft, time, draft.turn.first, draft.turn.start)


def _is_within(draft: Draft, time: TimeMention, first: int, last: int) -> bool:
    span = draft.sheet.words(time.span)
    return span is not None and first <= span.start < last
