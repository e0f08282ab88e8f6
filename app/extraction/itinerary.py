"""The drafts of one article in; the legs of a trip, and what is told as part of it, dated by the trip out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Status
from app.extraction.defaults import is_told, is_vague
from app.extraction.drafts import Draft
from app.extraction.lengths import is_ending

AHEAD = {Status.SCHEDULED, Status.PROPOSED}
RULE = "within the trip"


@dataclass(frozen=True, slots=True)
class Trip:
    """From the day of departure to that of return, with the mention that tells it and how many states it leads to."""

    first: PartialDate
    last: PartialDate
    mention: int
    legs: int

    @property
    def within(self) -> PartialDate:
        """Some day of the trip."""
        return PartialDate(self.first.earliest, self.last.latest, Precision.PERIOD, Basis.NARRATIVE)


def wait_for_purpose(drafts: Sequence[Draft]) -> None:
    """Date a journey told in the present by the meeting it is made for: "flies to Rome for talks on Friday"."""
    for trip in drafts:
        verb = trip.mention.trigger
        here = trip.kind is Kind.VISIT and trip.mention.is_verb and trip.start is None
        if not here or trip.reading.tense != "present":
            continue
        for aim in drafts:
            ahead = aim.status is Status.SCHEDULED and aim.start is not None
            if ahead and aim.kind is Kind.MEETING and verb.is_ancestor(aim.mention.trigger) and _is_aim(aim, trip):
                trip.start, trip.end, trip.reading = aim.start, None, aim.reading
                trip.time_span, trip.time_rule = aim.time_span, aim.time_rule


def _is_aim(aim: Draft, trip: Draft) -> bool:
    """Whether a meeting hangs on the verb of a journey by "for" or as an infinitive."""
    noun, verb = aim.mention.trigger, trip.mention.trigger
    for_ = noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.i == verb.i
    return for_ or (noun.head.i == verb.i and noun.dep_ in {"advcl", "xcomp"} and noun.tag_ == "VB")


def split(drafts: Sequence[Draft]) -> list[Trip]:
    """Date the legs of each trip through several states by the trip as a whole, and return the trips.

    "Will visit Belgium, France and Poland on April 4-8" does not say on which of the days she is in France.
    """
    by_mention: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.kind is Kind.VISIT and _is_stretch(draft):
            by_mention[id(draft.mention)].append(draft)
    trips = []
    for mention, legs in by_mention.items():
        first, last = legs[0].start, legs[0].end
        if first is None or last is None or len({leg.time_span for leg in legs}) > 1:
            # "To Russia from 3 to 5 May and to Japan from 6 to 8 May": each leg has days of its own.
            continue
        trip = Trip(first, last, mention, len(legs))
        trips.append(trip)
        for number, leg in enumerate(legs if len(legs) > 1 else ()):
            leg.start = leg.end = trip.within
            leg.leg = number
    return trips


def join(occasions: Sequence[Draft], trips: Sequence[Trip], today: date | None) -> None:
    """After the merge: the first leg begins with the trip, the last ends with it, and talks on the way lie in it.

    Of a trip that was over on the day of writing, `today`, so do those that the story goes on with.
    """
    for trip in trips:
        legs = [occasion for occasion in occasions if _of(trip, occasion)]
        for leg in legs:
            number = next((d.leg for d in (leg, *leg.merged) if d.leg is not None), None)
            if number is not None:
                _ends_of_leg(leg, number, trip)
        for occasion in (one for one in occasions if not _of(trip, one)):
            if occasion.start is not None:
                continue
            fitting = legs if occasion.status in AHEAD or _is_over(trip, legs, occasion, today) else []
            around = [leg for leg in fitting if _is_part(occasion, leg)]
            if around:
                occasion.start = occasion.end = _days_there(occasion, around) or trip.within
                occasion.time_rule = RULE


def _is_over(trip: Trip, legs: Sequence[Draft], occasion: Draft, today: date | None) -> bool:
    """Whether the story goes on with an occasion of a trip that was over, or ended, on the day of writing."""
    if today is None or not _is_of_story(occasion):
        return False
    ended = any(is_ending(one) for leg in legs for one in (leg, *leg.merged) if one.status is Status.HELD)
    return trip.last.latest < today or (trip.last.latest == today and ended)


def _is_of_story(occasion: Draft) -> bool:
    """Whether a plain past tells it as what was done next ("During the visit he met", "he was also received by")."""
    return occasion.status is Status.HELD and is_told(occasion) and not is_vague(occasion)


def _days_there(occasion: Draft, legs: Sequence[Draft]) -> PartialDate | None:
    """Some day of the stay in the state where a meeting is to be, if the stay has days of its own."""
    country = occasion.place.place.country if occasion.place is not None else None
    there = next((leg for leg in legs if country in leg.codes and _is_stretch(leg)), None)
    if there is None or there.start is None or there.end is None:
        return None
    return PartialDate(there.start.earliest, there.end.latest, Precision.PERIOD, Basis.NARRATIVE)


def go_on(drafts: Sequence[Draft]) -> None:
    """ "On 3 May she will attend a forum. She will also meet X": on the day of the meeting told before."""
    before: Draft | None = None
    for draft in drafts:
        if draft.start is None and before is not None and _goes_on(draft, before, drafts):
            draft.start = draft.end = replace(before.start, basis=Basis.NARRATIVE) if before.start else None
            draft.time_span, draft.time_rule = before.time_span, RULE
        elif draft.start is not None:
            before = draft


def _goes_on(draft: Draft, before: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether one plan is told beside another that has a day: "he will also meet", "on the margins of these"."""
    one_day = before.start is not None and before.start.precision is Precision.DAY and before.start == before.end
    plans = draft.status is before.status is Status.SCHEDULED and Kind.VISIT not in {draft.kind, before.kind}
    aside = any(d.mention.aside and d.mention.trigger.sent == draft.mention.trigger.sent for d in drafts)
    further = draft.mention.additional or draft.mention.beside or aside
    # "Receives X on Monday. The foreign ministers will hold another round" on no day that is told.
    alike = not before.people or aside or bool(set(draft.people) & set(before.people))
    return plans and one_day and further and alike and bool(draft.codes & before.codes)


def _of(trip: Trip, occasion: Draft) -> bool:
    return any(id(draft.mention) == trip.mention for draft in (occasion, *occasion.merged))


def _is_stretch(draft: Draft) -> bool:
    if draft.start is None or draft.end is None or draft.start == draft.end:
        return False
    return draft.start.precision is Precision.DAY and draft.end.precision is Precision.DAY


def _ends_of_leg(leg: Draft, number: int, trip: Trip) -> None:
    leg.kind = Kind.VISIT
    if leg.start != trip.within:
        return
    leg.time_rule = RULE
    if number == 0:
        leg.start = trip.first
    elif number == trip.legs - 1:
        leg.end = trip.last


def _is_part(occasion: Draft, leg: Draft) -> bool:
    """Whether a meeting ahead is told after the trip of somebody who takes part, in a state that the trip leads to."""
    country = occasion.place.place.country if occasion.place is not None else None
    return (
        bool(set(leg.people) & set(occasion.people))
        and leg.sheet.number <= occasion.sheet.number
        and (leg.status in AHEAD) is (occasion.status in AHEAD)
        and (country is None or country in leg.codes)
    )
