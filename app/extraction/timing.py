"""A draft and the times of its passage in, when the meeting starts and ends out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Status
from app.domain.mentions import Span
from app.extraction.drafts import Draft
from app.extraction.lexicon import nouns, word_list
from app.extraction.nearness import BOUNDS, by_nearness
from app.extraction.syntax import clause
from app.extraction.tense import tense
from app.extraction.time import Direction, Relation, TimeMention, first_day, last_day, resolve

# A stretch of days longer than this, counted from the publication, is no date ("in the coming months").
VAGUE_DAYS = 45
# What began longer ago than this many days is taken to be over.
UNDER_WAY = 7
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

Context = tuple[date | None, PartialDate | None]
"""The publication day, and the date told before in the narrative."""


def attach(draft: Draft, times: list[TimeMention], rivals: list[Draft], context: Context) -> None:
    """Set start and end of a draft from the time that belongs to its trigger, if any.

    `rivals` are the other drafts of the passage: a time that hangs closer on one of them is theirs.
    """
    anchor, previous = context
    draft.length = _duration(draft, times)
    draft.told_on = _last_told(draft, times, anchor)
    for time in by_nearness(draft, times, rivals, anchor):
        if time.rule == "day_number" and (draft.reading.rule in {"begun", "goes on"} or _counts_another(draft, time)):
            # "Entered a second day": how long it has lasted, not when.
            continue
        before = told_before(time, times, anchor) or previous
        ends = resolve(time, anchor, _direction(draft, time), before)
        if ends != (None, None):
            _date(draft, time, ends, anchor)
            break
    _last_until(draft, times, anchor)
    _nth_day(draft, anchor)
    if draft.start is None and _moves_on(draft):
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="moves on", tense="future")


def _counts_another(draft: Draft, time: TimeMention) -> bool:
    """Whether a numbered day is one of something else: "met him on the second day of her visit"."""
    span = draft.sheet.doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
    whole = next((c for t in span or () for p in t.children if p.lower_ == "of" for c in p.children), None)
    return whole is not None and whole.i != draft.mention.trigger.i and whole.lemma_.lower() in nouns()


def _last_told(draft: Draft, times: list[TimeMention], anchor: date | None) -> PartialDate | None:
    """The day of the sentence before, or told before in the same sentence, near enough to the publication."""
    trigger = draft.mention.trigger
    for time in reversed([t for t in times if t.span.start < trigger.idx]):
        if time.kind in {"duration", "recurring"} or time.relation in BOUNDS:
            continue
        day, _ = resolve(time, anchor, Direction.PAST)
        if day is not None and day.precision is Precision.DAY:
            return day
    return None


def told_before(time: TimeMention, times: list[TimeMention], anchor: date | None) -> PartialDate | None:
    """The last day that the passage tells before a time, which "the evening before" counts from."""
    for other in reversed([t for t in times if t.span.start < time.span.start]):
        if other.kind in {"duration", "recurring"}:
            continue
        day, _ = resolve(other, anchor, Direction.PAST)
        if day is not None and day.precision is Precision.DAY:
            return day
    return None


def _date(
    draft: Draft, time: TimeMention, ends: tuple[PartialDate | None, PartialDate | None], anchor: date | None
) -> None:
    """Give a draft the days that a time names, and see what they say of its status."""
    start, end = ends
    if _tells_nothing(start, time) or not _dates(draft, time):
        return
    draft.start, draft.end = start, end
    draft.open_ended = time.relation is Relation.SINCE or (start == end and is_opening(draft))
    if draft.open_ended:
        draft.end = None
    if draft.reading.rule == "negated past":
        # "Have not met since 2019": they met then.
        draft.mention.generic = time.relation is not Relation.SINCE
        draft.end = start
    _look_ahead(draft, anchor)
    if draft.length is not None and start is not None and draft.end in {start, None}:
        stretch(draft, start, draft.length)
    elif draft.kind is Kind.VISIT and start == end and is_ending(draft):
        draft.start = None
    base = draft.sheet.passage.base
    draft.time_span = Span(base + time.span.start, base + time.span.end)
    draft.time_rule = time.rule


def _dates(draft: Draft, time: TimeMention) -> bool:
    """Whether a time dates the meeting and does not only bound it: "will visit from Monday" does."""
    if time.relation is Relation.SINCE:
        return draft.reading.rule == "negated past" or draft.status in {Status.SCHEDULED, Status.ONGOING}
    bound = time.relation in BOUNDS and draft.reading.rule not in {"negated past", "new date"}
    return not bound or time.rule.startswith("part")


def _last_until(draft: Draft, times: list[TimeMention], anchor: date | None) -> None:
    """The last day that the sentence tells apart: "opened on Sunday and are to last until Wednesday"."""
    if draft.status in {Status.CANCELLED, Status.POSTPONED} or draft.end not in {None, draft.start}:
        return
    sentence = draft.mention.trigger.sent
    carriers = {word.i for word in _carriers(draft.mention.trigger)}
    for time in times:
        span = draft.sheet.doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
        if time.relation is not Relation.UNTIL or span is None or not sentence.start <= span.start < sentence.end:
            continue
        verb = clause(span.root)
        _, last = resolve(time, anchor, Direction.FUTURE)
        if last is None or verb.lemma_.lower() not in word_list("lasting") or not carriers & _heads(verb):
            continue
        if draft.start is None or last.earliest > draft.start.latest:
            draft.end = last


def _heads(verb: Token) -> set[int]:
    """A verb and those it is joined to or governed by, up to the head of its clause."""
    found = {verb.i}
    while verb.dep_ in {"conj", "xcomp", "relcl", "acl", "advcl"} and verb.head.i != verb.i:
        verb = verb.head
        found.add(verb.i)
    return found


def _look_ahead(draft: Draft, anchor: date | None) -> None:
    """ "Travels to China on Friday": a present that lies ahead is a plan."""
    if anchor is None or draft.start is None:
        return
    if draft.reading.rule == "begun":
        if (anchor - draft.start.earliest).days > UNDER_WAY:
            draft.reading = replace(draft.reading, status=Status.HELD)
        elif draft.end == draft.start:
            draft.end = None
    if draft.start.precision is Precision.DAY:
        _weigh_day(draft, draft.start.earliest, anchor)
    accepted = draft.reading.rule == "an invitation" and clause(draft.mention.trigger).lemma_ == "accept"
    if accepted and draft.start.precision in {Precision.DAY, Precision.WEEK, Precision.MONTH}:
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="accepted for a day")
    if draft.reading.tense == "past" or draft.status not in {Status.HELD, Status.ONGOING}:
        return
    if draft.start.earliest > anchor or _is_planned_stretch(draft, draft.start, anchor):
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="date ahead", tense="future")


def _nth_day(draft: Draft, anchor: date | None) -> None:
    """ "On the third day of his visit": it began two days before; "on the last day of the talks": they end."""
    counts = _counts_of_day(draft)
    day = draft.start or (PartialDate.of_day(anchor, Basis.PUBLICATION) if anchor and draft.sheet.number < 2 else None)
    if day is None or day.precision is not Precision.DAY or draft.status not in {Status.HELD, Status.ONGOING}:
        return
    if counts & {"last", "final", "closing"}:
        draft.start, draft.end = first_day(day, draft.length) if draft.length else None, day
    elif counts & set(ORDINALS):
        passed = timedelta(days=next(n for n, word in enumerate(ORDINALS) if word in counts))
        draft.start, draft.end = PartialDate.of_day(day.earliest - passed, Basis.DURATION), None
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="day of it")
        if draft.length is not None:
            draft.end = last_day(draft.start, draft.length)


def _counts_of_day(draft: Draft) -> set[str]:
    """What stands before "day" in "the last day of talks", "talks enter a third day", "continue for a third day"."""
    trigger = draft.mention.trigger
    prep = trigger.head
    if prep.lower_ == "of" and prep.head.lemma_ == "day":
        return {c.lower_ for c in prep.head.children}
    if draft.reading.rule not in {"begun", "goes on"}:
        return set()
    verb = draft.reading.word
    behind = (c for p in verb.children if p.dep_ == "prep" and p.lower_ in {"for", "into", "on"} for c in p.children)
    return {c.lower_ for t in (*verb.children, *behind) if t.lemma_ == "day" for c in t.children}


def _moves_on(draft: Draft) -> bool:
    """ "He goes from here to Moscow": in the body of a report the present of a movement lies ahead."""
    trigger = draft.mention.trigger
    moves = draft.mention.is_verb and trigger.lemma_.lower() in word_list("movements") and not draft.mention.arrival
    return moves and draft.reading.rule == "present tense" and draft.sheet.number > 1


def _is_planned_stretch(draft: Draft, start: PartialDate, anchor: date) -> bool:
    """ "Travels to China this week": a present with a stretch of days around the publication is a plan."""
    spans = start.precision in {Precision.WEEK, Precision.MONTH} and draft.reading.tense == "present"
    moving = draft.kind is Kind.VISIT or start.precision is Precision.MONTH
    # "Are holding talks this week", said within the week: they go on.
    goes_on = draft.status is Status.ONGOING and not moving and start.earliest <= anchor
    return spans and start.latest >= anchor and not goes_on


def _weigh_day(draft: Draft, day: date, anchor: date) -> None:
    """What a day near the publication says: "were meeting" today goes on, who arrived yesterday is there."""
    if draft.reading.rule == "past progressive" and day == anchor:
        draft.reading = replace(draft.reading, status=Status.ONGOING)
        draft.end = None
    elif draft.mention.arrival and draft.status is Status.HELD and 0 <= (anchor - day).days <= 1:
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="arrival")
        draft.end = None


def _tells_nothing(start: PartialDate | None, time: TimeMention) -> bool:
    """ "In the coming months" gives no date that can be used; "later this year" gives the year."""
    if (
        time.rule not in {"within", "ahead"}
        or start is None
        or start.precision is not Precision.PERIOD
        or start.basis is not Basis.RELATIVE
    ):
        return False
    return (start.latest - start.earliest).days > VAGUE_DAYS


def stretch(draft: Draft, day: PartialDate, length: TimeMention) -> None:
    """Set both ends of "a three-day visit" that ends or begins on the day named."""
    if is_ending(draft):
        draft.start, draft.end = first_day(day, length) or day, day
    else:
        draft.end = last_day(day, length) or draft.end


def _direction(draft: Draft, time: TimeMention) -> Direction:
    if draft.status in {Status.CANCELLED, Status.POSTPONED} and (
        time.kind != "weekday" or (draft.mention.is_verb and tense(draft.reading.word) == "past")
    ):
        # "Refused to meet him on Sunday", "was called off": the nearest one, before or after.
        return Direction.NONE
    if draft.reading.tense == "none":
        return Direction.NONE
    if draft.reading.tense == "present":
        return Direction.NONE if draft.sheet.number < 2 else Direction.FUTURE
    if draft.status in {Status.HELD, Status.ONGOING} or draft.reading.tense == "past":
        return Direction.PAST
    return Direction.FUTURE


def _duration(draft: Draft, times: list[TimeMention]) -> TimeMention | None:
    """The length that the sentence gives the visit or the talks ("a three-day visit")."""
    trigger = draft.mention.trigger
    for time in times:
        if time.kind != "duration" or not trigger.sent.start_char <= time.span.start < trigger.sent.end_char:
            continue
        if time.span.start < trigger.idx <= time.span.end + 40 or _measures(draft, time):
            return time
    return None


def _measures(draft: Draft, time: TimeMention) -> bool:
    """Whether a length behind the trigger is that of the same visit: "arrives in Cuba for a three-day visit"."""
    span = draft.sheet.doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
    noun = span.root.head if span is not None else None
    if noun is None or noun.lemma_.lower() not in nouns() or nouns()[noun.lemma_.lower()].kind is not draft.kind:
        return False
    elsewhere = any(c.dep_ == "prep" and c.lower_ in {"to", "of"} for c in noun.children)
    return not elsewhere and clause(noun).i == clause(draft.mention.trigger).i


def _carriers(trigger: Token) -> Iterator[Token]:
    """The verbs that say what becomes of a trigger: above it, in clauses on it, and what they take as infinitives."""
    noun = trigger
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN":
        # "Two days of talks ended".
        noun = noun.head.head
    stack = [c for c in trigger.children if c.dep_ in {"relcl", "acl"} and c.i > trigger.i]
    if noun.dep_ in {"nsubj", "nsubjpass", "dobj", "obj"} or trigger.pos_ == "VERB":
        stack.append(noun.head)
    while stack:
        word = stack.pop()
        yield word
        stack += [c for c in word.children if c.dep_ in {"xcomp", "acomp"}]


def is_ending(draft: Draft) -> bool:
    """Whether the sentence tells the end of the event ("concluded their visit", "left after two days of talks")."""
    trigger = draft.mention.trigger
    above = (trigger,) if draft.mention.is_verb and trigger.pos_ == "VERB" else (clause(trigger), trigger.head)
    if any(t.lemma_.lower() in word_list("endings") for t in above):
        return True
    return draft.reading.rule == "preposition after" and clause(trigger).lemma_.lower() in word_list("leavings")


def is_opening(draft: Draft) -> bool:
    """Whether the sentence tells the beginning of the event ("talks that are to start on Friday")."""
    opens = any(word.lemma_.lower() in word_list("beginnings") for word in _carriers(draft.mention.trigger))
    return opens or (draft.mention.arrival and draft.status is Status.SCHEDULED)
