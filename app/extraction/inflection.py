"""A verb in, what its tense and form say of a meeting where no other word does out."""

from dataclasses import replace

from app.domain.meetings import Status
from app.extraction.governors import above_of
from app.extraction.lexicon import nouns, verbs, word_list
from app.extraction.plans import unmet
from app.extraction.sequels import is_first_time_ahead
from app.extraction.signals import first_of, is_absence, is_for_a_day, look_up
from app.extraction.syntax import auxiliaries, clause, follows_comma, is_negated, is_passive, objects
from app.extraction.tense import NOW, Reading, is_counterfactual, is_infinitive, is_tonight, modal, tense
from app.extraction.tokens import Token

# Verbs of who is somewhere while he speaks.
STAYING = {"visit", "tour"}
# "The first president to visit", "the last to leave": words before a noun whose infinitive has come true.
RANKS = {"first", "second", "third", "last", "only", "latest"}


def by_tense(verb: Token, ongoing: bool) -> Reading:
    """What the tense of a verb says where no other word does."""
    first = first_of(verb)
    return _by_form(verb, ongoing) if first.i == verb.i else replace(_by_form(first, ongoing), word=verb)


def _by_form(verb: Token, ongoing: bool) -> Reading:
    time = tense(verb)
    if time == "past" and is_for_a_day(verb):
        return Reading(Status.SCHEDULED, verb, "for a day", "future")
    if is_absence(verb):
        return Reading(Status.CANCELLED, verb, "stays away", "future")
    tonight = ongoing and time == "present" and is_tonight(verb)
    if time == "future" or tonight or _goes_on_with_plan(verb) or is_first_time_ahead(verb):
        # "Will see the Pope on Sunday, then flies to Brussels".
        return Reading(Status.SCHEDULED, verb, "future tense", "future")
    if time == "modal":
        return modal(verb)
    if is_counterfactual(verb):
        return Reading(Status.CANCELLED, verb, "would have", "future", 1)
    if auxiliaries(verb) and not _is_gerund(verb) and (verb.tag_ == "VBG" or _is_being(verb)):
        return _progressive(verb)
    if is_infinitive(verb):
        return _lost(verb) or _has_been_to(verb) or _infinitive(verb, ongoing)
    if time == "present" and _is_when(verb) and (_is_of_plan(verb) or _is_still_to_come(verb)):
        return Reading(Status.SCHEDULED, verb, "when, future tense", "future")
    if ongoing and time == "present":
        return Reading(Status.ONGOING, verb, "arrival", time)
    plain = Reading(Status.HELD, verb, f"{time} tense", time, 1 if time == "none" else 2)
    return _still(verb) or _participle(verb) or plain


def _is_bare(be: Token) -> bool:
    """ "Are not, after all, to meet": nothing says what they are but the infinitive."""
    return all(c.dep_ not in {"attr", "acomp", "prep", "oprd"} or c.lower_ == "after" for c in be.children)


def _is_being(verb: Token) -> bool:
    return any(t.lower_ == "being" for t in auxiliaries(verb))


def _is_gerund(verb: Token) -> bool:
    """ "After being received by the Pope": a passive without a tense of its own."""
    return verb.dep_ == "pcomp" and _is_being(verb) and all(t.lower_ == "being" for t in auxiliaries(verb))


def _still(verb: Token) -> Reading | None:
    """ "Has been in Paris since Sunday": who came then is there."""
    perfect = verb.lemma_ == "be" and any(t.tag_ in {"VBZ", "VBP"} for t in auxiliaries(verb))
    there = perfect and any(c.dep_ == "prep" and c.lower_ in {"in", "at"} for c in verb.children)
    since = there and any(c.lower_ == "since" for c in verb.children)
    return Reading(Status.ONGOING, verb, "is there", "present") if since else None


def _goes_on_with_plan(verb: Token) -> bool:
    """Whether a present is joined to what will be: "will see X on Sunday, then flies to Riga and sees Y"."""
    top = verb
    while top.dep_ == "conj" and tense(top) == "present" and top.head.pos_ in {"VERB", "AUX"}:
        top = top.head
    return top.i != verb.i and tense(top) == "future"


def _participle(verb: Token) -> Reading | None:
    """What the clause above says of a participle: "arriving in Paris, he said"."""
    above = clause(verb.head)
    bare = verb.tag_ == "VBG" or _is_gerund(verb)
    if not bare or verb.dep_ not in {"advcl", "acl", "pcomp", "xcomp"} or above.i == verb.i:
        return None
    if any(c.lower_ in NOW and c.dep_ == "advmod" for c in verb.children):
        # "X, currently visiting Riga, thanked his host".
        return Reading(Status.ONGOING, verb, "is there", "present")
    if above.pos_ not in {"VERB", "AUX"}:
        return None
    if _brings_to_an_end(verb, above):
        return Reading(Status.HELD, verb, "participle, past tense", "past", 1)
    around = _of_clause(above, ongoing=False)
    now = around.tense == "present" and around.status is Status.HELD
    apart = follows_comma(verb) or verb.i == verb.sent.start
    if now and apart and verb.lemma_.lower() in STAYING:
        # "Visiting Riga, X calls for calm".
        return Reading(Status.ONGOING, verb, "is there", "present", 1)
    if now and verb.lemma_ == "attend":
        # "Leaders attending a summit in Riga call for calm".
        return Reading(Status.ONGOING, verb, "attends", "present", 1)
    return Reading(around.status, verb, f"participle, {around.rule}", around.tense, 1)


def _brings_to_an_end(verb: Token, above: Token) -> bool:
    """ "Agreed to meet again, ending a summit in Lima": over, whatever was agreed."""
    while above.dep_ == "xcomp" and tense(above) == "none":
        above = above.head
    ends = verb.dep_ == "advcl" and verb.lemma_.lower() in word_list("endings") and follows_comma(verb)
    return ends and tense(above) == "past"


def _progressive(verb: Token) -> Reading:
    """ "Were meeting", "are meeting", "is believed to be meeting"; what we say that we are doing is no one occasion."""
    told = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in word_list("reporting") and tense(verb.head) == "past"
    if any(t.tag_ == "VBD" for t in auxiliaries(verb)) and not told:
        return Reading(Status.HELD, verb, "past progressive", "past")
    ours = any(c.dep_ == "nsubj" and c.lower_ in {"we", "i"} for c in verb.children)
    to = any(c.dep_ == "prep" and c.lower_ in {"to", "for"} for c in verb.children)
    if to and verb.lemma_.lower() in word_list("setting_out") and tense(verb) == "present":
        return Reading(Status.SCHEDULED, verb, "on the way", "present")
    # "Have been meeting since Tuesday" looks back.
    when = "past" if any(t.lemma_ == "have" for t in auxiliaries(verb)) else "present"
    return Reading(Status.ONGOING, verb, "present progressive", when, 0 if ours else 2)


def _is_when(verb: Token) -> bool:
    """Whether a clause tells when: "he will hand it over on Tuesday, when he meets the king"."""
    return verb.dep_ in {"advcl", "relcl"} and any(
        c.lower_ in {"when", "before", "after", "once", "until"} for c in verb.children
    )


def _is_of_plan(verb: Token) -> bool:
    """ "He will report when he meets the king", "they are expected to talk when they meet in Lima"."""
    above = clause(verb.head)
    planned = above.i != verb.i and is_infinitive(above) and tense(above) == "none"
    return tense(above) == "future" or (planned and _of_clause(above, ongoing=False).status is Status.SCHEDULED)


def _is_still_to_come(verb: Token) -> bool:
    """ "They agreed on it a day before they are joined by Japan": what a present behind "before" tells lies ahead."""
    return any(c.dep_ == "mark" and c.lower_ in {"before", "until"} for c in verb.children)


def _of_clause(verb: Token, ongoing: bool) -> Reading:
    """What a clause says: what governs its infinitive or participle, else its tense."""
    around = above_of(verb) if tense(verb) == "none" else None
    return around or by_tense(verb, ongoing)


def _is_awaited(verb: Token) -> bool:
    """ "Is expected in Oslo on Friday to meet Y", "is due there to meet Y": what he is to come for."""
    due = verb.lemma_ == "be" and any(c.lower_ == "due" and c.dep_ == "acomp" for c in verb.children)
    # "Was preparing on Tuesday to receive Y".
    getting_ready = verb.tag_ == "VBG" and verb.lemma_ in {"prepare", "plan", "wait"}
    return due or getting_ready or (look_up(verb) is Status.SCHEDULED and is_passive(verb))


def _lost(verb: Token) -> Reading | None:
    """ "Was to have met X and to be received by Y": what is joined to a plan that came to nothing."""
    return unmet(verb.head) if verb.dep_ == "conj" and verb.head.dep_ == "xcomp" else None


def _has_been_to(verb: Token) -> Reading | None:
    """ "Had been to see X": done."""
    return Reading(Status.HELD, verb, "past tense", "past") if verb.head.lower_ == "been" else None


def _offered(verb: Token, up: Token) -> Reading | None:
    """ "Accepted an invitation by his host, X, to visit Oslo"."""
    offer = next((o for o in objects(up) if o.lemma_.lower() in word_list("offers")), None)
    if offer is None or not up.i < offer.i < verb.i or verb.dep_ not in {"advcl", "xcomp"}:
        return None
    return Reading(Status.PROPOSED, offer, f"governor {offer.lemma_.lower()}", "future")


def _infinitive(verb: Token, ongoing: bool) -> Reading:
    """What "to meet" says: "is to" lies ahead, "arrived to" takes the tense of the verb above."""
    above = verb.head
    if above.tag_ == "NNS" and above.lower_.removesuffix("s") in verbs() and above.dep_ in {"ROOT", "ccomp"}:
        # "President Lukashenko visits Pyongyang to meet": a verb that the tagger takes for a plural.
        return Reading(Status.HELD, above, "purpose, headline present", "present")
    if above.i == verb.i or above.pos_ not in {"VERB", "AUX", "NOUN", "PROPN", "ADJ"}:
        return Reading(Status.SCHEDULED, verb, "bare infinitive", "future")
    if above.lemma_ == "be" and above.pos_ in {"AUX", "VERB"} and (verb.dep_ != "advcl" or _is_bare(above)):
        past = tense(above) == "past"
        if is_negated(above) and not past:
            # "Are not to meet in Oslo".
            return Reading(Status.CANCELLED, verb, "negation", "future")
        return Reading(Status.HELD if past and verb.lemma_ == "be" else Status.SCHEDULED, verb, "is to", "future")
    up = clause(above)
    if up.lemma_ == "be" and tense(up) == "present" and any(c.lower_ in {"in", "at"} for c in up.children):
        # "Is in Kyiv to meet X".
        return Reading(Status.ONGOING, up, "is there", "present")
    # "The first leader to visit the country" has done so.
    before = (t for t in above.subtree if t.i <= above.i)
    ranked = verb.dep_ == "relcl" and any(t.tag_ in {"JJS", "RBS"} or t.lower_ in RANKS for t in before)
    # "Visits Minsk, Belarus to meet X": what the parser takes for what is said is the purpose of a journey.
    journey = verb.dep_ == "ccomp" and up.i < verb.i and up.lemma_.lower() in verbs()
    below = journey or verb.dep_ in {"xcomp", "advcl", "acl", "conj"}
    offered = _offered(verb, up)
    if offered is not None:
        return offered
    # "Is due in Vientiane on Friday, the first leader to go there".
    own = verb.dep_ in {"advcl", "xcomp", "conj"} or (ranked and up.i < above.i)
    if own and _is_awaited(up):
        return Reading(Status.SCHEDULED, up, "is expected", "future")
    settled = _settled(verb, up) if below else None
    if settled is not None:
        return settled
    if up.i != verb.i and up.pos_ in {"VERB", "AUX"} and (ranked or below):
        # "Arrives in Juba to meet Y": who arrives is there.
        frame = verbs().get(up.lemma_.lower())
        reading = _of_clause(up, ongoing or (frame is not None and frame.ongoing))
        return Reading(reading.status, up, f"purpose, {reading.rule}", reading.tense)
    return Reading(Status.SCHEDULED, verb, "bare infinitive", "future")


def _settled(verb: Token, up: Token) -> Reading | None:
    """ "Cancelled a trip to Oslo to meet Y", "granted her a visa to attend the forum": decided by what is above."""
    leave = any(o.lower_ in word_list("leave_words") for o in objects(up))
    off = look_up(up) if verb.dep_ == "advcl" and not is_negated(up) else None
    if off in {Status.CANCELLED, Status.POSTPONED} and (leave or any(o.lemma_.lower() in nouns() for o in objects(up))):
        return Reading(off, up, f"governor {up.lemma_.lower()}", "future")
    if verb.dep_ == "advcl" and look_up(up) is Status.PROPOSED and not is_negated(up):
        # "Offered on Monday to meet X".
        return Reading(Status.PROPOSED, up, f"governor {up.lemma_.lower()}", "future")
    granted = leave and tense(up) == "past" and not is_negated(up)
    return Reading(Status.SCHEDULED, up, f"governor {up.lemma_.lower()}", "future") if granted else None
