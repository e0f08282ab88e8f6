"""One time phrase, as the tokens that a rule matched, in; its meaning as an expression out."""

from collections.abc import Callable

from app.domain.calendar import PartialDate, Precision
from app.extraction.time.choice import Which
from app.extraction.time.compound import Around, Duration, Part, Range, Recurring, WeekdayOf, WeekOf
from app.extraction.time.expressions import Day, Expression, Feast, Fixed, Months, decade
from app.extraction.time.phrases import Phrase
from app.extraction.time.relative import Rest, Shifted, StoryWeekday, Weekday, WeekdayBeyond, Within
from app.extraction.time.stretches import DAYS_IN, MONTHS_IN
from app.extraction.time.tokens import Token

# The words of `WHICH`, and those of them that count from the story and not from the publication.
DEMONSTRATIVES = ("this", "last", "past", "next", "coming", "following", "previous", "that", "same")
OF_THE_STORY = {"following", "previous", "that", "same"}
MONTHS = ("month", "name_month", "short_month")
DAYS = ("weekday", "day_word")
UNITS = ("day_word", "week_word", "month_word", "year_word", "other_unit", "units", "quarter", "weekend")
UNIT_NAMES = {"quarter": "quarter", "weekend": "weekend"}
# "Days ago", "the coming weeks" without a number: from two to six.
OPEN_COUNT = (2, 6)
# A month counts as 30 days and a year as 365 in a length.
DAYS_OF_MONTH, DAYS_OF_YEAR = 30, 365


def read(rule: str, tokens: list[Token]) -> Expression | None:
    """The meaning of a phrase; None where the words are no time after all."""
    return READERS[rule](Phrase(tokens))


def _numeric(phrase: Phrase) -> Expression:
    first, last = phrase.tokens[0].value
    return Fixed(PartialDate(first, last, Precision.DAY if first == last else Precision.PERIOD))


def _days(phrase: Phrase) -> Expression:
    days, frame = phrase.numbers("day", "nth") or phrase.numbers("ordinal"), _frame(phrase)
    month, weekday = phrase.number(*MONTHS), phrase.number("weekday", "short_weekday")
    if len(days) == 1:
        return Day(days[0], month, frame, weekday)
    return Range(Day(days[0], month, frame, weekday), Day(days[-1], month, frame))


def _day_of_month(phrase: Phrase) -> Expression:
    frame, days = _cycle(phrase) if phrase.find("month_word") else None, phrase.numbers("nth")
    first = Day(days[0], None, frame, phrase.number("weekday", "short_weekday"))
    return first if len(days) == 1 else Range(first, Day(days[-1], None, frame))


def _frame(phrase: Phrase) -> Expression | None:
    """The year that a phrase names, by its number or as "last year"."""
    year = phrase.number("year")
    if year:
        return Fixed(PartialDate.of_year(year))
    return _cycle(phrase) if phrase.find("year_word") else None


def _cycle(phrase: Phrase) -> Shifted:
    """A cycle as "this week", "last month", "that year": the unit is the last one in the phrase."""
    tokens = [token for token in phrase.tokens if token.kind in DEMONSTRATIVES]
    unit = [_unit(token) for token in phrase.tokens if token.kind in UNITS][-1]
    # In "this past week" the second word says how far.
    steps = tokens[-1].value if tokens else 0
    return Shifted(steps, steps, unit, narrative=any(token.kind in OF_THE_STORY for token in tokens))


def _unit(token: Token) -> str:
    return UNIT_NAMES.get(token.kind) or str(token.value)


def _which(phrase: Phrase) -> Which | None:
    token = phrase.find("last", "past", "next", "coming") or phrase.find("this")
    return {-1: Which.LAST, 0: Which.THIS, 1: Which.NEXT}[token.value] if token else None


def _cycle_beyond(phrase: Phrase) -> Expression:
    steps = 2 * (phrase.number("next", "last") or 0)
    return Shifted(steps, steps, _cycle(phrase).unit)


def _part(head: Phrase, whole: Expression) -> Expression:
    """The part of a whole that the words before it name."""
    number = head.number("ordinal", "last") or 0
    if head.find("week_word"):
        return WeekOf(whole, number)
    parts = head.number("half", "quarter")
    if parts:
        return Part(whole, parts if number < 0 else min(number, parts), parts)
    third = head.number("part")
    return Part(whole, third, 3) if third else whole


def _month(phrase: Phrase) -> Expression:
    head, rest = phrase.split()
    return _part(head, _months(rest, rest.number(*MONTHS) or 1, 1))


def _season(phrase: Phrase) -> Expression | None:
    head, rest = phrase.split()
    season = rest.find("season")
    if season is None:
        return None
    return _part(head, _months(rest, *season.value))


def _months(phrase: Phrase, first: int, count: int) -> Months:
    """A month or a season of the year that is named, by a demonstrative, or seen from the story ("that spring")."""
    frame, story = _frame(phrase), phrase.find(*OF_THE_STORY)
    return Months(first, count, frame, None if frame else _which(phrase), story.value if story and not frame else None)


def _quarter(phrase: Phrase) -> Expression:
    number, parts = phrase.number("q"), 4
    if number is None:
        number, parts = phrase.number("ordinal") or 1, phrase.number("half", "quarter") or 4
    size = 12 // parts
    return Months((parts if number < 0 else min(number, parts)) * size - size + 1, size, _frame(phrase))


def _feast(phrase: Phrase) -> Expression | None:
    feast, frame = phrase.find("feast"), _frame(phrase)
    return Feast(feast.value, frame, None if frame else _which(phrase)) if feast else None


def _years(phrase: Phrase) -> Expression:
    years, short = phrase.numbers("year"), phrase.numbers("day", "count")
    first = years[0]
    last = years[1] if len(years) > 1 else first + 1
    if (short and short[0] != last % 100) or last <= first:
        return Fixed(PartialDate.of_year(first))
    return Range(Fixed(PartialDate.of_year(first)), Fixed(PartialDate.of_year(last)))


def _weekday(phrase: Phrase) -> Expression:
    day = phrase.number("weekday", "short_weekday") or 0
    if phrase.find("week_word"):
        return Weekday(day, None, _cycle(phrase))
    return Weekday(day, _which(phrase))


def _weekday_of(phrase: Phrase) -> Expression:
    """The first, second ... or last such day of a month: "the first Monday of May", "the last Friday in the month"."""
    return WeekdayOf(_month_behind(phrase), phrase.number("ordinal", "last") or 1, phrase.number("weekday") or 0)


def _day_of(phrase: Phrase) -> Expression:
    """ "The last day of March", "the first day of this month"."""
    return WeekdayOf(_month_behind(phrase), phrase.number("ordinal", "last") or 1)


def _month_behind(phrase: Phrase) -> Expression:
    """The month of which a phrase names a day."""
    rest = Phrase(phrase.tokens[next(i for i, t in enumerate(phrase.tokens) if t.kind in DAYS) + 1 :])
    month = rest.number(*MONTHS)
    return Months(month, 1, _frame(rest), None) if month else _cycle(rest)


def _story_weekday(phrase: Phrase) -> Expression:
    side = phrase.number("following", "previous", "before", "after") or 1
    return StoryWeekday(phrase.number("weekday") or 0, side)


def _weekend(phrase: Phrase) -> Expression:
    head, rest = phrase.split()
    story = rest.find("following", "previous", "that", "same")
    whole = Shifted(story.value, story.value, "weekend", narrative=True) if story else Weekday(5, _which(rest), span=2)
    return _part(head, whole)


def _part_of_cycle(phrase: Phrase) -> Expression:
    head, rest = phrase.split()
    return _part(head, _cycle(rest))


def _rest(phrase: Phrase) -> Expression:
    if phrase.find("day_word", "daypart"):
        return Shifted(0, 0, "day", narrative=True, today=True)
    return Rest(_cycle(phrase), phrase.find("later", "within") is not None)


def _relative_day(phrase: Phrase) -> Expression:
    steps = phrase.number("relative_day", "last", "this") or 0
    unit = phrase.find("day_word", "week_word", "units")
    if unit is not None and phrase.find("before", "after"):
        steps += phrase.number("before", "after") or 0
    elif unit is not None:
        # "A week from today", "a week ago today".
        steps += _count(phrase)[1] * DAYS_IN.get(_unit(unit), 1) * (-1 if phrase.find("ago") else 1)
    return Shifted(steps, steps, "day")


def _count(phrase: Phrase) -> tuple[int, int]:
    """The fewest and the most that the words count."""
    vague = phrase.find("vague")
    if vague:
        low, high = vague.value
        return low, high
    numbers = phrase.numbers("number", "day", "count") or phrase.numbers("article")
    if not numbers:
        return OPEN_COUNT
    return min(numbers), max(numbers) + (1 if phrase.find("half") else 0)


def _counted(phrase: Phrase) -> Expression | None:
    """So many units off: "two weeks ago", "a day later", "days before"; "a week later" is counted to the day."""
    low, high = _count(phrase)
    sign = phrase.number("ago", "later", "earlier", "before", "after") or 0
    unit, narrative = phrase.find(*UNITS), phrase.find("ago") is None
    if unit is None:
        return None
    if narrative and low == high == 1 and _unit(unit) == "week":
        return Shifted(sign * DAYS_IN["week"], sign * DAYS_IN["week"], "day", narrative=True)
    return Shifted(sign * low, sign * high, _unit(unit), narrative=narrative)


def _ahead(phrase: Phrase) -> Expression | None:
    low, high = _count(phrase)
    unit = phrase.find(*UNITS)
    if unit is None:
        return None
    return Within(high, _unit(unit)) if phrase.find("within") else Shifted(low, high, _unit(unit), future_only=True)


def _within(phrase: Phrase) -> Expression | None:
    which, unit = phrase.find("last", "past", "previous", "recent", "next", "coming", "following"), phrase.find(*UNITS)
    if which is None or unit is None:
        return None
    high = 1 if unit.kind != "units" else _count(phrase)[1]
    return Within(which.value * high, _unit(unit))


def _story_day(phrase: Phrase) -> Expression:
    steps = phrase.number("next", "following", "previous", "before", "after", "earlier", "that", "same") or 0
    unit = phrase.find(*UNITS)
    # "The day before", where the story has told no day yet, is the day before the news.
    return Shifted(steps, steps, _unit(unit) if unit else "day", narrative=True, today=bool(phrase.find("before")))


def _day_number(phrase: Phrase) -> Expression | None:
    number = phrase.number("ordinal", "nth") or 0
    return Shifted(number - 1, number - 1, "day", narrative=True) if number > 0 else None


def _duration(phrase: Phrase) -> Expression | None:
    """A length in days; an article counts as one only where the word "long" makes it a length ("a week-long")."""
    unit = phrase.find(*UNITS, "long_unit")
    if unit is None:
        return None
    name = _unit(unit)
    low, high = _count(phrase) if len(phrase.tokens) > 1 and phrase.find("number", "day", "count", "vague") else (1, 1)
    if name == "hour":
        return Duration(max(low // 24, 1), max(high // 24, 1))
    days = DAYS_IN.get(name) or DAYS_OF_MONTH * MONTHS_IN[name] if name != "year" else DAYS_OF_YEAR
    return Duration(low * days, high * days)


READERS: dict[str, Callable[[Phrase], Expression | None]] = {
    "numeric": _numeric,
    "weekly": lambda _: Recurring(),
    "week_of": lambda phrase: Around(_days(phrase), "weekend" if phrase.find("weekend") else "week"),
    "half": lambda _: None,
    "bracketed": _days,
    "month_first": _days,
    "day_first": _days,
    "day_of_month": _day_of_month,
    "month_year": _month,
    "month": _month,
    "season": _season,
    "quarter": _quarter,
    "feast": _feast,
    "decade": lambda phrase: _part(phrase, decade(phrase.numbers("decade")[0])),
    "year_range": _years,
    "part_of_year": lambda phrase: _part(phrase, Fixed(PartialDate.of_year(phrase.numbers("year")[0]))),
    "story_weekday": _story_weekday,
    "weekday_beyond": lambda phrase: WeekdayBeyond(
        phrase.number("weekday") or 0, -1 if phrase.find("last", "ago") else 1
    ),
    "weekday_of": _weekday_of,
    "day_of": _day_of,
    "weekday": _weekday,
    "weekend": _weekend,
    "day_beyond": _relative_day,
    "this_daypart": _relative_day,
    "cycle_beyond": _cycle_beyond,
    "part_of_cycle": _part_of_cycle,
    "rest_of": _rest,
    "ago": _counted,
    "counted": _counted,
    "within": _within,
    "ahead": _ahead,
    "story_day": _story_day,
    "cycle": _cycle,
    "day_number": _day_number,
    "duration": _duration,
    "length": _duration,
    "year": lambda phrase: Fixed(PartialDate.of_year(phrase.tokens[0].value)),
}
