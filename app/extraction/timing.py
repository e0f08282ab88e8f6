"""A draft and the times of its passage in, when the meeting starts and ends out."""

from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Token

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Status
from app.domain.mentions import Span
from app.extraction.drafts import Draft
from app.extraction.lexicon import nouns, verbs, word_list
from app.extraction.syntax import clause
from app.extraction.time import Direction, Relation, TimeMention, first_day, last_day, resolve

# Words that turn a time into a bound or a background ("since Monday", "by Friday"), not the day of the event.
BOUNDS = {Relation.SINCE, Relation.UNTIL, Relation.BY, Relation.BEFORE, Relation.AFTER}
SUBORDINATE = {"advcl", "relcl", "ccomp", "acl"}
# From this distance on a time is only in the same sentence as the trigger, not in its clause.
LOOSE = 20
# A stretch of days longer than this, counted from the publication, is no date ("in the coming months").
VAGUE_DAYS = 45
ENDINGS = {"conclude", "end", "wrap", "wind", "finish", "complete", "close", "cut"}
# What began longer ago than this many days is taken to be over.
UNDER_WAY = 7
# A time further away than this in the tree belongs to something else.
FAR = 50


Context = tuple[date | None, PartialDate | None]
"""The publication day, and the date told before in the narrative."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A time with how loosely it hangs on the trigger (lower is closer)."""

    mention: TimeMention
    distance: int


def attach(draft: Draft, times: list[TimeMention], rivals: list[Draft], context: Context) -> None:
    """Set start and end of a draft from the time that belongs to its trigger, if any.

    `rivals` are the other drafts of the passage: a time that hangs closer on one of them is theirs.
    """
    anchor, previous = context
    chosen = _closest(draft, times, rivals)
    draft.length = _duration(draft, times)
    if chosen is None:
        return
    start, end = resolve(chosen.mention, anchor, _direction(draft), previous)
    if (start is None and end is None) or _tells_nothing(start):
        return
    if (
        chosen.mention.relation in BOUNDS
        and draft.reading.rule != "negated past"
        and not chosen.mention.rule.startswith("part")
    ):
        return
    draft.start, draft.end = start, end
    if draft.reading.rule == "negated past":
        # "Have not met since 2019": they met then.
        draft.mention.generic = chosen.mention.relation is not Relation.SINCE
        draft.end = start
    _look_ahead(draft, anchor)
    if draft.length is not None and start is not None and start == end:
        _stretch(draft, start, draft.length)
    base = draft.sheet.passage.base
    draft.time_span = Span(base + chosen.mention.span.start, base + chosen.mention.span.end)
    draft.time_rule = chosen.mention.rule


def _look_ahead(draft: Draft, anchor: date | None) -> None:
    """ "Travels to China on Friday": a present that lies ahead is a plan."""
    if draft.reading.rule == "begun" and anchor is not None and draft.start is not None:
        if (anchor - draft.start.earliest).days > UNDER_WAY:
            draft.reading = replace(draft.reading, status=Status.HELD)
        elif draft.end == draft.start:
            draft.end = None
    if anchor is not None and draft.start is not None and draft.start.precision is Precision.DAY:
        _weigh_day(draft, draft.start.earliest, anchor)
    if (
        anchor is None
        or draft.start is None
        or draft.reading.tense == "past"
        or draft.status not in {Status.HELD, Status.ONGOING}
    ):
        return
    spans = draft.start.precision in {Precision.WEEK, Precision.MONTH} and draft.reading.tense == "present"
    # "Travels to China this week": a present with a stretch of days around the publication is a plan.
    if draft.start.earliest > anchor or (spans and draft.start.latest >= anchor):
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="date ahead", tense="future")


def _weigh_day(draft: Draft, day: date, anchor: date) -> None:
    """What a day near the publication says: an invitation accepted for it is a plan, "were meeting" today goes on."""
    if draft.reading.rule == "an invitation" and clause(draft.mention.trigger).lemma_ == "accept":
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="accepted for a day")
    elif draft.reading.rule == "past progressive" and day == anchor:
        draft.reading = replace(draft.reading, status=Status.ONGOING)
        draft.end = None
    elif draft.mention.arrival and draft.status is Status.HELD and 0 <= (anchor - day).days <= 1:
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="arrival")
        draft.end = None


def _tells_nothing(start: PartialDate | None) -> bool:
    """ "In the coming months" gives no date that can be used."""
    if start is None or start.precision is not Precision.PERIOD or start.basis is not Basis.RELATIVE:
        return False
    return (start.latest - start.earliest).days > VAGUE_DAYS


def _stretch(draft: Draft, day: PartialDate, length: TimeMention) -> None:
    """ "A three-day visit" that ends or begins on the day named."""
    if _ends(draft):
        draft.start = first_day(day, length) or day
    else:
        draft.end = last_day(day, length) or day


def _direction(draft: Draft) -> Direction:
    if draft.reading.tense == "present":
        return Direction.NONE if draft.sheet.number < 2 else Direction.FUTURE
    if draft.status in {Status.HELD, Status.ONGOING} or draft.reading.tense == "past":
        return Direction.PAST
    return Direction.FUTURE


def _closest(draft: Draft, times: list[TimeMention], rivals: list[Draft]) -> Choice | None:
    sentence = draft.mention.trigger.sent
    inside = [t for t in times if sentence.start_char <= t.span.start < sentence.end_char]
    bounds = BOUNDS
    if draft.reading.rule == "negated past":
        bounds = BOUNDS - {Relation.SINCE}
    elif draft.status in {Status.PROPOSED, Status.SCHEDULED}:
        # "Before the end of the month" still tells the month.
        bounds = BOUNDS - {Relation.BEFORE, Relation.BY}
    usable = [t for t in inside if _tells_a_day(t) and t.relation not in bounds]
    choices = [Choice(t, _distance(draft, t)) for t in usable]
    kept = [c for c in choices if c.distance < FAR and not _taken(c, draft, rivals)]
    return min(kept, key=lambda c: c.distance, default=None)


def _tells_a_day(time: TimeMention) -> bool:
    """Lengths, habits and the date of the page itself are no day of a meeting."""
    return time.kind not in {"duration", "recurring"} and not time.heading


def _taken(choice: Choice, draft: Draft, rivals: list[Draft]) -> bool:
    """Whether a loosely attached time hangs closer on another trigger of the sentence."""
    if choice.distance < LOOSE:
        return False
    trigger = draft.mention.trigger
    others = [
        r for r in rivals if r.mention.trigger.i != trigger.i and r.mention.trigger.sent.start == trigger.sent.start
    ]
    return any(_distance(other, choice.mention) < choice.distance for other in others)


def _distance(draft: Draft, time: TimeMention) -> int:
    """Steps in the tree from the time to the trigger or its clause; FAR where another event stands between."""
    doc, trigger = draft.sheet.doc, draft.mention.trigger
    span = doc.char_span(time.span.start, time.span.end, alignment_mode="expand")
    if span is None:
        return FAR
    own = clause(trigger)
    above: Token = span.root
    for step in range(10):
        if above.i == trigger.i:
            return step
        if above.i == own.i:
            return 10 + step
        lemma = above.lemma_.lower()
        event = lemma in nouns() or (above.pos_ in {"VERB", "AUX"} and lemma in verbs())
        within = above.dep_ in {"relcl", "acl"} and above.head.i == trigger.i
        if step and event and not within and draft.sheet.index.at(above.i) is None:
            return FAR + step
        if (
            above.dep_ in {"compound", "amod", "nmod", "nummod", "poss"}
            and above.head.i not in {trigger.i, own.i}
            and above.head.pos_ == "NOUN"
        ):
            return FAR + step
        if above.head.i == above.i:
            break
        above = above.head
    if above.pos_ in {"VERB", "AUX"} and trigger.is_ancestor(above):
        return FAR + 1
    if above.lemma_.lower() in word_list("reporting"):
        # "Said last Wednesday that he will visit": the day of the saying.
        return FAR + 3
    # "On Monday, officials said the two would meet": the time of the saying, unless the trigger has no other.
    return 30 + abs(span.start - trigger.i) if above.is_ancestor(trigger) and span.start < trigger.i + 12 else FAR + 2


def _duration(draft: Draft, times: list[TimeMention]) -> TimeMention | None:
    """The length that the sentence gives the visit or the talks ("a three-day visit")."""
    trigger = draft.mention.trigger
    for time in times:
        if time.kind == "duration" and trigger.sent.start_char <= time.span.start < trigger.idx <= time.span.end + 40:
            return time
    return None


def by_default(draft: Draft, published: date | None, *, readout: bool, lead: bool) -> None:
    """Give the publication date to a meeting without a date word, where the guidelines allow it."""
    if draft.start is not None or published is None:
        return
    today = PartialDate.of_day(published, Basis.PUBLICATION)
    reading = draft.reading
    if draft.status is Status.ONGOING:
        draft.start = today if draft.mention.arrival or lead else None
        return
    if draft.status is Status.SCHEDULED and draft.reading.rule in {"governor agree", "modifier future"}:
        # Agreed without a date is not announced.
        draft.reading = replace(draft.reading, status=Status.PROPOSED)
    if draft.status is not Status.HELD:
        return
    now = reading.tense in {"present", "none"} or (lead and reading.tense == "past" and reading.rule.endswith("tense"))
    during = lead and _is_during(draft)
    told = readout and _is_told(draft)
    if (told or during or (lead and (now or readout))) and not _is_vague(draft):
        draft.start = draft.end = today
        if draft.length is not None:
            _stretch(draft, today, draft.length)
        elif draft.kind is Kind.VISIT and _ends(draft):
            draft.start = None


def _is_during(draft: Draft) -> bool:
    """Whether somebody who takes part says or does the news of the day there ("During his visit X said")."""
    inside = draft.reading.rule.startswith(("preposition during", "preposition in"))
    takes_part = draft.mention.definite or any(side.rule == "clause" for side in draft.sides.values())
    return inside and takes_part and draft.reading.tense in {"past", "present"}


def _is_told(draft: Draft) -> bool:
    """Whether a plain past of the narrative tells it, as a readout tells of its day ("also met with")."""
    verb = draft.mention.trigger if draft.mention.is_verb else clause(draft.mention.trigger)
    return verb.tag_ == "VBD" and verb.dep_ in {"ROOT", "conj"} and draft.reading.rule == "past tense"


def _is_vague(draft: Draft) -> bool:
    """Whether the words keep the day open: "recently", "a recent visit"."""
    trigger = draft.mention.trigger
    words = {t.lower_ for t in (*trigger.children, *clause(trigger).children)}
    return bool(words & {"recently", "recent", "previously", "earlier", "previous", "last", "past"})


def _ends(draft: Draft) -> bool:
    """Whether the sentence tells the end of the event ("concluded their visit")."""
    trigger = draft.mention.trigger
    return any(t.lemma_ in ENDINGS for t in (clause(trigger), trigger.head))


def close(draft: Draft, published: date | None) -> None:
    """One-day events end when they start; what ends after the publication is still under way."""
    exact = draft.end is not None and draft.end.precision is Precision.DAY and draft.start != draft.end
    over = draft.end is None or published is None or not exact or draft.end.latest <= published
    if not over and draft.status is Status.HELD:
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="ends after publication")
    if (
        (
            draft.end is None
            and draft.start is not None
            and draft.status is not Status.ONGOING
            and draft.kind is not Kind.VISIT
        )
        or (draft.end is None and draft.start is not None and draft.status is Status.HELD)
        or (
            draft.end is None
            and draft.start is not None
            and draft.start.precision is Precision.DAY
            and draft.status is Status.SCHEDULED
        )
    ):
        draft.end = draft.start
