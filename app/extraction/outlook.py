"""A draft and the days that it was given in, what they say of its status out: ahead, under way, over, or impossible."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Status
from app.extraction.defaults import is_topic
from app.extraction.drafts import Draft
from app.extraction.lexicon import word_list
from app.extraction.passages import names_digest
from app.extraction.sheets import Sheet
from app.extraction.syntax import SUBJECTS, auxiliaries, clause
from app.extraction.tense import tense
from app.extraction.time import TimeMention
from app.extraction.tokens import Token

# What a thing of so many days ago came before is over.
LONG_PAST = 30
# Readings by what was done so that a meeting should come about.
BROUGHT_ABOUT = {f"governor {verb}" for verb in ("arrange", "prepare", "plan")}
# What began longer ago than this many days is taken to be over.
UNDER_WAY = 7
# By so much the date of a place may be ahead of that of the article.
ELSEWHERE = timedelta(days=1)
# Readings of what was offered, which has a day where it is accepted for one.
INVITED = {"an invitation", "governor invitation", "governor offer", "governor proposal"}
OFF = {Status.CANCELLED, Status.POSTPONED}


def look_back(drafts: Sequence[Draft], anchor: date | None) -> None:
    """ "In early July X hosted Y, days before a summit": what followed something long past is past as well.

    Nor is the day of what was held the day of what it came before.
    """
    for draft in drafts:
        first = _before(draft, drafts) if draft.status is Status.SCHEDULED else None
        if first is None or first.start is None or anchor is None:
            continue
        over = (anchor - first.start.latest).days > LONG_PAST
        if over:
            draft.reading = replace(draft.reading, status=Status.HELD, rule="after what is past", tense="past")
        if draft.start is not None and draft.time_span == first.time_span:
            # A month or a year may have seen both.
            broad = over and first.start.precision is not Precision.DAY
            draft.start, draft.end = (first.start, first.end) if broad else (None, None)


def _before(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """What was held before or ahead of a meeting, in the same sentence."""
    if draft.reading.word.lower_ not in {"before", "ahead"} or draft.mention.is_verb:
        return None
    sentence = draft.mention.trigger.sent
    beside = (one for one in drafts if one is not draft and one.status is Status.HELD)
    return next((one for one in beside if one.mention.trigger.sent == sentence and one.start is not None), None)


def is_plan_told_in_past(draft: Draft) -> bool:
    """ "Was expected to meet", "was due to hold talks", "was to see", "was due to arrive there to meet"."""
    word, rule = draft.reading.word, draft.reading.rule.removeprefix("purpose, ")
    while rule != draft.reading.rule and word.dep_ in {"xcomp", "acomp"}:
        word = word.head
    verb = clause(word.head) if rule == "is to" else clause(word)
    return rule.startswith(("governor ", "is to", "is due", "is expected")) and tense(verb) == "past"


def is_impossible(draft: Draft, start: PartialDate | None, anchor: date | None) -> bool:
    """ "They talked about an anniversary in 2025": what has been held did not begin after the article."""
    if draft.reading.rule == "is there" and draft.mention.is_verb and draft.mention.trigger.lemma_ == "be":
        # "Is in Seoul from Monday to Wednesday next week": there not yet.
        return False
    over = (draft.status is Status.HELD and draft.reading.tense == "past") or draft.reading.rule == "is there"
    if draft.status is Status.SCHEDULED and draft.reading.rule == "is to":
        # "Was in Cairo on Saturday and is to see X": what is still to come has not been.
        told = anchor is not None and start is not None and start.latest < anchor
        word = draft.reading.word
        return told and tense(word if word.lemma_ == "be" else word.head) == "present"
    return over and anchor is not None and start is not None and start.earliest > anchor + ELSEWHERE


def is_of_offer(draft: Draft, time: TimeMention, start: PartialDate | None) -> bool:
    """ "Had suggested talks on 10 January", told in April: the day of the offer, sooner than one of next year."""
    nearest, word = time.start, draft.reading.word
    if draft.status is not Status.PROPOSED or nearest is None or start is None or word.pos_ != "VERB":
        return False
    turned = nearest.basis is Basis.YEAR_INFERRED and start.earliest > nearest.latest
    return turned and tense(word) == "past"


def is_of_plan(draft: Draft, start: PartialDate | None, anchor: date | None) -> bool:
    """ "Discussed the agenda of the summit in Minsk on 23 November": said in the past of what its day puts ahead."""
    noun, around = draft.mention.trigger, draft.reading.rule == "past tense" and not draft.mention.is_verb
    of = noun.dep_ == "pobj" and noun.head.lower_ in {"of", "for", "on", "about"}
    # "The meeting on December 4 has outraged his party".
    judged = noun.dep_ in SUBJECTS and noun.head.lemma_.lower() not in word_list("staging") | word_list("happening")
    return around and (of or judged or is_topic(draft)) and is_impossible(draft, start, anchor)


def is_run_up(draft: Draft) -> bool:
    """ "Spoke with X, the host of the summit in June", "went over the agenda of it": as likely ahead as past."""
    noun, above = draft.mention.trigger, draft.mention.trigger.head.head
    of = noun.dep_ == "pobj" and noun.head.lower_ == "of" and above.lemma_.lower() in word_list("run_ups")
    return of and draft.reading.rule == "past tense" and not draft.mention.is_verb


def look_ahead(draft: Draft, time: TimeMention, anchor: date | None) -> None:
    """ "Travels to China on Friday": a present that lies ahead is a plan."""
    if anchor is None or draft.start is None:
        return
    if draft.reading.rule == "begun":
        # "Opened the one-day conference on Thursday", told on Friday.
        one_day = draft.length is not None and draft.length.days == (1, 1)
        if (anchor - draft.start.earliest).days > (0 if one_day else UNDER_WAY):
            draft.reading = replace(draft.reading, status=Status.HELD)
        elif draft.end == draft.start:
            draft.end = None
    if draft.start.precision is Precision.DAY:
        _weigh_day(draft, draft.start.earliest, anchor)
    accepted = draft.reading.rule in INVITED and clause(draft.mention.trigger).lemma_ == "accept"
    if accepted and draft.start.precision in {Precision.DAY, Precision.WEEK, Precision.MONTH}:
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="accepted for a day")
    if _is_long_over(draft, anchor):
        # "Will discuss the follow-up to his visit in March 1998".
        draft.reading = replace(draft.reading, status=Status.HELD, rule="date behind", tense="past")
    if draft.reading.tense != "past" and draft.status in {Status.HELD, Status.ONGOING}:
        _weigh_present(draft, draft.start, time, anchor)


def _weigh_present(draft: Draft, start: PartialDate, time: TimeMention, anchor: date) -> None:
    """Take a present for what goes on where its days lie around the publication, for a plan where they lie ahead."""
    # "Sees Y later this week".
    rest = time.rule == "rest_of" and start.latest > anchor
    ahead = start.earliest > anchor or rest or _is_of_this_day(draft, time, anchor)
    beside = draft.mention.trigger.lower_ == "in" or draft.reading.word.lower_ == "on"
    if draft.reading.rule == "is there" and beside and start.latest < anchor - ELSEWHERE:
        # "X, in Oslo last month for talks, is thought to have", "X, on a visit to Oslo last month, said".
        draft.reading = replace(draft.reading, status=Status.HELD, rule="was there")
    elif draft.reading.rule == "is there" and _is_of_saying(draft, time):
        draft.start = draft.end = None
    elif _lasts_beyond(draft, anchor):
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="ends after publication")
    elif ahead or _is_planned_stretch(draft, start, anchor):
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="date ahead", tense="future")


def _is_of_saying(draft: Draft, time: TimeMention) -> bool:
    """ "X, on a visit to Oslo, said on Wednesday": the day is not that of the visit."""
    span, preposition = draft.sheet.words(time.span), draft.reading.word
    said = preposition.lower_ == "on" and tense(clause(preposition)) == "past"
    return said and span is not None and not draft.mention.trigger.is_ancestor(span.root)


def _lasts_beyond(draft: Draft, anchor: date) -> bool:
    """ "Leads a delegation to Kenya and Rwanda this week, 19-22 November", said on the 21st."""
    first, last = draft.start, draft.end
    days = first is not None and last is not None and first.precision is last.precision is Precision.DAY
    return days and first is not None and last is not None and first.latest <= anchor < last.earliest


def _is_long_over(draft: Draft, anchor: date) -> bool:
    """Whether a noun in a clause about what is to come names something that was over before."""
    around = not draft.mention.is_verb and draft.reading.rule == "future tense"
    if draft.start is None or draft.mention.is_verb:
        return False
    if draft.reading.rule in BROUGHT_ABOUT and tense(draft.reading.word) == "past":
        # "She prepared the visit of X to Warsaw in 1970".
        noun, verb = draft.mention.trigger, draft.reading.word
        about = noun.dep_ == "dobj" and noun.head.i == verb.i and all(c.lower_ != "for" for c in verb.children)
        return about and (anchor - draft.start.latest).days > LONG_PAST
    return around and draft.start.latest < anchor - ELSEWHERE


def _is_of_this_day(draft: Draft, time: TimeMention, anchor: date) -> bool:
    """ "He travels to Lisbon today", in a paper of the morning, "they gather this evening": what is to come."""
    words = draft.sheet.doc.text[time.span.start : time.span.end].lower().split()
    going = draft.reading.rule == "present progressive"
    hours = {"morning", "afternoon", "evening", "tonight", "later"}
    evening = (draft.mention.is_verb or going) and bool(hours & set(words))
    # "Gives a dinner for X tonight".
    evening = evening or "tonight" in words
    start = draft.start
    purpose = draft.reading.rule == "purpose, present tense"
    mover = draft.reading.word if purpose else draft.mention.trigger
    moves = draft.mention.is_verb and mover.lemma_.lower() in word_list("movements")
    today = start is not None and start.precision is Precision.DAY and start.earliest == anchor
    present = purpose or draft.reading.rule in {"present tense", "none tense"}
    present = present and not draft.sheet.passage.is_title
    named = time.kind == "weekday" and draft.mention.is_verb
    if going and {"evening", "tonight", "later"} & set(words):
        # "Is having a working dinner with X this evening".
        return today
    return today and (moves or evening or named) and present


def is_digest(sheets: Sequence[Sheet]) -> bool:
    """Whether the title names a digest, or every paragraph opens in the present, as the items of one do."""
    if any(names_digest(sheet.passage) for sheet in sheets[:1]):
        return True
    read = (sheet.doc for sheet in sheets if not sheet.passage.is_title and sheet.doc.is_parsed)
    # "X and Y meet in Bali", of which the tagger may take the verb for a noun.
    opening = [tense(doc.sents[0].root) for doc in read]
    return len(opening) > 1 and "present" in opening and set(opening) <= {"present", "none"}


def move_on(draft: Draft) -> None:
    """Take what the body of a report tells in the present and without a day for what is to come."""
    if draft.start is None and _moves_on(draft):
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="moves on", tense="future")


def _moves_on(draft: Draft) -> bool:
    """ "He goes from here to Moscow", "then he sees Y": in the body of a report the present lies ahead."""
    goes = word_list("movements") | word_list("attending")
    verb = draft.mention.is_verb or draft.reading.word.lemma_.lower() in goes
    body = draft.sheet.number > 1 or _goes_on_from(draft.mention.trigger)
    aim = draft.reading.rule == "purpose, present tense" and _goes_on_from(draft.mention.trigger.head)
    return verb and not draft.mention.arrival and (aim or (draft.reading.rule == "present tense" and body))


def set_out(draft: Draft, anchor: date | None) -> None:
    """Take visits of which the end is not told for what is under way.

    "Travels to Oslo": who sets out now, to nobody who is named. "During a trip to Chile and Peru X says": nobody speaks
    on the one day in both.
    """
    trigger, start = draft.mention.trigger, draft.start
    if draft.status is not Status.HELD or draft.kind is not Kind.VISIT or anchor is None:
        return
    if start is None and _is_on_tour(draft):
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="on a tour")
        since = anchor - timedelta(days=UNDER_WAY)
        draft.start = PartialDate(since, anchor, Precision.PERIOD, Basis.PUBLICATION)
        return
    moves = draft.mention.is_verb and trigger.lemma_.lower() in word_list("setting_out")
    if not moves or draft.reading.rule != "present tense":
        return
    if start is None and trigger.i + 1 < len(trigger.doc) and trigger.nbor().lower_ == "on":
        # "Is in Moscow and goes on to Beirut".
        draft.reading = replace(draft.reading, status=Status.SCHEDULED, rule="goes on", tense="future")
        return
    if start is None or (start.precision is Precision.DAY and start.earliest in {anchor, anchor - ELSEWHERE}):
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="setting out")
        draft.end = None if draft.end == start else draft.end


def _is_on_tour(draft: Draft) -> bool:
    """Whether a present is told to happen in the course of a trip that leads to another state as well."""
    during = draft.reading.rule.startswith("preposition") and draft.reading.rule.split()[-1] in {"in", "during", "on"}
    states = {found.place.country for found in draft.mention.destinations if found.place.country}
    return during and not states <= draft.codes and tense(clause(draft.mention.trigger)) == "present"


def _goes_on_from(verb: Token) -> bool:
    """ "From Moscow he travels to Vienna", "he then flies to Vienna": told in a sentence that follows another."""
    moves = verb.lemma_.lower() in word_list("movements") and verb.sent.start > 0
    return moves and any(c.lower_ == "then" or (c.lower_ == "from" and c.i == verb.sent.start) for c in verb.children)


def _is_planned_stretch(draft: Draft, start: PartialDate, anchor: date) -> bool:
    """ "Travels to China this week": a present with a stretch of days around the publication is a plan."""
    spans = start.precision in {Precision.WEEK, Precision.MONTH} and draft.reading.tense == "present"
    moving = draft.kind is Kind.VISIT or start.precision is Precision.MONTH
    # "Are holding talks this week", said within the week: they go on.
    there = draft.reading.rule == "is there"
    goes_on = draft.status is Status.ONGOING and (there or not moving) and start.earliest <= anchor
    return spans and start.latest >= anchor and not goes_on


def _weigh_day(draft: Draft, day: date, anchor: date) -> None:
    """What a day near the publication says: "were meeting" today goes on, who arrived yesterday is there."""
    if draft.reading.rule == "past progressive" and day == anchor:
        draft.reading = replace(draft.reading, status=Status.ONGOING)
        draft.end = None
    elif _arrived(draft) and draft.status is Status.HELD and 0 <= (anchor - day).days <= 1:
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="arrival")
        draft.end = None
    elif draft.reading.rule == "on the way" and _is_under_way(day, draft.end, anchor):
        draft.reading = replace(draft.reading, status=Status.ONGOING)


def _arrived(draft: Draft) -> bool:
    """Whether somebody has come and nothing is told of what went on: "had arrived" looks back from what followed."""
    had = any(t.lower_ == "had" for t in auxiliaries(draft.mention.trigger))
    return draft.mention.arrival and not had


def _is_under_way(first: date, end: PartialDate | None, anchor: date) -> bool:
    """ "Is travelling to Cyprus from Monday to Friday", said on Tuesday."""
    return first < anchor or (end is not None and first == anchor < end.latest)
