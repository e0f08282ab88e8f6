"""A draft and a time of its sentence in, whether the time is told of a condition or of another event out."""

from app.domain.calendar import Basis, Precision
from app.domain.meetings import Kind, Status
from app.extraction.actors import ActorKind
from app.extraction.drafts import Draft
from app.extraction.lengths import ORDINALS, carriers
from app.extraction.lexicon import nouns, word_list
from app.extraction.progress import ENDS
from app.extraction.syntax import auxiliaries, clause, come_from, governors, leads_on, returned_to
from app.extraction.tense import is_conditional, tense
from app.extraction.time import Relation, TimeMention
from app.extraction.tokens import Span, Token


def is_apart(draft: Draft, time: TimeMention) -> bool:
    """Whether a time is told of a condition, or of what a bound names.

    "If he replies by Friday", "their first talks since the election in December".
    """
    span = draft.sheet.words(time.span)
    trigger = draft.mention.trigger
    if span is not None and (_is_of_bound(span[0]) or _is_in_name(span[0], trigger) or _is_onward(draft, span)):
        return True
    if span is not None and (_leads_to(span, trigger) or _is_of_way_home(draft, span.root)):
        return True
    if span is not None and (_is_of_history(draft, span.root) or (is_days_off(trigger) and span.start < trigger.i)):
        return True
    above = [*governors(span.root)] if span is not None else []
    for word in above:
        if word.i == trigger.i or word.is_ancestor(trigger):
            return False
        bounds = word.dep_ == "pobj" and word.head.lower_ in {"since", "after", "before", "until"}
        # "Will meet X before the summit in June".
        before = bounds and word.head.lower_ == "before" and draft.status is not Status.HELD
        # "On his first trip since being elected on Sunday".
        bounds = bounds or (word.dep_ == "pcomp" and word.head.lower_ == "since")
        # "Before dawn on Sunday" is on Sunday.
        hour = word.ent_type_ in {"DATE", "TIME"} or word.lower_ in word_list("dayparts")
        if is_conditional(word) or (bounds and (before or word.lemma_.lower() not in nouns()) and not hour):
            return True
    return False


def is_days_off(trigger: Token) -> bool:
    """ "Denied it days after they had met": told by how far off it is from the news."""
    verb = clause(trigger)
    marks = [c for c in verb.children if c.dep_ == "mark" and c.lower_ in {"after", "before"}]
    before = {t.lower_ for mark in marks for t in verb.doc[max(mark.i - 2, 0) : mark.i]}
    return bool(before & {"days", "weeks", "months", "years", "long"}) and not before & {"two", "three", "four", "five"}


def _is_of_history(draft: Draft, word: Token) -> bool:
    """Whether a participle tells what was done with somebody before: "was received by X, sworn in on Monday"."""
    verb = clause(word)
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or verb.i == 0 or verb.is_ancestor(draft.mention.trigger):
        return False
    who = draft.sheet.index.at(verb.head.i)
    named = who is not None and who.kind is ActorKind.PERSON
    return named and verb.doc[verb.left_edge.i - 1].text == "," and verb.i != draft.mention.trigger.i


def _is_of_way_home(draft: Draft, word: Token) -> bool:
    """ "X, on his first trip to Sudan, flew home on Wednesday": the day after the trip."""
    noun, verb = draft.mention.trigger, clause(word)
    during = draft.kind is Kind.VISIT and noun.dep_ == "pobj" and noun.head.lower_ in {"on", "during", "after"}
    return (
        during and verb.lemma_ in {"fly", "return", "go"} and any(c.lower_ in {"home", "back"} for c in verb.children)
    )


def _is_onward(draft: Draft, words: Span) -> bool:
    """Whether a time is that of the way on: "flies to Berlin to meet X and on to Moscow on Wednesday"."""
    trigger = draft.mention.trigger
    if draft.turn is not None or words.start < trigger.i or " on to " not in words.sent.text:
        return False
    between = trigger.doc[trigger.i : words.start]
    onward = (t for t in between if t.lower_ == "on" and t.nbor(-1).lower_ in {"and", "then", "later"})
    return any(t.nbor().lower_ == "to" for t in onward)


def _is_in_name(first: Token, trigger: Token) -> bool:
    """Whether a time tells which one of a kind is meant: "ahead of the European Council of 18 February"."""
    before = first.nbor(-1) if first.i > first.sent.start else first
    named = before.head
    proper = named.pos_ == "PROPN" and named.ent_type_ not in {"DATE", "TIME"} and named.i != trigger.i
    return before.lower_ == "of" and proper and named.lemma_.lower() not in nouns()


def _is_of_bound(first: Token) -> bool:
    """Whether a time follows what "since" names, as the words stand: "since the election in December"."""
    before = [*first.doc[first.sent.start : first.i]][::-1]
    if not before or before[0].lower_ not in {"in", "of", "on"}:
        return False
    named = next((t for t in before[1:] if t.pos_ not in {"NOUN", "PROPN", "ADJ", "DET", "PRON", "PART"}), before[0])
    return named.lower_ == "since" and before[1].lemma_.lower() not in nouns()


def _dates_setting_out(draft: Draft, time: TimeMention) -> bool:
    """ "Left on Tuesday on a tour that will take him to Rome": the day of the verb, not of what a clause tells."""
    trigger = draft.mention.trigger
    verb = clause(trigger)
    told = draft.reading.rule.startswith("clause") and draft.status is Status.SCHEDULED and tense(verb) == "past"
    span = draft.sheet.words(time.span)
    return told and span is not None and span.start < trigger.i and clause(span.root).i == verb.i


def _leads_to(words: Span, trigger: Token) -> bool:
    """ "Left on Tuesday for Rome, where he will meet Y": the day of the way there, not of the talks.

    Who left today may well meet him today.
    """
    verb, way = clause(trigger), clause(words.root)
    if (
        any(t.lower_ in {"today", "this"} for t in words)
        or verb.dep_ != "relcl"
        or tense(verb) != "future"
        or not way.is_ancestor(verb)
    ):
        return False
    return tense(way) == "past" and way.lemma_.lower() not in word_list("plans")


def _is_of_past(draft: Draft, time: TimeMention) -> bool:
    """ "Agreed to resume the talks that broke off in 2020": when they were given up, not when they will be."""
    if draft.status not in {Status.SCHEDULED, Status.PROPOSED}:
        return False
    span = draft.sheet.words(time.span)
    verb = clause(span.root) if span is not None else None
    if verb is None or tense(verb) != "past":
        return False
    who = draft.sheet.index.at(verb.head.i) if verb.dep_ == "relcl" else None
    if who is not None and who.kind in {ActorKind.PERSON, ActorKind.ROLE}:
        # "Will meet Y, with whom he chaired a commission in 2016".
        return verb.lemma_.lower() not in word_list("plans") and draft.mention.trigger.is_ancestor(verb)
    if verb.head.i != draft.mention.trigger.i:
        return False
    # "Talks with Peru, suspended in July, would resume".
    return verb.dep_ == "relcl" or (verb.dep_ == "acl" and verb.lemma_.lower() in word_list("interrupting"))


def is_unfit(draft: Draft, time: TimeMention) -> bool:
    """Whether a time that hangs on the trigger tells something else of it than its day."""
    if time.rule == "day_number" and (draft.reading.rule in {"begun", "goes on"} or _counts_another(draft, time)):
        # "Entered a second day": how long it has lasted, not when.
        return True
    if is_of_end(draft, time):
        return True
    # "Set for June, has been moved to May 29".
    former = draft.reading.rule == "new date" and time.span.start < draft.reading.word.idx
    return (
        former
        or _dates_acceptance(draft, time)
        or _dates_return(draft, time)
        or _dates_saying(draft, time)
        or _dates_setting_out(draft, time)
        or _is_of_past(draft, time)
        or _is_of_topic(draft, time)
        or _only_counts(draft, time)
        or _is_of_first_leg(draft, time)
    )


def _is_of_topic(draft: Draft, time: TimeMention) -> bool:
    """ "Discussed the Union, which Egypt chairs this year", "met a team that had landed on Friday": told of a thing."""
    span, trigger = draft.sheet.words(time.span), draft.mention.trigger
    verb = clause(span.root) if span is not None and draft.mention.is_verb else None
    if verb is None or verb.dep_ != "relcl" or verb.head.i == trigger.i or not trigger.is_ancestor(verb):
        return False
    noun = verb.head
    event = noun.lemma_.lower() in nouns() or noun.ent_type_ in {"DATE", "TIME"}
    return not event and any(c.lower_ in {"which", "that"} for c in verb.children)


def _is_of_first_leg(draft: Draft, time: TimeMention) -> bool:
    """ "Is to leave on Friday for Oslo, then travel to Riga": no day of what comes next."""
    verb = draft.mention.trigger
    if draft.status is not Status.SCHEDULED or verb.dep_ != "conj" or draft.kind is not Kind.VISIT:
        return False
    span = draft.sheet.words(time.span) if any(c.lower_ == "then" for c in verb.children) else None
    return span is not None and clause(span.root).i == verb.head.i


def is_of_end(draft: Draft, time: TimeMention) -> bool:
    """ "The summit ends on Sunday", "talks that are due to end on Friday": the last day, not the first."""
    span = draft.sheet.words(time.span)
    if span is None:
        return False
    if draft.reading.rule == ENDS and draft.reading.word.is_ancestor(span.root):
        return True
    verb = clause(span.root)
    to_come = verb.lemma_.lower() in word_list("endings") and tense(verb) in {"present", "future", "none"}
    # "Are likely to drag on into the weekend".
    last = verb.lemma_.lower() in word_list("lasting") and span.root.head.lower_ in {"to", "into", "until", "through"}
    return (
        (to_come or (last and draft.status is Status.ONGOING))
        and verb.i != draft.mention.trigger.i
        and any(verb.i == word.i for word in carriers(draft.mention.trigger))
    )


def _dates_acceptance(draft: Draft, time: TimeMention) -> bool:
    """ "Accepted the invitation on Monday": nothing between tells where or for what it was."""
    if draft.reading.rule != "an invitation":
        return False
    trigger, verb = draft.mention.trigger, clause(draft.mention.trigger)
    between = draft.sheet.doc.text[trigger.idx : time.span.start].lower().split()
    bare = not {"to", "for", "in"} & {*between}
    # "Extended an invitation to the premier in a letter handed over on 11 July".
    span = draft.sheet.words(time.span)
    away = span is not None and not trigger.is_ancestor(span.root) and "for" not in between
    bare = bare or (away and verb.lemma_.lower() in word_list("invitation_verbs"))
    # "Met Y on Sunday and delivered an invitation to Oslo", "meeting Y on Sunday and delivering".
    told = tense(verb) == "past" or (verb.tag_ == "VBG" and time.span.start < trigger.idx)
    return bare and verb.pos_ == "VERB" and told


def _dates_return(draft: Draft, time: TimeMention) -> bool:
    """ "Spoke today to follow up on their meeting": the day on which they came back to it."""
    verb = returned_to(draft.mention.trigger)
    return verb is not None and time.span.start < verb.idx


def _dates_saying(draft: Draft, time: TimeMention) -> bool:
    """ "X, fresh from a visit to Rome, said on Monday": what he did when he was back."""
    trigger, span = draft.mention.trigger, draft.sheet.words(time.span)
    return span is not None and come_from(trigger) is not None and not trigger.is_ancestor(span.root)


def _only_counts(draft: Draft, time: TimeMention) -> bool:
    """ "His third meeting with her this year" says how many, not when; "their first talks a year ago" says when."""
    ordinal = any(c.lower_ in ORDINALS for c in draft.mention.trigger.children) and time.rule != "ago"
    year = time.start is not None and time.start.precision is Precision.YEAR and time.start.basis is Basis.RELATIVE
    return ordinal and year and time.span.start > draft.mention.trigger.idx


def _counts_another(draft: Draft, time: TimeMention) -> bool:
    """Whether a numbered day is one of something else: "met him on the second day of her visit"."""
    span = draft.sheet.words(time.span)
    whole = next((c for t in span or () for p in t.children if p.lower_ == "of" for c in p.children), None)
    return whole is not None and whole.i != draft.mention.trigger.i and whole.lemma_.lower() in nouns()


def is_set_behind(trigger: Token, words: Span, time: TimeMention) -> bool:
    """Whether a date ends the sentence right behind all that hangs on a noun: "signed on a visit to Rome, on 1 May"."""
    doc, end = trigger.doc, trigger.right_edge.i + 1
    numbered = time.kind != "weekday" and trigger.pos_ == "NOUN"
    behind = numbered and words.start == end + 2 and doc[end].text == "," and doc[end + 1].lower_ in {"on", "in"}
    return behind and doc[min(words.end, len(doc) - 1)].is_punct


def is_right_behind(noun: Token, words: Span) -> bool:
    """ "Will host the summit of A in June and that of B in November": of two, each has the day right behind it."""
    return words.start == noun.i + 2 and noun.nbor().lower_ in {"in", "on"}


def looks_back(draft: Draft, time: TimeMention) -> bool:
    """ "The first visit since 1928" tells another one; "from 1928" or "starting Monday" would tell this one."""
    verb = clause(draft.mention.trigger)
    if draft.reading.rule == "is there":
        # "Have been in Almaty since Sunday for talks".
        return False
    if verb.tag_ == "VBG" and any(t.lemma_ == "have" for t in auxiliaries(verb)):
        # "Have been meeting since Monday".
        return False
    return time.relation is Relation.SINCE and is_since(draft, time)


def is_since(draft: Draft, time: TimeMention) -> bool:
    """Whether "since" stands before a time."""
    return "since" in draft.sheet.passage.text[max(time.span.start - 12, 0) : time.span.start].lower().split()


def is_long_since(draft: Draft, time: TimeMention) -> bool:
    """Whether a time tells what something was the first since: "their first meeting since the summit in June 2003"."""
    span = draft.sheet.words(time.span)
    return span is not None and any(word.lower_ == "since" for word in governors(span.root))


def only_bounds(trigger: Token, word: Token) -> bool:
    """Whether a clause only bounds the meeting by something else: "the first since a wall fell in May"."""
    apart = any(c.dep_ == "mark" and c.lower_ in {"since", "until", "because"} for c in word.children)
    return apart and word.dep_ == "advcl" and not word.is_ancestor(trigger)


def sets_out(draft: Draft) -> bool:
    """ "Began a tour on Sunday that will take him to Oslo": the day on which he set out, and not that of Oslo."""
    noun = draft.mention.trigger
    return draft.status is Status.SCHEDULED and leads_on(noun) and tense(clause(noun)) == "past"
