"""A draft and the times of its passage in, when the meeting starts and ends out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Status
from app.domain.mentions import Span
from app.extraction.bounds import is_of_end, is_since, is_unfit
from app.extraction.chains import conjoined, heads, led_up_to
from app.extraction.directions import direction_of, is_ahead
from app.extraction.drafts import Draft, Hanging
from app.extraction.lengths import carriers, duration, ends_told, is_ending, is_opening, nth_day, stretch
from app.extraction.lexicon import word_list
from app.extraction.narrative import Context, counted_from, in_month_told, series_of
from app.extraction.nearness import BOUNDS, LOOSE, by_nearness
from app.extraction.outlook import is_impossible, is_of_offer, is_of_plan, look_ahead
from app.extraction.progress import ENDS
from app.extraction.story import is_aside, is_planned
from app.extraction.syntax import clause
from app.extraction.time import Direction, Relation, TimeMention, first_day, resolve

# A stretch of days longer than this, counted from the publication, is no date ("in the coming months").
VAGUE_DAYS = 45
SATURDAY = 5


def attach(draft: Draft, times: list[TimeMention], rivals: list[Draft], context: Context) -> None:
    """Set start and end of a draft from the time that belongs to its trigger, if any.

    `rivals` are the other drafts of the passage: a time that hangs closer on one of them is theirs.
    """
    if draft.mention.undated:
        return
    anchor, previous, story = context
    draft.length = duration(draft, times)
    # "In the second half of the year" is no day that the story goes on with.
    dated = None if draft.mention.weak or previous is None or previous.precision is not Precision.DAY else previous
    draft.told_on = last_told(_told_before(draft, times), anchor) or _not_outrun(draft, dated or story, times, anchor)
    draft.told_beside = previous is not None and draft.told_on is previous
    draft.times = times
    ahead = is_ahead(previous, anchor)
    draft.hanging = [
        Hanging(
            time := choice.mention,
            choice.distance,
            in_month_told(draft, time, anchor)
            or resolve(
                time,
                anchor,
                direction_of(draft, time, anchor, ahead=ahead),
                counted_from(draft, time, context),
                series_of(draft, time, anchor),
            ),
        )
        for choice in by_nearness(draft, times, rivals, anchor)
    ]
    _choose(draft, anchor)
    _of_turn_before(draft, rivals)
    _of_verb_before(draft, rivals)
    _of_that_occasion(draft, times, previous, anchor)
    _round_off(draft, times, anchor)


def _of_that_occasion(
    draft: Draft, times: list[TimeMention], previous: PartialDate | None, anchor: date | None
) -> None:
    """ "X came to Zagreb in May. On that occasion he was received by Y": when the occasion told before was."""
    preps = (c for c in clause(draft.mention.trigger).children if c.lower_ == "on" and draft.start is None)
    named = [noun for prep in preps for noun in prep.children if noun.lower_ == "occasion"]
    if any(c.lower_ == "that" for noun in named for c in noun.children):
        before = [
            t for t in times if t.span.end < draft.mention.trigger.idx and t.kind not in {"duration", "recurring"}
        ]
        told = resolve(before[-1], anchor, Direction.PAST)[0] if before else None
        draft.start = draft.end = told or previous


def _choose(draft: Draft, anchor: date | None) -> None:
    """Give a draft the first of the times on its trigger that can be its day."""
    for hanging in _finest_first(draft.hanging):
        ends = hanging.ends
        if is_of_plan(draft, ends[0], anchor):
            draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="date ahead", tense="future")
        # "Is on a visit that begins on Thursday".
        from_then = hanging.time.relation is Relation.SINCE and draft.reading.rule == "is there"
        possible = from_then or not is_impossible(draft, ends[0], anchor)
        possible = possible and not is_of_offer(draft, hanging.time, ends[0])
        if not is_unfit(draft, hanging.time) and ends != (None, None) and possible:
            give(draft, hanging.time, ends, anchor)
            return


def _told_before(draft: Draft, times: list[TimeMention]) -> list[TimeMention]:
    """The times before a trigger that the story goes on from."""
    before = (t for t in times if t.span.start < draft.mention.trigger.idx)
    return [t for t in before if not is_aside(draft, t) and not is_planned(draft, t)]


def _not_outrun(
    draft: Draft, story: PartialDate | None, times: list[TimeMention], anchor: date | None
) -> PartialDate | None:
    """The day of the story, unless whoever meets is said to have come after it: "X, who flew in on Sunday, met Y"."""
    first = draft.mention.trigger.sent.start_char
    asides = [t for t in times if first <= t.span.start < draft.mention.trigger.idx and is_aside(draft, t)]
    came = last_told(asides, anchor)
    return None if story is not None and came is not None and story.latest < came.earliest else story


def _finest_first(hanging: Sequence[Hanging]) -> list[Hanging]:
    """Put a day of the clause before the week or month that hangs closer: "next week's talks open on May 22"."""
    for number, other in enumerate(hanging):
        if number and other.distance < LOOSE and _is_within(other.ends[0], hanging[0].ends[0]):
            return [other, *hanging[:number], *hanging[number + 1 :]]
    return [*hanging]


def _is_within(day: PartialDate | None, whole: PartialDate | None) -> bool:
    if day is None or whole is None or day.precision is not Precision.DAY or whole.precision is Precision.DAY:
        return False
    return whole.contains(day)


def _of_turn_before(draft: Draft, rivals: list[Draft]) -> None:
    """Give whom somebody met next the day of whom he met before: "received A on Tuesday and then B"."""
    days = [t for t in draft.times if t.kind not in {"duration", "recurring"}]
    if draft.start is not None or draft.turn is None or draft.kind is Kind.VISIT or len(days) > 1:
        # "With A on Saturday and on Sunday with B".
        return
    for other in rivals:
        same = other.mention is draft.mention and other.turn is not None and other.turn.start < draft.turn.start
        if same and other.start is not None:
            draft.start = replace(other.start, basis=Basis.NARRATIVE)
            draft.end, draft.time_span, draft.time_rule = draft.start, other.time_span, other.time_rule


def _of_verb_before(draft: Draft, rivals: list[Draft]) -> None:
    """Give what goes on in a clause the day and the place that it began with.

    "Visited Oslo on Monday, where he met X and saw Y", "met X in Oslo on Monday, followed by talks with Y".
    """
    if draft.start is not None or draft.status is not Status.HELD or draft.kind is Kind.VISIT:
        return
    before = {verb.i for verb in (*conjoined(draft.mention.trigger), *led_up_to(draft.mention.trigger))}
    for other in rivals:
        if other is draft or other.start is None or other.status is not Status.HELD:
            continue
        if clause(other.mention.trigger).i in before:
            draft.start = replace(other.start, basis=Basis.NARRATIVE)
            draft.end, draft.time_span, draft.time_rule = draft.start, other.time_span, other.time_rule
            if draft.place is None:
                draft.place, draft.place_span = other.place, other.place_span


def last_told(times: list[TimeMention], anchor: date | None) -> PartialDate | None:
    """The last day that some times tell, which what follows goes on with."""
    for time in reversed(times):
        if time.kind in {"duration", "recurring"} or time.relation in BOUNDS:
            continue
        day, _ = resolve(time, anchor, Direction.PAST)
        if day is not None and day.precision is Precision.DAY:
            return day
    return None


def give(
    draft: Draft, time: TimeMention, ends: tuple[PartialDate | None, PartialDate | None], anchor: date | None
) -> None:
    """Give a draft the days that a time names, and see what they say of its status."""
    start, end = ends
    between = draft.sheet.doc.text[max(time.span.start - 5, 0) : time.span.end].lower()
    if draft.reading.rule == "new date" and time.kind == "range" and end is not None and "from " in between:
        # "Moved from May to June".
        start = end
    if _tells_nothing(start, time) or not _dates(draft, time):
        return
    draft.start, draft.end = start, end
    if start is not None and start == end and draft.status is not Status.HELD and _is_weekend(start):
        draft.start, draft.end = (PartialDate.of_day(day, start.basis) for day in (start.earliest, start.latest))
    draft.open_ended = time.relation is Relation.SINCE or (start == end and is_opening(draft))
    if draft.open_ended:
        draft.end = None
    if draft.reading.rule == "negated past":
        # "Have not met since 2019": they met then.
        draft.mention.generic = time.relation is not Relation.SINCE
        draft.end = start
    look_ahead(draft, time, anchor)
    if draft.length is not None and start is not None and draft.end in {start, None}:
        stretch(draft, start, draft.length)
    elif draft.kind is Kind.VISIT and start is not None and start == end and is_ending(draft):
        # "His last visit, in July, was cut short": then, though not how long.
        draft.start = None if start.precision is Precision.DAY else start
    base = draft.sheet.passage.base
    draft.time_span = Span(base + time.span.start, base + time.span.end)
    draft.time_rule = time.rule


def _is_weekend(days: PartialDate) -> bool:
    """Whether some days are a Saturday and a Sunday: what is planned for a weekend is for both."""
    return days.earliest.weekday() == SATURDAY and days.latest == days.earliest + timedelta(days=1)


def _dates(draft: Draft, time: TimeMention) -> bool:
    """Whether a time dates the meeting and does not only bound it: "will visit from Monday" does."""
    if time.relation is Relation.SINCE:
        if _is_going_on(draft):
            draft.reading = replace(draft.reading, status=Status.ONGOING, rule="since then")
        # "Was in Oslo from 6 May": the day on which it began.
        begun = draft.status is Status.HELD and not is_since(draft, time)
        return begun or draft.reading.rule == "negated past" or draft.status in {Status.SCHEDULED, Status.ONGOING}
    bound = time.relation in BOUNDS and draft.reading.rule not in {"negated past", "new date"}
    return not bound or time.rule.startswith("part")


def _is_going_on(draft: Draft) -> bool:
    """ "Have been meeting since Monday", "in talks since Monday": begun then and not over."""
    verb = clause(draft.mention.trigger)
    return draft.status is Status.HELD and verb.tag_ == "VBG" and draft.reading.rule != "negated past"


def _round_off(draft: Draft, times: list[TimeMention], anchor: date | None) -> None:
    """See what the passage tells of the first or the last day beside the day that hangs on the trigger."""
    _last_until(draft, times, anchor)
    _from_first_to_last(draft, times, anchor)
    nth_day(draft, anchor)


def _last_until(draft: Draft, times: list[TimeMention], anchor: date | None) -> None:
    """The last day that the sentence tells apart: "opened on Sunday and are to last until Wednesday"."""
    if draft.status in {Status.CANCELLED, Status.POSTPONED} or draft.end not in {None, draft.start}:
        return
    sentence = draft.mention.trigger.sent
    carrying = {word.i for word in carriers(draft.mention.trigger)}
    for time in times:
        span = draft.sheet.words(time.span)
        if span is None or not sentence.start <= span.start < sentence.end:
            continue
        verb = clause(span.root)
        ends = is_of_end(draft, time)
        if time.relation is not Relation.UNTIL and not ends:
            continue
        _, last = resolve(time, anchor, Direction.FUTURE)
        lasts = verb.lemma_.lower() in word_list("lasting") and bool(carrying & heads(verb))
        # "Are meeting in Hanoi until Friday".
        own = draft.status is Status.ONGOING and verb.i == draft.mention.trigger.i
        if last is None or not (lasts or own or ends):
            continue
        if draft.start is None or last.earliest > draft.start.latest:
            draft.end = last
            if ends and draft.length is not None and draft.start is None:
                # "The two-day visit ends today".
                draft.start = first_day(last, draft.length)
            if ends and anchor is not None and last.earliest > anchor and draft.reading.rule == "present tense":
                # "Ends his visit to Rome on Friday", said on Wednesday.
                draft.reading = replace(draft.reading, status=Status.ONGOING, rule=ENDS)


def _from_first_to_last(draft: Draft, times: list[TimeMention], anchor: date | None) -> None:
    """Take both days where two verbs tell the first and the last: "began on Monday and ended on Friday"."""
    told = ends_told(draft, times)
    if told is None:
        return
    (first, _), (_, last) = (resolve(time, anchor, Direction.PAST) for time in told)
    if first is not None and last is not None and first.earliest < last.latest:
        draft.start, draft.end, draft.open_ended = first, last, False
        draft.reading = replace(draft.reading, status=Status.HELD, rule="begun and ended", tense="past")


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
