"""A trigger in its clause in, where the meeting stands out: from governors, tense, modality, negation, modifiers."""

from dataclasses import replace

from app.domain.meetings import Status
from app.extraction.asides import answered, clauses_on, tells_what_is_hoped, tells_what_went_on, was_foretold, went_on
from app.extraction.chains import CARRIERS, comes_about
from app.extraction.governors import above_of, past_plan
from app.extraction.headlines import mistagged, reopened
from app.extraction.inflection import by_tense
from app.extraction.lexicon import roles, verbs, word_list
from app.extraction.outcomes import came_to, come_to, hangs_on, off_there, raised, turned_down
from app.extraction.plans import (
    agreed_at,
    arranged,
    broken_off,
    foretold,
    mooted,
    not_planned,
    planned,
    predicated,
    rumoured,
    shelved,
    spoken_over,
    undated,
    unmet,
    within,
)
from app.extraction.prepositions import before_that, behind_preposition, leading_up
from app.extraction.progress import ENDS, are_in, assembled, begun, closing, lasting, opened_on_a_day, stays, under_way
from app.extraction.rounds import modified, round_of
from app.extraction.sequels import goes_on_to, has_dates, is_still_there, left_before, on_programme, turned_out
from app.extraction.signals import first_of, is_doubtful, is_nobodys, is_yet_to, look_up
from app.extraction.syntax import agent, auxiliaries, clause, done_for, governors, is_negated, leads_on
from app.extraction.tense import Reading, is_conditional, is_infinitive, modal, tense, was_given_up
from app.extraction.tokens import Token

SURE = {"new date", "no date", ENDS}
# What stands behind a noun that names a meeting, before "to" or "for".
PLANNED = {"due", "set", "slated", "scheduled", "planned"}
PLANNING = {"schedule", "slate", "plan"}


def of_verb(trigger: Token, ongoing: bool) -> Reading:
    """The status of a meeting that a verb reports."""
    first = first_of(trigger)
    if first.i != trigger.i and is_negated(first):
        # "Did not go to Baku or meet the president".
        return replace(_of_verb(first, ongoing), word=trigger)
    return _of_verb(trigger, ongoing)


def _of_verb(trigger: Token, ongoing: bool) -> Reading:
    if trigger.lower_ == "due":
        return _of_due(trigger)
    own = assembled(trigger) or by_tense(trigger, ongoing)
    lost = (
        unmet(trigger)
        or unmet(done_for(trigger))
        or undated(trigger)
        or within(trigger)
        or arranged(trigger)
        or _doubted(trigger, own)
        or goes_on_to(trigger)
        or turned_out(trigger)
        or turned_down(trigger)
        or left_before(trigger)
        or is_still_there(trigger)
    )
    if lost is not None:
        return lost
    finite = trigger.tag_ in {"VBD", "VBZ", "VBP"} or any(
        a.tag_ in {"VBD", "VBZ", "VBP", "MD"} for a in auxiliaries(trigger)
    )
    if finite and not is_negated(trigger) and not is_conditional(trigger):
        return own
    above = above_of(trigger)
    if above is not None and above.status is not Status.HELD:
        if is_negated(trigger) and above.status in {Status.SCHEDULED, Status.PROPOSED}:
            return Reading(Status.CANCELLED, trigger, "negation", "future")
        return above
    return _denied(trigger, own) if is_negated(trigger) else own


def _of_due(due: Token) -> Reading:
    """What has come of what was due: "a mission that was due last week and was postponed", "is no longer due"."""
    otherwise = turned_out(due)
    if otherwise is not None:
        return otherwise
    if past_plan(due) or was_given_up(due):
        return Reading(Status.CANCELLED, due, "past plan", "past", 1)
    if is_negated(clause(due)) and all(t.lower_ != "until" for t in due.sent):
        return Reading(Status.CANCELLED, due, "negation", "future")
    return come_to(clause(due)) or Reading(Status.SCHEDULED, due, "is due", "future")


def _doubted(trigger: Token, own: Reading) -> Reading | None:
    """ "No premier has visited", "has yet to meet": nobody did; "there is a chance that they will meet": it is open."""
    doubt = is_doubtful(trigger) if own.status is Status.SCHEDULED else None
    if doubt is not None:
        return Reading(Status.PROPOSED, doubt, f"governor {doubt.lower_}", "future")
    if (is_nobodys(trigger) and own.tense == "past") or is_yet_to(trigger):
        return Reading(Status.HELD, trigger, "negated past", "past")
    if trigger.dep_ == "acl" and own.status is Status.SCHEDULED and look_up(trigger.head) is Status.PROPOSED:
        return Reading(Status.PROPOSED, trigger.head, f"governor {trigger.head.lemma_.lower()}", "future")
    return None


def _denied(trigger: Token, own: Reading) -> Reading:
    """What a negation leaves of a meeting: "did not meet on Monday as planned", "did not meet", "will not meet"."""
    if any(c.dep_ == "advcl" and look_up(c) is Status.SCHEDULED for c in trigger.children):
        return Reading(Status.CANCELLED, trigger, "not as planned", own.tense)
    if own.tense == "past":
        return Reading(Status.HELD, trigger, "negated past", "past")
    return Reading(Status.CANCELLED, trigger, "negation", own.tense)


def of_noun(trigger: Token) -> Reading:
    """The status of a meeting that a noun names: its modifiers, then what governs it, then the tense around it."""
    by_modifier = modified(trigger)
    none_planned = not_planned(trigger)
    if none_planned is not None:
        return none_planned
    above = _said_of(trigger)
    if above is not None and above.word.lemma_.lower() in word_list("absences") and held_by(trigger):
        # "Stayed away from a session attended by X and Y": it took place.
        return Reading(Status.HELD, above.word, "without somebody", "past", 1)
    if above is not None and (above.status in {Status.CANCELLED, Status.POSTPONED} or above.rule in SURE):
        return above
    if above is not None and by_modifier is not None and above.status is Status.PROPOSED:
        return above
    counted = by_modifier is not None and by_modifier.status is Status.HELD
    # "Opened the last summit of the century".
    opened = begun(trigger) if counted else None
    said = _goes_ahead(trigger) or _relative(trigger) or opened or by_modifier or above
    said = (
        said
        or begun(trigger)
        or reopened(trigger)
        or are_in(trigger)
        or stays(trigger)
        or behind_preposition(trigger)
        or before_that(trigger)
    )
    return said or _around(trigger)


def _said_of(trigger: Token) -> Reading | None:
    """What the words around a noun say of it, by the first rule that knows."""
    whole = round_of(trigger)
    if whole is not None and whole.dep_ in {"nsubj", "nsubjpass", "dobj"}:
        # "A second round of talks is possible".
        said = _said_of(whole)
        if said is not None:
            return said
    rules = (
        agreed_at,
        went_on,
        on_programme,
        has_dates,
        turned_out,
        _beside,
        closing,
        lasting,
        under_way,
        answered,
        rumoured,
        planned,
        came_to,
        hangs_on,
        predicated,
        foretold,
        shelved,
        broken_off,
        mistagged,
        undated,
        spoken_over,
        raised,
        mooted,
        leading_up,
        before_that,
        above_of,
    )
    return next((found for rule in rules if (found := rule(trigger)) is not None), None)


def held_by(noun: Token) -> bool:
    """Whether a clause on a noun says who was there: "a session attended by X and Y", "which was chaired by X"."""
    held = {"attend", "hold", "chair", "host", "lead"}
    on = (c for c in noun.subtree if c.dep_ in {"acl", "relcl"} and c.tag_ == "VBN" and c.lemma_.lower() in held)
    return any(agent(verb) is not None for verb in on)


def _beside(trigger: Token) -> Reading | None:
    """ "Announced on the fringes of a conference": whatever is announced, the conference goes on."""
    noun = trigger.head.head
    aside = trigger.dep_ == "pobj" and trigger.head.lower_ == "of" and noun.lower_ in word_list("aside")
    there = aside and noun.lower_ != "framework" and noun.dep_ == "pobj" and clause(noun).lemma_ in word_list("acts")
    return Reading(Status.ONGOING, noun, "sidelines", "present", 1) if there else None


def _around(trigger: Token) -> Reading:
    """What the clause says in which a noun stands, for want of better."""
    verb = clause(trigger)
    if verb.pos_ not in {"VERB", "AUX"}:
        return Reading(Status.HELD, trigger, "no verb", "none", 0)
    ahead = goes_on_to(verb) if verb.lemma_.lower() in word_list("setting_out") else None
    if ahead is not None:
        return ahead
    beside = any(t.dep_ == "appos" for t in governors(trigger) if verb.is_ancestor(t))
    if (beside and tense(verb) == "none") or (
        trigger.dep_ in {"appos", "npadvmod"} and not _is_told_again(trigger, verb)
    ):
        return Reading(Status.HELD, trigger, "apposition", tense(verb), 0)
    reading = above_of(verb) if tense(verb) == "none" else None
    frame = verbs().get(verb.lemma_.lower())
    reading = reading or by_tense(verb, ongoing=frame is not None and frame.ongoing)
    # "Arrived in Cannes and had a working dinner with X": told as done.
    done = reading.rule == "past tense" and verb.dep_ == "conj" and trigger.dep_ in {"dobj", "obj"}
    done = done and verb.lemma_.lower() in word_list("light_verbs")
    return Reading(reading.status, reading.word, reading.rule, reading.tense, 2 if done else 1)


def _is_told_again(trigger: Token, verb: Token) -> bool:
    """ "Will meet in April, their first encounter in years": an apposition to what the clause tells."""
    own = any(c.tag_ == "PRP$" or c.lower_ in word_list("foremost") for c in trigger.children)
    return own and trigger.i > verb.i and verb.lemma_.lower() in verbs()


def _goes_ahead(trigger: Token) -> Reading | None:
    """ "The visit, planned for March, will now be held in May": what will be outdoes what was planned."""
    verb = trigger.head
    carries = verb.lemma_.lower() in CARRIERS | word_list("happening") or verb.lemma_ in {"go", "proceed"}
    if trigger.dep_ not in {"nsubj", "nsubjpass"} or not carries or is_negated(verb):
        return None
    if tense(verb) == "past" and verb.lemma_.lower() in word_list("happening") | {"hold"}:
        # "The visit, planned for July, took place on Monday".
        return Reading(Status.HELD, verb, "past tense", "past")
    if tense(verb) == "modal":
        # "The summit, which he called off on Thursday, could still go ahead".
        return modal(verb)
    return Reading(Status.SCHEDULED, verb, "future tense", "future") if tense(verb) == "future" else None


def _relative(trigger: Token) -> Reading | None:
    """What a clause on the noun says: "summits, which were last held in 2019", "talks that will open on Friday"."""
    next_ = [t for t in trigger.doc[trigger.i + 1 : trigger.i + 4] if t.text != ","]
    # "Talks due to last two days" may have begun.
    lasts = len(next_) > 2 and next_[2].lower_ in word_list("lasting") - {"be"} | word_list("endings")
    if len(next_) > 1 and next_[0].lower_ in PLANNED and next_[1].lower_ in {"to", "for"} and not lasts:
        # "Their first meeting, due to take place in May".
        return Reading(Status.SCHEDULED, next_[0], f"clause {next_[0].lower_}", "future")
    # "The meeting of the ministers, which was put off": people would be "who".
    behind = (t for t in trigger.subtree if t.dep_ == "relcl" and any(c.lower_ == "which" for c in t.children))
    # "A breakfast that X was to have had with Y".
    direct = (c for c in trigger.children if c.dep_ == "acl" or (c.dep_ == "relcl" and c.lemma_ == "be"))
    for clause_ in (*behind, *direct):
        outcome = come_to(clause_) or (None if comes_about(trigger) else off_there(clause_))
        if outcome is not None and clause_.i > trigger.i:
            return outcome
    for child in clauses_on(trigger, (CARRIERS - word_list("endings")) | PLANNING):
        if child.dep_ in {"relcl", "acl"} and child.i > trigger.i:
            # "An audience that China had demanded be scrapped": not what is demanded.
            apart = any(c.dep_ == "ccomp" for c in child.children) or tells_what_went_on(child)
            apart = apart or tells_what_is_hoped(trigger, child)
            status = None if apart else look_up(child)
            off = status in {Status.POSTPONED, Status.CANCELLED}
            if off and clause(trigger).i != child.i and comes_about(trigger):
                status = None
            if status is Status.SCHEDULED and was_foretold(trigger, child):
                status = None
            told = {"VBN", "VBD", "VBZ", "VBP"} if off else {"VBN", "VBD"}
            if status is not None and status not in {Status.HELD, Status.ONGOING} and child.tag_ in told:
                return Reading(status, child, f"clause {child.lemma_.lower()}", "future")
            carried = _carried(trigger, child)
            if carried is not None:
                return carried
    return None


def _carried(trigger: Token, on: Token) -> Reading | None:
    """What a clause on a noun says that tells how the meeting is held: "talks that will open on Friday"."""
    reduced = on.dep_ == "acl" and (on.tag_ == "VBN" or agent(on) is not None)
    passive = any(t.lower_ == "be" for t in auxiliaries(on))
    if on.lemma_.lower() in CARRIERS and passive and is_infinitive(on):
        return Reading(Status.SCHEDULED, on, "clause, to be", "future")
    if opened_on_a_day(on) and tense(clause(trigger)) == "present" and not _is_ended(clause(trigger)):
        return Reading(Status.ONGOING, on, "begun", "past")
    # "Set off on a tour that takes in Rome and Oslo": where it leads, and not that it has been.
    route = leads_on(trigger) and tense(on) == "present"
    if on.lemma_.lower() in CARRIERS and not route and not (reduced and on.lemma_.lower() in roles()):
        # "Talks hosted by X" may lie ahead; "talks held in Y" are over.
        reading = by_tense(on, ongoing=False)
        return Reading(reading.status, on, f"clause, {reading.rule}", reading.tense)
    return None


def _is_ended(verb: Token) -> bool:
    return verb.lemma_.lower() in word_list("endings") | word_list("collapsing")
