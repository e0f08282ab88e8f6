"""A draft told by its distance from the story's own event in, its day out: "came two days after X met Y"."""

from dataclasses import replace
from datetime import date

from spacy.tokens import Span as Words
from spacy.tokens import Token

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.mentions import Span
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.syntax import clause, is_negated
from app.extraction.tense import tense
from app.extraction.time import Direction, Relation, TimeMention, resolve


def by_offset(draft: Draft, times: list[TimeMention], main: PartialDate | None, anchor: date | None) -> None:
    """Date the event behind "a day after" from that of the sentence, which is the one told before or today's."""
    trigger = draft.mention.trigger
    if draft.start is not None or is_negated(clause(trigger)):
        return
    for time in times:
        span = draft.sheet.doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        if time.rule != "event_offset" or span is None or not span.end <= trigger.i < trigger.sent.end:
            continue
        verb = span[-1].head
        come = verb.head if verb.dep_ == "advcl" else clause(span[-1])
        inside = _is_counted_from(trigger, span)
        if span.start < trigger.sent.start or (come.i == clause(trigger).i and not inside):
            # What the offset is counted from is dated otherwise.
            continue
        ahead = Direction.FUTURE if tense(come) == "future" else Direction.PAST
        told = _before(draft, time, times, anchor, ahead) if inside or verb.i == clause(trigger).i else None
        if told is None and come.lemma_.lower() not in word_list("coming"):
            continue
        day = _counted_back(time, told or main or (PartialDate.of_day(anchor) if anchor is not None else None))
        if day is not None:
            base = draft.sheet.passage.base
            draft.start = draft.end = day
            draft.time_span = Span(base + time.span.start, base + time.span.end)
            draft.time_rule = time.rule


def _is_counted_from(trigger: Token, offset: Words) -> bool:
    """Whether a noun names what an offset is counted from: "left on Tuesday, the day after a summit with Y"."""
    return trigger.i >= offset.end and any(word.is_ancestor(trigger) for word in offset) and trigger.pos_ == "NOUN"


def _before(
    draft: Draft, time: TimeMention, times: list[TimeMention], anchor: date | None, ahead: Direction
) -> PartialDate | None:
    """The day that the offset is told beside, or that of the clause before it.

    "On October 25, six days after X met Y"; "left Rome on Tuesday for Oslo, two days after a summit".
    """
    day = next((t for t in reversed(times) if t.span.end <= time.span.start and t.kind != "duration"), None)
    between = draft.sheet.doc.char_span(day.span.end, time.span.start, alignment_mode="contract") if day else None
    apart = any(word.pos_ in {"VERB", "AUX"} or word.is_sent_start for word in between or ())
    return resolve(day, anchor, ahead)[0] if day is not None and not apart else None


def _counted_back(time: TimeMention, main: PartialDate | None) -> PartialDate | None:
    """The day that lies as far before (or after) the main event as the time says that this lies after (or before)."""
    if main is None or main.precision is not Precision.DAY:
        return None
    there, _ = resolve(replace(time, relation=Relation.ON), main.earliest, Direction.NONE, main)
    if there is None or there.precision is not Precision.DAY:
        return None
    return PartialDate.of_day(main.earliest - (there.earliest - main.earliest), Basis.NARRATIVE)


def dates_what_followed(draft: Draft, time: TimeMention, others: list[TimeMention]) -> bool:
    """Whether a time dates what came so long after: "left on Tuesday, the day after a summit"."""
    for other in others:
        span = draft.sheet.doc.char_span(other.span.start, other.span.end, alignment_mode="expand")
        if other.rule == "event_offset" and span is not None and _is_counted_from(draft.mention.trigger, span):
            return time.span.end <= other.span.start
    return False
