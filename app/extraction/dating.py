"""The occasions of an article in, the dates that its words allow for each out, and the likeliest of them.

Rules say which time hangs on which trigger, and what a meeting without a date word is given. They are written with
known articles in view, and in text that nobody has seen they too often find none. Where they leave the day open, each
date that the article offers is judged by a model of few and general traits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Status
from app.domain.mentions import Span
from app.extraction import outlook, timing
from app.extraction.bounds import is_apart, is_days_off
from app.extraction.chains import is_told_of
from app.extraction.defaults import is_item, is_told, is_topic, is_vague
from app.extraction.drafts import Draft
from app.extraction.judgement import LinearModel
from app.extraction.lexicon import word_list
from app.extraction.nearness import BOUNDS
from app.extraction.signals import look_up
from app.extraction.story import is_to_come
from app.extraction.syntax import clause, come_from, leads_on, returned_to
from app.extraction.tense import tense
from app.extraction.time import Direction, TimeMention, resolve

# The trait of the date that the rules give.
BY_RULES = "by the rules"
# What makes a time another meeting's, and where in a passage a time stands.
TAKEN = "told of another meeting"
HERE, BEFORE, AFTER = "in the sentence", "in the sentence before", "in the sentence after"
# The ways to a date that are told apart by what is known of the meeting, and by each other.
WAYS = {
    "no date",
    "publication",
    "story",
    HERE,
    BEFORE,
    AFTER,
    "meeting before",
    "first meeting",
    "nearest",
    "further",
    TAKEN,
}
AGES = {"ahead", "today", "yesterday", "this week", "older"}
# A time nearer than this to the trigger, in code points, is beside it.
BESIDE = 60
# Steps in the tree from a time to its trigger, as `nearness` counts them, that are told apart.
STEPS = (3, 15, 30)
WEEK = 7


@dataclass(frozen=True, slots=True)
class Page:
    """What dates are read against: when the article was written, and whether a government publishes it."""

    written: date | None
    readout: bool
    lead: int
    """The number of the first paragraph."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Days that a meeting may have, or none; the words that name them, if any; and the traits they are judged by."""

    start: PartialDate | None
    end: PartialDate | None
    time: TimeMention | None
    traits: dict[str, float]

    @property
    def iso(self) -> str | None:
        """The first day as it is served."""
        return self.start.iso if self.start is not None else None


def settle(drafts: Sequence[Draft], page: Page, model: LinearModel) -> None:
    """Give each draft that the rules left undated the likeliest of the dates that the article offers, or none."""
    undated = [draft for draft in drafts if _is_open(draft)]
    # What one of them is given is no date of the article for the next.
    offered = [offers(draft, drafts, page) for draft in undated]
    for draft, found in zip(undated, offered, strict=True):
        _give(draft, max(found, key=lambda offer: model.score(offer.traits)), page.written)


def _is_open(draft: Draft) -> bool:
    """Whether the rules leave the day of a meeting open that should have one, and whose words do not keep it open.

    Mere offers, and what goes on or is off, need none. Of several days ("after two days of talks"), of what was under
    way ("where he was attending a summit"), was spoken of, or went before ("the visit follows talks in Oslo"), nothing
    else tells the first one.
    """
    reading = draft.reading
    undated = draft.start is None and draft.end is None and draft.length is None
    before = reading.word.pos_ == "VERB" and reading.word.lemma_.lower() in word_list("preceded")
    meanwhile = reading.rule == "past progressive" and clause(draft.mention.trigger).dep_ in {"relcl", "advcl"}
    apart = before or meanwhile or is_topic(draft) or returned_to(draft.mention.trigger) is not None
    apart = apart or come_from(draft.mention.trigger) is not None or is_days_off(draft.mention.trigger)
    # "Met twice in Oslo" is of no one day.
    apart = apart or any(c.lower_ in word_list("counting_adverbs") for c in draft.mention.trigger.children)
    return undated and draft.status in {Status.HELD, Status.SCHEDULED} and not apart and not _says_none(draft)


def _says_none(draft: Draft) -> bool:
    """ "Will meet again at a date to be agreed", "will come in due course": the day is said to be open."""
    told = draft.sheet.doc.text[draft.mention.trigger.idx : draft.mention.trigger.sent.end_char].lower()
    return draft.status is Status.SCHEDULED and any(words in told for words in word_list("open_days"))


def _give(draft: Draft, offer: Offer, written: date | None) -> None:
    draft.chosen = offer.start is not None
    if offer.time is not None:
        timing.give(draft, offer.time, (offer.start, offer.end), written)
        return
    draft.start, draft.end = offer.start, offer.end


def offers(draft: Draft, drafts: Sequence[Draft], page: Page) -> list[Offer]:
    """The dates that an article offers for a draft, each once; `drafts` are all of the article."""
    found: dict[str | None, tuple[Ends, TimeMention | None, set[str]]] = {}
    for ends, time, ways in _ways(draft, drafts, page.written):
        if BY_RULES not in ways and (
            outlook.is_impossible(draft, ends[0], page.written) or _is_over(draft, ends[0], page.written)
        ):
            continue
        key = ends[0].iso if ends[0] is not None else None
        if draft.status is Status.SCHEDULED and ways == {"publication"} and key not in found:
            # A plan for which no day is named is none for the day of the news.
            continue
        found.setdefault(key, (ends, time, set()))[2].update(ways)
    context = [*_context(draft, page)]
    times = min(sum(HERE in ways for _, _, ways in found.values()), 3)
    return [
        Offer(*ends, time, _traits(ways | {_precision(ends[0]), *_age(ends[0], page.written)}, context, times))
        for ends, time, ways in found.values()
    ]


Ends = tuple[PartialDate | None, PartialDate | None]


def _ways(
    draft: Draft, drafts: Sequence[Draft], written: date | None
) -> Iterator[tuple[Ends, TimeMention | None, set[str]]]:
    """Each way to a date: the days, the words that name them, and what is to be said of the way."""
    yield (draft.start, draft.end), None, {BY_RULES}
    for one in (draft, *draft.merged):
        for number, hanging in enumerate(one.hanging):
            if hanging.ends[0] is not None:
                steps = sum(hanging.distance >= step for step in STEPS)
                rank = "further" if number else "nearest"
                ways = {rank, f"steps {steps}"} if one is draft else {f"{rank} of another mention"}
                yield hanging.ends, hanging.time, ways
    taken = {one.time_span: (one.start, one.end) for one in drafts if one is not draft and one.start is not None}
    yield from _around(draft, written, taken)
    yield (None, None), None, {"no date"}
    if written is not None and not is_vague(draft):
        yield _one_day(PartialDate.of_day(written, Basis.PUBLICATION)), None, {"publication"}
    if draft.told_on is not None:
        yield _one_day(replace(draft.told_on, basis=Basis.NARRATIVE)), None, {"story"}
    yield from _of_others(draft, drafts)


def _one_day(day: PartialDate) -> Ends:
    return day, day


def _around(
    draft: Draft, written: date | None, taken: Mapping[Span | None, "Ends"]
) -> Iterator[tuple[Ends, TimeMention, set[str]]]:
    """The times of the sentence and of the ones beside it; those `taken` are told of another meeting."""
    trigger, base = draft.mention.trigger, draft.sheet.passage.base
    first, last = trigger.sent.start, trigger.sent.end
    doc = draft.sheet.doc
    before = doc[first - 1].sent.start_char if first else 0
    after = doc[last].sent.end_char if last < len(doc) else trigger.sent.end_char
    past = draft.status in {Status.HELD, Status.ONGOING}
    for time in draft.times:
        at = time.span.start
        if not before <= at < after or time.kind in {"duration", "recurring"} or time.heading or is_apart(draft, time):
            continue
        span = Span(base + at, base + time.span.end)
        # A time that dates another meeting names the same day here.
        ends = taken.get(span) or resolve(time, written, Direction.PAST if past else Direction.FUTURE)
        if ends[0] is None or (span in taken and not past and written is not None and ends[0].latest < written):
            continue
        if _is_of_what_comes(draft, time) if past else _is_of_saying(draft, time):
            continue
        where = BEFORE if at < trigger.sent.start_char else HERE if at < trigger.sent.end_char else AFTER
        ways = {where, f"{where}, {'a bound' if time.relation in BOUNDS else 'a day'}"}
        if where == HERE:
            ways |= {"before the trigger" if at < trigger.idx else "after the trigger"}
            ways |= {"beside the trigger" if abs(at - trigger.idx) < BESIDE else "far from the trigger"}
        if span in taken:
            ways.add(TAKEN)
        yield ends, time, ways


def _is_over(draft: Draft, day: PartialDate | None, written: date | None) -> bool:
    """Whether what is still to come would have been before the article."""
    return draft.status is Status.SCHEDULED and day is not None and written is not None and day.latest < written


def _is_of_what_comes(draft: Draft, time: TimeMention) -> bool:
    """Whether a time is told with what is still to come ("will be sworn in on Saturday"): no day of what was."""
    return is_to_come(draft.sheet, time)


def _is_of_saying(draft: Draft, time: TimeMention) -> bool:
    """Whether a time is told of who tells of a plan: "on Monday the ministry said that he would go": no day of it.

    Nor is the day on which somebody "began a tour on Sunday that will take him to Oslo", or on which something else was
    done: "X arrived on Monday, and Y will receive Z".
    """
    span, trigger = draft.sheet.words(time.span), draft.mention.trigger
    verb = clause(span.root) if span is not None else None
    if verb is not None and is_told_of(trigger, verb):
        return True
    if verb is None or tense(verb) != "past":
        return False
    own = clause(trigger)
    if verb.is_ancestor(trigger) and not (own.dep_ == "conj" and own.head.i == verb.i):
        return leads_on(trigger) or verb.lemma_.lower() in word_list("reporting") | word_list("acts")
    # Of a weekday the tense tells which one is meant.
    apart = time.kind == "weekday" and verb.sent == trigger.sent and verb.i != own.i
    apart = apart and not trigger.is_ancestor(verb)
    return apart and verb.lemma_ != "be" and look_up(verb) not in {Status.SCHEDULED, Status.PROPOSED, Status.POSTPONED}


def _of_others(draft: Draft, drafts: Sequence[Draft]) -> Iterator[tuple[Ends, None, set[str]]]:
    """The day of the meeting that the article tells of before, and of the first one."""
    item = draft.sheet.passage.item
    dated = sorted((one for one in drafts if one.start is not None and one.sheet.passage.item == item), key=_place)
    before = next((one for one in reversed(dated) if _place(one) < _place(draft)), None)
    if before is not None and before.start is not None:
        ways = {"meeting before"}
        if before.sheet.number == draft.sheet.number:
            ways.add("meeting before, same paragraph")
        if before.codes & draft.codes:
            ways.add("meeting before, a side in common")
        yield _one_day(replace(before.start, basis=Basis.NARRATIVE)), None, ways
    first = dated[0] if dated else draft
    if first is not draft and first.start is not None:
        yield _one_day(replace(first.start, basis=Basis.NARRATIVE)), None, {"first meeting"}


def _place(draft: Draft) -> tuple[int, int]:
    return draft.sheet.number, draft.mention.trigger.i


def _precision(day: PartialDate | None) -> str:
    return "precision none" if day is None else f"precision {day.precision}"


def _age(day: PartialDate | None, written: date | None) -> Iterator[str]:
    if day is None or written is None or day.precision is not Precision.DAY:
        return
    ago = (written - day.earliest).days
    yield "ahead" if ago < 0 else ("today", "yesterday")[ago] if ago < 2 else "this week" if ago <= WEEK else "older"


def _context(draft: Draft, page: Page) -> Iterator[str]:
    """What is known of the meeting that bears on its date."""
    mention, reading = draft.mention, draft.reading
    yield f"status {draft.status}"
    yield f"tense {reading.tense}"
    yield f"rule {reading.rule.split(' ')[0]}"
    yield f"kind {draft.kind}"
    yield "verb" if mention.is_verb else "noun"
    yield "readout" if page.readout else "news"
    lead = any(one.sheet.number <= page.lead for one in (draft, *draft.merged))
    yield "lead" if lead else "body"
    known = {
        "vague": is_vague(draft),
        "plain past": is_told(draft),
        "item": is_item(draft),
        "topic": is_topic(draft),
        "undated": mention.undated,
        "plural": mention.plural,
        "definite": mention.definite,
        "title": draft.sheet.passage.is_title,
        "length": draft.length is not None,
    }
    yield from (name for name, holds in known.items() if holds)


def _traits(ways: set[str], context: Sequence[str], times: int) -> dict[str, float]:
    """What speaks for a date: the ways to it, each with what is known of the meeting, and each with each other."""
    crossed = sorted(ways & (WAYS | AGES))
    names = [*sorted(ways), f"{times} times{', none taken' if 'no date' in ways else ''}"]
    names += [f"{way} & {known}" for way in crossed for known in context]
    names += [f"{one} & {other}" for one, other in combinations(crossed, 2)]
    return dict.fromkeys(names, 1.0)
