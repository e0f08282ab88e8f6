"""A noun that names a meeting in its clause in, whether the meeting has begun and goes on: "is in Tehran for talks"."""

from app.domain.meetings import Status
from app.extraction.asides import clauses_on
from app.extraction.governors import BEFORE_INFINITIVE
from app.extraction.lexicon import word_list
from app.extraction.signals import look_up_particle, sets_out, words
from app.extraction.syntax import auxiliaries, clause, follows_comma, has_had, is_negated, is_passive, objects
from app.extraction.tense import NOW, Reading, is_tonight, tense
from app.extraction.tokens import Token

# The rule by which a time tells the end of a meeting, not its day.
ENDS = "ends"
TRIPS = {"visit", "trip", "tour"}
# Verbs of clauses that tell when a meeting is expected to end.
EXPECTING = {"expect", "schedule", "be"}
# Verbs that say that what goes on will last longer.
LENGTHENING = {"extend", "prolong"}


def under_way(trigger: Token) -> Reading | None:
    """ "The summit, now under way in Rome, is expected to end on Sunday": whatever else is said, it goes on."""
    counted = _in_its_day(trigger)
    if counted is not None:
        return Reading(Status.ONGOING, counted, "goes on", "present")
    behind = (c for c in trigger.children if trigger.i < c.i and c.dep_ in {"prep", "advmod", "amod"})
    goes_on = next((c for c in behind if c.lower_ == "underway" or _is_a_way(c)), None)
    # "With talks under way in Rome, the rouble rose".
    with_ = trigger.dep_ == "pobj" and trigger.head.lower_ == "with"
    if goes_on is None or not (with_ or tense(clause(trigger)) in {"present", "future"}):
        return None
    return Reading(Status.ONGOING, goes_on, "goes on", "present")


def _in_its_day(trigger: Token) -> Token | None:
    """The word on which hangs how long it has gone on: "the talks, now in their third day, are likely to drag on"."""
    verb = trigger.head
    perfect = any(t.tag_ in {"VBZ", "VBP"} for t in auxiliaries(verb))
    if trigger.dep_ != "nsubj" or not (perfect or tense(verb) in {"present", "future", "modal"}):
        return None
    for word in (trigger, verb):
        for prep in word.children:
            if prep.lower_ == "in" and trigger.i < prep.i < verb.i and follows_comma(prep):
                days = (c for c in prep.children if c.lemma_.lower() in word_list("rounds"))
                if any(t.lower_ in {"its", "their"} for day in days for t in day.children):
                    return word
    return None


def _is_a_way(prep: Token) -> bool:
    return prep.lower_ == "under" and any(c.lower_ == "way" for c in prep.children)


def closing(trigger: Token) -> Reading | None:
    """ "The summit ends on Sunday", "the talks are due to end on Friday": the day that is told is its last."""
    verb = trigger.head
    if trigger.dep_ in {"nsubj", "nsubjpass"}:
        verb = _what_is_expected(verb)
    else:
        # "Is on a visit that ends on Thursday".
        closes = word_list("endings") | EXPECTING
        on = (c for c in clauses_on(trigger, closes) if c.dep_ == "relcl" and tense(c) == "present")
        verb = next(map(_what_is_expected, on), trigger)
    dated = any(t.ent_type_ == "DATE" for c in verb.children if c.i > verb.i for t in c.subtree)
    ahead = tense(verb) == "future" or (verb.tag_ in {"VBZ", "VBP", "VB"} and dated)
    if verb.lemma_.lower() not in word_list("endings") or not ahead or is_negated(verb):
        return None
    return Reading(Status.ONGOING, verb, ENDS, "present")


def _what_is_expected(verb: Token) -> Token:
    """ "Are expected to end", "are due to end": the verb that tells it."""
    over = (c for c in verb.children if c.lower_ in {"due", "set"}) if verb.lemma_ == "be" else (verb,)
    passive = verb.lemma_ == "be" or is_passive(verb)
    below = (c for word in over for c in word.children if c.dep_ == "xcomp")
    return next(below, verb) if passive else verb


def lasting(trigger: Token) -> Reading | None:
    """ "The conference is expected to last six days": how long, and nothing of whether it has begun."""
    verb = trigger.head
    ahead = next((c for c in verb.children if c.dep_ == "xcomp"), verb) if trigger.dep_ == "nsubjpass" else verb
    carried = trigger.dep_ in {"nsubj", "nsubjpass"} and ahead.lemma_.lower() in {"last", "run"}
    if not carried or is_negated(verb) or not (ahead.i != verb.i or tense(ahead) == "future"):
        return None
    return Reading(Status.SCHEDULED, ahead, "lasts", "future", 0)


def assembled(verb: Token) -> Reading | None:
    """ "Leaders are gathered in Rome", "have gathered there to discuss": they are there."""
    if verb.tag_ != "VBN" or verb.lemma_.lower() not in {"gather", "assemble"} or is_negated(verb):
        return None
    present = any(a.tag_ in {"VBP", "VBZ"} for a in auxiliaries(verb))
    return Reading(Status.ONGOING, verb, "is there", "present") if present else None


def are_in(trigger: Token) -> Reading | None:
    """ "Are in talks", "are locked in talks", "were locked in talks"."""
    verb = trigger.head.head
    inside = trigger.dep_ == "pobj" and trigger.head.lower_ == "in" and not is_negated(verb)
    engaged = verb.lemma_.lower() in word_list("engaged")
    if inside and engaged and any(t.tag_ == "VBD" for t in auxiliaries(verb)):
        return Reading(Status.HELD, verb, "past progressive", "past")
    if inside and verb.lower_ == "locked" and verb.dep_ in {"acomp", "oprd"} and verb.head.lemma_ == "remain":
        return Reading(Status.ONGOING, verb, "is there", "present") if tense(verb.head) == "present" else None
    # "Have been locked in talks for a week".
    still = engaged and any(t.tag_ in {"VBZ", "VBP"} for t in auxiliaries(verb))
    if inside and verb.lemma_ == "be" and any(t.tag_ in {"VBZ", "VBP"} for t in auxiliaries(verb)):
        # "Have been in talks since Monday", "for the past week".
        still = any(c.dep_ == "prep" and c.lower_ in {"for", "since"} for c in verb.children)
    there = inside and (still or (tense(verb) == "present" and verb.lemma_.lower() == "be"))
    return Reading(Status.ONGOING, verb, "is there", "present") if there else None


def stays(trigger: Token) -> Reading | None:
    """ "Is in Tehran for talks", "is due in Paris for a visit": who is there, or is to be there, for the meeting."""
    prep = _preposition(trigger)
    verb = prep.head
    if trigger.dep_ != "pobj" or prep.lower_ not in {"for", "on", "as"}:
        return None
    if _is_aside(prep) or _is_meanwhile(prep):
        return Reading(Status.ONGOING, prep, "is there", "present")
    if prep.lower_ in {"for", "on"} and verb.lemma_ in {"leave", "depart"}:
        return _departed(trigger, verb)
    if verb.lemma_ != "be" or is_negated(verb):
        return None
    awaited = _awaited(prep, verb)
    if awaited is not None:
        return awaited
    for word in verb.children:
        if word.dep_ in {"acomp", "attr", "oprd"} and word.lemma_.lower() in BEFORE_INFINITIVE:
            status = words("governors").get(word.lemma_.lower())
            return Reading(status, word, f"governor {word.lemma_.lower()}", "future") if status else None
    there = prep.lower_ == "on" or any(c.dep_ == "prep" and c.lower_ in {"in", "at"} for c in verb.children)
    still = any(c.lower_ == "since" for c in verb.children) and any(t.lemma_ == "have" for t in auxiliaries(verb))
    if there and _is_then(verb):
        return Reading(Status.SCHEDULED, verb, "future tense", "future")
    if there and (tense(verb) == "present" or still):
        return Reading(Status.ONGOING, verb, "is there", "present")
    return None


def _awaited(prep: Token, verb: Token) -> Reading | None:
    """ "Is on his way to Oslo for talks", "preparations are under way in Lima for the visit"."""
    if prep.lower_ != "for":
        return None
    if _is_on_the_way(verb):
        return Reading(Status.SCHEDULED, verb, "on the way", "future")
    ready = next((c for c in verb.children if c.dep_ == "nsubj" and c.lemma_ == "preparation"), None)
    return Reading(Status.SCHEDULED, ready, "governor preparation", "future") if ready is not None else None


def _is_then(verb: Token) -> bool:
    """ "Will meet X when both are in Rome for the summit": he has still to be there."""
    beside = verb.dep_ in {"advcl", "relcl"} and tense(verb) == "present"
    return beside and any(c.lower_ == "when" for c in verb.children) and tense(clause(verb.head)) == "future"


def _preposition(trigger: Token) -> Token:
    """The preposition before a meeting or a part of it: "as part of a tour", "for a second round of talks"."""
    prep, part = trigger.head, trigger.head.head
    whole = part.lemma_ in {"part", "leg"} and part.head.lower_ in {"as", "on"}
    whole = whole or (part.lemma_.lower() in word_list("rounds") and part.head.lower_ == "for")
    return part.head if prep.lower_ == "of" and whole else prep


def _departed(trigger: Token, verb: Token) -> Reading | None:
    """ "Leaves this morning for his talks with Y", "left on Monday for a visit to Y"."""
    if trigger.lemma_ in TRIPS and tense(verb) in {"past", "present"} and not is_negated(verb):
        return Reading(Status.ONGOING, verb, "begun", tense(verb))
    return Reading(Status.SCHEDULED, verb, "on the way", "future") if tense(verb) == "present" else None


def _is_on_the_way(verb: Token) -> bool:
    """ "Was on his way to Oslo", "is en route to Oslo": who has still to get there."""
    behind = [word for word in verb.subtree if word.i > verb.i and clause(word).i == verb.i]
    return any(
        t.lower_ in {"way", "route"} and t.nbor(-1).lower_ in {"his", "her", "their", "the", "en"} for t in behind
    )


def _is_aside(prep: Token) -> bool:
    """ "X, in Hanoi for talks, called for restraint": behind a comma, the place before the purpose."""
    near = (prep.head, prep.head.head, *prep.head.children)
    inside = (t for t in near if t.dep_ == "prep" and t.lower_ in {"in", "at"} and prep.sent.start < t.i < prep.i)
    behind = {",", "(", *NOW}
    trip = prep.lower_ == "on" and any(c.lemma_ in TRIPS for c in prep.children)
    return (trip or prep.lower_ == "for") and any(t.nbor(-1).lower_ in behind for t in inside)


def _is_meanwhile(prep: Token) -> bool:
    """ "X, currently on a visit to Hanoi, said ...": between commas, with "now" or in a clause of what is or comes."""
    verb = prep.head
    first = prep.nbor(-1) if prep.i > prep.sent.start and prep.nbor(-1).lower_ in NOW else prep
    apart = prep.lower_ == "on" and first.i > prep.sent.start and first.nbor(-1).text in {",", "("}
    if not apart or first.i < prep.i:
        return apart
    if verb.pos_ not in {"VERB", "AUX"}:
        # "X, on a trip to Hanoi, rejects a loan".
        verb = clause(prep)
    said = verb.tag_ == "VBD" and verb.lemma_.lower() in word_list("reporting") and not has_had(verb)
    told = verb.pos_ in {"VERB", "AUX"} and tense(verb) in {"present", "future", "modal"}
    return prep.i < verb.i and (told or said)


def begun(trigger: Token) -> Reading | None:
    """ "Began a visit", "entered a second day of talks": under way, unless the date lies too far back."""
    noun, at_start = trigger, False
    while noun.dep_ in {"pobj", "prep", "conj"} and noun.head.i != noun.i and noun.head.pos_ in {"NOUN", "ADP"}:
        if noun.head.lemma_.lower() == "embark":
            # "President X embarks on a tour", which the tagger takes for a plural.
            break
        # "Was welcomed at the start of a visit".
        at_start = at_start or (noun.lemma_.lower() in word_list("openings") and noun.head.lower_ == "at")
        noun = noun.head
    verb, lemma = noun.head, noun.head.lemma_.lower()
    opens = lemma in word_list("beginnings") or look_up_particle(verb) is Status.ONGOING
    into = (c for c in verb.children if c.dep_ == "prep" and c.lower_ == "into")
    further = (c for c in verb.children if c.dep_ == "npadvmod")
    entered = [noun, *objects(verb), *further] if lemma == "enter" else [g for prep in into for g in prep.children]
    opens = opens or any(word.lemma_.lower() in word_list("rounds") for word in entered)
    time = tense(verb)
    embarked = noun.lower_ == "on" and (lemma == "embark" or sets_out(verb))
    if embarked and verb.tag_ == "NNS":
        return Reading(Status.ONGOING, verb, "begun", "present")
    if (at_start or embarked) and time in {"past", "present"} and not is_negated(verb):
        return Reading(Status.ONGOING, verb, "begun", time)
    if noun.dep_ == "nsubjpass" and (time == "present" or _is_prolonged(verb)) and lemma in LENGTHENING:
        # "The talks are extended by a day", "have been extended".
        return Reading(Status.ONGOING, verb, "goes on", time)
    if noun.dep_ not in {"dobj", "obj", "nsubj"} or is_negated(verb):
        return _mistaken(trigger)
    if verb.lower_ == "open" and verb.pos_ == "ADJ" and noun.dep_ == "nsubj" and noun.tag_ in {"NNS", "NNPS"}:
        # "Peace talks open in Doha", of which the tagger takes the verb for an adjective.
        return Reading(Status.ONGOING, verb, "begun", "present")
    if _goes_on(verb) or _is_in_its_day(verb):
        open_ = time == "present" or (verb.lemma_ == "be" and time == "past") or _is_prolonged(verb)
        return Reading(Status.ONGOING, verb, "goes on", time) if open_ else None
    # "Had begun their meeting the evening before": it is over since.
    told = opens and time in {"past", "present"} and not has_had(verb)
    told = told and not (noun.dep_ == "nsubj" and _opens_another(verb))
    if told and time == "present" and is_tonight(verb):
        return Reading(Status.SCHEDULED, verb, "tonight", "future")
    return Reading(Status.ONGOING, verb, "begun", time) if told else _mistaken(trigger)


def opened_on_a_day(clause_: Token) -> bool:
    """Whether a clause on a meeting tells the day it began: "at a summit that opened on Monday"."""
    opened = clause_.lemma_.lower() in word_list("beginnings") and clause_.tag_ == "VBD" and not auxiliaries(clause_)
    # "Yesterday" or a weekday, but no month.
    return opened and not is_negated(clause_) and any(t.lower_.endswith("day") for t in clause_.subtree)


def _mistaken(trigger: Token) -> Reading | None:
    """ "The presidents of A and B open talks in Rome", of which the tagger takes the verb for something else."""
    near = (c for c in (*trigger.children, trigger.head) if c.i < trigger.i and c.lower_ in word_list("beginnings"))
    opens = next((c for c in near if c.tag_ in {"JJ", "NN", "VBP"} and c.dep_ in {"amod", "compound", "ROOT"}), None)
    if opens is None or clause(trigger).pos_ in {"VERB", "AUX"}:
        return None
    led = opens.i > trigger.sent.start and opens.nbor(-1).pos_ in {"NOUN", "PROPN"}
    return Reading(Status.ONGOING, opens, "begun", "present") if led else None


def _goes_on(verb: Token) -> bool:
    """ "Continue", "are under way": it has begun, and nothing is said of when."""
    return verb.lemma_.lower() in word_list("continuing") or (
        verb.lemma_ == "be" and look_up_particle(verb) is Status.ONGOING
    )


def _opens_another(verb: Token) -> bool:
    """ "The visit opens a new chapter": what it begins is another thing."""
    begun_ = (word for word in objects(verb) if word.dep_ in {"dobj", "obj"} and word.ent_type_ not in {"DATE", "TIME"})
    return any(word.lemma_.lower() not in word_list("rounds") for word in begun_)


def _is_in_its_day(verb: Token) -> bool:
    """ "The talks are in their second day"."""
    inside = (c for c in verb.children if verb.lemma_ == "be" and c.dep_ == "prep" and c.lower_ == "in")
    return any(noun.lemma_.lower() in word_list("rounds") for prep in inside for noun in prep.children)


def _is_prolonged(verb: Token) -> bool:
    """ "Has extended his stay": he is still there."""
    perfect = any(t.lower_ in {"has", "have", "'s", "’s"} for t in auxiliaries(verb)) and not is_negated(verb)
    return perfect and verb.lemma_.lower() in LENGTHENING
