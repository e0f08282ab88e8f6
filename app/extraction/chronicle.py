"""The passages of an article in; the day under which a chronicle tells each ("March 1 - ...", "1993: ...") out."""

import re
from calendar import day_name, month_name
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Status
from app.extraction.drafts import Draft
from app.extraction.lengths import is_ending
from app.extraction.passages import Passage
from app.extraction.syntax import clause
from app.extraction.time import Direction, TimeMention, find_times, first_day, resolve
from app.extraction.time.compound import Range
from app.extraction.time.expressions import Fixed

# What stands between the day of an entry and its text, and the longest day ("Wednesday, September 26, 2023").
MARK = re.compile(r"\s*(?:[-–—:]|--)\s+(?=\S)|(?<=\d)\.\s+(?=[A-Z])")
LONGEST_DAY = 40
# "1. China (April 30)", "(2) Thailand (May 1)": the heading of what was done on a day.
HEADED = re.compile(r"(?:\(?\d{1,2}[.)]\s*)?[A-Z][^()]{1,60}\((?P<day>[^()]{4,30})\)")
MONTH = re.compile(rf"(?:{'|'.join(month_name[1:])})(?=\s*(?:[:–—]|-{{1,2}}\s))")
YEAR = re.compile(r"\b\d{4}\b")
# A single line that holds a date is that of the page.
FEWEST = 2
# An entry so long before the publication tells of something that is over.
OVER = 7
# Readings of what is to come, in whatever words.
PLAIN = {"future tense", "is to", "is due", "is expected"}
RULE = "entry of a chronicle"
# What counts from the day of an entry of long ago: "on the 6th", "today", "on Tuesday".
FROM_ENTRY = {"day_of_month", "this_daypart", "weekday"}
HALF_A_YEAR = 183
# "SUNDAY 9", above the entries of that day.
NUMBERED = re.compile(rf"({'|'.join(day_name)})\s+(\d{{1,2}})", re.IGNORECASE)
# So many days from the publication lies a day that its number and weekday tell.
NEAR = 15


def days_of(passages: Sequence[Passage], written: date | None) -> list[PartialDate | None]:
    """The day of each passage's entry, or of the date line above it; None for each where there are none."""
    opening = [_opening(passage, written) for passage in passages]
    if sum(day is not None for day, _ in opening) < FEWEST:
        return [None] * len(passages)
    days, above = list[PartialDate | None](), None
    for passage, (day, alone) in zip(passages, opening, strict=True):
        above = day if alone else above
        days.append(_in_year(passage, day, above) or above)
    return _in_order(days)


def _in_order(days: list[PartialDate | None]) -> list[PartialDate | None]:
    """The days of a list of the past, of which the first may seem nearer in the year ahead: "January 7" in December."""
    after: PartialDate | None = None
    for i, day in reversed([*enumerate(days)]):
        guessed = day is not None and day.basis is Basis.YEAR_INFERRED and day.precision is Precision.DAY
        if day is not None and guessed and after is not None and (day.earliest - after.earliest).days > HALF_A_YEAR:
            first = day.earliest.replace(year=day.earliest.year - 1, day=min(day.earliest.day, 28))
            first += timedelta(days=max(day.earliest.day - 28, 0))
            days[i] = PartialDate.of_day(first, Basis.YEAR_INFERRED)
        after = days[i] or after
    return days


def _in_year(passage: Passage, day: PartialDate | None, above: PartialDate | None) -> PartialDate | None:
    """A day or month of an entry under the line of a year, in that year: "2019" over "March: X visits Y"."""
    if day is None or day is above or above is None or above.precision is not Precision.YEAR:
        return day
    if YEAR.search(passage.text[:LONGEST_DAY]) or day.earliest.year == above.earliest.year:
        return day
    return _opening(passage, date(above.earliest.year, 12, 31))[0]


def _opening(passage: Passage, written: date | None) -> tuple[PartialDate | None, bool]:
    """The day with which a passage opens, if it is an entry's, and whether it holds nothing else."""
    headed = HEADED.fullmatch(passage.text)
    if headed is not None:
        return _only_day(headed["day"], written), True
    head = passage.text[:LONGEST_DAY]
    numbered = NUMBERED.fullmatch(head.strip(" :"))
    if numbered is not None and written is not None:
        return _numbered(numbered[1].title(), int(numbered[2]), written), True
    if passage.is_title or not (head[:1].isdigit() or head[:1].isupper()):
        return None, False
    month = MONTH.match(head)
    if month is not None:
        # "March: ", which at the head of a line could be a name.
        return _only_day(f"in {month[0]}", written, before=len("in ")), False
    for time in find_times(head, written)[:1]:
        alone = not passage.text[time.span.end :].strip(" :.-–—")
        if time.span.start == 0 and (alone or MARK.match(passage.text, time.span.end)):
            day, _ = resolve(time, written, Direction.PAST)
            return day, alone
    return None, False


def _numbered(weekday: str, number: int, written: date) -> PartialDate | None:
    """The day near the publication that has a weekday and a number."""
    around = (written + timedelta(days=shift) for shift in range(-NEAR, NEAR + 1))
    found = (day for day in around if day.day == number and day_name[day.weekday()] == weekday)
    return next((PartialDate.of_day(day, Basis.WEEKDAY) for day in found), None)


def _only_day(text: str, written: date | None, before: int = 0) -> PartialDate | None:
    """The day that some words are, and nothing besides but so many letters `before`; of a stretch of days none."""
    times = find_times(text, written)
    first, last = resolve(times[0], written, Direction.PAST) if times else (None, None)
    whole = bool(times) and times[0].span.start == before and times[0].span.end == len(text)
    return first if whole and last in {None, first} else None


def without_opening(times: list[TimeMention], day: PartialDate | None, written: date | None) -> list[TimeMention]:
    """The times of a passage but for the day of its entry that opens it; those of long ago count from that day."""
    if day is None:
        return times
    further = [time for time in times if time.span.start > 0]
    if written is None or day.precision is not Precision.DAY or (written - day.earliest).days <= OVER:
        return further
    return [_from_entry(time, day) if time.rule in FROM_ENTRY or _is_of_no_year(time) else time for time in further]


def _is_of_no_year(time: TimeMention) -> bool:
    """ "The talks broke down on 5 May": in the year of the entry, or the one next to it."""
    return time.start is not None and time.start.basis is Basis.YEAR_INFERRED


def _from_entry(time: TimeMention, day: PartialDate) -> TimeMention:
    first, last = resolve(time, day.earliest, Direction.NONE, day)
    if first is None or last is None:
        return time
    meaning = Fixed(first) if first == last else Range(Fixed(first), Fixed(last))
    return replace(time, start=first, end=last, meaning=meaning, needs_tense=False)


def _last_day(passage: Passage, first: PartialDate) -> PartialDate | None:
    """The last day of an entry of several: "17-18 May 1998: X flies to Lusaka"."""
    times = find_times(passage.text[:LONGEST_DAY], first.latest)[:1]
    last = times[0].end if times and times[0].span.start == 0 and times[0].kind == "range" else None
    return replace(last, basis=Basis.NARRATIVE) if last is not None and last.earliest > first.latest else None


def _is_planned(draft: Draft) -> bool:
    """Whether the main clause of an entry tells a plan: "will have lunch with Y", "are to meet", "may also see Y"."""
    verb = clause(draft.mention.trigger)
    while verb.dep_ == "xcomp" and verb.head.i != verb.i:
        verb = verb.head
    plain = draft.reading.rule in PLAIN or draft.reading.rule in {"past plan", "modal verb"}
    scheduled = draft.status is Status.SCHEDULED and draft.reading.rule.startswith("governor ")
    return verb.dep_ in {"ROOT", "conj"} and (plain or scheduled)


def enter(draft: Draft, day: PartialDate, published: date | None) -> None:
    """Give what an entry tells the day of the entry, where it has none of its own."""
    told = draft.status in {Status.HELD, Status.ONGOING} and draft.reading.tense in {"present", "past", "none"}
    # "Wednesday 22 May: ... Before that he will have lunch with Y".
    ahead = published is not None and day.earliest > published and day.precision is Precision.DAY
    if ahead and draft.start is None and _is_planned(draft):
        draft.start = draft.end = replace(day, basis=Basis.NARRATIVE)
        draft.time_rule = RULE
        return
    if draft.start is None and draft.end is None and told:
        draft.start = replace(day, basis=Basis.NARRATIVE)
        draft.time_rule = RULE
        draft.end = _last_day(draft.sheet.passage, day)
        if draft.kind is Kind.VISIT and is_ending(draft):
            # "February 27. X ends a five-day trip".
            first = first_day(draft.start, draft.length) if draft.length is not None else None
            draft.start, draft.end = first, draft.start
    elif draft.start is None or draft.reading.rule != "is there":
        return
    if published is not None and day.earliest > published and draft.reading.tense != "past":
        # A programme of the days to come.
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="date ahead", tense="future")
    # "November 14. Talks opened in Rome", in a list of the month.
    over = 1 if clause(draft.mention.trigger).tag_ == "VBD" else OVER
    if draft.status is Status.ONGOING and published is not None and (published - day.latest).days > over:
        draft.reading = replace(draft.reading, status=Status.HELD)
