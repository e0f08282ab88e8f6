"""A draft and the times of its passage in, those that hang on its trigger out, nearest first."""

from dataclasses import dataclass, replace
from datetime import date

from app.domain.calendar import Precision
from app.domain.meetings import Status
from app.extraction.actors import ActorKind
from app.extraction.apart import is_alone, is_of_another
from app.extraction.asides import is_meanwhile
from app.extraction.bounds import is_apart, is_right_behind, is_set_behind, looks_back, only_bounds, sets_out
from app.extraction.chains import (
    begins_anew,
    clause_on,
    conjoined,
    followed_by,
    is_event,
    is_joined,
    is_said_after,
    is_told_of,
    occasion_of,
    own_clause,
    purposes,
)
from app.extraction.defaults import is_topic
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.offsets import dates_what_followed
from app.extraction.signals import look_up
from app.extraction.syntax import clause, has_had, is_led, is_purpose, leads_on, shares_passive
from app.extraction.tense import tense
from app.extraction.time import Relation, TimeMention
from app.extraction.tokens import Token
from app.extraction.venues import AHEAD

# Words that turn a time into a bound or a background ("since Monday", "by Friday"), not the day of the event.
BOUNDS = {Relation.SINCE, Relation.UNTIL, Relation.BY, Relation.BEFORE, Relation.AFTER}
# From this distance on a time is only in the same sentence as the trigger, not in its clause.
LOOSE = 20
# A time further away than this in the tree belongs to something else.
FAR = 50
# Steps that a clause on the trigger costs when the status comes from elsewhere ("planned for May, now set for June").
HISTORY = 12
# Steps to the own clause of the trigger, to one that a time opens, to one that it is the purpose of ("flies to meet").
CLAUSE, OPENING, PURPOSE = 10, 15, 20
# Steps to a verb that the trigger's verb is joined to.
SHARED = 25
MODIFIERS = {"compound", "amod", "nmod", "nummod", "poss"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A time with how loosely it hangs on the trigger (lower is closer)."""

    mention: TimeMention
    distance: int


def by_nearness(draft: Draft, times: list[TimeMention], rivals: list[Draft], anchor: date | None) -> list[Choice]:
    """The times of the sentence that can belong to the trigger, nearest first; `anchor` is the publication day."""
    sentence = draft.mention.trigger.sent
    inside = [t for t in times if sentence.start_char <= t.span.start < sentence.end_char]
    bounds = BOUNDS
    if draft.reading.rule == "negated past":
        bounds = BOUNDS - {Relation.SINCE}
    elif draft.reading.rule == "new date":
        bounds = BOUNDS - {Relation.UNTIL}
    elif draft.status in {Status.PROPOSED, Status.SCHEDULED}:
        # "Before the end of the month" still tells the month.
        bounds = BOUNDS - {Relation.BEFORE, Relation.BY, Relation.SINCE}
    elif draft.status is Status.ONGOING or draft.length is not None or draft.reading.rule == "present tense":
        # "For three days from 4 April".
        bounds = BOUNDS - {Relation.SINCE}
    elsewhere = draft.reading.rule != "negated past"
    usable = [
        replace(t, relation=Relation.ON) if _opens(draft, t) else t
        for t in inside
        if _tells_a_day(t)
        and (_opens(draft, t) or (t.relation not in bounds and not (elsewhere and looks_back(draft, t))))
    ]
    usable = [t for t in usable if not dates_what_followed(draft, t, inside) and not is_apart(draft, t)]
    alone = [t for t in usable if is_alone(draft, t)]
    if alone:
        return [Choice(time, 0) for time in alone]
    usable = [t for t in usable if not is_of_another(draft, t)]
    choices = [Choice(t, _distance(draft, t, anchor)) for t in usable]
    kept = [c for c in choices if c.distance < FAR and not _taken(c, draft, rivals, anchor)]
    return sorted(kept, key=lambda c: c.distance)


def _opens(draft: Draft, time: TimeMention) -> bool:
    """Whether a clause on the time tells of the meeting: "not seen there since May 2015, when Obama received X"."""
    span = draft.sheet.words(time.span)
    behind = [t for t in draft.sheet.doc[span.end : span.end + 2] if t.text != ","] if span is not None else []
    when, trigger = next(iter(behind), None), draft.mention.trigger
    if when is None or when.lower_ != "when":
        return False
    return when.i < trigger.i and (when.head.i == trigger.i or when.head.is_ancestor(trigger))


def _tells_a_day(time: TimeMention) -> bool:
    """Lengths, habits, the date of the page itself and a distance from another event are no day of a meeting."""
    return time.kind not in {"duration", "recurring"} and time.rule != "event_offset" and not time.heading


def _taken(choice: Choice, draft: Draft, rivals: list[Draft], anchor: date | None) -> bool:
    """Whether a loosely attached time hangs closer on another trigger of the sentence."""
    # "During the talks X proposed to hold a summit in December": what happens there has dates of its own.
    # "Prior to the summit, X and Y met on Friday".
    fronted = draft.reading.rule in AHEAD and draft.mention.trigger.i < clause(draft.mention.trigger).i
    around = fronted or draft.reading.rule.startswith("preposition")
    if any(_stands_before(other, draft, choice, anchor) for other in rivals):
        return True
    if choice.distance < (CLAUSE if around else LOOSE):
        return False
    trigger = draft.mention.trigger
    beside = ((rival, rival.mention.trigger) for rival in rivals)
    others = [rival for rival, word in beside if word.i != trigger.i and word.sent.start == trigger.sent.start]
    followed = followed_by(trigger)
    at = trigger.head.head if trigger.dep_ == "pobj" and trigger.head.lower_ == "at" else None
    if at is not None and any(r.mention.is_verb and r.mention.trigger.i == at.i for r in others):
        # "Met at the summit in Quito on Friday": the day is one of both.
        return False
    above = {t.i for t in (*purposes(trigger), *conjoined(trigger), *([followed] if followed is not None else ()))}
    return any(
        clause(other.mention.trigger).i not in above and _distance(other, choice.mention, anchor) < choice.distance
        for other in others
    )


def _stands_before(other: Draft, draft: Draft, choice: Choice, anchor: date | None) -> bool:
    """ "The visit, along with his visit to Georgia yesterday": of two nouns, the day is of the one before it."""
    noun, nearer = draft.mention.trigger, other.mention.trigger
    span = draft.sheet.words(choice.mention.span)
    between = span is not None and noun.i < nearer.i < span.start and not draft.mention.is_verb
    if not between or other.mention.is_verb or noun.sent != nearer.sent or draft.codes == other.codes:
        return False
    apart = any(t.text == "," for t in noun.doc[noun.i : nearer.i]) and span is not None
    straight = span is not None and all(t.text != "," for t in noun.doc[nearer.i : span.start])
    return apart and straight and _distance(other, choice.mention, anchor) <= choice.distance


def _distance(draft: Draft, time: TimeMention, anchor: date | None) -> int:
    """Steps in the tree from the time to the trigger or its clause; FAR where another event stands between."""
    span = draft.sheet.words(time.span)
    if span is None:
        return FAR
    # "Postponed a visit in the coming week": no day of the act lies ahead; a weekday may be either.
    ahead = time.kind != "weekday" and time.start is not None and anchor is not None and time.start.latest > anchor
    # "Was agreed for Friday", "cancelled talks due on Friday" tell the day of the meeting.
    before = {t.lower_ for t in draft.sheet.doc[max(span.start - 2, 0) : span.start]}
    ahead = ahead or "due" in before or (span.start > 0 and span[0].nbor(-1).lower_ == "for")
    if _opens(draft, time):
        return OPENING
    if is_set_behind(draft.mention.trigger, span, time):
        return CLAUSE
    if not draft.mention.is_verb and is_right_behind(draft.mention.trigger, span):
        return FAR if sets_out(draft) else 0
    # "Cancelled a trip to London in May": no day of the act, but the month of the trip.
    broad = time.start is not None and time.start.precision in {Precision.MONTH, Precision.YEAR}
    ahead = ahead or (draft.status is Status.CANCELLED and broad and time.span.start > draft.mention.trigger.idx)
    # The parser may hang "Tuesday" and "January 17th" on different words.
    tops = [token for token in span if token.head.i == token.i or not span.start <= token.head.i < span.end]
    return min(_steps(draft, top, span.start, ahead=ahead) for top in tops)


def _steps(draft: Draft, above: Token, start: int, *, ahead: bool) -> int:
    """The way up from a word of a time that begins at token `start`."""
    trigger = draft.mention.trigger
    history = joint = 0
    for step in range(10):
        reached = _reached(draft, above, ahead=ahead)
        if reached and start < trigger.i and is_topic(draft):
            # "Called her on Tuesday to thank her for her visit": the day of the call.
            return FAR + step
        if reached is not None:
            return reached + step + joint + (history if reached == 0 else 0)
        on = clause_on(trigger, above)
        within = on is not None
        if on is not None and not _tells_status(draft, on):
            history = HISTORY
        apart = (step and not within and _is_other(draft, above)) or is_told_of(trigger, above)
        if apart or _is_part(draft, above) or only_bounds(trigger, above) or _is_of_somebody(draft, above):
            return FAR + step
        if above.head.i == above.i:
            break
        if is_joined(above):
            # "Met X and was to see Y on Monday": of another tense, the day is that of the second verb alone.
            if begins_anew(above) or (tense(above) != tense(above.head) and not shares_passive(above)):
                return FAR + step
            joint = joint if shares_passive(above) else SHARED
        above = above.head
    return _past_all(trigger, above, start)


def _past_all(trigger: Token, above: Token, start: int) -> int:
    """How loosely a time hangs on a trigger when the way up from it ends at another word."""
    if above.pos_ in {"VERB", "AUX"} and trigger.is_ancestor(above):
        return FAR + 1
    if above.lemma_.lower() in word_list("reporting") and is_said_after(trigger, above):
        return SHARED
    if above.lemma_.lower() in word_list("reporting"):
        # "Said last Wednesday that he will visit": the day of the saying.
        return FAR + 3
    # "On Monday, officials said the two would meet": the time of the saying, unless the trigger has no other.
    loose = above.is_ancestor(trigger) and start < trigger.i + 12 and not _is_apart(trigger, above)
    return 30 + abs(start - trigger.i) if loose else FAR + 2


def _reached(draft: Draft, word: Token, *, ahead: bool) -> int | None:
    """How far the trigger is from a word that a time hangs on, where that word is near enough to tell."""
    trigger = draft.mention.trigger
    if word.i == trigger.i:
        return 0
    if draft.reading.rule == "new date" and word.i == draft.reading.word.i:
        return CLAUSE
    if (not ahead and _is_act(draft, word)) or _is_prepared(draft, word):
        return FAR
    if word.i in own_clause(trigger):
        # "Arrived on Monday at the start of a tour that will take him to": the day is that of the arrival.
        told = draft.reading.rule.startswith("clause") and draft.reading.tense == "future"
        return FAR if (told or leads_on(trigger)) and tense(word) == "past" else CLAUSE
    meanwhile = is_meanwhile(trigger) and trigger.head.dep_ == "nsubj" and trigger.head.head.i == word.i
    followed = followed_by(trigger)
    meanwhile = meanwhile or (followed is not None and followed.i == word.i)
    if meanwhile or (word.i < trigger.i and any(word.i == other.i for other in conjoined(trigger))):
        return SHARED
    return PURPOSE if any(word.i == purpose.i for purpose in purposes(trigger)) else None


def _is_prepared(draft: Draft, word: Token) -> bool:
    """Whether a word tells what is done for another meeting: "met Monday to prepare a summit", "a step towards it"."""
    cause = draft.reading.word
    aims = cause.tag_ in {"VB", "IN", "NN"} and cause.i < draft.mention.trigger.i
    return aims and cause.lemma_.lower() in word_list("preparing") and word.is_ancestor(cause)


def _is_part(draft: Draft, word: Token) -> bool:
    """Whether a word only qualifies another noun: "a May deadline", "for the first time this year"."""
    trigger = draft.mention.trigger
    apart = word.head.i not in {word.i, trigger.i, clause(trigger).i}
    part = apart and (word.head.lemma_ == "time" or (word.dep_ in MODIFIERS and word.head.pos_ == "NOUN"))
    return part and word.head != occasion_of(trigger)


def _is_of_somebody(draft: Draft, verb: Token) -> bool:
    """Whether a clause tells something else of somebody who takes part: "met X, who was sworn in on Monday"."""
    who = draft.sheet.index.at(verb.head.i) if verb.dep_ == "relcl" else None
    named = who is not None and who.kind is ActorKind.PERSON
    return named and any(c.lower_ == "who" for c in verb.children) and not verb.is_ancestor(draft.mention.trigger)


def _is_stay_for(draft: Draft, word: Token) -> bool:
    """ "Was in Oslo for talks on 13 April", "will host X for lunch on Monday": the day of the talks is that of all."""
    staged = draft.mention.stay or is_purpose(word, draft.mention.trigger)
    return staged and word.head.lower_ == "for" and word.head.head.i == draft.mention.trigger.i


def _is_other(draft: Draft, word: Token) -> bool:
    """Whether a word is an event of its own."""
    apart = not _is_stay_for(draft, word) and not is_led(word)
    apart = apart and is_event(word) and draft.sheet.index.at(word.i) is None
    return apart and word != occasion_of(draft.mention.trigger)


def _is_apart(trigger: Token, above: Token) -> bool:
    """Whether the trigger stands in a clause with a time of its own: "on Tuesday, a day after it had said that ..."."""
    word = trigger
    while word.i not in {above.i, word.head.i}:
        meanwhile = any(c.lower_ in {"when", "as", "while", "where"} for c in word.children) and not has_had(word)
        finite = word.pos_ in {"VERB", "AUX"} and word.tag_ not in {"VB", "VBG"}
        if word.dep_ in {"relcl", "acl", "advcl"} and finite and not meanwhile:
            return True
        word = word.head
    return False


def _is_act(draft: Draft, word: Token) -> bool:
    """Whether a time on this word is the day on which the meeting was called off, offered or announced."""
    governs = draft.reading.word.i == word.i != draft.mention.trigger.i and word.pos_ == "VERB"
    # "Missed the summit on Monday": the day on which it was.
    told = governs and tense(word) in {"past", "present"} and word.lemma_.lower() not in word_list("absences")
    if not told or not draft.reading.rule.startswith(("governor", "denied", "broken off")):
        return False
    off = draft.status in {Status.CANCELLED, Status.POSTPONED, Status.PROPOSED}
    return off or word.lemma_.lower() in word_list("acts")


def _tells_status(draft: Draft, clause_: Token) -> bool:
    """Whether a clause on the trigger is no mere history ("a visit planned for May", of one now set for June)."""
    if draft.status in {Status.CANCELLED, Status.POSTPONED} or look_up(clause_) in {None, Status.HELD, Status.ONGOING}:
        return True
    word = draft.reading.word
    return word.i in {draft.mention.trigger.i, clause_.i} or clause_.is_ancestor(word) or word.i < clause_.i
