"""A trigger in, what the clause says a plan has come to out: "was to have opened and was put back", "is now in May"."""

from app.domain.meetings import Status
from app.extraction.governors import new_date
from app.extraction.lexicon import word_list
from app.extraction.plans import unmet
from app.extraction.signals import look_up, look_up_particle
from app.extraction.syntax import SUBJECTS, governors, is_negated, is_passive
from app.extraction.tense import Reading
from app.extraction.tokens import Token

# What somebody refuses who will not come.
COMING = {"come", "go", "attend", "join", "travel", "participate", "invitation", "offer"}


def come_to(clause_: Token) -> Reading | None:
    """What a plan has come to: "which was to have been held in May and was put back", "due to have opened"."""
    below = [c for c in clause_.children if c.dep_ in {"xcomp", "conj"}]
    said = [clause_, *below, *(c for word in below for c in word.children if c.dep_ == "conj")]
    for word in said[1:]:
        status = look_up(word)
        if status in {Status.CANCELLED, Status.POSTPONED} and word.tag_ in {"VBN", "VBD"} and not is_negated(word):
            return Reading(status, word, f"clause {word.lemma_.lower()}", "future")
        # "Had been set for Monday and has been moved to Friday".
        moved = new_date(word) if word.dep_ == "conj" else None
        if moved is not None:
            return moved
    lost = any(unmet(word) for word in said)
    return Reading(Status.CANCELLED, clause_, "was to have", "future", 1) if lost else None


def off_there(relative: Token) -> Reading | None:
    """ "A new date will be set for the trip to Rome, which had been put off": on the place, said of the trip.

    Likewise "offers talks to Peru, which Lima rejects".
    """
    turned_down = any(c.lower_ == "which" and c.dep_ == "dobj" for c in relative.children)
    said = relative.dep_ == "relcl" and (relative.tag_ == "VBN" or turned_down)
    status = look_up(relative) or look_up_particle(relative) if said else None
    named = relative.head.ent_type_ in {"GPE", "LOC"} or (turned_down and relative.head.pos_ == "PROPN")
    if status not in {Status.CANCELLED, Status.POSTPONED} or not named:
        return None
    return None if is_negated(relative) else Reading(status, relative, f"clause {relative.lemma_.lower()}", "future")


def came_to(trigger: Token) -> Reading | None:
    """What the clause says in the end of a plan that is its subject: "the visit was due to begin but was put off"."""
    verb = trigger.head
    opening = _opening_off(trigger)
    if opening is not None:
        return opening
    if trigger.dep_ not in {"nsubj", "nsubjpass"}:
        return None
    if verb.lemma_ == "fall" and any(c.lower_ == "victim" for c in verb.children):
        # "The visit fell victim to a scheduling clash".
        return Reading(Status.CANCELLED, verb, "governor fall victim", "future")
    plan = look_up(verb) in {Status.SCHEDULED, Status.PROPOSED}
    return come_to(verb) if verb.lemma_ == "be" or plan else None


def _opening_off(trigger: Token) -> Reading | None:
    """ "They were to open talks on Friday, but the opening was put off"."""
    further = (c for verb in governors(trigger) for c in verb.children if c.dep_ == "conj" and c.i > trigger.i)
    for verb in further:
        begins = any(c.dep_ == "nsubjpass" and c.lower_ in word_list("openings") for c in verb.children)
        status = look_up(verb) if begins and not is_negated(verb) else None
        if status in {Status.CANCELLED, Status.POSTPONED}:
            return Reading(status, verb, f"clause {verb.lemma_.lower()}", "future")
    return None


def turned_down(trigger: Token) -> Reading | None:
    """ "X, who had been invited to join Y in Rome, declined": nothing comes of what he was asked to."""
    asked = next((t for t in (trigger, *governors(trigger)) if t.lemma_ in {"invite", "ask"}), None)
    if asked is None or asked.dep_ != "relcl" or not is_passive(asked) or asked.head.dep_ not in SUBJECTS:
        return None
    verb = asked.head.head
    below = [c.lemma_ for c in verb.children if c.dep_ in {"xcomp", "dobj"}]
    refused = verb.lemma_ in {"decline", "refuse"} and not is_negated(verb) and set(below) <= COMING
    return Reading(Status.CANCELLED, verb, f"governor {verb.lemma_}", "future") if refused else None


def hangs_on(trigger: Token) -> Reading | None:
    """ "Makes a visit by the minister conditional on an apology": it is open whether it comes about."""
    verb = trigger.head
    if trigger.dep_ == "nsubj" and verb.lemma_ in {"depend", "hinge"}:
        # "Her visit hinges on an apology".
        return Reading(Status.PROPOSED, verb, f"governor {verb.lemma_}", "future")
    if trigger.dep_ not in {"dobj", "nsubjpass"} or verb.lemma_ != "make":
        return None
    words = (t for t in verb.subtree if t.i > trigger.i and t.lower_ in {"conditional", "dependent", "contingent"})
    word = next((t for t in words if t.i + 1 < len(t.doc) and t.nbor().lower_ in {"on", "upon"}), None)
    return Reading(Status.PROPOSED, word, f"governor {word.lower_}", "future") if word is not None else None


def raised(trigger: Token) -> Reading | None:
    """ "The summit has had to be put off", "is to be cancelled": said by the infinitive below the verb."""
    verb = trigger.head
    if trigger.dep_ not in {"nsubj", "nsubjpass"} or verb.lemma_ not in {"have", "be", "need"} or is_negated(verb):
        return None
    for word in verb.children:
        if word.dep_ in {"xcomp", "ccomp"} and word.tag_ == "VBN":
            status = look_up(word)
            if status in {Status.CANCELLED, Status.POSTPONED}:
                return Reading(status, word, f"governor {word.lemma_.lower()}", "future")
    return None
