"""The passages of an article in; the day under which a chronicle tells each ("March 1 - ...", "1993: ...") out."""

import re
from calendar import month_name
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Status
from app.extraction.drafts import Draft
from app.extraction.passages import Passage
from app.extraction.syntax import clause
from app.extraction.time import Direction, TimeMention, find_times, resolve

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


def days_of(passages: Sequence[Passage], written: date | None) -> list[PartialDate | None]:
    """The day of each passage's entry, or of the date line above it; None for each where there are none."""
    opening = [_opening(passage, written) for passage in passages]
    if sum(day is not None for day, _ in opening) < FEWEST:
        return [None] * len(passages)
    days, above = [], None
    for passage, (day, alone) in zip(passages, opening, strict=True):
        above = day if alone else above
        days.append(_in_year(passage, day, above) or above)
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


def _only_day(text: str, written: date | None, before: int = 0) -> PartialDate | None:
    """The day that some words are, and nothing besides but so many letters `before`; of a stretch of days none."""
    times = find_times(text, written)
    first, last = resolve(times[0], written, Direction.PAST) if times else (None, None)
    whole = bool(times) and times[0].span.start == before and times[0].span.end == len(text)
    return first if whole and last in {None, first} else None


def without_opening(times: list[TimeMention], day: PartialDate | None) -> list[TimeMention]:
    """The times of a passage that opens with the day of its entry, without that one."""
    return times if day is None else [time for time in times if time.span.start > 0]


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
    elif draft.start is None or draft.reading.rule != "is there":
        return
    if published is not None and day.earliest > published and draft.reading.tense != "past":
        # A programme of the days to come.
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="date ahead", tense="future")
    # "November 14. Talks opened in Rome", in a list of the month.
    over = 1 if clause(draft.mention.trigger).tag_ == "VBD" else OVER
    if draft.status is Status.ONGOING and published is not None and (published - day.latest).days > over:
        draft.reading = replace(draft.reading, status=Status.HELD)
