"""What an office publishes of its plans in, what it says of their status and days out.

An entry of its programme ("2:45 p.m. Meeting with X") is a plan of that day, and whom it has invited for a day it
announces.
"""

import re
from dataclasses import replace
from datetime import date

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Status
from app.extraction.drafts import Draft
from app.extraction.passages import Passage
from app.extraction.tense import Reading
from app.extraction.triggers import Mention

# "9:30 a.m.", "15.30", "14:00 hrs", "10h00" at the head of a line.
HOUR = re.compile(r"\d{1,2}[:.h]\d{2}(?!\d)(?:\s*(?:[ap]\.?m\b\.?|hrs?\b|h\b|uhr\b))?[\s:–—-]*(?=[A-Z])")
RULE = "entry of a programme"
INVITATIONS = {"an invitation", "governor invite"}
BILATERAL = 2
TELLING = {"present", "none"}


def is_entry(passage: Passage) -> bool:
    """Whether a passage opens with the hour at which something is to be."""
    return not passage.is_title and HOUR.match(passage.text) is not None


def planned(mention: Mention) -> Mention:
    """A mention of an entry: what is told without a past is still to come, between those named and who publishes it."""
    if mention.reading.tense not in TELLING or mention.reading.status not in {Status.HELD, Status.ONGOING}:
        return mention
    reading = Reading(Status.SCHEDULED, mention.reading.word, RULE, "future", 2)
    near = [] if not mention.is_verb else mention.near
    return replace(mention, reading=reading, near=near, weak=mention.weak and not mention.counterparts)


def own(mention: Mention) -> Mention:
    """A mention of an entry that a day heads: "Monday: meeting with X" is of who publishes it."""
    alone = not mention.is_verb and bool(mention.counterparts)
    return replace(mention, near=[]) if alone else mention


def told(mentions: list[Mention], passage: Passage, *, of_a_list: bool) -> list[Mention]:
    """Mentions as an office means them: its list of days and its programme tell of what it does itself."""
    if is_entry(passage):
        return [planned(mention) for mention in mentions]
    return [own(mention) for mention in mentions] if of_a_list else mentions


def enter(draft: Draft, day: PartialDate | None, published: date | None) -> None:
    """Give a planned entry the day of the programme: the last one told above it, else that of the publication."""
    if draft.reading.rule != RULE or draft.start is not None or published is None:
        return
    draft.start = draft.end = day or PartialDate.of_day(published, Basis.PUBLICATION)
    draft.time_rule = RULE


def announce(draft: Draft, home: str | None, published: date | None) -> None:
    """ "President X has invited President Y to Washington for talks on Tuesday": told by X himself, it is a plan.

    An office names the day on which it receives a guest once that is agreed. Whether two others come to a meeting to
    which it has invited them is open.
    """
    two = home in draft.codes and len(draft.codes) == BILATERAL
    if draft.start is None or published is None or not two or draft.reading.rule not in INVITATIONS:
        return
    if draft.start.precision is Precision.DAY and draft.start.earliest > published:
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="invited for a day")
