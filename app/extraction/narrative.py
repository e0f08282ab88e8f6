"""A time of a draft in, the date told before from which it is counted out: "a week later", "and again in December"."""

from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate, Precision
from app.extraction.directions import direction_of, towards
from app.extraction.drafts import Draft
from app.extraction.syntax import clause
from app.extraction.time import CALENDAR, Direction, TimeMention, has_year, is_counted_from_afar, resolve
from app.extraction.tokens import Token

# What was longer ago is not the day that "earlier in the day" is of.
RECENT = timedelta(days=3)
# The passages of the title and the first paragraph.
LEAD = 2

Context = tuple[date | None, PartialDate | None, PartialDate | None]
"""The publication day, the date of the meeting told before, and the last day that the paragraphs before tell."""


def counted_from(draft: Draft, time: TimeMention, context: Context) -> PartialDate | None:
    """What "the previous day" counts from: the last day that the passage tells, or that of the meeting told before.

    In the lead that is the day of the news where none is told.
    """
    anchor, previous, _ = context
    told = _told_before(draft, time, anchor)
    if told is not None:
        return told
    long_ago = previous is not None and anchor is not None and anchor - previous.latest > RECENT
    if anchor is not None and time.rule == "rest_of" and long_ago and not is_counted_from_afar(time.meaning):
        # "Earlier in the day", in another paragraph than what was long ago.
        return PartialDate.of_day(anchor, Basis.PUBLICATION)
    lead = anchor is not None and draft.sheet.number < LEAD and time.rule == "story_day"
    return previous or (PartialDate.of_day(anchor, Basis.PUBLICATION) if lead and anchor is not None else None)


def _told_before(draft: Draft, time: TimeMention, anchor: date | None) -> PartialDate | None:
    """The last day that the passage tells before a time.

    What is counted in weeks or more goes on from a month or a year, too: "was there in July and back a week later".
    """
    far = is_counted_from_afar(time.meaning)
    for other in reversed([t for t in draft.times if t.span.start < time.span.start]):
        if other.kind in {"duration", "recurring"} or other.rule == "rest_of":
            # "In the morning" is of the day that is told before it.
            continue
        day, _ = resolve(other, anchor, towards(draft, other))
        if day is not None and (day.precision is Precision.DAY or (far and day.precision in CALENDAR)):
            return day
    return None


def in_month_told(
    draft: Draft, time: TimeMention, anchor: date | None
) -> tuple[PartialDate | None, PartialDate | None] | None:
    """ "Toured the region in September and met X in Rome on the 14th": of the month that the sentence tells before."""
    if time.rule != "day_of_month" or anchor is None:
        return None
    first = draft.mention.trigger.sent.start_char
    before = (t for t in reversed(draft.times) if first <= t.span.start < time.span.start and t.kind != "duration")
    whole = next(before, None)
    month, _ = resolve(whole, anchor, direction_of(draft, whole, anchor, ahead=False)) if whole else (None, None)
    if month is None or month.precision is not Precision.MONTH:
        return None
    return resolve(time, month.latest, Direction.PAST)


def series_of(draft: Draft, time: TimeMention, anchor: date | None) -> PartialDate | None:
    """The date with a year that the same clauses tell first: "met in July 2015 and again in Rome in December"."""
    verb = _verb_of(draft, time)
    before = [t for t in draft.times if t.span.start < time.span.start and has_year(t.meaning)]
    if verb is None or not before:
        return None
    first = _verb_of(draft, before[-1])
    while first is not None and verb.i != first.i and verb.dep_ == "conj" and verb.head.i < verb.i:
        verb = verb.head
    day, _ = resolve(before[-1], anchor, Direction.PAST) if first is not None and verb.i == first.i else (None, None)
    return day if day is not None and day.precision in {Precision.DAY, Precision.MONTH} else None


def _verb_of(draft: Draft, time: TimeMention) -> Token | None:
    span = draft.sheet.words(time.span)
    return clause(span.root) if span is not None else None
