"""The drafts of one passage in, those of them out that are no mere way to a meeting with somebody else."""

from dataclasses import replace

from app.domain.calendar import Precision
from app.domain.meetings import Kind, PartyKind, Status
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.syntax import auxiliaries, clause
from app.extraction.tokens import Token

# Readings of what comes after that which the clause tells.
AHEAD = {"governor ahead", "governor prior", "preposition ahead of", "preposition before", "preposition prior to"}


def without_mere_venues(drafts: list[Draft]) -> list[Draft]:
    """Drop a trip whose purpose in the same sentence is a meeting with somebody else: the state is only the venue."""
    kept = []
    for draft in drafts:
        if _is_on_the_way(draft):
            _place_there(draft, drafts)
            continue
        purpose = next((d for d in drafts if _is_purpose(d, draft)), None)
        if purpose is None:
            kept.append(draft)
            continue
        if purpose.place is None:
            purpose.place, purpose.place_span = draft.place, draft.place_span
        has_come = draft.start is None and any(t.tag_ in {"VBZ", "VBP"} for t in auxiliaries(draft.mention.trigger))
        come = draft.mention.arrival and (draft.status is Status.ONGOING or (has_come and purpose.start is None))
        if come and purpose.status is Status.HELD:
            # "Arrived in Biarritz today to take part in the summit", "has arrived there for it".
            purpose.reading, purpose.status_span, purpose.end = draft.reading, draft.status_span, None
            purpose.reading = replace(purpose.reading, status=Status.ONGOING, rule="arrival")
        if draft.mention.arrival and draft.status is purpose.status is Status.ONGOING:
            # "Arrives in Tripoli to meet members of the council".
            purpose.mention.arrival = True
        if purpose.start is None:
            purpose.start, purpose.end = draft.start, draft.end
            purpose.time_span, purpose.time_rule = draft.time_span, draft.time_rule
        months = draft.start is not None and draft.start.precision is not Precision.DAY
        if draft.mention.stay and draft.status is Status.HELD and purpose.reading.rule == "is there" and months:
            # "X, in Oslo last month for a meeting of the bloc, had offered help".
            purpose.reading, purpose.status_span = draft.reading, draft.status_span
    return kept


def _is_on_the_way(trip: Draft) -> bool:
    """ "Arrived in Doha on their way to Lima": nobody there is met."""
    verb = clause(trip.mention.trigger)
    ways = [t for t in verb.subtree if t.lower_ == "way" and t.head.lower_ == "on"]
    onward = any(c.lower_ == "to" and c.dep_ == "prep" for way in ways for c in way.children)
    there = trip.place is not None and any(trip.place.start > way.i for way in ways)
    return trip.kind is Kind.VISIT and verb.lemma_.lower() in {"arrive", "land"} and onward and not there


def _place_there(stop: Draft, drafts: list[Draft]) -> None:
    """Place what was done at a stop: "arrived in Peking on his way to Lima and dined with X"."""
    for other in drafts:
        verb = clause(other.mention.trigger)
        there = verb.dep_ == "conj" and verb.head.i == clause(stop.mention.trigger).i
        if there and other.place is None and other.kind is Kind.MEETING:
            other.place, other.place_span = stop.place, stop.place_span


def _is_purpose(meeting: Draft, trip: Draft) -> bool:
    """Whether a trip was made for a meeting of other parties than the state it leads to."""
    large = (meeting.kind is Kind.CONFERENCE or meeting.mention.of_body) and _is_for(meeting, trip)
    if trip.kind is not Kind.VISIT or not (meeting.kind is Kind.MEETING or large):
        return False
    # "Met X in Rome and will go to Oslo on Sunday".
    follows = meeting.status is Status.HELD and trip.status is Status.SCHEDULED
    # "Visits Athens ahead of a summit with X".
    follows = follows or meeting.reading.rule in AHEAD
    if not meeting.has_meeting or (meeting.borrowed and not large) or meeting.mention.generic or follows:
        return False
    if meeting.sheet is not trip.sheet or meeting.mention.trigger.sent.start != trip.mention.trigger.sent.start:
        return False
    own = clause(meeting.mention.trigger)
    while own.dep_ == "xcomp":
        own = own.head
    if own.dep_ == "conj" and own.head.i == trip.mention.trigger.i and _is_elsewhere(meeting, trip):
        # "Will visit Nicosia on Monday and meet the Pope in Rome on Tuesday".
        return False
    there = trip.place is not None and trip.place.start <= own.head.i < trip.place.end
    if own.dep_ == "relcl" and any(c.lower_ == "where" for c in own.children) and not there:
        # "Will stop in Rome on the way from Oslo, where he met Y".
        return False
    if _is_said_on(own, trip) or _was_before(trip, meeting) or _is_next_stage(trip, meeting):
        return False
    # "After stopping in Warsaw, X went on to Bucharest for a meeting with Y", "before going on to Bucharest to see Y".
    aim = own.dep_ == "advcl" and own.tag_ == "VB"
    moves = (verb for verb in (own, own.head if aim else own) if verb.lemma_.lower() in word_list("movements"))
    if any(verb.i != clause(trip.mention.trigger).i for verb in moves):
        return False
    hosts = {code for code, side in trip.sides.items() if side.rule == "destination"}
    visitors = set(trip.sides) - hosts
    if any(side.party.kind is PartyKind.ORGANISATION for side in meeting.sides.values()):
        # Whoever pays a state a visit to attend a body's meeting there does both, but not who "is in Oslo for" it.
        named = not trip.mention.is_verb and large
        return trip.mention.is_verb or (trip.mention.stay and large) or named
    after = meeting.mention.trigger.i > trip.mention.trigger.i
    # "Flies to Oslo for a three-way summit with X and its premier".
    more = len(meeting.sides) > len(trip.sides) and _is_for(meeting, trip)
    return after and bool(visitors) and visitors <= set(meeting.sides) and (more or not hosts & set(meeting.sides))


def _was_before(trip: Draft, meeting: Draft) -> bool:
    """ "X, who was in Cairo on Saturday, is to see Y": on another day, or still to come."""
    told = clause(trip.mention.trigger)
    while told.dep_ == "conj" and told.head.i != told.i:
        told = told.head
    who = told.dep_ == "relcl" and any(c.lower_ == "who" for c in told.children)
    stayed = not trip.mention.is_verb or trip.mention.trigger.lemma_ in {"visit", "tour", "stop"}
    if who and stayed and trip.reading.rule == "past tense" and told.tag_ == "VBD" and told.lemma_ != "be":
        # "X, who paid a visit to Rome earlier in the week, briefed Y".
        return True
    other = meeting.status in {Status.SCHEDULED, Status.PROPOSED} or meeting.start not in {None, trip.start}
    return who and trip.status is Status.HELD and trip.start is not None and other


def _is_next_stage(trip: Draft, meeting: Draft) -> bool:
    """ "Flies to Berlin to meet X and on to Moscow"."""
    return trip.turn is not None and trip.place is not None and trip.place.start > meeting.mention.trigger.i


def _is_said_on(told: Token, trip: Draft) -> bool:
    """ "On a visit to Paris, X said that he would meet Y": said while on a trip that a noun tells."""
    while told.dep_ in {"xcomp", "acomp"}:
        told = told.head
    noun, saying = trip.mention.trigger, told.head
    says = told.dep_ == "ccomp" and saying.lemma_.lower() in word_list("reporting")
    on = not trip.mention.is_verb and noun.head.lower_ in {"on", "during"} and clause(noun).i == saying.i
    return says and on


def _is_for(meeting: Draft, trip: Draft) -> bool:
    """ "Goes to Brussels for a summit", "to attend a summit": what a trip is said to be made for."""
    noun, verb = meeting.mention.trigger, trip.mention.trigger
    aim = clause(noun)
    if aim.dep_ in {"advcl", "xcomp"} and aim.tag_ == "VB" and aim.head.i == verb.i:
        return aim.lemma_.lower() in {"attend", "participate", "take", "join", "address"}
    if noun.dep_ == "pobj" and noun.head.lower_ == "of":
        # "For the Sept. 5-6 Group of 20 summit".
        noun = noun.head.head
    # "Is due in Oslo on Friday for a summit": the parser hangs it on the day.
    # "X, in Oslo for a meeting of the bloc, said".
    stay = trip.mention.stay and noun.head.head.i in {verb.head.i, *(c.i for c in verb.children)}
    there = stay or noun.head.head.i == verb.i or (verb.lower_ == "due" and clause(noun).i == clause(verb).i)
    # "Cancelled his trip to the forum in Davos".
    leads = noun.head.lower_ == "to" and noun.head.head.i == verb.i and not trip.mention.is_verb
    return noun.dep_ == "pobj" and ((noun.head.lower_ == "for" and there) or leads)


def _is_elsewhere(meeting: Draft, trip: Draft) -> bool:
    """Whether a meeting has a day or a state of its own, which are not those of the trip told before it."""
    apart = meeting.time_span is not None and meeting.time_span != trip.time_span
    here, there = meeting.place, trip.place
    return apart or (here is not None and there is not None and here.place.country != there.place.country)


def is_held_there_too(gathering: Draft, meeting: Draft) -> bool:
    """ "Plans a meeting with X in Manila, where the forum will be held": two occasions."""
    verb, noun = clause(gathering.mention.trigger), meeting.mention.trigger
    kinds = gathering.kind is Kind.CONFERENCE and meeting.kind is Kind.MEETING and not meeting.mention.is_verb
    if not kinds or gathering.sheet is not meeting.sheet or verb.dep_ != "relcl" or noun.i > verb.i:
        return False
    return noun.sent.start == verb.sent.start and any(c.lower_ == "where" for c in verb.children)


def was_held_first(meeting: Draft, plan: Draft) -> bool:
    """ "Agree to hold talks in May after a meeting in Rome": what they agreed after is not what they agreed on."""
    noun, verb = meeting.mention.trigger, plan.mention.trigger
    behind = meeting.status is Status.HELD and meeting.reading.rule in {"preposition after", "preposition following"}
    ahead = plan.status in {Status.SCHEDULED, Status.PROPOSED}
    return behind and ahead and meeting.sheet is plan.sheet and noun.sent.start == verb.sent.start and verb.i < noun.i
