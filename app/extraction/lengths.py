"""A draft and the lengths of its passage in, how long the meeting lasts and whether it opens or ends out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Status
from app.extraction.drafts import Draft
from app.extraction.lexicon import nouns, word_list
from app.extraction.syntax import clause, has_had
from app.extraction.tense import tense
from app.extraction.time import TimeMention, first_day, last_day
from app.extraction.tokens import Token

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

# Readings of what goes on, beside which "for a second day" counts its days.
COUNTED = {"begun", "goes on", "past progressive", "present progressive", "is there"}


def stretch(draft: Draft, day: PartialDate, length: TimeMention) -> None:
    """Set both ends of "a three-day visit" that ends or begins on the day named."""
    if is_ending(draft):
        draft.start, draft.end = first_day(day, length) or day, day
    else:
        draft.end = last_day(day, length) or draft.end


def duration(draft: Draft, times: list[TimeMention]) -> TimeMention | None:
    """The length that the sentence gives the visit or the talks ("a three-day visit")."""
    trigger = draft.mention.trigger
    for time in times:
        if time.kind != "duration" or not trigger.sent.start_char <= time.span.start < trigger.sent.end_char:
            continue
        if _is_of_other(draft, time) or _within_a_day(draft, time):
            continue
        if time.span.start < trigger.idx <= time.span.end + 40 or _measures(draft, time) or _lasted(draft, time):
            return time
    return None


def _within_a_day(draft: Draft, time: TimeMention) -> bool:
    """Whether it is counted in hours: "after four hours of talks" is of the day that the clause tells."""
    text = draft.sheet.doc.text[time.span.start : time.span.end]
    return time.days == (1, 1) and "hour" in text.lower()


def _is_of_other(draft: Draft, time: TimeMention) -> bool:
    """Whether it is the length of something that is no meeting: "an end to four years of bloodshed"."""
    span = draft.sheet.words(time.span)
    if span is not None and (_is_of_clause_beside(draft, span.root.head) or _is_of_whole_trip(span.root.head)):
        return True
    noun = nouns().get(span.root.head.lemma_.lower()) if span is not None else None
    if noun is not None and noun.travel and draft.mention.is_verb and draft.kind is Kind.MEETING:
        # "X, on a two-day visit, meets Y".
        return True
    if span is not None and span.root.dep_ == "dobj" and draft.mention.is_verb and draft.kind is Kind.MEETING:
        # "Ended four days in Oslo by calling on X".
        verb = span.root.head
        return verb.i != draft.mention.trigger.i and verb.lemma_.lower() in word_list("endings")
    if span is not None and span.root.head.lower_ == "after" and span.doc[span.end : span.end + 1].text == "in":
        # "Is in Oslo after three days in Rome".
        return draft.place is not None and draft.place.start != span.end + 1
    of = (g for t in span or () for c in t.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj")
    return any(noun.lemma_.lower() not in nouns() and noun.i != draft.mention.trigger.i for noun in of)


def _is_of_whole_trip(noun: Token) -> bool:
    """ "The last stop of a five-day tour": the tour is so long, and not the stop."""
    of = noun.dep_ == "pobj" and noun.head.lower_ in {"of", "on"}
    return of and noun.head.head.lemma_.lower() in word_list("stops") - {"visit"}


def _is_of_clause_beside(draft: Draft, noun: Token) -> bool:
    """ "X, who wound up a five-day tour on Thursday, had met Y": what a clause on somebody tells is another event."""
    verb, own = clause(noun), clause(draft.mention.trigger)
    apart = verb.dep_ == "relcl" and any(c.lower_ == "who" for c in verb.children) and verb.i != own.i
    return apart and noun.lemma_.lower() in nouns() and draft.kind is not Kind.VISIT


def _measures(draft: Draft, time: TimeMention) -> bool:
    """Whether a length behind the trigger is that of the same visit: "arrives in Cuba for a three-day visit"."""
    span = draft.sheet.words(time.span)
    noun = span.root.head if span is not None else None
    if noun is None or noun.lemma_.lower() not in nouns() or nouns()[noun.lemma_.lower()].kind is not draft.kind:
        return False
    places = (g.i for c in noun.children if c.dep_ == "prep" and c.lower_ in {"to", "of"} for g in c.children)
    actors = (draft.sheet.index.at(place) for place in places)
    elsewhere = any(actor is None or not {party.code for party in actor.parties} <= draft.codes for actor in actors)
    return not elsewhere and clause(noun).i == clause(draft.mention.trigger).i


def _lasted(draft: Draft, time: TimeMention) -> bool:
    """Whether a length is said of what carries the meeting: "ended on Tuesday after three days", "lasted two days"."""
    span = draft.sheet.words(time.span)
    above = span.root.head if span is not None else None
    if span is not None and above is not None and draft.mention.is_verb:
        # "Visited Oslo for three days from 4 April".
        return above.lower_ == "for" and above.head.i == draft.mention.trigger.i
    if span is None or above is None:
        return False
    verb = above.head if above.lower_ in {"after", "for"} else above
    ends = verb.lemma_.lower() in word_list("endings") and above.lower_ == "after"
    carried = draft.mention.trigger.head.i == verb.i and draft.mention.trigger.dep_ == "nsubj"
    # "The talks, which are to last two days".
    carried = carried or any(word.i == verb.i for word in carriers(draft.mention.trigger))
    return carried and (ends or verb.lemma_.lower() in word_list("lasting")) and span.end == span.root.i + 1


def is_ending(draft: Draft) -> bool:
    """Whether the sentence tells the end of the event ("concluded their visit", "left after two days of talks")."""
    trigger = draft.mention.trigger
    above = (trigger,) if draft.mention.is_verb and trigger.pos_ in {"VERB", "AUX"} else (clause(trigger), trigger.head)
    if any(t.lemma_.lower() in word_list("endings") or _breaks_off(t) for t in (*above, *_told_behind(trigger))):
        return True
    if draft.mention.is_verb and _comes_from(draft):
        return True
    closing = trigger
    while closing.dep_ == "pobj" and closing.head.lower_ == "of":
        # "Flew home at the end of a visit", "at the close of five days of talks".
        closing = closing.head.head
    if closing.lemma_.lower() in word_list("closings") and closing.head.lower_ in {"at", "by", "after"}:
        return True
    if trigger.dep_ == "pobj" and trigger.head.lower_ == "from" and _is_return(trigger.head.head):
        return True
    if _was_there_before(trigger):
        return True
    if draft.reading.rule == "preposition from":
        return clause(trigger).lemma_.lower() in word_list("leavings")
    if draft.reading.rule != "preposition after":
        return False
    counted = trigger.head.lower_ == "of" and trigger.head.head.lemma_.lower() in word_list("measures")
    return counted or clause(trigger).lemma_.lower() in word_list("leavings")


def _was_there_before(trigger: Token) -> bool:
    """ "Returned this morning from Moscow, where he had been on a visit": the day on which it was over."""
    verb = clause(trigger)
    prep = verb.head.head
    left = verb.dep_ == "relcl" and has_had(verb) and prep.lower_ == "from" and _is_return(prep.head)
    return left and any(c.lower_ == "where" for c in verb.children)


def _is_return(word: Token) -> bool:
    """ "On his return from a two-day visit", "came back from a two-day visit"."""
    back = word.lemma_ == "come" and any(c.lower_ in {"back", "home"} for c in word.children)
    return back or word.lemma_.lower() == "return"


def _breaks_off(verb: Token) -> bool:
    """ "Broke off his visit and flew home"."""
    return verb.lemma_.lower() == "break" and any(c.lower_ == "off" for c in verb.children)


def _comes_from(draft: Draft) -> bool:
    """ "Returned from Oslo on Monday": the day on which the stay there was over."""
    leaves = draft.mention.trigger.lemma_.lower() in word_list("leavings") and draft.place is not None
    return leaves and draft.place is not None and draft.sheet.doc[draft.place.start - 1].lower_ == "from"


def _told_behind(noun: Token) -> Iterator[Token]:
    """What a clause says in the past of the meeting before it: "a two-day dialogue in Tashkent, which ended today".

    "Talks on the camps ended on Friday", of which the parser makes a clause on the camps, says so too.
    """
    alone = clause(noun).pos_ not in {"VERB", "AUX"}
    for verb in noun.subtree:
        if alone and verb.dep_ == "acl" and verb.tag_ == "VBD":
            yield verb
        which = next((c for c in verb.children if c.lower_ == "which" and c.dep_ == "nsubj"), None)
        if verb.dep_ == "relcl" and verb.tag_ == "VBD" and which is not None and which.nbor(-1).text == ",":
            yield verb


def ends_told(draft: Draft, times: list[TimeMention]) -> tuple[TimeMention, TimeMention] | None:
    """The times that tell when it began and when it ended: "the talks, which opened on Monday, closed on Friday"."""
    noun = draft.mention.trigger
    if draft.mention.is_verb or draft.status not in {Status.HELD, Status.ONGOING}:
        return None
    verbs = {verb.i: verb for verb in noun.subtree if verb.dep_ in {"relcl", "acl"}}
    verbs |= {verb.i: verb for verb in carriers(noun)}
    verbs |= {c.i: c for verb in [*verbs.values()] for c in verb.children if c.dep_ == "conj"}
    # "Cut short a visit that had begun on Saturday and flew home on Monday".
    endings = word_list("endings") | (word_list("leavings") if is_ending(draft) else set())
    told: dict[str, TimeMention] = {}
    for time in times:
        span = draft.sheet.words(time.span) if time.kind not in {"duration", "recurring"} else None
        verb = verbs.get(clause(span.root).i) if span is not None else None
        if verb is None or tense(verb) != "past":
            continue
        if verb.lemma_.lower() in word_list("beginnings"):
            told.setdefault("beginnings", time)
        elif verb.lemma_.lower() in endings or _lasted_until(verb):
            told.setdefault("endings", time)
    return (told["beginnings"], told["endings"]) if len(told) > 1 else None


def _lasted_until(verb: Token) -> bool:
    """ "Opened on Friday and went on until late on Sunday": the day until which it lasted is its last."""
    return verb.lemma_.lower() in word_list("lasting") and any(c.lower_ in {"until", "till"} for c in verb.children)


def is_opening(draft: Draft) -> bool:
    """Whether the sentence tells the beginning of the event ("talks that are to start on Friday")."""
    opens = any(word.lemma_.lower() in word_list("beginnings") for word in carriers(draft.mention.trigger))
    return opens or (draft.mention.arrival and draft.status is Status.SCHEDULED)


def carriers(trigger: Token) -> Iterator[Token]:
    """The verbs that say what becomes of a trigger: above it, in clauses on it, and what they take as infinitives."""
    noun = trigger
    while noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.pos_ == "NOUN":
        # "Two days of talks ended".
        noun = noun.head.head
    # "A visit to Norway, which ends on Friday": the parser hangs the clause on the state.
    behind = (g for c in trigger.children if c.dep_ == "prep" and c.i > trigger.i for g in c.children)
    which = (c for word in behind for c in word.children if c.lemma_.lower() in word_list("endings"))
    stack = [c for c in (*trigger.children, *which) if c.dep_ in {"relcl", "acl"} and c.i > trigger.i]
    if noun.dep_ in {"nsubj", "nsubjpass", "dobj", "obj"} or trigger.pos_ == "VERB":
        stack.append(noun.head)
    while stack:
        word = stack.pop()
        yield word
        stack += [c for c in word.children if c.dep_ in {"xcomp", "acomp"}]


def nth_day(draft: Draft, anchor: date | None) -> None:
    """ "On the third day of his visit": it began two days before; "on the last day of the talks": they end."""
    counts = _counts_of_day(draft)
    day = draft.start or (PartialDate.of_day(anchor, Basis.PUBLICATION) if anchor and draft.sheet.number < 2 else None)
    if day is None or day.precision is not Precision.DAY or draft.status not in {Status.HELD, Status.ONGOING}:
        return
    if counts & {"last", "final", "closing"}:
        draft.start, draft.end = first_day(day, draft.length) if draft.length else None, day
    elif counts & set(ORDINALS) and is_ending(draft) and not draft.mention.is_verb:
        # "A second day of talks ended on Tuesday".
        passed = timedelta(days=next(n for n, word in enumerate(ORDINALS) if word in counts))
        draft.start, draft.end = PartialDate.of_day(day.earliest - passed, Basis.DURATION), day
        draft.reading = replace(draft.reading, status=Status.HELD)
    elif counts & set(ORDINALS):
        passed = timedelta(days=next(n for n, word in enumerate(ORDINALS) if word in counts))
        draft.start, draft.end = PartialDate.of_day(day.earliest - passed, Basis.DURATION), None
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="day of it")
        if draft.length is not None:
            draft.end = last_day(draft.start, draft.length)


def _counts_of_day(draft: Draft) -> set[str]:
    """What stands before "day" in "the last day of talks", "talks enter a third day", "continue for a third day"."""
    trigger = draft.mention.trigger
    prep = trigger.head
    if prep.lower_ == "of" and prep.head.lemma_ == "day":
        return {c.lower_ for c in prep.head.children}
    if draft.reading.rule not in COUNTED:
        return set()
    verb = draft.reading.word
    preps = (p for p in (*verb.children, *trigger.children) if p.dep_ == "prep")
    behind = (c for p in preps if p.lower_ in {"for", "in", "into", "on"} for c in p.children)
    return {c.lower_ for t in (*verb.children, *behind) if t.lemma_ == "day" for c in t.children}
