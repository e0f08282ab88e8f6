"""A word of a clause in, what the words above it say of the meeting that it names out: governors, tense, modality."""

from app.domain.meetings import Status
from app.extraction.asides import is_meanwhile, stands_before
from app.extraction.lexicon import nouns, word_list
from app.extraction.signals import (
    is_absence,
    is_dated,
    is_delayed,
    is_forbidden,
    is_not_to,
    is_yet_to,
    look_up,
    look_up_particle,
    not_averse,
)
from app.extraction.syntax import (
    auxiliaries,
    clause,
    follows_comma,
    goes_ahead,
    governors,
    is_following,
    is_negated,
    is_passive,
    objects,
)
from app.extraction.tense import Reading, is_conditional, modal, tense
from app.extraction.tokens import Token

# Behind these a noun tells when, not what, the verb above does.
TEMPORAL = {"during", "at", "after", "following", "before", "since", "amid", "ahead", "upon", "by", "over"}
# Words that say something of the meeting only before an infinitive or "for" ("is set to meet", "due for talks").
BEFORE_INFINITIVE = {"set", "due", "likely", "open", "ready", "go", "fail", "decide", "pledge"}


def above_of(trigger: Token) -> Reading | None:
    """What the words above a trigger say of it, up to the verb that reports it."""
    previous = trigger
    best: Reading | None = None
    for token in governors(trigger):
        told = token.lemma_.lower() in word_list("reporting") and previous.dep_ == "ccomp"
        if told or _fails_within(trigger, token) or stands_before(previous, token):
            break
        # "Would like the ministers to meet": the infinitive may hang on the noun.
        aside = previous.dep_ in {"conj", "parataxis"} or (previous.dep_ == "relcl" and previous.tag_ != "VB")
        if aside and token.pos_ != previous.pos_:
            break
        if previous.dep_ == "conj" and token.pos_ == "VERB" and tense(token) in {"past", "present"}:
            # "Missed a deadline and extended the talks": the first says nothing of what the second does.
            break
        prepositional = token.pos_ in {"ADP", "SCONJ"} or token.dep_ == "prep" or is_following(token)
        # "Announced a breakthrough after meeting X".
        before = token.lower_ == "after" and previous.dep_ == "pcomp"
        # "X, currently in Rome for a summit, was urged to act": what is said of him.
        of_who = previous.dep_ == "prep" and token.pos_ == "PROPN" and token.dep_ in {"nsubj", "nsubjpass"}
        if before or of_who or (prepositional and previous.pos_ not in {"VERB", "AUX"} and _is_temporal(token)):
            break
        if _is_beside(previous, trigger):
            break
        # "Agreed to withdraw and to resume talks": the first verb says nothing of what the second does.
        joined = previous.dep_ == "conj" and token.pos_ == "VERB"
        found = _relation(previous, token) if not joined else None
        if found is not None:
            return refused(token) or found
        finite = tense(token) != "none" and token.pos_ in {"VERB", "AUX"}
        away = previous.dep_ == "prep" and is_absence(token)
        if finite and (away or previous.dep_ in {"nsubj", "nsubjpass", "dobj", "obj"}):
            return _by_own_tense(token, best)
        previous = token
    if is_conditional(clause(trigger)):
        return Reading(Status.PROPOSED, clause(trigger), "condition", "future")
    return best


def _settled(below: Token, word: Token) -> Reading | None:
    """ "Agreed to take forward the outcomes of the visit": it is over; "no decision on a trip": it is open."""
    if word.lemma_.lower() in word_list("outcomes") and below.dep_ == "prep" and below.lower_ in {"of", "from"}:
        return Reading(Status.HELD, word, "outcome of it", "past", 1)
    return Reading(Status.PROPOSED, word, "not decided", "future") if _is_undecided(word) else None


def _is_undecided(word: Token) -> bool:
    """ "No decision has been made about a trip", "has not been decided whether he will go"."""
    if word.lemma_.lower() == "decide":
        return is_negated(word) and any(c.dep_ in {"ccomp", "advcl"} for c in word.children)
    made = (c for c in word.children if c.dep_ in {"nsubjpass", "dobj"}) if word.pos_ == "VERB" else ()
    return any(n.lower_ == "decision" and any(c.lower_ == "no" for c in n.children) for n in (word, *made))


def _is_beside(word: Token, trigger: Token) -> bool:
    """Whether what a word over the trigger says is told beside the clause above it.

    "Agreed to build a line, the main aim of a tour": what a thing is besides has no part in the plan.
    """
    besides = word.dep_ == "appos" or (word.dep_ == "npadvmod" and follows_comma(word))
    apart = (word.dep_ == "advcl" and not is_conditional(word)) or is_meanwhile(word)
    return apart or (besides and word.i != trigger.i)


def _fails_within(noun: Token, verb: Token) -> bool:
    """Whether something else failed in a meeting: "failed to make headway in talks"."""
    if verb.lemma_ != "fail" or noun.dep_ != "pobj" or noun.head.lower_ != "in":
        return False
    done = noun.head.head
    return done.pos_ == "VERB" and done.lemma_.lower() not in word_list("attending") and bool(objects(done))


def _by_own_tense(verb: Token, best: Reading | None) -> Reading | None:
    unmet = verb.lemma_ == "fail" and not is_negated(verb)
    if unmet and any(c.dep_ == "xcomp" and c.lemma_.lower() in word_list("happening") for c in verb.children):
        return Reading(Status.CANCELLED, verb, "failed to happen", tense(verb))
    if is_negated(verb) and tense(verb) == "future" and is_delayed(verb):
        return Reading(Status.POSTPONED, verb, "not before", "future")
    to_be = next((c for c in verb.children if c.dep_ == "xcomp"), verb) if verb.lower_ == "going" else verb
    made = verb.lemma_ in {"make", "pay", "undertake"} and tense(verb) == "future"
    if is_negated(verb) and (made or goes_ahead(verb) or to_be.lemma_.lower() in word_list("happening")):
        return Reading(Status.CANCELLED, verb, f"not {verb.lemma_.lower()}", tense(verb))
    if is_absence(verb):
        return Reading(Status.CANCELLED, verb, "stays away", "future")
    if tense(verb) in {"future", "modal"} and is_conditional(verb):
        # "It is unclear whether he will attend the dinner".
        return Reading(Status.PROPOSED, verb, "condition", "future")
    if tense(verb) == "future":
        return Reading(Status.SCHEDULED, verb, "future tense", "future")
    return modal(verb) if tense(verb) == "modal" else best


def refused(noun: Token) -> Reading | None:
    """ "Refused a request to meet", "plans for talks were shelved": what was asked for does not come about."""
    verb = noun.head
    gone = verb.lemma_.lower() in word_list("collapsing")
    subject_of = noun.dep_ == "nsubj" and (gone or look_up_particle(verb) is Status.CANCELLED)
    if noun.pos_ != "NOUN" or not (subject_of or noun.dep_ in {"dobj", "obj", "nsubjpass"}):
        return None
    status = Status.CANCELLED if gone else look_up(verb)
    if status not in {Status.CANCELLED, Status.POSTPONED} or is_negated(verb):
        return None
    return Reading(status, verb, f"governor {verb.lemma_.lower()}", "future")


def _is_temporal(preposition: Token) -> bool:
    """Whether a preposition makes the noun behind it the occasion of something else ("in a phone call, he urged")."""
    if preposition.lower_ == "in":
        head = preposition.head
        around = {t.lemma_.lower() for t in (head, *objects(head))} & word_list("pointless")
        if head.lemma_ in {"pencil", "interest"} or around:
            return False
        spoken = any(c.lemma_.lower() in {"call", "conversation"} for c in preposition.children)
        if spoken and any(word.i < preposition.i for word in objects(head)):
            # "Sought his views in a telephone call".
            return True
        return preposition.i < head.i or head.lemma_.lower() not in word_list("light_verbs") - word_list("acts")
    if preposition.lower_ == "on" and preposition.i < preposition.head.i:
        # "On a visit to Quito, X offered help", "on the second day of his visit, X calls for calm".
        days = [g for c in preposition.children if c.lower_ == "day" for of in c.children for g in of.children]
        behind = (nouns().get(c.lemma_.lower()) for c in (*preposition.children, *days))
        return any(noun is not None and noun.travel for noun in behind)
    given_up = {t.lemma_.lower() for t in (preposition.head, *objects(preposition.head))} & word_list("showing_up")
    return preposition.lower_ in TEMPORAL and not given_up


def _another_plan(below: Token, word: Token) -> Reading | None:
    """ "Sees no point in a meeting", "decided against going there", "has been moved to Friday": what is not to be."""
    nouns_ = [n for n in (word, *objects(word)) if n.lemma_.lower() in word_list("pointless") and n.i < below.i]
    if below.dep_ == "prep" and any(c.lower_ == "no" for noun in nouns_ for c in noun.children):
        return Reading(Status.CANCELLED, nouns_[0], f"no {nouns_[0].lemma_.lower()}", "future")
    unable = word.lower_ == "unable" or (word.lower_ == "able" and is_negated(clause(word)))
    if unable and below.dep_ == "xcomp":
        # "Will not be able to receive him".
        return Reading(Status.CANCELLED, word, f"governor {word.lower_}", "future")
    if below.lower_ == "against" and word.lemma_.lower() in word_list("deciding"):
        return Reading(Status.CANCELLED, word, "decided against", "future")
    if is_forbidden(below, word):
        return Reading(Status.CANCELLED, word, "denied permission", "future")
    return not_averse(below, word) or new_date(word)


def new_date(verb: Token) -> Reading | None:
    """ "Has been moved to 28 May", "rescheduled for Friday": another day is set."""
    if verb.lemma_.lower() not in word_list("moved") or verb.pos_ != "VERB" or is_negated(verb):
        return None
    preps = [c for c in verb.children if c.dep_ == "prep"]
    if any(is_dated(prep) for prep in preps if prep.lower_ in {"to", "for", "until", "from"}):
        return Reading(Status.SCHEDULED, verb, "new date", "future")
    if is_passive(verb) and {"from", "to"} <= {prep.lower_ for prep in preps}:
        # "Have been moved from Lima to Quito".
        return Reading(Status.SCHEDULED, verb, "new place", "future")
    return None


def past_plan(token: Token) -> bool:
    """ "Had planned to meet", "had been due in Paris": a plan that the story has left behind."""
    verb = clause(token)
    # "Had been due there and hoped to see X", but not "had come from Doha and was due in Muscat".
    bare = verb.dep_ == "conj" and verb.tag_ == "VBD" and verb.lemma_ != "be" and not auxiliaries(verb)
    had = any(t.lower_ in {"had", "'d", "’d"} for t in (*auxiliaries(verb), *auxiliaries(verb.head if bare else verb)))
    told = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in word_list("reporting")
    return had and not told and token.lemma_.lower() in word_list("plans")


def _relation(below: Token, token: Token) -> Reading | None:
    settled = _settled(below, token) or _another_plan(below, token)
    if settled is not None:
        return settled
    status = look_up(token)
    if status in {Status.CANCELLED, Status.POSTPONED} and is_only_threatened(token):
        # "Threatened to cancel his visit": it still stands.
        return Reading(Status.SCHEDULED, token, f"not yet {token.lemma_.lower()}", "future", 0)
    if status is None or status in {Status.HELD, Status.ONGOING} or not _bears_on(below, token, status):
        return None
    if _is_denied(token):
        return _denied(token, status)
    if (token.lemma_ == "ask" and below.lower_ == "about") or (token.lemma_ == "wait" and below.dep_ == "prep"):
        # "Said when asked about the visit, which is set for May", "kept him waiting before receiving him".
        return None
    given_up = _given_up(token)
    if given_up is not None:
        return given_up
    if status is Status.SCHEDULED and is_not_to(below):
        return Reading(Status.CANCELLED, token, f"governor {token.lemma_.lower()} not", "future")
    # "Is prepared to meet": he would.
    would = token.lower_ == "prepared" and is_passive(token) and below.dep_ == "xcomp"
    if would or (status is Status.SCHEDULED and _is_attempted(token)):
        status = Status.PROPOSED
    return Reading(status, token, f"governor {token.lemma_.lower()}", "future")


def _is_denied(word: Token) -> bool:
    """Whether a word with a status is negated: "has not agreed", "is not ready", "no plans", "has yet to confirm"."""
    unready = word.dep_ == "acomp" and word.lower_ in {"ready", "willing", "prepared"} and is_negated(word.head)
    open_ = word.lemma_.lower() in word_list("acts") and is_yet_to(word)
    return open_ or unready or is_negated(word) or any(c.lower_ in {"no", "not"} for c in word.children)


def _denied(word: Token, status: Status) -> Reading | None:
    """What is left of a status that is negated."""
    if word.lemma_.lower() in word_list("acts") and (is_negated(word) or is_yet_to(word)):
        # "Have not agreed on a date", "has yet to confirm the visit": it is still open.
        return Reading(Status.PROPOSED, word, f"not yet {word.lemma_}", "future")
    if status is not Status.CANCELLED:
        return Reading(Status.CANCELLED, word, f"not {word.lemma_}", "future")
    return Reading(Status.PROPOSED, word, "not ruled out", "future") if word.lemma_ == "rule" else None


def _given_up(token: Token) -> Reading | None:
    """ "Had planned to meet him on Monday", "was supposed to meet him on Monday, but"."""
    if token.lemma_ == "suppose" and tense(token) == "past":
        return Reading(Status.CANCELLED, token, "past plan", "none", 1)
    return Reading(Status.CANCELLED, token, "past plan", "past", 1) if past_plan(token) else None


def _is_attempted(verb: Token) -> bool:
    """ "Is trying to arrange talks", "wants to schedule a call", "is arranging a meeting": not yet done."""
    above = verb.head
    if verb.lower_ == "arranging" and tense(verb) == "present":
        return True
    tried = above.lemma_.lower() in word_list("attempts") or look_up(above) is Status.PROPOSED
    return verb.dep_ == "xcomp" and verb.tag_ == "VB" and tried and not is_negated(above)


def _bears_on(below: Token, token: Token, status: Status) -> bool:
    """Whether a word with a status says it of what stands below it."""
    if token.lemma_.lower() in BEFORE_INFINITIVE:
        # "The president, due in Oslo on Friday for talks, said".
        behind = token.dep_ == "amod" and token.lower_ == "due" and token.head.i < token.i
        ready = below.dep_ == "prep" and token.tag_ in {"JJ", "VBN"}
        ready = ready and (behind or token.dep_ in {"acomp", "oprd", "ROOT", "attr"})
        # "The talks are set for May".
        dated = below.dep_ in {"nsubj", "nsubjpass"} and any(
            c.dep_ == "prep" and c.lower_ == "for" for c in token.children
        )
        if not ready and not dated and below.dep_ not in {"xcomp", "ccomp"}:
            return False
    if token.lemma_ == "invitation" and token.head.lower_ in {"at", "on", "upon"}:
        # "Will be in Oslo at the invitation of X for a meeting with Y".
        return False
    if token.pos_ in {"VERB", "AUX"} and below.dep_ in {"nsubj"} and status is not Status.SCHEDULED:
        return False
    if token.lemma_.lower() in word_list("valued") and all(c.dep_ != "pcomp" for c in below.children):
        # "The importance of holding a summit", but not "the importance of the visit".
        return False
    # "A plan brought to Belgrade by the envoys" is what they brought.
    brought = token.pos_ == "NOUN" and below.dep_ == "acl" and below.tag_ == "VBN"
    return not (status in {Status.SCHEDULED, Status.PROPOSED} and brought)


def is_only_threatened(verb: Token) -> bool:
    """ "Threatened to cancel his visit", "calls to put off the summit", "may cancel it": what has not been done."""
    if any(t.lower_ in {"may", "might", "could"} for t in auxiliaries(verb)) and not is_negated(verb):
        return all(t.lemma_ not in {"have", "'ve"} for t in auxiliaries(verb))
    if is_conditional(clause(verb)):
        return True
    asked = verb.head
    # "Calls the president to put off the trip" does so.
    phoned = asked.lemma_ == "call" and asked.pos_ == "VERB"
    # "Demanded that the trip be called off".
    bare = verb.tag_ == "VB" or (verb.dep_ == "ccomp" and any(t.lower_ == "be" for t in auxiliaries(verb)))
    return bare and asked.lemma_.lower() in word_list("unreal") and not phoned
