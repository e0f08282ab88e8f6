"""The occasions of an article in, those out that it tells of as the last before: "the first visit since March 1993"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from app.domain.calendar import PartialDate
from app.domain.meetings import Kind, Role, Status
from app.domain.mentions import Span
from app.extraction.actors import Actor, ActorKind
from app.extraction.drafts import Draft
from app.extraction.tense import Reading
from app.extraction.time import Direction, TimeMention, resolve
from app.extraction.tokens import Token
from app.extraction.triggers import Mention

RULE = "the first since"
# What may stand behind "the first" where the noun is left out: "the first by a Czech leader since", "the first since".
LEFT_OUT = {"by", "since", "of", "to", "such", "in", "at"}
ENDS = {";", ":", "."}


def before(occasions: Sequence[Draft], today: date | None) -> list[Draft]:
    """What the occasions are the first since, if none of them is told of already."""
    found = [each for occasion in occasions for each in _of(occasion, today)]
    return [draft for draft in found if not any(_is_told(draft, known) for known in occasions)]


def _is_told(draft: Draft, known: Draft) -> bool:
    same = known.start is None or draft.start is None or known.start.overlaps(draft.start)
    return same and bool(known.codes & draft.codes) and known.start is not None


def _of(occasion: Draft, today: date | None) -> Iterator[Draft]:
    if not occasion.has_meeting or occasion.start is None:
        return
    for one in (occasion, *occasion.merged):
        first = _first(one.mention)
        found = _since(one, first) if first is not None else None
        if first is None or found is None:
            continue
        time, who = found
        day, _ = resolve(time, today, Direction.PAST)
        if day is not None and day.latest < occasion.start.earliest:
            # Not "a visit, the first by a Czech leader since 1993".
            same = first.nbor().lower_ == "time" or any(c.dep_ == "poss" for c in one.mention.trigger.children)
            people = dict(occasion.people) if same and who is None else {}
            yield _earlier(replace(occasion, people=people), one, time, day, who)
            return


def _earlier(occasion: Draft, one: Draft, time: TimeMention, day: PartialDate, who: Actor | None) -> Draft:
    """The occasion as it took place on an earlier day, with whoever is said to have been there then."""
    people = dict(occasion.people)
    if who is not None and who.person is not None:
        people[who.person] = (Role.PARTICIPANT, one.sheet.span(who.start, who.end))
    base = one.sheet.passage.base
    reading = Reading(Status.HELD, one.mention.trigger, RULE, "past")
    return replace(
        occasion,
        kind=one.kind,
        mention=one.mention,
        sheet=one.sheet,
        status_span=one.status_span,
        reading=reading,
        start=day,
        end=day,
        people=people,
        merged=[],
        time_span=Span(base + time.span.start, base + time.span.end),
        time_rule=RULE,
        place=one.place if one.kind is Kind.VISIT else None,
        place_span=one.place_span if one.kind is Kind.VISIT else None,
        hanging=(),
        length=None,
        open_ended=False,
    )


def _first(mention: Mention) -> Token | None:
    """The word that makes an occasion the first: "his first visit", "a visit, the first by", "for the first time"."""
    trigger = mention.trigger
    own = next((c for c in trigger.children if c.lower_ == "first" and c.i < trigger.i), None)
    if own is not None and not mention.is_verb:
        return trigger
    for word in trigger.doc[trigger.i + 1 : trigger.sent.end - 1]:
        if word.lower_ != "first" or word.nbor(-1).lower_ != "the":
            continue
        following = word.nbor().lower_
        return word if following == "time" or following in LEFT_OUT else None
    return None


def _since(draft: Draft, first: Token) -> tuple[TimeMention, Actor | None] | None:
    """The date behind "since", and who is named before it: "since March 1993", "since Calvin Coolidge in 1928"."""
    doc = first.doc
    since = next((t for t in doc[first.i : first.sent.end] if t.lower_ == "since" or t.text in ENDS), None)
    if since is None or since.lower_ != "since" or since.i + 1 >= len(doc):
        return None
    start, who = since.i + 1, draft.sheet.index.at(since.i + 1)
    if who is not None:
        if who.kind is not ActorKind.PERSON or who.end + 1 >= len(doc) or doc[who.end].lower_ not in {"in", "on"}:
            return None
        start = who.end + 1
    for time in draft.times:
        span = draft.sheet.words(time.span)
        if span is not None and span.start <= start < span.end and time.kind not in {"duration", "recurring"}:
            behind = doc[span.end] if span.end < len(doc) else None
            return None if behind is not None and behind.lower_ == "when" else (time, who)
    return None
