"""The drafts of one article in, one draft an occasion out: event coreference inside the article."""

from dataclasses import replace

from app.domain.calendar import PartialDate, Precision
from app.domain.meetings import Kind, Level, Role, Status
from app.extraction.actors import Actor, ActorKind
from app.extraction.compatibility import AHEAD, FUTURE, OFF, PAST, comes_in, compatible
from app.extraction.drafts import Draft, Side
from app.extraction.lexicon import word_list
from app.extraction.stays import is_stay_for
from app.extraction.syntax import clause

# How many passages back "the talks" reaches.
REACH = 4
# Of no state, these are more than the two that a meeting told after them is of.
CROWDS = {"leaders", "heads", "nations", "countries", "delegates", "states", "ministers"}
# From so many sides on two of them who meet on a day do so beside the others.
MANY = 4
# The strength of a reading that words about the meeting itself give.
SURE = 2


def merge(drafts: list[Draft]) -> list[Draft]:
    """Merge the mentions of one occasion, in the order of the text."""
    occasions: list[Draft] = []
    for draft in drafts:
        if draft.mention.generic or (draft.mention.plural and draft.borrowed and not draft.people):
            # "Promise to meet more often", "arranging meetings": no single occasion for others to be merged into.
            continue
        target = _same(draft, occasions)
        if target is None:
            _inherit(draft, occasions)
            target = _same(draft, occasions) if draft.inherited else None
        if target is not None:
            absorb(target, draft)
        else:
            occasions.append(draft)
    return occasions


def _same(draft: Draft, occasions: list[Draft]) -> Draft | None:
    """The occasion that the mention points at: of several the one most like it, then the nearest."""
    fitting = [(i, known) for i, known in enumerate(occasions) if compatible(draft, known) and _refers(draft, known)]
    return max(fitting, key=lambda pair: (_likeness(draft, pair[1]), pair[0]))[1] if fitting else None


def _likeness(draft: Draft, known: Draft) -> int:
    same_day = draft.start is not None and known.start is not None and draft.start.iso == known.start.iso
    same_people = bool(set(draft.people) & set(known.people))
    return 3 * same_day + same_people + (draft.codes == known.codes) + (draft.kind is known.kind)


def _inherit(draft: Draft, occasions: list[Draft]) -> None:
    """Give a mention such as "the last summit" the sides of an occasion already known."""
    mention = draft.mention
    pointing = mention.repeats or mention.form is not None or (mention.definite and draft.start is not None)
    pointing = (draft.vague and (not mention.weak or draft.start is not None)) or (pointing and not mention.is_verb)
    _complete_form(draft, occasions)
    _complete_pair(draft, occasions)
    if (draft.has_meeting and not draft.borrowed) or not pointing or mention.generic or mention.plural:
        return
    if draft.vague and any(_is_of_region(draft, actor) for actor, parties in draft.groups if not parties):
        return
    fitting = [
        (len(known.merged), i, known)
        for i, known in enumerate(occasions)
        if _guests(draft) <= known.codes
        and known.has_meeting
        and not known.borrowed
        and (mention.form is None or mention.form == len(known.sides))
    ]
    if not fitting:
        return
    # The occasion that the text speaks of most is what it compares others with.
    known = max(fitting, key=lambda triple: triple[:2])[2]
    for code, side in known.sides.items():
        draft.sides.setdefault(code, Side(side.party, Role.PARTICIPANT, side.span, "carried over"))
    if mention.trigger.lemma_.lower() == known.mention.trigger.lemma_.lower():
        # A summit is not of the rank of the officials' meeting that it is told beside.
        draft.groups += known.groups
    draft.inherited = True


def _complete_form(draft: Draft, occasions: list[Draft]) -> None:
    """ "Met Y in Oslo. A trilateral with Z followed": who is told of last makes up the number."""
    form = draft.mention.form
    if form is None or len(draft.sides) >= form or draft.mention.is_verb:
        return
    fitting = (o for o in reversed(occasions) if o.codes & draft.codes and len(o.codes | draft.codes) == form)
    known = next(fitting, None)
    for code, side in known.sides.items() if known is not None and len(draft.sides) > 1 else ():
        draft.sides.setdefault(code, Side(side.party, Role.PARTICIPANT, side.span, "carried over"))


def _complete_pair(draft: Draft, occasions: list[Draft]) -> None:
    """ "X met Premier Y. Secretary Z saw Minister W": an official of no state named is of the other side just told."""
    met = [a for a in draft.mention.counterparts if a.person is not None and a.title]
    alone = len(draft.sides) == 1 and len(draft.people) > 1 and not draft.borrowed and bool(met)
    known = occasions[-1] if occasions else None
    if not alone or known is None or len(known.sides) != 2 or not draft.codes < known.codes:
        return
    if any(side.span.start == draft.sheet.span(a.start, a.end).start for a in met for side in draft.sides.values()):
        return
    for code, side in known.sides.items():
        draft.sides.setdefault(code, Side(side.party, Role.PARTICIPANT, side.span, "carried over"))


def _is_of_region(draft: Draft, group: Actor) -> bool:
    """Whether a group of no state is told apart by where it is from: "European leaders", "Arab ministers"."""
    words = draft.sheet.doc[max(group.start - 1, draft.mention.trigger.sent.start) : group.end]
    return any(word.text[0].isupper() and word.pos_ in {"ADJ", "PROPN"} and word.ent_type_ != "DATE" for word in words)


def _guests(draft: Draft) -> set[str]:
    """The sides but for one that only gives the place ("the previous summit was hosted by Chile")."""
    hosts = {code for code, side in draft.sides.items() if side.role is Role.HOST}
    return set(draft.codes) - (hosts if draft.mention.repeats and not draft.mention.is_verb else set())


def _refers(draft: Draft, known: Draft) -> bool:
    """Whether the mention points at the occasion: the same sides, or a definite noun with fewer."""
    mine, theirs = draft.codes, known.codes
    near = draft.sheet.number - known.sheet.number <= REACH
    if draft.mention.is_verb and draft.mention.repeats and draft.status in FUTURE and known.status in PAST:
        # "They will meet again today".
        return False
    if draft.mention.joins and (known.has_meeting or not known.sides):
        return draft.sheet.number - known.sheet.number <= 1
    further = draft.mention.additional and not comes_in(draft) and bool(set(draft.people) - set(known.people))
    if draft.has_meeting and known.has_meeting:
        if further:
            return False
        if mine == theirs:
            return _people_fit(draft, known)
        if draft.turn is not None or known.turn is not None:
            # Who was received by himself was not at the meeting of all.
            return False
        if draft.mention.is_verb and len(mine) == 2 and len(theirs) >= MANY and draft.start is not None:
            # "Greeted A, B and C at the parade. He had met A on Sunday".
            return False
        smaller, larger = (mine, theirs) if len(mine) < len(theirs) else (theirs, mine)
        return smaller < larger and _people_fit(draft, known) and _close(draft, known)
    if draft.borrowed or not draft.has_meeting:
        fits = mine <= theirs or theirs <= mine
        pointed = draft.mention.definite or draft.mention.is_verb or not mine or _is_on_trip(draft, known)
        return not further and near and fits and pointed and not draft.mention.generic and _people_fit(draft, known)
    pointed = draft.mention.definite or (theirs <= mine and not _is_crowd(known))
    return not known.has_meeting and near and pointed


def _is_on_trip(draft: Draft, known: Draft) -> bool:
    """Whether talks are told of at a place of the state to which a trip of the title has led."""
    trip = known.kind is Kind.VISIT and known.sheet.passage.is_title and draft.sheet.number - known.sheet.number <= 1
    hosts = {code for code, side in known.sides.items() if side.role is Role.HOST}
    return trip and draft.place is not None and draft.place.place.country in hosts


def _is_crowd(known: Draft) -> bool:
    """Whether all that is told of who met are many of no state ("world leaders"): two of them meet beside that."""
    return known.vague and any(actor.head_word in CROWDS and not parties for actor, parties in known.groups)


def _people_fit(draft: Draft, known: Draft) -> bool:
    """Different people of one side make different occasions; no people named says nothing."""
    if not draft.people or not known.people or comes_in(draft):
        return True
    mine, theirs = set(draft.people), set(known.people)
    return (
        mine <= theirs
        or theirs <= mine
        or len(mine & theirs) >= 2
        or (len(mine & theirs) == 1 and _close(draft, known) and not _rivals(draft, known))
    )


def _rivals(draft: Draft, known: Draft) -> bool:
    """Whether both name somebody the other does not: Monday's talks with A, Tuesday's with B."""
    return bool(set(draft.people) - set(known.people)) and bool(set(known.people) - set(draft.people))


def _close(draft: Draft, known: Draft) -> bool:
    return draft.sheet.number - known.sheet.number <= 1 or draft.mention.definite


def absorb(known: Draft, draft: Draft) -> None:
    """Take what a further mention adds to an occasion."""
    _take_sides(known, draft)
    stay, meanwhile = _numbered_day(known, draft), _is_during(known, draft)
    if stay is known:
        known.start, known.end, known.reading = draft.start, draft.end, draft.reading
    elif meanwhile:
        # "Received the minister, who is visiting from 24 to 27 March".
        if known.kind is Kind.VISIT:
            known.start, known.end, known.length, known.time_span = (
                draft.start,
                draft.end,
                draft.length,
                draft.time_span,
            )
    elif stay is None and _finer(draft.start, known.start):
        known.start, known.end = draft.start, draft.end or known.end
        known.time_span, known.time_rule, known.open_ended = draft.time_span, draft.time_rule, draft.open_ended
    if draft.place is not None and (known.place is None or (known.place.place.city is None and draft.place.place.city)):
        known.place, known.place_span = draft.place, draft.place_span
    was, known.kind = known.kind, _common_kind(known, draft)
    led = any(one.mention.destinations for one in (known, *known.merged))
    told = draft.reading.strength > (1 if led else 0) or meanwhile
    there = known.reading.rule == "is there" and draft.reading.rule == "past tense"
    visited = was is Kind.VISIT and told
    if known.kind is Kind.MEETING and draft.status is Status.HELD and (visited or there):
        # "Is visiting Rome and met the premier on Monday": the talks, which are over, not the stay.
        known.reading, known.status_span = draft.reading, draft.status_span
    # What has happened is not undone by what its people have still to do.
    before = draft.start is None or draft.reading.rule in AHEAD
    over = known.status in PAST and known.reading.strength > 0 and draft.status in FUTURE and before
    stronger = draft.reading.strength > known.reading.strength and stay is None and not over
    # What was offered and now has a day is set.
    set_ = draft.status is Status.SCHEDULED and known.status is Status.PROPOSED and _is_near(draft.start)
    # "Held talks on Thursday with X, who is here on a visit": the talks are over, whoever stays on.
    stays_on = draft.reading.rule == "is there" and known.status is Status.HELD and known.mention.kind is Kind.MEETING
    stronger = stronger and not (stays_on and known.start is not None)
    # "Held talks with X, who is visiting Japan to attend a conference".
    stronger = stronger and not (meanwhile and draft.kind is Kind.VISIT)
    _accept(known, draft)
    # A headline's present leaves open what the text tells: "are meeting Wednesday".
    headline = known.sheet.passage.is_title and known.reading.tense == "present" and known.status is Status.HELD
    goes_on = headline and draft.reading.rule == "present progressive" and draft.reading.strength > 1
    if stronger or set_ or goes_on or is_stay_for(draft, known) or (draft.status in OFF and known.status in FUTURE):
        known.reading, known.status_span = draft.reading, draft.status_span
    known.mention.arrival = known.mention.arrival or draft.mention.arrival
    known.merged.append(draft)


def _accept(known: Draft, draft: Draft) -> None:
    """ "Invited the premier to come on 14 May. She has accepted the invitation": set for that day."""
    accepted = draft.reading.rule == "an invitation" and clause(draft.mention.trigger).lemma_ == "accept"
    if accepted and known.status is Status.PROPOSED and _is_near(known.start):
        known.reading = replace(known.reading, status=Status.SCHEDULED, rule="accepted for a day")


def _numbered_day(known: Draft, draft: Draft) -> Draft | None:
    """The stay, of two mentions, on a numbered day of which the other tells of talks: they were on that day alone."""
    stay, talks = (known, draft) if known.kind is Kind.VISIT else (draft, known)
    told = stay.kind is Kind.VISIT and talks.kind is Kind.MEETING and talks.status is Status.HELD
    return stay if told and stay.reading.rule == "day of it" and talks.reading.strength > 1 else None


def _is_during(known: Draft, draft: Draft) -> bool:
    """Whether a clause on somebody tells of a stay that goes on, and the sentence of whom he met meanwhile."""
    if known.kind is Kind.VISIT:
        return _goes_on_beside(known, draft)
    return any(_goes_on_beside(draft, one) for one in (known, *known.merged))


def _goes_on_beside(stay: Draft, talks: Draft) -> bool:
    verb = clause(talks.mention.trigger)
    inside = clause(stay.mention.trigger).dep_ == "relcl" and verb.is_ancestor(stay.mention.trigger)
    goes_on = stay.kind is Kind.VISIT and stay.reading.tense == "present" and inside
    return goes_on and talks.kind is Kind.MEETING and talks.reading.rule == "past tense" and verb.tag_ == "VBD"


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


def _is_near(day: PartialDate | None) -> bool:
    """Whether a date is as fine as a month: what is only to be "this year" is not set."""
    return day is not None and day.precision in {Precision.DAY, Precision.WEEK, Precision.MONTH}


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
    met = len(talks.people) > 1 or (unnamed and talks.mention.is_verb and len(talks.people) == 1)
    counterpart = met and bool(set(talks.people) - guests)
    purpose = visit.mention.arrival and not talks.mention.is_verb and talks.reading.strength < SURE
    if visit.status in OFF or (known is visit and purpose):
        return Kind.VISIT
    begins = visit.mention.arrival and talks.status is not Status.HELD
    return Kind.MEETING if counterpart and not begins else Kind.VISIT
