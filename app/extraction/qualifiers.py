"""A noun that names a meeting in, what the words on it say of the occasion set on its mention."""

from app.domain.meetings import Kind, Role
from app.extraction.generic import stands_still
from app.extraction.lexicon import NounFrame, forms, nouns, roles, verbs, word_list
from app.extraction.rounds import measured, round_of
from app.extraction.syntax import SUBJECTS, agent, auxiliaries, clause, is_label, objects
from app.extraction.tokens import Token
from app.extraction.triggers import Mention

# What makes a noun one of its kind.
DETERMINED = {"det", "poss", "nummod"}


def describe(mention: Mention, noun: Token, frame: NounFrame) -> None:
    """Note what the words on the noun say of the occasion: how many, how often, beside what, by which means."""
    # "Three days of meetings" are one occasion.
    one = frame.lemma in word_list("always_plural") or measured(noun).lemma_ in {"day", "hour", "round"}
    # "Will hold one of their regular meetings".
    one = one or (noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lower_ in {"one", "another"})
    mention.plural = noun.lower_.endswith("s") and not one
    which = {c.lower_ for c in noun.children}
    # "The first such trip in three years": how rare it is what was just told.
    rare = {"first", "such"} <= which
    rare = rare or (frame.lemma in word_list("always_plural") and stands_still(noun))
    often = (mention.plural and bool(which & word_list("recurrent"))) or is_habitual(clause(noun))
    mention.generic = rare or often or _is_process(noun) or _would_do_something(noun) or is_wondered(noun)
    words = [c.lower_.removesuffix("s") for c in (noun, *noun.children)]
    mention.form = next((forms()[word] for word in words if word in forms()), None)
    # "Within the framework of his visit" is the stay itself.
    whole = _whole_name(noun)
    mention.aside = whole.dep_ == "pobj" and _is_aside(whole.head.head) and not frame.travel
    # "On the margins of these meetings": no further one.
    mention.generic = mention.generic or (mention.aside and bool(which & {"these", "those"}))
    mention.remote = any(c.lower_ in word_list("remote") for c in noun.children) or _is_held_remotely(noun)
    counting = round_of(noun)
    round_ = list(counting.children) if counting is not None else []
    before = {noun.lower_, *(c.lower_ for c in noun.children), *(c.lower_ for c in round_)}
    mention.definite = any(c.lower_ == "the" for c in round_)
    # "Phone talks with A and B".
    many = noun.tag_ == "NNS" and (frame.lemma in word_list("one_by_one") or bool(which & {"phone", "telephone"}))
    mention.apart = mention.form == 2 or (mention.form is None and (many or bool(before & word_list("apart"))))
    mention.repeats = bool(before & word_list("repeats"))


def _is_held_remotely(noun: Token) -> bool:
    """ "Held talks by video link", "consultations took place virtually", "in the format of a video conference"."""
    verb = noun.head
    if noun.dep_ not in {"nsubj", "nsubjpass", "dobj"} or verb.lemma_.lower() not in word_list("light_verbs"):
        return False
    if any(t.pos_ == "ADV" and t.lower_ in word_list("remote") for t in verb.doc[verb.i + 1 : verb.i + 5]):
        return True
    for word in (*verb.children, *noun.children):
        behind = [c for c in word.children if c.dep_ == "pobj"] if word.lower_ in word_list("by_means") else []
        behind = [c for c in behind if word.lower_ != "in" or c.lower_ in {"format", "mode"}]
        if any(t.lower_ in word_list("remote") for c in behind for t in c.subtree):
            return True
    return False


def _is_aside(word: Token) -> bool:
    """Whether a word makes what stands behind it the surroundings of a meeting: "sidelines", "as part of"."""
    part = word.lower_ == "part" and word.dep_ == "pobj" and word.head.lower_ == "as"
    return part or word.lower_ in word_list("aside")


def _whole_name(noun: Token) -> Token:
    """The word on which all of a name hangs that the noun ends: "Heart" of "the Heart of Asia Conference"."""
    of = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.text[0].isupper()
    return noun.head.head if of and noun.head.head.pos_ == "PROPN" else noun


def is_habitual(verb: Token) -> bool:
    """ "Are usually held in May" tells of no one occasion; "never took place" tells of one that was planned."""
    unmet = verb.lemma_.lower() in word_list("happening")
    return any(t.lower_ in word_list("habitual") and not (unmet and t.lower_ == "never") for t in verb.children)


def _is_process(noun: Token) -> bool:
    """ "Enhance communication and dialogue with Seoul" tells of no occasion."""
    first = noun.head if noun.dep_ == "conj" else noun
    founded = first.dep_ in {"dobj", "obj"} and first.head.lemma_.lower() in word_list("founding")
    if founded and noun.lemma_.lower() == "dialogue":
        # "Set up a strategic dialogue".
        return True
    improved = first.dep_ in {"dobj", "obj"} and first.head.lemma_.lower() in word_list("improving")
    return improved and not any(c.dep_ in {"det", "poss", "nummod"} for c in noun.children)


def _would_do_something(noun: Token) -> bool:
    """ "Talks with the North would only reward it": talks as such, and what they would bring about."""
    bare = noun.lower_ in word_list("bare_talks") and not any(c.dep_ in DETERMINED for c in noun.children)
    if not bare or noun.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verb = noun.head
    brings = verb.lemma_.lower() in word_list("bringing_about")
    return brings and any(t.lower_ in {"would", "could"} for t in auxiliaries(verb))


def is_wondered(trigger: Token) -> bool:
    """ "What would a meeting between X and Y achieve?", "would a summit end the war?": asked, and not planned."""
    if trigger.doc[trigger.sent.end - 1].text != "?":
        return False
    # "Can you tell us more of the visit?" takes it for granted.
    known = trigger.pos_ == "NOUN" and any(c.dep_ == "poss" or c.lower_ == "the" for c in trigger.children)
    # "Will they resume their talks?" does not.
    known = known and (trigger.dep_ != "dobj" or trigger.head.lemma_.lower() not in word_list("light_verbs"))
    if not known and _is_asked(clause(trigger)):
        return True
    verb = trigger.head if trigger.dep_ in {"nsubj", "nsubjpass"} else clause(trigger)
    why = trigger.doc[verb.left_edge.i].lower_ in {"what", "why"}
    # "Would X meet Y?" asks for it; "would a meeting help?" of what use it is.
    use = verb.i != trigger.i and trigger.dep_ == "nsubj" and verb.lemma_.lower() not in word_list("happening")
    return (why or use) and any(t.lower_ in {"would", "could", "should", "might"} for t in auxiliaries(verb))


def _is_asked(verb: Token) -> bool:
    """ "Will X meet Y on Friday?", "do you know whether X has met Y?": what may be answered with no."""
    while not _is_inverted(verb):
        if verb.dep_ not in {"ccomp", "acl", "xcomp", "attr"} or verb.head.i == verb.i:
            return False
        verb = clause(verb.head) if verb.head.pos_ not in {"VERB", "AUX"} else verb.head
    return True


def _is_inverted(verb: Token) -> bool:
    # "Q: Will X meet Y?".
    labels = [c for c in verb.children if is_label(c)]
    doer = next((c for c in verb.children if c.dep_ in SUBJECTS and c not in labels), None)
    first = verb.doc[labels[0].i + 2] if labels and labels[0].i + 2 < verb.i else verb.left_edge
    if doer is None or first.tag_ in {"WRB", "WP", "WDT"}:
        return False
    before = [verb, *auxiliaries(verb)]
    return any(t.i < doer.i and t.lemma_.lower() in {"will", "do", "have", "be", "can", "may"} for t in before)


def is_attended(noun: Token) -> bool:
    """Whether all that a clause says is who else was there: "X took part in the talks", "it was attended by X"."""
    verb = clause(noun)
    if any(c.dep_ in {"prep", "acl", "relcl", "poss"} for c in noun.children):
        return False
    into = noun.dep_ == "pobj" and noun.head.lower_ in {"in", "at", "over"}
    part = any(o.lower_ == "part" for o in objects(verb)) or verb.lemma_.lower() == "participate"
    part = part or (into and noun.head.head.lower_ == "present")
    carried = (noun.dep_ in {"dobj", "obj", "nsubjpass"} and noun.head.i == verb.i) or (into and part)
    return carried and (part or verb.lemma_.lower() in word_list("joining"))


def is_hosted(noun: Token) -> bool:
    """Whether all that a clause says of who was there is who had them come: "the session, hosted by X, lasted"."""
    if any(c.dep_ in {"prep", "relcl", "poss", "compound", "amod"} for c in noun.children):
        return False
    on = [c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"]
    # "The session was hosted by X and attended by Y".
    on += [noun.head] if noun.dep_ == "nsubjpass" else []
    return any(verb.lemma_.lower() in roles() and agent(verb) is not None for verb in on)


def is_named_summit(noun: Token) -> bool:
    """Whether somebody attends a summit of a name, which is no visit: "went to Paris for the One Planet Summit"."""
    if noun.text != "Summit" or not any(c.text[0].isupper() and c.dep_ in {"compound", "nmod"} for c in noun.children):
        return False
    return clause(noun).lemma_.lower() in word_list("attending") and all(c.lower_ != "with" for c in noun.children)


def is_of_talks(verb: Token) -> bool:
    """Whether a verb tells of talks and not of a trip: "meeting in The Hague at the invitation of X"."""
    frame = verbs().get(verb.lemma_.lower())
    return frame is not None and frame.kind is not Kind.VISIT


def is_beside_talks(noun: Token, verb: Token) -> bool:
    """ "Held talks with Y before the opening session": what the clause tells is a meeting of its own."""
    apart = noun.dep_ == "pobj" and noun.head.lower_ in {"before", "after"}
    frame = verbs().get(verb.lemma_.lower())
    # "Signed a truce after talks": those who did had talked.
    met = frame is not None and not frame.weak and frame.needs != "joint" and frame.kind is not Kind.VISIT
    return apart and (met or any(o.lemma_.lower() in nouns() for o in objects(verb)))


def is_courtesy(call: Token) -> bool:
    """Whether a call is one that somebody pays ("a courtesy call by the ambassador", "received calls by X")."""
    by = {"by"} if call.head.lemma_ == "receive" else set[str]()
    return any(c.lower_ in word_list("paid_calls") | by for c in call.children)


def of_whom(prep: Token) -> list[Token]:
    """The "of" in "talks at the level of deputy ministers of A and B", "a dinner in honour of the guest"."""
    nouns_ = [noun for noun in prep.children if noun.lower_ in {"level", "honour", "honor"}]
    # The parser may hang "of" on the verb.
    return [of for noun in nouns_ for of in noun.doc[noun.i + 1 : noun.i + 2] if of.lower_ == "of"]


def kind_of(noun: Token, frame: NounFrame) -> Kind:
    """The kind of a frame, or where the noun only stands before another ("an invitation to meet") that of the other."""
    for child in noun.children:
        if frame.proposed and child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in verbs():
            return verbs()[child.lemma_.lower()].kind
        if frame.lemma in word_list("attenders") and child.dep_ == "prep":
            inner = next((g.lemma_.lower() for g in child.children if g.lemma_.lower() in nouns()), None)
            return nouns()[inner].kind if inner else frame.kind
    before = noun.doc[noun.left_edge.i : noun.i].text.lower()
    if frame.kind is Kind.CALL and any(phrase in before for phrase in word_list("face_to_face")):
        # "A one-on-one conversation".
        return Kind.MEETING
    if noun.lower_ == "conferences" and any(c.dep_ == "prep" and c.lower_ == "with" for c in noun.children):
        # "Four days of conferences with Soviet leaders".
        return Kind.MEETING
    return frame.kind


def role_of(verb: Token) -> Role:
    """What a verb makes of whoever carries the meeting: host, chair, mediator."""
    return roles().get(verb.lemma_.lower(), Role.PARTICIPANT)
