"""An occasion and a further mention of it in, the occasion with what that mention adds out."""

from dataclasses import replace

from app.domain.calendar import PartialDate, Precision
from app.domain.meetings import Kind, Level, Role, Status
from app.extraction.actors import ActorKind
from app.extraction.compatibility import FUTURE, OFF, PAST, comes_in, is_moved, was_put_off, was_put_off_before
from app.extraction.drafts import Draft, Side
from app.extraction.lengths import is_ending, is_opening, stretch
from app.extraction.lexicon import word_list
from app.extraction.outlook import is_plan_told_in_past
from app.extraction.progress import ENDS
from app.extraction.stays import is_stay_for
from app.extraction.syntax import auxiliaries, clause, has_had
from app.extraction.venues import AHEAD

# The strength of a reading that words about the meeting itself give.
SURE = 2


def absorb(known: Draft, draft: Draft) -> None:
    """Take what a further mention adds to an occasion."""
    _end_leg(known, draft)
    _take_sides(known, draft)
    if _goes_home(known, draft):
        known.merged.append(draft)
        return
    stay, meanwhile = _numbered_day(known, draft), _is_during(known, draft)
    if stay is known:
        known.start, known.end, known.reading, known.length = draft.start, draft.end, draft.reading, draft.length
    elif meanwhile:
        # "Received the minister, who is visiting from 24 to 27 March".
        if known.kind is Kind.VISIT:
            known.start, known.end = draft.start, draft.end
            known.length, known.time_span = draft.length, draft.time_span
    elif stay is None and (_finer(draft.start, known.start) or is_moved(draft, known) or _is_leg_told(known, draft)):
        known.start, known.end = draft.start, draft.end or (None if is_moved(draft, known) else known.end)
        known.time_span, known.time_rule, known.open_ended = draft.time_span, draft.time_rule, draft.open_ended
    elif draft.start is None and known.end is None and _ends_after(known, draft):
        known.end = draft.end
    _take_length(known, draft)
    if draft.place is not None and (known.place is None or (known.place.place.city is None and draft.place.place.city)):
        known.place, known.place_span = draft.place, draft.place_span
    was, known.kind = known.kind, _common_kind(known, draft)
    led = any(one.mention.destinations for one in (known, *known.merged))
    told = draft.reading.strength > (1 if led else 0) or meanwhile
    there = known.reading.rule == "is there" and draft.reading.rule == "past tense"
    # "Begins a state visit after talks with the premier": the talks are over.
    before = draft.reading.rule in {"preposition after", "preposition following"}
    visited = was is Kind.VISIT and (told or before)
    if known.kind is Kind.MEETING and draft.status is Status.HELD and (visited or there):
        # "Is visiting Rome and met the premier on Monday": the talks, which are over, not the stay.
        known.reading, known.status_span = draft.reading, draft.status_span
        if draft.reading.tense == "present":
            # "X, on a two-day visit, meets Y": the talks do not last two days.
            known.length, known.end = None if before else draft.length, draft.end
    _take_status(known, draft, stay=stay is not None, meanwhile=meanwhile)
    _stay(known, draft)
    known.mention.arrival = known.mention.arrival or draft.mention.arrival
    known.merged.append(draft)


def _end_leg(known: Draft, draft: Draft) -> None:
    """ "X, who is on a European tour, was in Rome on Monday": the tour goes on, and the stay in Rome is over."""
    tour = known.reading.rule == "is there" and known.place is None and len(known.sides) < len(draft.sides)
    leg = draft.kind is Kind.VISIT and draft.reading.rule == "past tense" and draft.place is not None
    if tour and leg and known.mention.trigger.lemma_.lower() in word_list("tours"):
        known.reading, known.status_span = draft.reading, draft.status_span


def _stay(known: Draft, draft: Draft) -> None:
    """ "X, who arrived on Sunday, is on a four-day visit": he came then, and is there so long."""
    coming, there = (known, draft) if known.mention.arrival else (draft, known)
    both = known.kind is draft.kind is Kind.VISIT and coming.mention.arrival and coming.start is not None
    if not both or there.reading.rule != "is there" or known.start is None:
        return
    known.reading, known.status_span = there.reading, there.status_span
    known.end = None
    if there.length is not None and known.start.precision is Precision.DAY:
        known.length = there.length
        stretch(known, known.start, there.length)


def _take_length(known: Draft, draft: Draft) -> None:
    """ "The talks ended on Friday. The three-day meeting ..."; "arrived on Monday. On the two-day visit he ..."."""
    day = known.start
    if draft.length is None or known.length is not None or day is None or known.end not in {None, day}:
        return
    if day.precision is Precision.DAY and (is_ending(known) or is_opening(known) or known.mention.arrival):
        known.length = draft.length
        stretch(known, day, draft.length)


def _goes_home(known: Draft, draft: Draft) -> bool:
    """ "Will meet X on Monday before flying home to Helsinki": a way back says nothing of where and when they met."""
    back = draft.kind is Kind.VISIT and draft.mention.is_verb and bool(draft.mention.destinations)
    if not back or draft.place is None or set(draft.sides) != {draft.place.place.country}:
        return False
    later = (known.sheet.number, known.mention.trigger.i) < (draft.sheet.number, draft.mention.trigger.i)
    return later and known.kind is Kind.MEETING and draft.place.place.country in known.sides


def _take_status(known: Draft, draft: Draft, *, stay: bool, meanwhile: bool) -> None:
    """Let a further mention tell the status where it is surer, and nothing that is known is undone by it."""
    # What has happened is not undone by what its people have still to do.
    before = draft.start is None or draft.reading.rule in AHEAD
    over = known.status in PAST and known.reading.strength > 0 and draft.status in FUTURE and before
    stronger = draft.reading.strength > known.reading.strength and not stay and not over
    stronger = stronger or (was_put_off(known) and draft.status not in OFF) or _is_announced(known, draft)
    # What was offered and now has a day is set.
    set_ = draft.status is Status.SCHEDULED and known.status is Status.PROPOSED and _is_near(draft.start)
    # "Held talks on Thursday with X, who is here on a visit": the talks are over, whoever stays on.
    stays_on = draft.reading.rule == "is there" and known.status is Status.HELD and known.mention.kind is Kind.MEETING
    stronger = stronger and not (stays_on and known.start is not None)
    # "Held talks with X, who is visiting Japan to attend a conference".
    stronger = stronger and not (meanwhile and draft.kind is Kind.VISIT)
    _accept(known, draft)
    if was_put_off_before(draft, known) and known.status not in OFF and not is_plan_told_in_past(known):
        return
    if (
        stronger
        or set_
        or _goes_on(known, draft)
        or (is_stay_for(draft, known) and not _has_arrived(known, draft))
        or (draft.status in OFF and known.status in FUTURE)
        or is_moved(draft, known)
        or (draft.status is Status.POSTPONED and known.reading.rule.startswith("not "))
    ):
        if draft.status is Status.SCHEDULED and known.status in PAST and draft.start is None:
            # "Left yesterday for Rome, where he will be received": the talks have no day yet.
            known.start = known.end = None
        if draft.reading.rule == ENDS:
            known.end = draft.end
        known.reading, known.status_span = draft.reading, draft.status_span


def _is_announced(known: Draft, draft: Draft) -> bool:
    """ "Prime Minister visits Berlin", over "will be in Berlin on Thursday": a title in the present, of a plan."""
    bare = known.sheet.passage.is_title and known.reading.tense == "present" and known.status is Status.HELD
    return bare and draft.status is Status.SCHEDULED and draft.start is not None and known.start == draft.start


def _has_arrived(known: Draft, draft: Draft) -> bool:
    """ "Arrives in Turkey, where he is to have talks": on no other day that is told; he is there."""
    perfect = any(t.lower_ in {"has", "have", "'s", "’s"} for t in auxiliaries(known.mention.trigger))
    there = known.status is Status.ONGOING or (perfect and known.status is Status.HELD)
    return known.mention.arrival and there and draft.start is None


def _goes_on(known: Draft, draft: Draft) -> bool:
    """Whether a mention tells that what stands in a bare present is still under way."""
    if known.status is Status.HELD and draft.reading.rule in {ENDS, "day of it"}:
        # "Meet for a third day of talks", "gathered for talks that are due to end on Friday".
        return draft.kind is not Kind.VISIT and clause(draft.mention.trigger).i == known.mention.trigger.i
    if known.reading.tense != "present" or known.status is not Status.HELD:
        return False
    if known.sheet.passage.is_title:
        # A headline's present leaves open what the text tells: "are meeting Wednesday".
        return draft.reading.rule == "present progressive" and draft.reading.strength > 1
    # "Crowds greet X in Rome as he begins a visit to Italy".
    same = known.mention.trigger.sent == draft.mention.trigger.sent
    return (
        same
        and known.kind is draft.kind is Kind.VISIT
        and draft.reading.rule == "begun"
        and draft.reading.tense == "present"
    )


def _accept(known: Draft, draft: Draft) -> None:
    """ "Invited the premier to come on 14 May. She has accepted the invitation": set for that day."""
    accepted = draft.reading.rule == "an invitation" and clause(draft.mention.trigger).lemma_ == "accept"
    if accepted and known.status is Status.PROPOSED and _is_near(known.start):
        known.reading = replace(known.reading, status=Status.SCHEDULED, rule="accepted for a day")


def _numbered_day(known: Draft, draft: Draft) -> Draft | None:
    """The stay, of two mentions, on a numbered day of which the other tells of talks: they were on that day alone."""
    stay, talks = (known, draft) if known.kind is Kind.VISIT else (draft, known)
    told = stay.kind is Kind.VISIT and talks.kind is Kind.MEETING and talks.status is Status.HELD
    return stay if told and stay.reading.rule == "day of it" and talks.reading.strength > 0 else None


def _is_during(known: Draft, draft: Draft) -> bool:
    """Whether a clause on somebody tells of a stay that goes on, and the sentence of whom he met meanwhile."""
    if known.kind is Kind.VISIT:
        return _goes_on_beside(known, draft)
    return any(_goes_on_beside(draft, one) for one in (known, *known.merged))


def _goes_on_beside(stay: Draft, talks: Draft) -> bool:
    verb = clause(talks.mention.trigger)
    inside = clause(stay.mention.trigger).dep_ == "relcl" and verb.is_ancestor(stay.mention.trigger)
    goes_on = stay.kind is Kind.VISIT and stay.reading.tense == "present" and inside
    return goes_on and talks.kind is Kind.MEETING and talks.reading.rule == "past tense" and not has_had(verb)


def _take_sides(known: Draft, draft: Draft) -> None:
    for code, side in draft.sides.items():
        mine = known.sides.setdefault(code, Side(side.party, side.role, side.span, side.rule))
        if mine.role is Role.PARTICIPANT:
            mine.role = side.role
    for person, words in draft.people.items():
        known.people.setdefault(person, words)
    # Who comes in later does not lower the rank of those who met.
    known.groups += [group for group in draft.groups if group[1] or not comes_in(draft)]
    if known.level is Level.UNKNOWN:
        known.level = draft.level


def _common_kind(known: Draft, draft: Draft) -> Kind:
    kinds = {known.kind, draft.kind}
    if kinds == {Kind.MEETING, Kind.VISIT}:
        return _meeting_or_visit(known, draft)
    if kinds == {Kind.MEETING, Kind.CALL}:
        call = known if known.kind is Kind.CALL else draft
        return Kind.MEETING if call.mention.trigger.lemma_.lower() in word_list("soft_calls") else Kind.CALL
    return Kind.CONFERENCE if Kind.CONFERENCE in kinds else known.kind


def _ends_after(known: Draft, draft: Draft) -> bool:
    """Whether a mention tells the last day alone, and nothing keeps it from being that of the occasion."""
    return draft.end is not None and (known.start is None or draft.end.latest >= known.start.earliest)


def _is_near(day: PartialDate | None) -> bool:
    """Whether a date is as fine as a month: what is only to be "this year" is not set."""
    return day is not None and day.precision in {Precision.DAY, Precision.WEEK, Precision.MONTH}


def _is_leg_told(known: Draft, leg: Draft) -> bool:
    """ "To visit A next week": the days of the trip through A and B, which the text tells and which may outrun it."""
    title = known.sheet.passage.is_title and known.start is not None and known.start.precision is not Precision.DAY
    return title and leg.leg is not None and leg.start is not None


def _finer(new: PartialDate | None, old: PartialDate | None) -> bool:
    if new is None:
        return False
    return old is None or (old.contains(new) and new != old)


def _meeting_or_visit(known: Draft, draft: Draft) -> Kind:
    """Who visits and meets a named counterpart there has a meeting; who arrives for talks is on a visit."""
    visit, talks = (known, draft) if known.kind is Kind.VISIT else (draft, known)
    apart = any(side.role is not Role.GUEST for side in visit.sides.values())
    guests = {person for person, (role, _) in visit.people.items() if role is Role.GUEST and apart}
    # "The Hungarian leader, who had arrived on Monday, was received by X".
    unnamed = any(actor.kind is ActorKind.ROLE and not actor.plural for actor, _ in talks.groups)
    told = talks.mention.is_verb or talks.mention.trigger.dep_ == "dobj"
    met = len(talks.people) > 1 or (unnamed and told and len(talks.people) == 1)
    beside = unnamed and _goes_on_beside(visit, talks)
    counterpart = met and (bool(set(talks.people) - guests) or beside)
    purpose = visit.mention.arrival and not talks.mention.is_verb and talks.reading.strength < SURE
    # "Arrived overnight, had talks with the king": what was done there, and no aim.
    purpose = purpose and not (talks.mention.trigger.dep_ == "dobj" and talks.reading.rule == "past tense")
    greeted = talks.mention.is_verb and any(t.lower_ == "airport" for t in talks.mention.trigger.subtree)
    # "Arrives for talks on Saturday with X".
    own = any(time.span.start > talks.mention.trigger.idx for time in talks.times)
    dated = counterpart and own and visit.mention.arrival and visit.status is Status.SCHEDULED
    if visit.status in OFF or (known is visit and purpose and not dated) or greeted:
        # "Was met at the airport by X".
        return Kind.VISIT
    # "Arrives in Oslo, where he is to meet the premier tomorrow" comes down to the talks, which have a day.
    begins = visit.mention.arrival and talks.status is not Status.HELD and talks.start is None
    return Kind.MEETING if counterpart and not begins else Kind.VISIT
