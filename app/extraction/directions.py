"""A draft and a time of its sentence in, on which side of the publication the time lies out."""

from datetime import date, timedelta

from app.domain.calendar import PartialDate, Precision
from app.domain.meetings import Status
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.outlook import ELSEWHERE, is_plan_told_in_past, is_run_up
from app.extraction.signals import look_up
from app.extraction.syntax import auxiliaries, clause, governors, is_passive
from app.extraction.tense import tense
from app.extraction.time import Direction, TimeMention, resolve

# Readings of what was over before what the clause tells.
AFTERWARDS = {"preposition after", "preposition following", "preposition since"}
# What was to have been so few days ago, and was put off, is told of afterwards.
JUST_BEFORE = timedelta(days=2)
# What began and ended more than so many days ago does not go on.
LONG_PAST = timedelta(days=31)


def towards(draft: Draft, time: TimeMention) -> Direction:
    """Where a time before lies that a plan counts from: "on Monday in Nicosia, on the same day in Tel Aviv"."""
    if draft.reading.rule in {"future tense", "reported future"}:
        return Direction.FUTURE
    if draft.reading.rule == "present tense" and draft.mention.is_verb and _is_coming(draft, time):
        # "Who is due in Belgrade on Friday, flies to Tirana a day later".
        return Direction.FUTURE
    # "Is to see X the next day", "is scheduled to", not "was to".
    told = next((t for t in map(tense, governors(draft.reading.word)) if t in {"past", "present"}), "none")
    planned = draft.status is Status.SCHEDULED and draft.reading.rule.removeprefix("purpose, ").startswith(
        ("is ", "governor ")
    )
    now = told == "present" or any(t.tag_ in {"VBZ", "VBP"} for t in auxiliaries(draft.reading.word))
    return Direction.FUTURE if planned and now else Direction.PAST


def is_ahead(previous: PartialDate | None, anchor: date | None) -> bool:
    """Whether the story has come to days that lie ahead: "will be in Rome on Friday; from there he flies to"."""
    return previous is not None and anchor is not None and previous.earliest > anchor


def direction_of(draft: Draft, time: TimeMention, anchor: date | None, *, ahead: bool) -> Direction:
    """The side on which a time is looked for, by status and tense; none where the nearest one is meant."""
    failed = (
        draft.reading.rule in {"governor fail", "governor try", "not as planned"}
        and tense(draft.reading.word) == "past"
    )
    if failed or _has_lasted(draft, time) or _is_when(draft, time):
        # "Failed to meet on Friday", "did not go there on Friday as planned", "is there since Friday".
        return Direction.PAST
    if draft.status in {Status.CANCELLED, Status.POSTPONED} and (
        time.kind != "weekday"
        or (draft.mention.is_verb and tense(draft.reading.word) == "past")
        or (
            draft.reading.word.lemma_.lower() in word_list("absences") | word_list("appearing")
            and not is_passive(draft.reading.word)
        )
    ):
        # "Refused to meet him on Sunday", "was called off", "skipped Tuesday's talks": the nearest one.
        return _of_what_is_off(draft, time)
    if draft.reading.rule == "governor unable" or is_run_up(draft):
        return Direction.NONE
    if _is_left_behind(draft, time, anchor):
        return Direction.PAST
    if draft.reading.tense == "none" or draft.reading.rule.startswith(("not ", "past plan")):
        # "Had been set for Thursday and could not take place", "had been due to meet on Thursday".
        return Direction.NONE
    if draft.reading.tense == "present" and draft.reading.rule in AFTERWARDS:
        # "Begins a visit after talks with X in June".
        return Direction.PAST
    if draft.reading.tense == "present":
        return _of_present(draft, time, anchor, ahead=ahead)
    if draft.status in {Status.HELD, Status.ONGOING} or draft.reading.tense == "past":
        return Direction.PAST
    return Direction.FUTURE


def _of_present(draft: Draft, time: TimeMention, anchor: date | None, *, ahead: bool) -> Direction:
    """The side on which a time lies that is told in the present."""
    if draft.reading.rule.endswith("present progressive") and _is_long_past(time, anchor):
        # "Which Spain is hosting in June", said in February.
        return Direction.FUTURE
    told = draft.mention.is_verb or draft.reading.rule in {"begun", "clause, present tense", "present tense"}
    if told and _is_coming(draft, time):
        return Direction.FUTURE
    return Direction.NONE if draft.sheet.number < 2 and not ahead else Direction.FUTURE


def _is_coming(draft: Draft, time: TimeMention) -> bool:
    """ "Arrives in Brussels on Monday", "begins a visit on Monday", said on Wednesday, and in no title."""
    return time.kind == "weekday" and not draft.sheet.passage.is_title


def _is_long_past(time: TimeMention, anchor: date | None) -> bool:
    """Whether the nearest day of a name of a month is too long past for what goes on."""
    day, _ = resolve(time, anchor, Direction.NONE)
    return day is not None and anchor is not None and anchor - day.latest > LONG_PAST


def _has_lasted(draft: Draft, time: TimeMention) -> bool:
    """Whether what goes on has done so since then: "has been in Oslo since the weekend"."""
    span = draft.sheet.words(time.span)
    return span is not None and draft.status is Status.ONGOING and span.root.head.lower_ == "since"


def _is_when(draft: Draft, time: TimeMention) -> bool:
    """Whether a past clause opens on a time: "relations cooled in September, when X cancelled a visit"."""
    span = draft.sheet.words(time.span)
    if span is None or draft.status not in {Status.CANCELLED, Status.POSTPONED}:
        return False
    behind = next((t for t in span.doc[span.end : span.end + 2] if t.text != ","), None)
    return behind is not None and behind.lower_ == "when" and tense(clause(behind)) == "past"


def _of_what_is_off(draft: Draft, time: TimeMention) -> Direction:
    """ "Cancels a summit scheduled for December": a month that the plan gives still lies ahead."""
    span = draft.sheet.words(time.span)
    plan = span.root.head.head if span is not None and span.root.head.lower_ == "for" else None
    told = tense(draft.reading.word) == "present"
    broad = told and time.start is not None and time.start.precision is Precision.MONTH
    planned = plan is not None and plan.dep_ == "acl" and look_up(plan) is Status.SCHEDULED
    return Direction.FUTURE if broad and planned else Direction.NONE


def _is_left_behind(draft: Draft, time: TimeMention, anchor: date | None) -> bool:
    """ "Were to have begun on Wednesday and were put off", "was due in Oslo on Wednesday": a plan of the last days."""
    span = draft.sheet.words(time.span)
    verb = clause(span.root) if span is not None else None
    if verb is None or anchor is None:
        return False
    over = any(t.lower_ in {"have", "had"} for t in auxiliaries(verb))
    if not over and not (draft.status is Status.SCHEDULED and is_plan_told_in_past(draft)):
        return False
    day, _ = resolve(time, anchor, Direction.PAST)
    # "Was to leave on Thursday for Tokyo", told on Saturday, is still to come, unless a "but" says otherwise.
    open_ = not over and time.kind == "weekday" and all(t.lower_ != "but" for t in verb.sent)
    return day is not None and timedelta() <= anchor - day.latest <= (ELSEWHERE if open_ else JUST_BEFORE)
