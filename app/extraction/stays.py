"""Drafts of one article in, which of them belong to a stay out; a meeting without a place gets that of its stay."""

from collections.abc import Sequence
from datetime import date, timedelta

from app.domain.calendar import Precision
from app.domain.meetings import Kind, Place, Role, Status
from app.extraction.drafts import Draft
from app.extraction.places import PlaceMention
from app.extraction.syntax import clause, has_had

# How many passages on a stay is still what the text speaks of.
REACH = 2
# Whoever came somewhere is still there so many days later.
SHORT = timedelta(days=2)
# The title and the paragraphs of the story that the dateline is of; background comes later.
TOP = 8


def settle(drafts: Sequence[Draft], filed: Place | None, published: date | None) -> None:
    """Place the talks of a visitor where the visit is, and "he also met ..." where the meeting before was.

    What has just happened, with nothing said of where, was where the article was `filed`.
    """
    for i, draft in enumerate(drafts):
        if draft.place is None and draft.kind is Kind.MEETING:
            stay = next((d for d in reversed(drafts[:i]) if _is_stay(d, draft)), None)
            stay = stay or next((d for d in drafts if _is_meanwhile(d, draft)), None)
            if stay is not None:
                draft.place, draft.place_span = stay.place, stay.place_span
        if draft.place is None and filed is not None and _is_news(draft, published):
            word = draft.mention.trigger.i
            draft.place = PlaceMention(word, word + 1, filed)


def _is_news(draft: Draft, published: date | None) -> bool:
    """Whether a meeting is what an article was filed about: held within a day, told of before its background."""
    if draft.kind is Kind.CALL or draft.status not in {Status.HELD, Status.ONGOING} or draft.sheet.number > TOP:
        return False
    if any(one.mention.remote for one in (draft, *draft.merged)) or draft.start is None or published is None:
        return False
    if has_had(clause(draft.mention.trigger)) and draft.start.latest < published:
        # "The minister, back from Rome, briefed X. He had called on Y on Saturday".
        return False
    return published - timedelta(days=2) <= draft.start.earliest <= published


def _is_stay(known: Draft, draft: Draft) -> bool:
    """Whether a draft is another meeting of a stay: somebody in common, near in the text and in time."""
    if known.place is None or draft.sheet.number - known.sheet.number > REACH:
        return False
    # "Is on a visit to India. Tomorrow he will hold talks with its premier".
    ahead = draft.status is Status.SCHEDULED and known.codes == draft.codes
    there = ahead and (known.status is Status.ONGOING or _has_just_come(known, draft))
    came = _came_for(known, draft)
    later = _is_later_that_day(known, draft)
    if not set(known.people) & set(draft.people) or not (there or came or later or known.status is draft.status):
        return False
    if came or later:
        return True
    if there:
        return known.kind is Kind.VISIT
    if known.start is not None and draft.start is not None and not known.start.overlaps(draft.start):
        return False
    if known.kind is Kind.VISIT:
        return known.place.place.country in draft.codes
    if known.kind is Kind.CONFERENCE:
        # Who attends a conference and also meets somebody in that sentence does so where it is held.
        return known.sheet is draft.sheet and set(draft.people) <= set(known.people)
    return draft.mention.additional and known.sheet is draft.sheet


def _has_just_come(stay: Draft, draft: Draft) -> bool:
    """ "Flew to Ashgabat on Wednesday. She will see the president on Thursday"."""
    if stay.status is not Status.HELD or stay.start is None or draft.start is None:
        return False
    return timedelta() <= draft.start.earliest - stay.start.latest <= SHORT


def _is_later_that_day(known: Draft, draft: Draft) -> bool:
    """ "X met the premier in Podgorica. Later in the day he was to be received by the president"."""
    ahead = known.status in {Status.HELD, Status.ONGOING} and draft.status is Status.SCHEDULED
    if not ahead or known.codes != draft.codes or known.start is None or draft.start is None:
        return False
    return known.start.precision is Precision.DAY and known.start.iso == draft.start.iso


def _came_for(gathering: Draft, talks: Draft) -> bool:
    """ "X, who is visiting Rome for the summit, held talks with Y"."""
    verb = clause(gathering.mention.trigger)
    going_on = gathering.kind is Kind.CONFERENCE and gathering.status is Status.ONGOING and verb.dep_ == "relcl"
    return going_on and gathering.sheet is talks.sheet and clause(talks.mention.trigger).is_ancestor(verb)


def _is_meanwhile(stay: Draft, draft: Draft) -> bool:
    """ "Met the head of the Union during his stay in the Kenyan capital"."""
    noun = stay.mention.trigger
    during = stay.kind is Kind.VISIT and noun.dep_ == "pobj" and noun.head.lower_ == "during"
    return during and stay.place is not None and clause(noun).i == draft.mention.trigger.i


def _leads_there(stay: Draft, talks: Draft) -> bool:
    """Whether a stay is told of, or on the same day the way to it: "left Oslo for Rome, where he will meet X"."""
    sentence = stay.mention.trigger.sent.start == talks.mention.trigger.sent.start
    days = (stay.start, talks.start)
    same = None in days or days[0] == days[1]
    return stay.mention.stay or (
        stay.mention.kind is Kind.VISIT and bool(stay.mention.destinations) and sentence and same
    )


def lasts(stay: Draft) -> bool:
    """Whether a stay is told of from one day to another."""
    days = (stay.start, stay.end)
    return all(day is not None and day.precision is Precision.DAY for day in days) and stay.start != stay.end


def is_return_visit(draft: Draft, known: Draft) -> bool:
    """ "Was received by X, who came to Oslo himself in October": whoever is host of the one is guest of the other."""
    kinds = {draft.mention.kind, known.mention.kind}
    if kinds != {Kind.MEETING, Kind.VISIT} or clause(draft.mention.trigger).dep_ != "relcl":
        return False
    roles = {frozenset({draft.people[n][0], known.people[n][0]}) for n in draft.people.keys() & known.people.keys()}
    return frozenset({Role.HOST, Role.GUEST}) in roles


def is_stay_for(draft: Draft, known: Draft) -> bool:
    """Whether a sentence tells of a stay and of whom it is for: "is in Oslo, where he will meet the premier"."""
    near = any(draft.sheet is one.sheet and _leads_there(one, draft) for one in (known, *known.merged))
    there = near and draft.kind is Kind.MEETING
    own = clause(draft.mention.trigger)
    relative = any(c.lower_ == "where" for c in own.children)
    while own.dep_ == "xcomp":
        # "Where he is scheduled to meet Y".
        own = own.head
        relative = relative or any(c.lower_ == "where" for c in own.children)
    return there and relative and draft.codes == known.codes
