"""The drafts of a passage in, for a gathering the meeting held beside it out, and what that tells of the gathering."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, PartyKind, Role, Status
from app.extraction.drafts import Draft, Side
from app.extraction.lexicon import word_list
from app.extraction.syntax import clause

# A gathering on the sidelines of which somebody met so many days ago is over.
GATHERING_DAYS = 5
# Prepositions that make a gathering where or when two states met.
AT = {"at", "during", "alongside"}
# More states than this who meet at a gathering may be its own session.
BILATERAL = 2


def beside(draft: Draft, drafts: Sequence[Draft], today: date | None) -> Draft | None:
    """The meeting of the same sentence that was held on the sidelines of what the draft is, or at it."""
    start = draft.mention.trigger.sent.start
    others = [d for d in drafts if d is not draft and d.mention.trigger.sent.start == start and d.has_meeting]
    if not draft.mention.aside:
        return next((other for other in others if _is_at(other, draft, today)), None)
    before = reversed([d for d in others if d.mention.trigger.i < draft.mention.trigger.i])
    # "On the sidelines of the Assembly X met Y".
    return next(before, next((d for d in others if d.kind is Kind.MEETING), None))


def _has_name(gathering: Draft) -> bool:
    """Whether a gathering is called by a name: "the Munich Security Conference", "the Lima summit"."""
    noun = gathering.mention.trigger
    return noun.text[0].isupper() or any(c.text[0].isupper() for c in noun.children if c.dep_ in {"compound", "nmod"})


def attend(gathering: Draft, meeting: Draft, today: date | None) -> None:
    """ "Met on the sidelines of the summit": who met attended it, and it was going on."""
    told = any(side.rule != "clause" for side in gathering.sides.values())
    if gathering.mention.aside and not told and not _has_name(gathering):
        # "On the fringes of a regional summit": of whom is not told.
        return
    for code, side in meeting.sides.items():
        gathering.sides.setdefault(code, Side(side.party, Role.PARTICIPANT, side.span, "on the sidelines"))
    gathering.level = meeting.level
    gathering.people = {**meeting.people, **gathering.people}
    gathering.kind, gathering.beside = Kind.CONFERENCE, meeting
    _take_place(gathering, meeting, today)


def _take_place(gathering: Draft, meeting: Draft, today: date | None) -> None:
    """Let a gathering go on in the month in which the meeting beside it was held, unless that was long ago."""
    day = meeting.start or gathering.start
    if not _vague_words(gathering).isdisjoint(word_list("vague_past")):
        gathering.reading = replace(gathering.reading, status=meeting.status, rule="sidelines", strength=2)
        return
    # "Built on what they had said on the margins of the summit in June".
    recent = day is None or today is None or _is_near(day, today)
    status = Status.ONGOING if meeting.status is Status.HELD and recent else meeting.status
    gathering.reading = replace(gathering.reading, status=status, rule="sidelines", strength=2)
    if meeting.start is not None and meeting.start.precision is Precision.DAY:
        held = meeting.start.earliest
        gathering.start, gathering.end = PartialDate.of_month(held.year, held.month, Basis.NARRATIVE), None


def _is_near(day: PartialDate, today: date) -> bool:
    return day.precision is Precision.DAY and (today - day.latest).days <= GATHERING_DAYS


def _vague_words(gathering: Draft) -> set[str]:
    """What is said of a gathering that may keep its day open: "the previous session"."""
    return {c.lower_ for c in gathering.mention.trigger.children}


def dated(occasions: list[Draft], today: date | None) -> list[Draft]:
    """The same occasions, where a gathering without a day has the month that another sentence tells of the meeting."""
    for gathering in occasions:
        if gathering.beside is None or gathering.start is not None:
            continue
        meeting = next((one for one in occasions if any(d is gathering.beside for d in one.merged)), None)
        if meeting is not None and meeting.start is not None:
            _take_place(gathering, meeting, today)
    return occasions


def _is_at(meeting: Draft, gathering: Draft, today: date | None) -> bool:
    """Whether two states met at a gathering of a body of which no day is told but today or yesterday."""
    bodies = {code for code, side in gathering.sides.items() if side.party.kind is PartyKind.ORGANISATION}
    two = len(meeting.sides) == BILATERAL and not bodies & meeting.codes and meeting.kind in {Kind.MEETING, Kind.CALL}
    if not bodies or not two or meeting.status is not Status.HELD or not _is_around(gathering, meeting):
        return False
    day = gathering.start.earliest if gathering.start is not None else None
    past = day is not None and (today is None or not 0 <= (today - day).days <= 1)
    return not past and gathering.kind is Kind.CONFERENCE


def _is_around(gathering: Draft, meeting: Draft) -> bool:
    """Whether a clause tells of the meeting, and of the gathering only where or when it was."""
    noun, told = gathering.mention.trigger, clause(meeting.mention.trigger)
    if gathering.mention.is_verb:
        return False
    if noun.dep_ == "pobj" and noun.head.lower_ in AT:
        return clause(noun).i == told.i
    # "While attending the summit".
    there = clause(noun)
    attends = there.tag_ == "VBG" and there.lemma_.lower() in word_list("attending")
    return attends and there.dep_ == "advcl" and there.head.i == told.i
