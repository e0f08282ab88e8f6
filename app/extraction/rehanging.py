"""A word that the model hangs on the wrong one in, the same on the word to which it belongs out."""

from spacy.tokens import Token

from app.extraction.lexicon import nouns, verbs, word_list

# How a clause hangs that says how a meeting is staged.
STAGED = {"acl", "advcl"}
# What is done with a meeting, and not with a state.
HELD = {"hold", "schedule", "convene", "host"}
# Trips that are made to meet somebody.
TRIPS = {"visit", "trip", "journey", "stop", "stopover"}
MAKING = {"make", "pay", "begin", "start", "undertake"}
# What is made for a meeting, and taken up or turned down.
ASKING = {"request", "proposal", "call", "plea", "appeal", "demand", "suggestion", "offer"}
# Prepositions before an invitation that somebody follows.
INVITED = {"at", "on", "upon"}


def give_staging(verb: Token) -> None:
    """Hang what is to be on the meeting before it: "support for the talks to be held in Oslo", "to the one held in".

    Likewise "stressed the importance of the summit, to be held in May", "progress since the last talks, held in Oslo".
    """
    if verb.tag_ != "VBN" or verb.lemma_.lower() not in word_list("staging") or not verb.left_edge.i:
        return
    before = verb.doc[verb.left_edge.i - 1]
    if before.text == "," and verb.left_edge.lower_ in {"to", verb.lower_} and before.i > verb.head.i + 1:
        told = before.nbor(-1)
        found = (t for t in (told, *told.ancestors) if t.lemma_.lower() in nouns() and t.i > verb.head.i)
        before = next(found, before) if verb.head.lemma_.lower() not in nouns() else before
    if before.i > verb.head.i and before.lemma_.lower() in nouns() and verb.head.is_ancestor(before):
        verb.head, verb.dep_ = before, "acl"


def give_aim(verb: Token) -> None:
    """Hang what a trip is made for on the verb that makes it: "will pay a working visit to Brunei to meet the sultan".

    The model takes it for a clause on the visit.
    """
    trip, first = verb.head, verb.left_edge
    above = trip.head
    aim = verb.tag_ == "VB" and first.lower_ == "to" and first.head.i == verb.i and verb.lemma_.lower() in verbs()
    if aim and trip.dep_ == "dobj" and trip.lemma_.lower() in TRIPS and above.lemma_ in MAKING and above.i < trip.i:
        verb.head, verb.dep_ = above, "advcl"


def asked_for(prep: Token) -> Token | None:
    """What was turned down that was for a meeting, where the model hangs that on the verb: "a request by X for"."""
    asked = (c for c in prep.head.children if c.dep_ == "dobj" and c.i < prep.i and c.lemma_.lower() in ASKING)
    meeting = any(c.dep_ == "pobj" and c.lemma_.lower() in nouns() for c in prep.children)
    return next(asked, None) if meeting and prep.lower_ == "for" else None


def give_which(verb: Token) -> None:
    """Hang where a meeting was to be on it, not on the name before: "talks of A and B, which were to be held in C"."""
    name, which = verb.head, verb.left_edge
    if which.lower_ != "which" or name.pos_ != "PROPN" or not which.i or verb.doc[which.i - 1].text != ",":
        return
    plan = next((c for c in verb.children if c.dep_ in {"xcomp", "acomp"}), verb)
    plan = next((c for c in plan.children if c.dep_ == "xcomp"), plan)
    place = plan.lemma_ == "take" and any(c.lower_ == "place" for c in plan.children)
    held = plan.tag_ == "VBN" and plan.lemma_ in HELD
    if not (place or held):
        return
    meeting = next((t for t in name.ancestors if t.lemma_.lower() in nouns()), None)
    if meeting is not None and meeting.sent == verb.sent and meeting.i < name.i and name.lemma_.lower() not in nouns():
        verb.head = meeting


def give_guest(invitation: Token) -> None:
    """Give the verb whom a sentence names behind his host: "At the invitation of the king, X, premier of Y, came".

    The model takes him for a further name of the host, and leaves the verb without anybody who does it.
    """
    if invitation.lower_ != "invitation":
        return
    prep, verb = invitation.head, invitation.head.head
    if prep.lower_ not in INVITED or verb.pos_ != "VERB" or verb.i < invitation.i:
        return
    if any(c.dep_ in {"nsubj", "nsubjpass", "expl"} for c in verb.children):
        return
    further = (t for t in invitation.subtree if t.dep_ in {"appos", "conj"} and t.ent_type_ == "PERSON")
    guest = next((t for t in reversed([*further]) if t.left_edge.i and t.left_edge.nbor(-1).text == ","), None)
    if guest is not None:
        passive = any(c.dep_ == "auxpass" for c in verb.children)
        guest.head, guest.dep_ = verb, "nsubjpass" if passive else "nsubj"
