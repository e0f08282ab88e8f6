"""A trigger in, what has come of the plan for the meeting out: "was to have met", "fell through", "is off"."""

from app.domain.meetings import Status
from app.extraction.governors import above_of, is_only_threatened, past_plan, refused
from app.extraction.headlines import mistagged
from app.extraction.lexicon import word_list
from app.extraction.signals import denial, is_yet_to, look_up, look_up_particle, words
from app.extraction.syntax import auxiliaries, clause, is_negated, is_passive, objects, subject
from app.extraction.tense import Reading, is_infinitive, is_reported_future, tense, was_given_up
from app.extraction.tokens import Token

# Verbs that say what a thing seems to be.
SEEMING = {"seem", "appear", "look"}
# Words before an infinitive that say what is planned.
DUE = {"due", "set"}
# Verbs for what those who meet decide together.
AGREEING = {"agree", "decide", "pledge", "vow", "promise"}


def unmet(trigger: Token) -> Reading | None:
    """ "Was to have met", "denied that they had met": it did not come about."""
    have = any(t.lemma_ == "have" for t in auxiliaries(trigger))
    if have and any(t.lower_ == "to" for t in auxiliaries(trigger)) and trigger.head.lemma_ in {"be", "due"}:
        return Reading(Status.CANCELLED, trigger, "was to have", "future", 1)
    asked = trigger.head if trigger.dep_ == "acl" and trigger.head.lemma_.lower() in word_list("offers") else None
    if asked is not None and any(c.dep_ == "mark" and c.lower_ == "that" for c in trigger.children):
        # "Turned down a suggestion that he go to Rome".
        return refused(asked) or Reading(Status.PROPOSED, asked, f"governor {asked.lemma_.lower()}", "future")
    if _is_demanded(trigger):
        return Reading(Status.PROPOSED, trigger.head, f"governor {trigger.head.lemma_.lower()}", "future")
    if was_given_up(trigger):
        return Reading(Status.CANCELLED, trigger, "past plan", "past", 1)
    if trigger.dep_ in {"ccomp", "xcomp"} and trigger.head.lemma_.lower() == "deny" and not is_negated(trigger.head):
        return Reading(Status.CANCELLED, trigger.head, "denied", "past")
    if trigger.dep_ == "pcomp" and trigger.head.lower_ == "without":
        # "Left Cairo without meeting Y".
        return Reading(Status.CANCELLED, trigger.head, "without it", "past")
    verb = denial(trigger.head) if trigger.dep_ in {"acl", "ccomp", "relcl"} else None
    return Reading(Status.CANCELLED, verb, "denied", tense(trigger)) if verb is not None else None


def _is_demanded(trigger: Token) -> bool:
    """ "Demanded that A and B meet", "suggests that X visit Y": the bare form of what is wanted."""
    that = any(c.dep_ == "mark" and c.lower_ == "that" for c in trigger.children)
    bare = trigger.lower_ == trigger.lemma_.lower() and not auxiliaries(trigger)
    wanted = trigger.dep_ == "ccomp" and trigger.head.lemma_.lower() in word_list("mandative")
    return that and bare and wanted and not is_negated(trigger.head)


def rumoured(trigger: Token) -> Reading | None:
    """ "Dismisses reports of secret talks with Y", "denied rumours of a visit"."""
    of = trigger.dep_ == "pobj" and trigger.head.lower_ in {"of", "about"}
    verb = denial(trigger.head.head) if of else None
    return Reading(Status.CANCELLED, verb, "denied", tense(verb)) if verb is not None else None


def within(trigger: Token) -> Reading | None:
    """ "Scraps a trip to Vienna, where he was to meet Y": what was to come falls with it."""
    if trigger.dep_ != "relcl" and trigger.head.dep_ != "relcl":
        return None
    relative = trigger if trigger.dep_ == "relcl" else trigger.head
    ahead = any(t.lower_ == "to" for t in auxiliaries(trigger)) or look_up(relative) is Status.SCHEDULED
    if (
        not ahead
        or relative.head.dep_ == "nsubj"
        or (tense(relative) not in {"past", "none"} and tense(trigger.head) != "past")
    ):
        return None
    above = above_of(relative.head) or mistagged(relative.head)
    return above if above is not None and above.status in {Status.CANCELLED, Status.POSTPONED} else None


def planned(trigger: Token) -> Reading | None:
    """ "Was to have held talks", "will be held at a later date", "fell through": what the plan has come to."""
    verb = trigger.head
    aim = verb.head if trigger.dep_ == "pobj" and verb.lower_ == "for" else None
    if aim is not None and aim.dep_ == "xcomp" and unmet(aim) is not None:
        # "Was to have flown to Rome for talks with X".
        return Reading(Status.CANCELLED, aim, "was to have", "future", 1)
    if trigger.dep_ in {"dobj", "obj", "oprd"} and verb.lemma_ == "deny" and is_passive(verb) and not is_negated(verb):
        # "Was denied a meeting with X".
        return Reading(Status.CANCELLED, verb, "denied", tense(verb))
    if trigger.dep_ in {"dobj", "obj"} and verb.dep_ == "xcomp" and unmet(verb) is not None:
        return Reading(Status.CANCELLED, verb, "was to have", "future", 1)
    denied = verb.dep_ in {"ccomp", "xcomp"} and verb.head.lemma_.lower() == "deny"
    denied = denied or (verb.dep_ in {"acl", "ccomp", "relcl"} and denial(verb.head) is not None)
    if denied and trigger.dep_ in {"dobj", "obj", "nsubj", "nsubjpass"} and not is_negated(verb):
        # "Denies that it has held talks", "denied that the visit took place".
        return unmet(verb)
    if trigger.dep_ not in {"nsubj", "nsubjpass"} or is_negated(verb):
        return None
    if (
        look_up_particle(verb) is Status.CANCELLED
        and tense(verb) in {"past", "present"}
        and not is_only_threatened(verb)
    ):
        # "The summit due on Friday was called off" lies ahead; what fell through may be past.
        when = "future" if is_passive(verb) else tense(verb)
        return Reading(Status.CANCELLED, verb, f"governor {verb.lemma_.lower()}", when)
    if verb.lemma_.lower() in word_list("collapsing") and _is_ahead(trigger):
        return Reading(Status.CANCELLED, verb, f"governor {verb.lemma_.lower()}", "future")
    late = any(
        t.lower_ in {"date", "time", "stage"} and t.nbor(-1).lower_ == "later" for t in verb.subtree if t.i > verb.i
    )
    # "Has been agreed to be moved to a later date".
    below = {c.lemma_.lower() for c in verb.children if c.dep_ == "xcomp"} | {verb.lemma_.lower()}
    late = late and (tense(verb) == "future" or bool(below & word_list("moved")))
    # "Has slipped into the new year".
    late = late or (verb.lemma_ == "slip" and any(c.lower_ in {"to", "into"} for c in verb.children))
    return Reading(Status.POSTPONED, verb, "at a later date", "future") if late else None


def broken_off(trigger: Token) -> Reading | None:
    """ "Suspends talks with Y", "broke off negotiations with Y": one side will not go on with them."""
    verb, part = trigger.head, trigger.head.head
    if trigger.dep_ == "pobj" and part.lemma_.lower() in word_list("taking_part") and part.dep_ in {"dobj", "obj"}:
        # "Suspended its participation in the talks".
        out = part.head.lemma_.lower() in word_list("breaking_off") and not is_negated(part.head)
        return Reading(Status.CANCELLED, part.head, "broken off", "future") if out else None
    if trigger.dep_ == "nsubjpass":
        return _is_suspended(verb)
    if trigger.dep_ not in {"dobj", "obj"} or is_negated(verb) or tense(verb) not in {"past", "present"}:
        return None
    off = verb.lemma_.lower() in {"break", "cut"} and any(c.lower_ == "off" for c in verb.children)
    ends = off or verb.lemma_.lower() in word_list("breaking_off") - word_list("endings")
    with_ = any(c.lower_ == "with" and c.dep_ == "prep" for c in (*trigger.children, *verb.children))
    doer = subject(verb)
    with_ = with_ or (doer is not None and any(True for _ in doer.conjuncts)) or _is_of_two(doer)
    bare = all(c.dep_ not in {"det", "poss", "nummod"} for c in trigger.children)
    return Reading(Status.CANCELLED, verb, "broken off", "future") if ends and with_ and bare else None


def _is_suspended(verb: Token) -> Reading | None:
    """ "Are suspended until further notice", "have been suspended": they do not go on, or "for a week", "until May"."""
    if verb.lemma_.lower() not in word_list("breaking_off") - word_list("endings") - {"cancel"} or is_negated(verb):
        return None
    now = any(t.tag_ in {"VBZ", "VBP"} for t in auxiliaries(verb))
    for_long = any(t.lower_ in {"indefinitely", "notice"} for t in verb.subtree)
    while_ = (c for c in verb.children if c.lower_ in {"for", "until", "till"} and c.i > verb.i)
    if now and not for_long and any(t.ent_type_ == "DATE" for prep in while_ for t in prep.subtree):
        return Reading(Status.POSTPONED, verb, "broken off", "future")
    return Reading(Status.CANCELLED, verb, "broken off", "future") if now or for_long else None


def _is_of_two(doers: Token | None) -> bool:
    """ "Saudi and American officials": of two sides."""
    return doers is not None and any(c.dep_ == "amod" and any(True for _ in c.conjuncts) for c in doers.children)


def arranged(verb: Token) -> Reading | None:
    """ "Is arranging for the premier to visit Oslo", "is making arrangements for him to go": it is not yet settled."""
    above = verb.head
    if verb.tag_ != "VB" or verb.dep_ not in {"advcl", "ccomp", "acl", "xcomp"}:
        return None
    by_noun = above.lemma_ == "arrangement" or any(o.lemma_ == "arrangement" for o in objects(above))
    if not by_noun and (above.lemma_ != "arrange" or all(c.lower_ != "for" for c in (*above.children, *verb.children))):
        return None
    goes_on = clause(above).tag_ in {"VBG", "VB"}
    return Reading(Status.PROPOSED if goes_on else Status.SCHEDULED, above, "arranged", "future")


def _is_ahead(trigger: Token) -> bool:
    """Whether a noun names what had still to come: "talks that were to open on Friday", "planned talks"."""
    for child in trigger.children:
        if words("modifiers").get(child.lower_) is Status.SCHEDULED:
            return True
        plan = child.dep_ in {"relcl", "acl"} and child.tag_ in {"VBD", "VBN"}
        to = any(t.lower_ == "to" for c in child.children if c.dep_ == "xcomp" for t in auxiliaries(c))
        if plan and ((child.lemma_ == "be" and to) or look_up(child) is Status.SCHEDULED):
            return True
    return False


def not_planned(trigger: Token) -> Reading | None:
    """ "No meeting between them is planned", "there will be no talks": denied."""
    verb = trigger.head
    which = {c.lower_ for c in trigger.children}
    # "No further meeting is planned" says nothing of any that is.
    none = "no" in which and not which & {"further", "other", "more"}
    if not none or trigger.dep_ not in {"nsubj", "nsubjpass", "attr"} or verb.pos_ not in {"VERB", "AUX"}:
        return None
    ahead = tense(verb) == "future" or is_reported_future(verb) or look_up(verb) in {Status.SCHEDULED, Status.PROPOSED}
    said = predicated(trigger)
    ahead = ahead or (said is not None and said.status in {Status.SCHEDULED, Status.PROPOSED})
    return Reading(Status.CANCELLED, trigger, "none planned", "future") if ahead else None


def mooted(trigger: Token) -> Reading | None:
    """ "A meeting with Y has been discussed", "is being considered", "talked about": it is spoken of, and no more."""
    verb = trigger.head
    one = any(c.lower_ in {"a", "an", "another"} for c in trigger.children)
    if trigger.dep_ == "dobj" and one and verb.lower_ == "discussing" and tense(verb) == "present":
        # "Are discussing a meeting of their ministers".
        return Reading(Status.PROPOSED, verb, "under discussion", "future")
    if trigger.dep_ != "nsubjpass" or not one or is_negated(verb):
        return None
    spoken = verb.lemma_ in {"talk", "speak"} and any(c.lower_ in {"about", "of"} for c in verb.children)
    if not spoken and verb.lemma_.lower() not in word_list("mooting"):
        return None
    return Reading(Status.PROPOSED, verb, "under discussion", "future")


def agreed_at(trigger: Token) -> Reading | None:
    """ "Agreed on Wednesday to set up a fund at their first meeting": where they agreed, not what they agreed on."""
    prep, aim = trigger.head, trigger.head.head
    which = {c.lower_ for c in trigger.children}
    inside = trigger.dep_ == "pobj" and prep.lower_ == "at" and aim.dep_ == "xcomp"
    agreed = inside and aim.head.lemma_.lower() in AGREEING and tense(aim.head) == "past"
    if not agreed or "their" not in which or not which & (word_list("foremost") - {"next"}):
        return None
    return Reading(Status.HELD, prep, "agreed at", "past", 1)


def foretold(trigger: Token) -> Reading | None:
    """ "The talks were to open on Friday", "the visit is due to begin": a plan, in whatever tense it is told."""
    verb = trigger.head
    told = trigger.dep_ in {"nsubj", "nsubjpass"} and not is_negated(verb)
    if told and verb.lemma_ == "have" and any(is_yet_to(c) for c in verb.children):
        # "The visit has yet to be arranged".
        return Reading(Status.PROPOSED, verb, "not yet", "future")
    if not told or verb.lemma_ not in {"be", *SEEMING}:
        return None
    kinds = {"acomp", "oprd", "xcomp"} if verb.lemma_ == "be" else {"acomp", "oprd"}
    word = next((c for c in verb.children if c.dep_ in kinds and c.i > verb.i), verb)
    due = next((c for c in word.children if c.dep_ in {"xcomp", "pcomp"}), word) if word.lower_ in DUE else word
    # "The talks were to prove decisive": no word of when they are.
    comes = word_list("staging") - {"be"} | word_list("happening") | {"follow"}
    if not is_infinitive(due) or (tense(verb) == "past" and due.lemma_.lower() not in comes):
        return None
    if past_plan(word):
        return Reading(Status.CANCELLED, word, "past plan", "past", 1)
    return Reading(Status.SCHEDULED, word, "is to" if word is due else "is due", "future")


def predicated(trigger: Token) -> Reading | None:
    """What a clause says of the meeting that is its subject: "is possible", "is on the cards"."""
    verb = trigger.head
    if trigger.dep_ != "nsubj" or verb.lemma_ not in {"be", "remain", *SEEMING}:
        return None
    # "Appears to be off".
    below = (g for c in verb.children if c.dep_ == "xcomp" and c.lemma_ == "be" for g in c.children)
    for word in (*verb.children, *below):
        behind = (noun for noun in word.subtree if noun.dep_ == "pobj") if word.dep_ == "prep" else ()
        named = (form for noun in behind for form in (noun.lower_, noun.lemma_.lower()))
        phrases = [word.lower_, *(f"{word.lower_} {form}" for form in named)]
        status = next((words("predicates")[phrase] for phrase in phrases if phrase in words("predicates")), None)
        if status is None or word.i < verb.i:
            continue
        if is_negated(verb) or word.nbor(-1).lower_ == "not":
            # "Says that a visit is 'not on the cards'".
            status = Status.CANCELLED
        when = "present" if status is Status.ONGOING else "future"
        return Reading(status, word, f"governor {word.lower_}", when)
    return None


def undated(trigger: Token) -> Reading | None:
    """ "A date for the visit has yet to be set", "no date for the talks": offered or wished for, not agreed.

    Likewise "no date has been set for him to visit Oslo".
    """
    dated = trigger.dep_ == "pobj" and trigger.head.lower_ in {"for", "of"}
    infinitive = any(c.dep_ == "mark" and c.lower_ == "for" for c in trigger.children)
    noun = trigger.head if infinitive else trigger.head.head
    if noun.pos_ == "VERB":
        # "No date was fixed for the summit".
        noun = next((c for c in noun.children if c.dep_ in {"nsubjpass", "dobj"}), noun)
    if not (dated or infinitive) or noun.lemma_.lower() not in {"date", "time"}:
        return None
    verb = clause(noun)
    open_ = is_negated(verb) or any(c.lower_ == "no" for c in noun.children)
    open_ = open_ or (verb.lemma_ == "have" and any(c.lower_ == "yet" for c in verb.children))
    return Reading(Status.PROPOSED, noun, "no date", "future") if open_ else None


def shelved(trigger: Token) -> Reading | None:
    """ "Put the visit on hold", "the talks were taken off the agenda"."""
    verb = trigger.head
    moved = verb.lemma_.lower() in word_list("putting") and not is_negated(verb)
    if trigger.dep_ not in {"dobj", "obj", "nsubjpass"} or not moved:
        return None
    for prep in verb.children:
        for noun in prep.children if prep.dep_ == "prep" and prep.i > verb.i else ():
            status = words("predicates").get(f"{prep.lower_} {noun.lemma_.lower()}")
            if status in {Status.CANCELLED, Status.POSTPONED}:
                return Reading(status, verb, f"governor {prep.lower_} {noun.lemma_.lower()}", "future")
    return None


def spoken_over(trigger: Token) -> Reading | None:
    """ "In contact over a meeting between them", "discussions on a visit": still to be agreed."""
    over = trigger.dep_ == "pobj" and trigger.head.lower_ in {"over", "on", "about"}
    one = any(c.lower_ in {"a", "an", "another", "possible"} for c in trigger.children)
    if not over or not one:
        return None
    above = trigger.head.head
    nouns_ = (above, *(g for c in above.children if c.dep_ == "prep" for g in c.children)) if above.i else ()
    noun = next((n for n in nouns_ if n.pos_ == "NOUN" and n.lemma_.lower() in word_list("arranging")), None)
    return Reading(Status.PROPOSED, noun, "under discussion", "future") if noun is not None else None
