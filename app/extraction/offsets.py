"""A draft told by its distance from the story's own event in, its day out: "came two days after X met Y"."""

from dataclasses import replace
from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Status
from app.domain.mentions import Span
from app.extraction.drafts import Draft
from app.extraction.lengths import is_ending
from app.extraction.lexicon import word_list
from app.extraction.syntax import clause, has_had, is_negated
from app.extraction.tense import tense
from app.extraction.time import Direction, Relation, TimeMention, resolve
from app.extraction.tokens import Span as Words
from app.extraction.tokens import Token

WEEK = timedelta(weeks=1)
# The units that an offset is counted in.
COUNTED = {Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.YEAR}


def by_offset(draft: Draft, times: list[TimeMention], main: PartialDate | None, anchor: date | None) -> None:
    """Date the event behind "a day after" from that of the sentence, which is the one told before or today's."""
    trigger = draft.mention.trigger
    if draft.start is not None or is_negated(clause(trigger)) or _goes_before(draft, times, main):
        return
    for time in times:
        span = draft.sheet.words(time.span)
        if time.rule != "event_offset" or span is None or not span.end <= trigger.i < trigger.sent.end:
            continue
        verb = span[-1].head
        if clause(trigger).dep_ == "pcomp" and clause(trigger).head.i == span[-1].i:
            # "Two days after meeting X, Y flew to Rome on Sunday".
            verb = clause(trigger)
        come = verb.head if verb.dep_ == "advcl" else clause(span[-1])
        inside = _is_counted_from(trigger, span)
        if span.start < trigger.sent.start or (come.i == clause(trigger).i and not inside):
            # What the offset is counted from is dated otherwise.
            continue
        ahead = Direction.FUTURE if tense(come) in {"future", "present"} else Direction.PAST
        own = clause(trigger)
        below = own.head if own.dep_ == "xcomp" else own
        told = _before(draft, time, times, anchor, ahead) if inside or verb.i in {own.i, below.i} else None
        opening = verb.i in {own.i, below.i} and span.start == trigger.sent.start
        if told is None and opening:
            told = _of_clause(come, draft, times, anchor)
        if told is None and not opening and come.lemma_.lower() not in word_list("coming"):
            continue
        day = _counted_back(time, told or main or (PartialDate.of_day(anchor) if anchor is not None else None))
        if day is not None:
            base = draft.sheet.passage.base
            draft.start, draft.end = None if _ends_then(draft) else day, day
            if anchor is not None and day.earliest > anchor and draft.status is Status.HELD:
                # "Goes to Rome on Friday, a day after visiting Oslo", said on Monday.
                draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="date ahead", tense="future")
            draft.time_span = Span(base + time.span.start, base + time.span.end)
            draft.time_rule = time.rule


def _ends_then(draft: Draft) -> bool:
    """ "A day after X wound up a visit to Rome": the last day of a stay of which no length is told."""
    return draft.kind is Kind.VISIT and draft.length is None and is_ending(draft)


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


def _of_clause(verb: Token, draft: Draft, times: list[TimeMention], anchor: date | None) -> PartialDate | None:
    """The day that the clause behind an offset names: "Two days after he met Y, X said on Wednesday"."""
    for time in times:
        span = draft.sheet.words(time.span)
        named = time.kind not in {"duration", "recurring"} and time.rule != "event_offset"
        if named and span is not None and span.start > verb.sent.start and clause(span.root).i == verb.i:
            return resolve(time, anchor, Direction.FUTURE if tense(verb) == "future" else Direction.PAST)[0]
    return None


def _goes_before(draft: Draft, times: list[TimeMention], main: PartialDate | None) -> bool:
    """ "Flew to Oslo on Friday. The day before that he had been in Riga": so far before the day of the story."""
    trigger, story = draft.mention.trigger, main or draft.told_on
    if not has_had(clause(trigger)) or story is None or story.precision is not Precision.DAY:
        return False
    for time in times:
        span = draft.sheet.words(time.span) if time.rule == "event_offset" else None
        if span is not None and span.start == trigger.sent.start:
            draft.start, _ = resolve(replace(time, relation=Relation.ON), story.earliest, Direction.NONE, story)
            draft.end, draft.time_rule = draft.start, time.rule
            return True
    return False


def _counted_back(time: TimeMention, main: PartialDate | None) -> PartialDate | None:
    """When it was if it lies as far before (or after) the main event as the time says that this lies after (or before).

    Days and a single week are counted to the day, longer times to the month or the year.
    """
    if main is None or main.precision is not Precision.DAY:
        return None
    there, _ = resolve(replace(time, relation=Relation.ON), main.earliest, Direction.NONE, main)
    if there is None or there.precision not in COUNTED:
        return None
    middle = there.earliest + (there.latest - there.earliest) // 2
    weeks = round((middle - main.earliest) / WEEK)
    exact = there.precision is Precision.DAY or (there.precision is Precision.WEEK and abs(weeks) == 1)
    day = main.earliest - (weeks * WEEK if there.precision is Precision.WEEK else middle - main.earliest)
    if exact:
        return PartialDate.of_day(day, Basis.NARRATIVE)
    if there.precision is Precision.YEAR:
        return PartialDate.of_year(2 * main.earliest.year - there.earliest.year, Basis.NARRATIVE)
    months = main.earliest.month - there.earliest.month + 12 * (main.earliest.year - there.earliest.year)
    months += 12 * main.earliest.year + main.earliest.month - 1
    if there.precision is Precision.MONTH:
        return PartialDate.of_month(months // 12, months % 12 + 1, Basis.NARRATIVE)
    return PartialDate.of_month(day.year, day.month, Basis.NARRATIVE)


def dates_what_followed(draft: Draft, time: TimeMention, others: list[TimeMention]) -> bool:
    """Whether a time dates what came so long after: "left on Tuesday, the day after a summit"."""
    for other in others:
        span = draft.sheet.words(other.span)
        if other.rule == "event_offset" and span is not None and _is_counted_from(draft.mention.trigger, span):
            return time.span.end <= other.span.start
    return False
