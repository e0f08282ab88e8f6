"""Two mentions of meetings in, whether nothing that the text says of them keeps them from being one occasion out."""

from app.domain.calendar import PartialDate, Precision
from app.domain.meetings import Kind, Level, PartyKind, Status
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.sequels import scrapped_before
from app.extraction.stays import is_return_visit, is_stay_for
from app.extraction.syntax import auxiliaries, clause, has_had
from app.extraction.tense import tense
from app.extraction.tokens import Token
from app.extraction.venues import AHEAD, is_held_there_too, was_held_first

FUTURE = {Status.SCHEDULED, Status.PROPOSED}
PAST = {Status.HELD, Status.ONGOING}
OFF = {Status.CANCELLED, Status.POSTPONED}

# So many days talks may be told to go on over.
UNDER_WAY = 7

# Verbs of those who come to a meeting that is going on ("their aides then joined them").
COMING_IN = {"join"}


def compatible(draft: Draft, known: Draft) -> bool:
    """Whether nothing keeps two mentions from being one occasion."""
    times = _times_fit(draft.start, known.start) or _goes_on_from(draft, known) or is_moved(draft, known)
    # "Will come on May 3. The trip, planned for March, had been put off".
    times = times or (known.status in FUTURE and draft.mention.definite and was_put_off_before(draft, known))
    if not times or not _kinds_fit(draft, known):
        return False
    fit = _states_fit(draft, known) and _levels_fit(draft, known) and _forms_fit(draft, known)
    if not fit or _is_bound_of(draft, known) or is_return_visit(draft, known):
        return False
    here, there = draft.place and draft.place.place, known.place and known.place.place
    if here and there and here.country and there.country and here.country != there.country:
        return False
    return not (
        here
        and there
        and here.city
        and there.city
        and here.city.casefold() != there.city.casefold()
        and here.country != there.country
    )


def is_moved(draft: Draft, known: Draft) -> bool:
    """ "Was due in Rome on Friday. The visit has been rescheduled for May": another day of the same one."""
    plan = known.status in FUTURE | OFF and draft.reading.rule == "new date"
    return plan and draft.mention.definite and draft.start is not None


def _is_bound_of(draft: Draft, known: Draft) -> bool:
    """ "Their first meeting since talks broke down in March": what the clause tells is another occasion."""
    verb = clause(draft.mention.trigger)
    other, noun = known.mention.trigger, draft.mention.trigger
    eve = noun.head.lower_ == "of" and noun.head.head.lower_ == "eve"
    since = verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "since" for c in verb.children)
    # "Will meet Y before the summit in Oslo".
    bound = {"since", "before"} if known.mention.is_verb and known.status in FUTURE | OFF else {"since"}
    bounded = noun.dep_ == "pobj" and (eve or noun.head.lower_ in bound)
    if bounded and other.sent == noun.sent and other.i < noun.i:
        # "A visit, the first by a Czech leader since X's trip in 1964", "had met for dinner on the eve of the summit".
        return True
    apart = since and other.sent == verb.sent and not verb.is_ancestor(other) and verb.i != other.i
    return apart or is_held_there_too(draft, known) or was_held_first(draft, known)


def bodies(draft: Draft) -> set[str]:
    """The organisations among the sides."""
    return {code for code, side in draft.sides.items() if side.party.kind is PartyKind.ORGANISATION}


def _times_fit(a: PartialDate | None, b: PartialDate | None) -> bool:
    return a is None or b is None or a.overlaps(b)


def _goes_on_from(draft: Draft, known: Draft) -> bool:
    """ "Opened talks on Tuesday. They resumed the meeting on Wednesday": one that goes on over days."""
    both = draft.status is known.status is Status.ONGOING and known.open_ended and draft.mention.definite
    if not both or draft.start is None or known.start is None:
        return False
    return 0 <= (draft.start.earliest - known.start.earliest).days <= UNDER_WAY and draft.codes == known.codes


def _levels_fit(draft: Draft, known: Draft) -> bool:
    """The leaders' summit is not the officials' meeting, unless somebody takes part in both."""
    named = draft.mention.definite and draft.has_meeting and not known.has_meeting and draft.kind is known.kind
    unknown = Level.UNKNOWN in {draft.level, known.level} or named or comes_in(draft)
    # "Their aides laid the ground for the summit".
    summit = draft.mention.trigger.lemma_.lower() == "summit" and draft.mention.definite and not draft.people
    unknown = (
        unknown or (summit and known.level is Level.LEADER) or is_aim_of(draft, known) or is_stay_for(draft, known)
    )
    return unknown or draft.level is known.level or bool(set(draft.people) & set(known.people))


def is_aim_of(draft: Draft, trip: Draft) -> bool:
    """Whether a journey is made for talks: "is to fly to Cairo for talks with officials"."""
    noun, verb = draft.mention.trigger, trip.mention.trigger
    goes = trip.kind is Kind.VISIT and trip.mention.is_verb
    return goes and noun.dep_ == "pobj" and noun.head.lower_ == "for" and clause(noun).i == verb.i


def comes_in(draft: Draft) -> bool:
    """Whether somebody comes to a meeting that others have begun, or is said to be at one told of before."""
    return draft.mention.joins or draft.mention.trigger.lemma_.lower() in COMING_IN


def _forms_fit(draft: Draft, known: Draft) -> bool:
    """The trilateral of three named sides is not what two of them did beside it."""
    if draft.reading.rule in AHEAD and draft.codes > known.codes and known.has_meeting:
        # "X met Y ahead of the summit of the five".
        return False
    form, sides = draft.mention.form, {len(draft.sides), len(known.sides)}
    if form is not None and form > len(known.sides) and known.kind is Kind.VISIT and not draft.has_meeting:
        # "The four-way talks could start" speaks of no visit.
        return False
    counted = form is not None and form == len(draft.sides) and known.mention.form is None
    return not (counted and min(sides) > 1 and len(known.sides) < len(draft.sides) and not known.borrowed)


def _kinds_fit(draft: Draft, known: Draft) -> bool:
    kinds = {draft.kind, known.kind}
    if kinds == {Kind.CONFERENCE, Kind.VISIT}:
        return _is_aim(draft, known)
    if draft.mention.joins:
        # Who was "also present at the meeting" was at that, and not at the summit on the margins of which it was.
        return known.kind is not Kind.VISIT and not known.mention.aside
    large = known.kind is Kind.CONFERENCE or known.mention.trigger.lemma_.lower() in word_list("any_size")
    if large and draft.mention.beside and (known.kind is Kind.CONFERENCE or draft.codes != known.codes):
        return False
    if draft.mention.aside or (known.mention.aside and not draft.mention.definite):
        return kinds == {Kind.CONFERENCE}
    if len(kinds) == 1:
        return True
    if kinds == {Kind.MEETING, Kind.VISIT}:
        return not _is_within(draft, known)
    if (
        kinds == {Kind.MEETING, Kind.CONFERENCE}
        and bodies(draft) != bodies(known)
        and draft.has_meeting
        and known.has_meeting
    ):
        # Two presidents who meet while they attend the Assembly do not meet as the Assembly.
        return False
    if kinds == {Kind.MEETING, Kind.CONFERENCE} and _is_why_there(draft):
        return False
    if kinds == {Kind.MEETING, Kind.CONFERENCE}:
        return draft.mention.definite or _is_at(draft, known) or known.mention.trigger.lemma_.lower() == "summit"
    apart = draft.kind is Kind.CALL and draft.mention.remote and draft.codes > known.codes
    return kinds == {Kind.CALL, Kind.MEETING} and not apart and _is_the_call(draft, known)


def _is_aim(draft: Draft, trip: Draft) -> bool:
    """Whether a gathering of a name but of no body is what a trip is made for: "to Paris for the Climate Summit"."""
    noun, verb = draft.mention.trigger, trip.mention.trigger
    named = noun.text[0].isupper() and not draft.mention.is_verb and trip.kind is Kind.VISIT
    return named and verb.is_ancestor(noun) and not bodies(draft) and draft.codes <= trip.codes


def _is_why_there(draft: Draft) -> bool:
    """Whether a clause on somebody tells what gathering he came for: "who is visiting Japan to attend the forum"."""
    verb = clause(draft.mention.trigger)
    attends = verb.lemma_.lower() in {"attend", "participate", "take", "join"}
    return attends and verb.dep_ in {"advcl", "xcomp"} and clause(verb.head).dep_ == "relcl"


def _is_the_call(draft: Draft, known: Draft) -> bool:
    """Whether a word for talks stands for a call told of before."""
    if draft.kind is Kind.MEETING and draft.place is not None and draft.place.place.city:
        # "Their first call since their summit in Vienna" tells of two occasions.
        return False
    if draft.mention.remote and draft.kind is Kind.MEETING and known.mention.kind is Kind.CALL:
        # "Had a telephone consultation", under a title that speaks of a conversation.
        return known.sheet.passage.is_title
    noun = draft.mention.trigger
    if noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.i == known.mention.trigger.i:
        # "Brought them together for a conversation".
        return draft.sheet is known.sheet and draft.codes == known.codes
    soft = word_list("soft_calls")
    sentences = {one.mention.trigger.sent.start_char for one in (draft, known)}
    spoken = known.kind is Kind.CALL and known.mention.trigger.lemma_.lower() in soft
    if spoken and draft.sheet is known.sheet and len(sentences) == 1 and draft.codes == known.codes:
        # "Held a conversation in their first encounter".
        return not known.mention.remote
    return draft.mention.trigger.lemma_.lower() in soft and (draft.mention.definite or draft.mention.is_verb)


def _is_within(draft: Draft, known: Draft) -> bool:
    """Whether one is a stay of several named days and the other were talks on a day of it that is told apart."""
    stay, talks = (known, draft) if known.kind is Kind.VISIT else (draft, known)
    if stay.start is None or stay.end is None or stay.end.earliest <= stay.start.latest:
        return False
    day = talks.start if talks.time_span is not None and talks.has_meeting else None
    alone = day is not None and day.precision is Precision.DAY and talks.end in {day, None}
    return alone and talks.mention.trigger.sent.start != stay.mention.trigger.sent.start


def _is_at(draft: Draft, known: Draft) -> bool:
    """Whether a clause tells by its verb that people come together, and by a noun where or for what."""
    verb = known.mention.trigger
    there = draft.sheet is known.sheet and known.mention.is_verb and clause(draft.mention.trigger).i == verb.i
    return there and draft.codes == known.codes


def _states_fit(draft: Draft, known: Draft) -> bool:
    a, b = draft.status, known.status
    # "Are expected to be present": not where somebody was; "X led the Japanese team": not at what is to be.
    later = a in FUTURE and b in PAST | OFF and draft.reading.rule != "moves on" and known.reading.strength > 0
    later = later or (a is Status.HELD and b in FUTURE and draft.reading.rule == "past tense")
    if (later and draft.mention.joins) or (b is Status.SCHEDULED and known.start is not None and _is_refusal(draft)):
        return False
    if draft.mention.joins or is_stay_for(draft, known) or _is_headline_of(known, draft):
        return True
    if draft.reading.rule == "an invitation" and b in PAST and known.reading.strength > 0:
        return False
    before = (was_put_off(draft) and b not in OFF) or (was_put_off(known) and a not in OFF)
    loose = 0 in {draft.reading.strength, known.reading.strength}
    if before or loose or _is_before(draft) or _was_announced(draft):
        return True
    if a is b or {a, b} <= PAST or {a, b} <= FUTURE:
        return True
    if a in OFF and b in FUTURE and scrapped_before(draft.mention.trigger, draft.reading.word):
        return False
    if a in OFF or b in OFF:
        newcomers = set(draft.people) - set(known.people)
        if {a, b} <= OFF and {draft.kind, known.kind} == {Kind.MEETING, Kind.VISIT} and draft.codes == known.codes:
            # Whom one would have met on a trip that is called off.
            return True
        return {a, b} <= OFF | FUTURE and (draft.mention.definite or (draft.kind is known.kind and not newcomers))
    if draft.start is not None or known.start is not None:
        return draft.start is not None and known.start is not None and draft.start.iso == known.start.iso
    # "The next round", "the planned talks": what is still to come is not what has just been held.
    another = b in PAST and known.reading.strength > 0 and a in FUTURE and draft.reading.strength > 1
    return draft.mention.definite and not draft.has_meeting and not another


def _is_headline_of(known: Draft, draft: Draft) -> bool:
    """Whether a title has put in its own tense what the first paragraph, or one on the same people, tells."""
    title = known.sheet.passage.is_title and not known.merged and known.start is None
    lead = title and (draft.sheet.number == known.sheet.number + 1 or {*draft.people} == {*known.people} != set())
    alike = known.kind is draft.kind or {known.kind, draft.kind} == {Kind.MEETING, Kind.VISIT}
    return lead and known.codes == draft.codes and alike and known.reading.tense == "present"


def was_put_off(draft: Draft) -> bool:
    """ "Whose visit had twice been delayed arrived on Sunday": what had been put off before has since come about.

    So has "had been set for the spring but was put off".
    """
    word = draft.reading.word
    before = has_had(word) or (word.dep_ == "conj" and (has_had(word.head) or _was_to_have(word.head)))
    return draft.status is Status.POSTPONED and before


def _was_to_have(verb: Token) -> bool:
    """ "Was to have taken place in May but was put off"."""
    below = [verb, *(c for c in verb.children if c.dep_ == "xcomp")]
    helpers = [{t.lower_ for t in auxiliaries(word)} for word in below]
    return any({"to", "have"} <= words for words in helpers)


def was_put_off_before(draft: Draft, known: Draft) -> bool:
    """ "Will come on May 3. The trip, planned for March, was put off": what has a new day is set for that."""
    earlier, later = draft.start, known.start
    moved = earlier is not None and later is not None and earlier.latest < later.earliest
    # "The trip was originally due last week but was delayed".
    moved = moved or (later is not None and any(t.lower_ in word_list("at_first") for t in draft.reading.word.sent))
    return was_put_off(draft) or (moved and draft.status is Status.POSTPONED and known.status is Status.SCHEDULED)


def _is_refusal(draft: Draft) -> bool:
    """ "Has again refused to meet them", "no bilateral is planned": of no day, it leaves alone talks that have one."""
    refused = draft.reading.rule == "governor refuse" and draft.mention.is_verb
    # "Meetings on the treaty will be postponed".
    refused = refused or draft.reading.rule == "none planned" or (draft.mention.plural and not draft.mention.definite)
    return refused and draft.status in OFF and draft.start is None


def _was_announced(draft: Draft) -> bool:
    """ "The visit had been kept secret and was announced on Sunday": what is told of was a plan before."""
    word, rule = draft.reading.word, draft.reading.rule
    acts = rule.startswith("governor") and word.lemma_.lower() in word_list("acts") | word_list("plans")
    subject = draft.mention.trigger.dep_ == "nsubjpass" and draft.mention.trigger.head.i == word.i
    return acts and subject and draft.mention.definite and draft.start is None and tense(word) == "past"


def _is_before(draft: Draft) -> bool:
    """Whether a mention only says what came before it, in a story of the past ("shook hands before the talks")."""
    word = draft.reading.word
    ahead = draft.reading.rule.startswith("preposition") and word.lower_ == "before"
    return ahead and draft.mention.definite and draft.start is None and clause(word).tag_ == "VBD"
