"""A draft that no date word reaches and the publication day in, the dates that its words still allow out."""

from dataclasses import replace
from datetime import date

from app.domain.calendar import Basis, PartialDate, Precision
from app.domain.meetings import Kind, Role, Status
from app.extraction.bounds import is_apart, is_days_off, is_long_since
from app.extraction.chains import follows_one_told, occasion_of
from app.extraction.compatibility import is_aim_of
from app.extraction.drafts import Draft
from app.extraction.lengths import is_ending, stretch
from app.extraction.lexicon import word_list
from app.extraction.signals import words
from app.extraction.syntax import auxiliaries, clause, come_from, has_had, leads_on, subject
from app.extraction.tense import has_come
from app.extraction.time import Direction, resolve
from app.extraction.tokens import Token

# A day told before within this many days of the publication is that of the story.
STORY_DAYS = 7
OFF = {Status.CANCELLED, Status.POSTPONED}
# Rules of times that may count from a day told before.
COUNTED = {"counted", "cycle", "story_day"}
# Words for what followed what has been told.
NEXT = {"later", "afterwards", "afterward", "subsequently", "then"}
# Readings of what is over when the rest happens.
BEHIND = {f"preposition {word}" for word in ("after", "following", "since", "heels of", "wake of")}
# Readings of a meeting that opens, or goes on, on the day of the news.
OPENINGS = {"begun", "arrival", "setting out", "attends"}


def by_default(draft: Draft, published: date | None, *, readout: bool, lead: bool) -> None:
    """Give the publication date to a meeting without a date word, where the guidelines allow it."""
    if draft.start is not None or draft.end is not None or published is None:
        return
    today = PartialDate.of_day(published, Basis.PUBLICATION)
    reading = draft.reading
    if draft.status is Status.ONGOING and (draft.mention.arrival or (lead and reading.rule in OPENINGS)):
        draft.start = today
        if draft.length is not None:
            stretch(draft, today, draft.length)
    if draft.status is Status.HELD and lead and _is_background(draft):
        # "Frees two prisoners after a visit by X".
        draft.reading = reading if reading.rule in BEHIND else replace(reading, status=Status.ONGOING, rule="around it")
        draft.start = today if reading.rule.startswith("preposition during") else None
        return
    if draft.status is Status.SCHEDULED and reading.rule in {"governor agree", "modifier future"}:
        # Agreed without a date is not announced.
        draft.reading = replace(reading, status=Status.PROPOSED)
    told = draft.status is Status.HELD and not readout and (not lead or _goes_on(draft))
    # "On Monday he received X. The minister also met Y".
    here = draft.told_beside or any(time.span.start < draft.mention.trigger.idx for time in draft.times)
    told = told or (readout and here and draft.status is Status.HELD and draft.mention.additional)
    scene = None if readout else _scene(draft, published)
    story = scene or (_told_day(draft, published) if told else None)
    came = draft.mention.arrival and not readout and not lead and has_come(draft.mention.trigger)
    if story is not None or came:
        draft.start = draft.end = story or today
        _stay_on(draft, stays=came)
        return
    # "On a four-day visit, X signed": which of the four days it is remains open, as when a visit "was paid".
    lasted = draft.length is not None and draft.length.days != (1, 1)
    inside = draft.length is not None and reading.rule.startswith("preposition")
    inside = (inside or (lasted and reading.rule == "past tense" and not readout)) and not is_ending(draft)
    if draft.status is Status.HELD and not inside and _is_of_today(draft, readout=readout, lead=lead):
        draft.start = draft.end = today
        _stay_on(draft)
        if draft.length is not None:
            stretch(draft, today, draft.length)
        elif draft.kind is Kind.VISIT and is_ending(draft):
            draft.start = None


def _stay_on(draft: Draft, *, stays: bool = True) -> None:
    """Who "has arrived in Kyiv", perhaps "on a visit", with no day told, is there."""
    sentence = draft.mention.trigger.sent
    apart = (one for one in draft.merged if one.kind is not Kind.VISIT or one.mention.trigger.sent != sentence)
    # "Has landed in Kampala, where he will hold talks with X", "has arrived there for talks with X".
    ahead = ((one, one.status is Status.SCHEDULED or is_aim_of(one, draft)) for one in apart)
    alone = all(aim and one.mention.trigger.sent == sentence for one, aim in ahead)
    if stays and draft.mention.arrival and alone and draft.kind is Kind.VISIT:
        draft.reading, draft.end = replace(draft.reading, status=Status.ONGOING, rule="arrival"), None


def _is_background(draft: Draft) -> bool:
    """Whether what others do now goes on around a visit: "Thousands demonstrate against the visit of X to Japan"."""
    trigger = draft.mention.trigger
    if draft.kind is not Kind.VISIT or draft.mention.is_verb or draft.reading.tense != "present" or is_vague(draft):
        return False
    verb = clause(trigger)
    actor = subject(verb) if verb.dep_ in {"ROOT", "xcomp", "acl"} else None
    actor = actor or next((c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if actor is None or verb.pos_ != "VERB" or trigger.dep_ in {"nsubj", "nsubjpass"} or verb.i == trigger.i:
        return False
    spans = [side.span for side in draft.sides.values() if side.role is not Role.HOST]
    spans += [span for role, span in draft.people.values() if role is not Role.HOST]
    lemma = verb.lemma_.lower()
    carried = trigger.dep_ in {"dobj", "obj"} and lemma in word_list("light_verbs") | word_list("host_verbs")
    return not carried and not any(span.covers(draft.sheet.span(actor.i, actor.i + 1)) for span in spans)


def _told_day(draft: Draft, published: date) -> PartialDate | None:
    """The day of a narrative that goes on: "On Monday he flew to Cairo. He met the president there"."""
    day = draft.told_on
    told = (is_told(draft) and not is_vague(draft)) or _tells_hour(draft)
    if day is None or not told or not 0 <= (published - day.earliest).days <= STORY_DAYS:
        return None
    return replace(day, basis=Basis.NARRATIVE)


def _scene(draft: Draft, published: date) -> PartialDate | None:
    """The month or year of what somebody did next: "In March X offered a treaty. He then flew to Lima to meet Y"."""
    verb = clause(draft.mention.trigger)
    while verb.dep_ in {"relcl", "xcomp", "advcl", "conj"} and not _is_next(verb) and verb.head.i != verb.i:
        verb = clause(verb.head)
    if not _is_next(verb) or draft.reading.tense != "past" or draft.status is not Status.HELD:
        return None
    told = (t for t in draft.times if t.span.start < verb.idx and t.kind not in {"duration", "recurring"})
    before = [t for t in told if not is_long_since(draft, t)]
    day = resolve(before[-1], published, Direction.PAST)[0] if before else None
    broad = day is not None and day.precision in {Precision.MONTH, Precision.YEAR} and day.latest < published
    return replace(day, basis=Basis.NARRATIVE) if day is not None and broad else None


def _is_next(verb: Token) -> bool:
    """Whether a verb tells what followed what has been told: "then flew to Lima"."""
    return any(c.lower_ in NEXT and c.dep_ == "advmod" for c in verb.children)


def _tells_hour(draft: Draft) -> bool:
    """ "Had received them in the morning": at some hour of the day that the story tells of."""
    verb = clause(draft.mention.trigger)
    behind = (t for t in verb.sent if t.i > verb.i and clause(t).i == verb.i)
    hours = (t for t in behind if t.lower_ in word_list("hours") and t.head.lower_ in {"in", "that"})
    return draft.reading.tense == "past" and any(hours)


def _goes_on(draft: Draft) -> bool:
    """Whether the story goes on with it after what it has dated: "left Oslo on Monday and proceeded to Riga"."""
    sentence = draft.mention.trigger.sent
    alone = draft.mention.is_verb and not draft.mention.beside
    if alone and any(t.span.start < sentence.start_char for t in draft.times if t.kind == "weekday"):
        # "X came on Wednesday. The two spent an hour together".
        inside = (t for t in draft.times if sentence.start_char <= t.span.start < sentence.end_char)
        # "X, the first to come since the coup of July 15, was received by Y": no day of it.
        return all(t.kind == "duration" or is_apart(draft, t) for t in inside)
    later = any(c.lower_ in NEXT | {"also"} for c in clause(draft.mention.trigger).children)
    later = later or follows_one_told(draft.mention.trigger)
    return (draft.mention.is_verb and draft.mention.trigger.dep_ == "conj") or (later and draft.told_on is not None)


def _is_of_today(draft: Draft, *, readout: bool, lead: bool) -> bool:
    """Whether a meeting without a date word is the news of the day."""
    follows = draft.reading.rule == "preposition following" and draft.reading.word.pos_ == "VERB"
    several = draft.length is not None and len({place.place.country for place in draft.mention.destinations}) > 1
    if is_vague(draft) or follows or several:
        # "The visit follows talks in Oslo", "ended a ten-day tour of A, B and C": not of the day of the visit.
        return False
    past = draft.reading.tense == "past" and draft.reading.rule.endswith("tense") and not is_topic(draft)
    news = draft.reading.tense in {"present", "none"} or past or (readout and not is_topic(draft))
    told = is_told(draft) if readout else is_item(draft)
    return told or (lead and (news or _is_during(draft) or _is_after(draft)))


def _is_during(draft: Draft) -> bool:
    """Whether somebody who takes part says or does the news of the day there ("During his visit X said")."""
    inside = draft.reading.rule.startswith(("preposition during", "preposition in", "preposition on"))
    takes_part = draft.mention.definite or any(side.rule == "clause" for side in draft.sides.values())
    return inside and takes_part and draft.reading.tense in {"past", "present"}


def _is_after(draft: Draft) -> bool:
    """Whether the news of the day is told after it ("after talks with X, Y said", "fail to agree after talks")."""
    preposition = draft.reading.word
    if not draft.reading.rule.startswith("preposition") or preposition.lower_ not in {"after", "following"}:
        return False
    verb = clause(preposition)
    above = clause(verb.head) if verb.tag_ == "VBG" else verb
    said = {verb.lemma_.lower(), above.lemma_.lower()} & word_list("reporting")
    item = draft.reading.tense == "present" and verb.dep_ != "relcl"
    return (bool(said) or item) and not has_had(above)


def is_told(draft: Draft) -> bool:
    """Whether a plain past of the narrative tells it, as a readout tells of its day ("also met with")."""
    verb = draft.mention.trigger if draft.mention.is_verb else clause(draft.mention.trigger)
    passive = verb.tag_ == "VBN" and any(t.tag_ == "VBD" and t.lemma_ == "be" for t in auxiliaries(verb))
    plain = verb.tag_ == "VBD" or (passive and not has_had(verb))
    return plain and verb.dep_ in {"ROOT", "conj"} and draft.reading.rule == "past tense"


def is_topic(draft: Draft) -> bool:
    """Whether the clause only speaks of it: "congratulated him on his visit", "recalled their meeting"."""
    noun = draft.mention.trigger
    verb = clause(noun)
    if draft.mention.is_verb or verb.pos_ != "VERB":
        return False
    if (
        noun.dep_ == "pobj"
        and noun.head.lower_ == "of"
        and words("governors").get(noun.head.head.lemma_.lower()) in OFF
    ):
        # "Informed her of the cancellation of the visit".
        noun = noun.head.head
    about = noun.dep_ == "pobj" and noun.head.lower_ in {"on", "about", "of", "for"} and noun.head.head.i == verb.i
    spoken_of = verb.lemma_.lower() in word_list("about_object") | word_list("topics")
    return spoken_of and (about or noun.dep_ in {"dobj", "obj"})


def is_item(draft: Draft) -> bool:
    """Whether a sentence is news of its own, as a digest of the day tells it: "X meets Y in Z"."""
    verb = draft.mention.trigger if draft.mention.is_verb else clause(draft.mention.trigger)
    finite = verb.tag_ in {"VBZ", "VBP"} and verb.dep_ == "ROOT" and verb.pos_ == "VERB"
    return finite and draft.reading.rule == "present tense" and not draft.mention.plural


def is_vague(draft: Draft) -> bool:
    """Whether the words keep the day open: "recently", "a recent visit", "had met"."""
    trigger = draft.mention.trigger
    verb = clause(trigger)
    occasion = occasion_of(trigger)
    # "Met at the recent session of the Assembly".
    words = {t.lower_ for word in (trigger, verb, occasion) if word is not None for t in word.children}
    if any(t.lower_ == "first" and t.dep_ == "advmod" for t in verb.children) or _is_last_time(verb):
        return True
    return (
        is_days_off(trigger)
        # "Met X on Friday before stopping in Tunis": some time after that day.
        or (trigger.dep_ == "pcomp" and trigger.head.lower_ == "before" and bool(draft.times))
        # "Since the two spoke by phone, they have kept in touch".
        or any(c.dep_ == "mark" and c.lower_ == "since" for c in verb.children)
        # Where a trip led besides was on another day.
        or leads_on(trigger)
        or come_from(trigger) is not None
        or _is_counted_from_unknown(draft)
        or bool(words & (word_list("vague_past") | word_list("counting_adverbs")))
        or (draft.reading.tense == "past" and has_had(verb))
    )


def _is_counted_from_unknown(draft: Draft) -> bool:
    """ "Met again two weeks later", "met a week before the vote": counted from a day that the story does not tell."""
    counted = (h for h in draft.hanging if h.time.rule in COUNTED and h.time.start is None)
    offsets = (draft.sheet.words(t.span) for t in draft.times if t.rule == "event_offset")
    trigger = draft.mention.trigger
    # "Hours before the vote" is of the day of the news.
    behind = (w for w in offsets if w is not None and w.start > trigger.i and all(t.lower_ != "hours" for t in w))
    # "Receives X a day after his inauguration" is the news.
    from_event = draft.reading.tense != "present" and any(w.root.head.i == clause(trigger).i for w in behind)
    return draft.status is Status.HELD and (from_event or any(h.ends == (None, None) for h in counted))


def _is_last_time(verb: Token) -> bool:
    """ "The last time that they met was in 2012"."""
    time = verb.head
    which = {c.lower_ for c in time.children}
    return verb.dep_ in {"relcl", "acl"} and time.lemma_ in {"time", "occasion"} and bool(which & word_list("repeats"))


def share_day(beside: Draft, gathering: Draft) -> None:
    """Give talks the one day told of the gathering: "had a chat on the fringes of a summit in Oslo on Friday"."""
    day = gathering.start
    if day is not None and day.precision is Precision.DAY and gathering.end in {None, day} and gathering.mention.aside:
        share(beside, gathering)


def share(beside: Draft, gathering: Draft) -> None:
    """Give talks on the sidelines of a gathering, where they have none of their own, its place and some day of it."""
    if beside.place is None and gathering.mention.aside:
        beside.place, beside.place_span = gathering.place, gathering.place_span
    if beside.start is not None or gathering.start is None or gathering.time_span is None:
        return
    last = gathering.end or gathering.start
    some_day = PartialDate(gathering.start.earliest, last.latest, Precision.PERIOD, Basis.NARRATIVE)
    beside.start = beside.end = gathering.start if gathering.start == last else some_day
    beside.time_span, beside.time_rule = gathering.time_span, f"beside it, {gathering.time_rule}"


def _is_cut_short(draft: Draft, published: date) -> bool:
    """ "Today cut short a visit. He was to have stayed until Friday": it ended before the day that was planned."""
    later = draft.end is not None and draft.end.latest > published and draft.status is Status.HELD
    ended = (one for one in (draft, *draft.merged) if one.status is Status.HELD and is_ending(one))
    return later and any(one.reading.tense in {"past", "present"} for one in ended)


def close(draft: Draft, published: date | None) -> None:
    """One-day events end when they start; what ends after the publication is still under way."""
    if published is not None and _is_cut_short(draft, published):
        draft.end = PartialDate.of_day(published, Basis.PUBLICATION)
    exact = draft.end is not None and draft.end.precision is Precision.DAY and draft.start != draft.end
    over = draft.end is None or published is None or not exact or draft.end.latest <= published
    if not over and draft.status is Status.HELD:
        draft.reading = replace(draft.reading, status=Status.ONGOING, rule="ends after publication")
    if draft.end is not None or draft.start is None or draft.open_ended:
        return
    lasts = draft.kind is Kind.VISIT and draft.status is not Status.HELD
    planned = draft.start.precision is Precision.DAY and draft.status is Status.SCHEDULED
    if planned or (draft.status is not Status.ONGOING and not lasts):
        draft.end = draft.start
