"""The drafts of one article in, one draft an occasion out: event coreference inside the article."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from app.domain.meetings import Kind, Role, Status
from app.extraction import tours
from app.extraction.absorption import absorb
from app.extraction.chains import occasion_of
from app.extraction.compatibility import FUTURE, OFF, PAST, bodies, comes_in, compatible, is_aim_of
from app.extraction.drafts import Draft
from app.extraction.inheritance import inherit, last_told
from app.extraction.outlook import is_plan_told_in_past
from app.extraction.syntax import clause, has_had

# How many passages back "the talks" reaches.
REACH = 4
# A meeting that the first sentence tells without a day was not so long before the article.
OLD_NEWS = timedelta(days=20)
# Nor was one that a plain past tells as long before it as what "had" happened.
LAST_WEEK = timedelta(days=7)
# Words for a part of a trip.
PARTS = {"leg", "stop", "stopover"}
# Of no state, these are more than the two that a meeting told after them is of.
CROWDS = {"leaders", "heads", "nations", "countries", "delegates", "states", "ministers"}
# From so many sides on two of them who meet on a day do so beside the others.
MANY = 4
# Within so many passages of a trip that is off, what was to be is of that trip.
NEAR = 3


def merge(drafts: list[Draft], today: date | None) -> list[Draft]:
    """Merge the mentions of one occasion, in the order of the text; `today` is the day on which it was written."""
    occasions: list[Draft] = []
    for draft in drafts:
        if draft.mention.generic or (draft.mention.plural and draft.borrowed and _is_of_many(draft)):
            # "Promise to meet more often", "arranging meetings": no single occasion for others to be merged into.
            continue
        if draft.sheet.passage.is_title and _sums_up(draft, drafts):
            continue
        if draft.mention.joins and draft.status in OFF and draft.reading.rule not in {"past plan", "was to have"}:
            # "X has again refused to take part": nothing comes of that, and nothing of it is called off.
            continue
        if _is_leg_of_nobody(draft, occasions):
            continue
        _fall(draft, occasions)
        news = [known for known in occasions if not _is_long_before(draft, known, today)]
        target = _same(draft, news)
        if target is None:
            inherit(draft, occasions)
            target = _same(draft, news) if draft.inherited else None
        if target is not None:
            tours.keep(target, draft)
            absorb(target, draft)
        elif not _is_company(draft):
            occasions.append(draft)
    return occasions


def _fall(draft: Draft, told: Sequence[Draft]) -> None:
    """ "Cancelled her visit to Oslo. She was to meet the premier": a plan told in the past falls with the trip."""
    given_up = draft.reading.rule == "past plan"
    plan = given_up or (draft.status is Status.SCHEDULED and is_plan_told_in_past(draft))
    near = (one for one in reversed(told) if 0 <= draft.sheet.number - one.sheet.number < NEAR)
    last = next((one for one in near if one.codes == draft.codes), None) if plan else None
    # One more than those of the trip is whom they were to meet.
    if last is None or last.status not in OFF or len(set(draft.people) - set(last.people)) > 1:
        return
    if draft.place is not None and last.place is not None and draft.place.place.country != last.place.place.country:
        return
    draft.reading = replace(draft.reading, status=last.status, rule="falls with it")


def _sums_up(title: Draft, drafts: list[Draft]) -> bool:
    """ "Holds talks with the Chilean, Russian and US presidents": a title of several meetings that the text tells."""
    if len(title.sides) <= 2:
        return False
    told = {d.codes for d in drafts if not d.sheet.passage.is_title and d.has_meeting}
    parts = {codes for codes in told if codes < title.codes}
    return len(parts) > 1 and title.codes not in told and frozenset[str]().union(*parts) == title.codes


def _is_company(draft: Draft) -> bool:
    """ "He was accompanied by several ministers": no occasion of its own, and none for others to be merged into."""
    verb = draft.mention.trigger
    return draft.mention.is_verb and verb.lemma_ == "accompany" and not draft.has_meeting and draft.place is None


def _is_of_many(draft: Draft) -> bool:
    """ "Arranging meetings", "X held several bilateral meetings in New York": with nobody that is told."""
    which = {c.lower_ for c in draft.mention.trigger.children}
    return not draft.people or bool(which & {"several", "various", "numerous", "many", "bilateral", "separate"})


def _is_leg_of_nobody(draft: Draft, occasions: list[Draft]) -> bool:
    """ "Was to have continued to Oslo, but that leg has been dropped": nothing of the trip as a whole is off."""
    leg = draft.status in OFF and not draft.sides and draft.mention.trigger.lemma_.lower() in PARTS
    sentence = draft.mention.trigger.sent
    return leg and all(one.mention.trigger.sent != sentence or one.status not in OFF for one in occasions)


def _is_long_before(draft: Draft, news: Draft, today: date | None) -> bool:
    """ "The president met X. 'We met in Moscow in February,' X said": no day of the meeting that is the news."""
    # "Had talks with X in Rangoon. X paid a visit to China in September 1977".
    led = bool(draft.mention.destinations) or draft.place is not None
    travels = draft.kind is Kind.VISIT and led and news.kind is Kind.MEETING
    told = (draft.mention.is_verb or travels) and draft.status is Status.HELD and draft.start is not None
    # "Had talks with X. The two had met in Moscow on 9 August".
    before = has_had(draft.mention.trigger) and not has_had(clause(news.mention.trigger))
    lead = news.start is None and (news.mention.is_verb or before or travels) and news.reading.rule == "past tense"
    if not told or not lead or draft.start is None or today is None or news.sheet.passage.is_title:
        return False
    apart = draft.mention.trigger.sent != news.mention.trigger.sent
    return apart and today - draft.start.latest > (LAST_WEEK if before else OLD_NEWS)


def _same(draft: Draft, occasions: list[Draft]) -> Draft | None:
    """The occasion that the mention points at: of several the one most like it, then the one spoken of last."""
    fitting = [known for known in occasions if compatible(draft, known) and _refers(draft, known)]
    return max(fitting, key=lambda known: (_likeness(draft, known), last_told(known)), default=None)


def _likeness(draft: Draft, known: Draft) -> int:
    same_day = draft.start is not None and known.start is not None and draft.start.iso == known.start.iso
    same_people = bool(set(draft.people) & set(known.people))
    same_kind = any(draft.kind is one.mention.kind for one in (known, *known.merged)) or draft.kind is known.kind
    # "X attended the session", told right behind it.
    just_told = draft.mention.joins and last_told(known)[0] == draft.sheet.number
    # "Biden, whose trip was to begin on Thursday, put it off".
    its = draft.mention.undated and known.mention.trigger.sent == draft.mention.trigger.sent
    return 5 * its + 4 * just_told + 3 * same_day + same_people + (draft.codes == known.codes) + same_kind


def _refers(draft: Draft, known: Draft) -> bool:
    """Whether the mention points at the occasion: the same sides, or a definite noun with fewer."""
    mine, theirs = draft.codes, known.codes
    near = draft.sheet.passage.item == known.sheet.passage.item and draft.sheet.number - known.sheet.number <= REACH
    if _is_another(draft, known) or (_is_the_last_time(draft) and known.mention.is_verb and draft.start != known.start):
        return False
    if draft.mention.joins and (known.has_meeting or not known.sides or known.kind is Kind.CONFERENCE):
        return draft.sheet.number - known.sheet.number <= 1
    # What a title alone has told is not what the text adds to: "will meet X and, two days later, Y".
    titled = known.sheet.passage.is_title and not known.merged and not known.people
    further = draft.mention.additional and not comes_in(draft) and bool(set(draft.people) - set(known.people))
    further = further and not titled
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
    # "Attended the summit of X" is not the dinner that Y gave.
    other = bool(bodies(known)) and bool(bodies(draft)) and not bodies(known) & bodies(draft)
    pointed = (draft.mention.definite and not other) or (theirs <= mine and not _is_crowd(known))
    # A lunch of nobody named is no trip that somebody made once.
    meal = known.mention.weak and draft.kind is Kind.VISIT
    # "Agreed to hold a dialogue. The 27th session will be held in Muscat".
    counted = draft.kind is Kind.CONFERENCE and any(c.lower_[:-2].isdecimal() for c in draft.mention.trigger.children)
    return not known.has_meeting and near and pointed and not meal and not (counted and known.kind is Kind.MEETING)


def _is_the_last_time(draft: Draft) -> bool:
    """ "The two had last sat together in December", "the last time that they met": not what has just been told."""
    verb = draft.mention.trigger
    time = verb.head if verb.dep_ in {"relcl", "acl"} and verb.head.lemma_ in {"time", "occasion"} else verb
    return draft.mention.is_verb and any(c.lower_ == "last" for c in time.children)


def _is_another(draft: Draft, known: Draft) -> bool:
    """ "They will meet again today", "reviewed progress since their last meeting": said to be another one."""
    again = draft.mention.is_verb and draft.mention.repeats and draft.status in FUTURE and known.status in PAST
    around = (draft.mention.trigger, clause(draft.mention.trigger))
    instead = {c.lower_ for word in around for c in word.children}
    if known.status in OFF and draft.status in FUTURE and instead & {"still", "instead"}:
        # "Cancelled the dinner. The two will still hold talks on Friday".
        return True
    dated = draft.start is not None and "their" in instead and known.mention.is_verb
    before = "previous" in instead or ("last" in instead and dated)
    if before and known.start is None and (dated or known.reading.tense == "present"):
        # "They are holding talks. The previous meeting between them took place in March", "their last one, in March".
        return True
    if draft.has_meeting and draft.codes < known.codes and occasion_of(draft.mention.trigger) == known.mention.trigger:
        # "During the Kenya-Norway-Sweden leaders' meeting the premiers of two of them met".
        return True
    since = draft.mention.trigger.dep_ == "pobj" and draft.mention.trigger.head.lower_ == "since"
    last = since and draft.mention.repeats and not known.mention.repeats
    return again or (last and known.status in PAST and known.mention.is_verb)


def _is_on_trip(draft: Draft, known: Draft) -> bool:
    """Whether talks are told of at a place of the state to which a trip of the title has led, or are its purpose."""
    if known.mention.stay and is_aim_of(draft, known):
        # "Is in Rome for consultations".
        return True
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
