"""A text and its publication day in, every time that it mentions out, each with what it can mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from app.domain.articles import Dateline
from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.mentions import Span
from app.extraction.time.choice import Direction, Setting
from app.extraction.time.compound import Duration, Range
from app.extraction.time.expressions import Expression
from app.extraction.time.lexicon import Relation
from app.extraction.time.phrases import ALPHABET, GRAMMAR
from app.extraction.time.ranges import Found, join, of_story
from app.extraction.time.reading import read
from app.extraction.time.surroundings import (
    is_comparison,
    is_filled,
    is_heading,
    is_length,
    is_number,
    is_offset,
    is_verb,
    relation_before,
    surnames,
)
from app.extraction.time.tokens import Token, tokenise

# What stands between "this week" and the days that tell which it is.
APPOSED = re.compile(r",? \(?(?:on |from )?|, ")

Ends = tuple[PartialDate | None, PartialDate | None]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time that a text mentions.

    `span` covers the words of the time without the preposition before it. `start` and `end` are the reading without
    any tense, None where none can be told; `resolve` gives the reading with one. `kind` is `point`, `range`,
    `duration`, `weekday`, `relative` or `recurring`; `rule` the rule of `phrases.RULES` that read it, or `range`, or
    `event_offset` for "two days after the summit". `relation` is what the preposition says, `possessive` marks
    "Friday's talks", and `heading` a dateline or a line that holds nothing but the date.
    """

    span: Span
    start: PartialDate | None
    end: PartialDate | None
    rule: str
    kind: str
    needs_tense: bool
    relation: Relation
    meaning: Expression
    possessive: bool = False
    heading: bool = False

    @property
    def days(self) -> tuple[int, int] | None:
        """The fewest and the most days of a duration; None for everything else."""
        return (self.meaning.low, self.meaning.high) if isinstance(self.meaning, Duration) else None


def find_times(text: str, anchor: date | None, *, dateline: Dateline | None = None) -> list[TimeMention]:
    """Every time that a text mentions, in order; never raises, whatever the text.

    `anchor` is the publication day; where it is None, the day of the dateline stands in, and without one only full
    dates have a reading.
    """
    tokens = tokenise(text)
    found = of_story(join(_phrases(text, tokens), tokens))
    day = anchor_of(anchor, dateline)
    return _without_broader(text, [_mention(text, tokens, phrase, day) for phrase in found])


def _without_broader(text: str, times: list[TimeMention]) -> list[TimeMention]:
    """Of a time and the days in it that tell which it is, the days: "this week, 19-22 May", "next month (May 4)"."""
    kept = [time for time, after in pairwise(times) if not _is_told_by(text, time, after)]
    return [*kept, *times[-1:]]


def _is_told_by(text: str, broad: TimeMention, days: TimeMention) -> bool:
    whole, first, last = broad.start, days.start, days.end
    if broad.kind != "relative" or whole is None or whole.precision is Precision.DAY or first is None or last is None:
        return False
    beside = APPOSED.fullmatch(text, broad.span.end, days.span.start) is not None
    exact = first.precision is Precision.DAY and days.kind in {"point", "range"}
    return beside and exact and whole.earliest <= first.earliest and last.latest <= whole.latest


def anchor_of(published: date | None, dateline: Dateline | None) -> date | None:
    """The day against which a text is read: the publication day, or else the day of the dateline."""
    return published or (dateline.day if dateline else None)


def resolve(
    mention: TimeMention,
    anchor: date | None,
    direction: Direction = Direction.NONE,
    previous: PartialDate | None = None,
    series: PartialDate | None = None,
) -> Ends:
    """First and last day of what a mention names, read with the direction of the verb's tense.

    `previous` and `series` are as in `Setting`. A mention after "since" has no end and one after "until" no start.
    (None, None) where nothing can be told.
    """
    return _ends(mention.meaning, mention.relation, Setting(anchor, direction, previous, series))


def last_day(first: PartialDate, mention: TimeMention) -> PartialDate | None:
    """The last day of what began on `first` and lasts as long as a duration says; None where either is not exact."""
    return _other_end(first, mention, 1)


def first_day(last: PartialDate, mention: TimeMention) -> PartialDate | None:
    """The first day of what ended on `last` and lasted as long as a duration says."""
    return _other_end(last, mention, -1)


def _other_end(day: PartialDate, mention: TimeMention, sign: int) -> PartialDate | None:
    if mention.days is None or mention.days[0] != mention.days[1] or day.precision is not Precision.DAY:
        return None
    try:
        return PartialDate.of_day(day.earliest + timedelta(days=sign * (mention.days[0] - 1)), Basis.DURATION)
    except OverflowError:
        return None


def _ends(meaning: Expression, relation: Relation, setting: Setting) -> Ends:
    try:
        when = meaning.ends(setting) if isinstance(meaning, Range) else (meaning.when(setting),) * 2
    except (ValueError, OverflowError):
        # 31 February, or ten thousand years ago: no day of any calendar.
        return None, None
    if relation is Relation.SINCE and not isinstance(meaning, Range):
        return when[0], None
    if relation is Relation.UNTIL and not isinstance(meaning, Range):
        return None, when[1]
    return when


def _phrases(text: str, tokens: list[Token]) -> list[Found]:
    """The single phrases, without those that name something else."""
    found = list(_matches(text, tokens))
    if not any(_may_be_surname(phrase, tokens) for phrase in found):
        return found
    names = surnames(text)
    return [p for p in found if not (_may_be_surname(p, tokens) and _written(p, text, tokens) in names)]


def _matches(text: str, tokens: list[Token]) -> Iterator[Found]:
    classes = "".join([ALPHABET[token.kind] for token in tokens])
    for match in GRAMMAR.finditer(classes):
        rule, first, last = match.lastgroup or "", match.start(), match.end()
        if rule == "within" and tokens[first].kind == "last" and is_verb(text, tokens[first].start):
            rule, first = "duration", first + 1
        if rule == "ahead" and is_filled(text, tokens[last - 1].end):
            rule, first = "duration", first + 1
        meaning = read(rule, tokens[first:last])
        if meaning is None or (rule == "ahead" and is_length(text, tokens[first].start)):
            continue
        if rule == "day_of_month" and is_number(text, tokens[first].start, tokens[last - 1].end):
            continue
        if rule == "counted" and is_comparison(text, tokens[last - 1].end):
            continue
        offset = rule in {"counted", "story_day"} and is_offset(text, tokens[last - 1])
        yield Found("event_offset" if offset else rule, meaning, first, last)


def _may_be_surname(phrase: Found, tokens: list[Token]) -> bool:
    """Whether a phrase is a bare "May" or the like, without the "in" or "since" that only a month has."""
    if phrase.rule != "month" or phrase.last - phrase.first > 1 or tokens[phrase.first].kind == "month":
        return False
    return phrase.first == 0 or tokens[phrase.first - 1].kind not in {"in", "since", "until", "during"}


def _written(phrase: Found, text: str, tokens: list[Token]) -> str:
    return text[tokens[phrase.first].start : tokens[phrase.last - 1].end]


def _mention(text: str, tokens: list[Token], phrase: Found, anchor: date | None) -> TimeMention:
    start, end = tokens[phrase.first].start, tokens[phrase.last - 1].end
    possessive = phrase.last < len(tokens) and tokens[phrase.last].kind == "possessive"
    relation = Relation.ON if possessive else relation_before(text, start)
    if relation is Relation.SINCE and isinstance(phrase.meaning, Range):
        relation = Relation.ON
    first, last = _ends(phrase.meaning, relation, Setting(anchor))
    return TimeMention(
        span=Span(start, end),
        start=first,
        end=last,
        rule=phrase.rule,
        kind=phrase.meaning.kind,
        needs_tense=phrase.meaning.needs_tense,
        relation=relation,
        meaning=phrase.meaning,
        possessive=possessive,
        heading=is_heading(text, start, end),
    )
