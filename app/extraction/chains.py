"""A trigger in, the verbs of its clause out: those that carry it, that go on with its subject, or that it is for."""

from collections.abc import Iterator

from app.domain.meetings import Status
from app.extraction.lexicon import nouns, verbs, word_list
from app.extraction.rounds import round_of
from app.extraction.signals import look_up, look_up_particle
from app.extraction.syntax import SUBJECTS, clause, goes_ahead, has_had, is_negated, objects
from app.extraction.tense import tense
from app.extraction.tokens import Token

# Verbs that carry a meeting: by which somebody has it, or it comes about, begins or ends.
HAVING = {"hold", "take", "convene", "host", "co-host", "co-chair", "occur"}
CARRIERS = HAVING | {"begin", "start", "open", "end", "conclude", "include"}
# Prepositions behind which the first or the new day of what is put off stands.
MOVED = {"from", "to", "until", "till", "for"}
# Prepositions before what people met at, or on the margins of which.
AROUND = {"at", "during", "on", "in"}


def own_clause(trigger: Token) -> set[int]:
    """The verb of the trigger's clause, with the verbs that only carry it ("is to meet", "is due to begin")."""
    verb = clause(trigger)
    own = {verb.i}
    if verb.dep_ in {"relcl", "acl"} and verb.head.lemma_ in {"time", "occasion"} and verb.head.head.lemma_ == "be":
        # "The last time that they met was in May".
        own.add(verb.head.head.i)
    while verb.dep_ in {"xcomp", "acomp"} and verb.head.i != verb.i and not is_event(verb.head):
        verb = verb.head
        own.add(verb.i)
        if tense(verb) != "none" and verb.pos_ in {"VERB", "AUX"}:
            break
    return own


def is_joined(verb: Token) -> bool:
    """Whether a verb goes on with the subject of the one before it ("met X and spoke with Y")."""
    verbs_ = verb.pos_ in {"VERB", "AUX"} and verb.head.pos_ in {"VERB", "AUX"}
    return verbs_ and verb.dep_ == "conj"


def begins_anew(verb: Token) -> bool:
    """Whether a verb tells what somebody does next, or what another says beside it.

    "Will meet X, then fly to Rome on Monday", "X had hoped to meet Y, but the Kremlin said on Friday".
    """
    if is_joined(verb) and verb.nbor(-1).lower_ == "then":
        return True
    own = any(c.dep_ in SUBJECTS and c.i < verb.i for c in verb.children)
    return verb.dep_ == "conj" and own and verb.lemma_.lower() in word_list("reporting")


def conjoined(trigger: Token) -> list[Token]:
    """Verbs of the same subject and tense that the trigger's verb carries on ("arrived on Monday and met the king")."""
    verb = clause(trigger)
    found = []
    while verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"} and verb.head.i != verb.i:
        other = verb.head
        if tense(other) != tense(verb) or any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children):
            break
        found.append(other)
        verb = other
    return found


def purposes(trigger: Token) -> list[Token]:
    """The verbs of movement and the like that the trigger is the purpose of: "flies to Kyiv on Monday to meet"."""
    verb = clause(trigger)
    found = []
    while verb.dep_ in {"advcl", "xcomp"} and verb.tag_ == "VB" and _carries(verb.head) and verb.head.i < verb.i:
        verb = verb.head
        found.append(verb)
    before = has_had(verb) and not has_had(clause(verb.head))
    if verb.dep_ == "relcl" and verb.tag_ != "VBG" and any(c.lower_ == "where" for c in verb.children) and not before:
        # "The following day he toured the plant, where he met Y".
        found.append(clause(verb.head))
    return found


def is_event(word: Token) -> bool:
    """Whether a word can make a mention of a meeting."""
    lemma = word.lemma_.lower()
    verb = word.pos_ in {"VERB", "AUX"} and lemma in verbs() and not goes_ahead(word)
    # "Met by videoconference on Friday".
    means = word.dep_ == "pobj" and word.head.lower_ in {"by", "via"} and lemma in word_list("remote")
    return (lemma in nouns() and not means) or verb


def _carries(verb: Token) -> bool:
    """Whether a verb is an event or has one for its object ("pay a visit")."""
    return is_event(verb) or any(is_event(word) for word in objects(verb))


def followed_by(trigger: Token) -> Token | None:
    """What somebody did on the day of a meeting that opens the sentence: "After seeing X, Y flew to Rome on Monday"."""
    first = trigger.dep_ == "pcomp" and trigger.head.lower_ == "after" and bool(trigger.head.is_sent_start)
    return trigger.head.head if first else None


def occasion_of(trigger: Token) -> Token | None:
    """The gathering at which a clause says that people met: "met X on the margins of last month's summit"."""
    verb = clause(trigger)
    told = verb.i in {trigger.i, trigger.head.i}
    for prep in (*trigger.children, *(verb.children if told and verb.i != trigger.i else ())):
        if prep.lower_ not in AROUND:
            continue
        noun: Token | None = next((c for c in prep.children if c.dep_ == "pobj"), None)
        if noun is not None and noun.lower_ in word_list("aside") | {"occasion", "course"}:
            noun = next((g for of in noun.children if of.lower_ == "of" for g in of.children), None)
        elif prep.lower_ not in {"at", "during"}:
            continue
        if noun is not None and noun.i != trigger.i and noun.lemma_.lower() in nouns():
            return noun
    return None


def led_up_to(trigger: Token) -> Iterator[Token]:
    """The verb of what a meeting came right after: "met X on Monday, followed by talks with Y"."""
    verb = trigger.head.head if trigger.dep_ == "pobj" and trigger.head.lower_ == "by" else trigger
    if verb.lemma_ == "follow" and verb.tag_ == "VBN" and verb.dep_ in {"advcl", "acl"}:
        yield clause(verb.head)


def follows_one_told(trigger: Token) -> bool:
    """ "The audience was followed by a conversation with X": right after the meeting told before."""
    verb = trigger.head.head if trigger.dep_ == "pobj" and trigger.head.lower_ == "by" else trigger
    first = (c for c in verb.children if c.dep_ == "nsubjpass") if verb.lemma_ == "follow" else ()
    return any(noun.lemma_.lower() in nouns() for noun in first)


def clause_on(trigger: Token, word: Token) -> Token | None:
    """The clause on the trigger that a verb belongs to: "a summit that Seoul had hoped to host in December"."""
    # "Which will be hosted by Palau and held on 13 April".
    while word.dep_ in {"xcomp", "ccomp", "conj"} and word.head.i != word.i:
        word = word.head
    if word.dep_ not in {"relcl", "acl"}:
        return None
    # "The third round of talks, which concluded on Friday".
    counted = round_of(trigger)
    return word if word.head.i == trigger.i or (counted is not None and word.head.i == counted.i) else None


def is_said_after(trigger: Token, said: Token) -> bool:
    """ "Said on Thursday after meeting X", "visiting Minister X said on Thursday": on the day of the meeting."""
    above, after = trigger.head, trigger.dep_ == "pcomp" and trigger.head.lower_ == "after"
    visiting = trigger.lower_ == "visiting" and trigger.dep_ == "amod" and above.dep_ == "nsubj"
    return (after or visiting) and above.head.i == said.i


def is_told_of(trigger: Token, word: Token) -> bool:
    """Whether a verb below a trigger tells what was said of it or done with it: "a visit announced on Monday".

    So does "talks that were put off in March", but not "put off from March", "put off until March".
    """
    if word.pos_ != "VERB" or word.i == trigger.i or not trigger.is_ancestor(word):
        return False
    off, said = look_up(word) is Status.POSTPONED, word.lemma_.lower() in word_list("reporting")
    # "A visit agreed to in January", but not "agreed for May".
    agreed = (
        word.dep_ == "acl"
        and word.lemma_.lower() in word_list("acts")
        and all(c.lower_ != "for" for c in word.children)
    )
    return said or agreed or (off and all(c.lower_ not in MOVED for c in word.children))


def tells_of(verb: Token, noun: Token) -> bool:
    """Whether a clause on a noun, or one that says when and where it is, tells of it ("the talks open with")."""
    # "Is to be held with X and Y".
    held = verb.dep_ == "xcomp" and verb.lemma_ == "hold" and noun.head.i == verb.head.i
    carried = (noun.head.i == verb.i or held) and noun.dep_ in SUBJECTS
    # "Gets under way with X and Y in attendance".
    carried = carried and (verb.lemma_.lower() in word_list("staging") or look_up_particle(verb) is Status.ONGOING)
    while verb.dep_ in {"xcomp", "acomp"}:
        # "A meeting that was due to be held on Friday between A and B".
        verb = verb.head
    return carried or (verb.head.i == noun.i and verb.dep_ in {"acl", "relcl"})


def comes_about(noun: Token) -> bool:
    """ "Will come for the talks that the North had delayed", "the talks, put off last week, opened on Monday".

    "The visit, called off in March, may now take place in June", "is now to be held".
    """
    verb, happens = clause(noun), CARRIERS | word_list("happening") | word_list("moved")
    told = noun.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_.lower() in happens
    planned_ = (c for c in verb.children if c.dep_ == "xcomp" and c.lemma_.lower() in happens)
    is_to = verb.lemma_ == "be" and tense(verb) == "present" and any(planned_)
    open_ = tense(verb) in {"past", "present", "modal"} and not is_negated(verb)
    return tense(verb) == "future" or is_to or (told and open_)


def heads(verb: Token) -> set[int]:
    """A verb and those it is joined to or governed by, up to the head of its clause."""
    found = {verb.i}
    while verb.dep_ in {"conj", "xcomp", "relcl", "acl", "advcl"} and verb.head.i != verb.i:
        verb = verb.head
        found.add(verb.i)
    return found
