"""A noun that names a meeting and the clauses around it in, what carries it, who did what there, where it leads out."""

from collections.abc import Iterator

from app.domain.meetings import Kind
from app.extraction.actors import Actor
from app.extraction.attachment import Attachment
from app.extraction.lexicon import nouns, roles, verbs, word_list
from app.extraction.occasionless import is_means
from app.extraction.places import PlaceMention
from app.extraction.rounds import measured
from app.extraction.syntax import (
    SUBJECTS,
    agent,
    clause,
    governors,
    infinitives,
    is_joined_passive,
    is_passive,
    left_after,
    objects,
    subject,
)
from app.extraction.tense import is_infinitive
from app.extraction.tokens import Token

# What the parser makes of a clause beside the one that tells of a meeting.
BESIDE = {"advcl", "dep"}
# Before the occasion of what is said in a clause.
WITHIN = {"in", "during", "by", "over", "at"}


def is_within_event(verb: Token) -> bool:
    """Whether what is said is part of what is told: "briefed him in a call", "rang X to tell him of the plan"."""
    above = verbs().get(verb.head.lemma_.lower()) if verb.dep_ in {"advcl", "xcomp"} else None
    if above is not None and above.kind is Kind.CALL and is_infinitive(verb):
        return True
    within = (t for t in verb.subtree if t.i > verb.i and t.dep_ == "prep" and t.lower_ in WITHIN)
    behind = (g for prep in within if clause(prep).i == verb.i for g in prep.children)
    # "Discussed it by phone": by what means, and no occasion of its own.
    return any(word.lemma_.lower() in nouns() and not is_means(word) for word in behind)


def doers(on: Attachment, noun: Token) -> list[Actor]:
    """Who did something there: "a conference at which A and B faced each other"."""
    found: list[Actor] = []
    for child in (*noun.children, *_misplaced(noun), *_further_down(noun)):
        pointing = any(t.lower_ in {"which", "where"} for t in child.subtree if t.i < child.i)
        doer = subject(child) if child.dep_ in {"relcl", "advcl"} and pointing else None
        if doer is not None and doer.lower_ != "which":
            # Not "a summit on Mali and Niger, which was called for Monday".
            found += on.actors(doer, child)
    told = noun.head.head if noun.dep_ == "pobj" and noun.head.head.lemma_ == "be" else noun
    if any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in told.children):
        # "It was at a meeting in Oslo that A and B cleared the air".
        found += [a for c in told.children if c.dep_ == "ccomp" and c.i > noun.i for a in on.actors(subject(c), c)]
    return found


def _misplaced(noun: Token) -> list[Token]:
    """Clauses that open with ", at which" and that the parser hangs elsewhere than on the last meeting before them."""
    found = []
    for which in noun.sent[noun.i + 1 - noun.sent.start :]:
        if which.lemma_.lower() in nouns() and which.pos_ == "NOUN":
            break
        if which.lower_ == "which" and which.head.lower_ in {"at", "during"} and which.head.head.dep_ == "advcl":
            found.append(which.head.head)
    return found


def _further_down(noun: Token) -> list[Token]:
    """Relative clauses that the parser hangs on the last word before them: "the conference on Yemen, which X held"."""
    # "The conference in Cairo on Sunday, which was co-chaired by X".
    days = (day for prep in clause(noun).children if prep.i > noun.i and prep.dep_ == "prep" for day in prep.children)
    dated = [w for day in days if day.ent_type_ == "DATE" for w in day.children if w.dep_ == "relcl"]
    dated = [word for word in dated if _is_last_before(noun, word.head)]
    # "In Apia, where the forum will be held": another event.
    below = (word for word in noun.subtree if word.dep_ == "relcl" and word.head.i != noun.i)
    own = (w for w in below if all(c.lower_ != "where" for c in w.children) and next(_events_above(w)).i == noun.i)
    return [word for word in (*own, *dated) if word.doc[word.left_edge.i - 1].text == ","]


def _is_last_before(noun: Token, day: Token) -> bool:
    """Whether no other meeting is named between one and a day."""
    return day.i > noun.i and all(word.lemma_.lower() not in nouns() for word in noun.doc[noun.i + 1 : day.i])


def _events_above(word: Token) -> Iterator[Token]:
    """The words for meetings on which a word hangs, nearest first, and the root."""
    yield from (above for above in governors(word) if above.lemma_.lower() in nouns() or above.dep_ == "ROOT")


def stops_at(on: Attachment, noun: Token) -> list[PlaceMention]:
    """What is named as a part of a trip: "his next stops are New Delhi and Lahore"."""
    verb = noun.head
    stop = noun.lemma_.lower() in word_list("stops")
    if stop and noun.dep_ == "appos" and verb.dep_ == "pobj" and verb.head.lower_ in {"in", "at", "to", "for"}:
        # "In the Philippine capital, the last leg of a tour".
        return on.destinations.after(verb.head)
    named = noun.dep_ == "nsubj" and verb.lemma_ == "be" and stop
    return on.destinations.named([c for c in verb.children if c.dep_ == "attr"]) if named else []


def left_behind(on: Attachment, noun: Token) -> list[PlaceMention]:
    """Where somebody was: "left Moscow after a three-day visit", "leaves China at the end of a trip"."""
    verb = left_after(noun)
    return on.destinations.named(objects(verb)) if verb is not None else []


def begun_here(on: Attachment, noun: Token) -> list[PlaceMention]:
    """Where somebody goes who "begins a two-day visit", as a report opens that does not say where to: its dateline."""
    verb, here = noun.head, on.discourse.here
    carries = {"make", "pay"} | word_list("beginnings") | word_list("endings")
    around = (*noun.children, *verb.children)
    if noun.dep_ in {"nsubj", "nsubjpass"} and any(c.lower_ == "by" for c in noun.children):
        # "A visit by Minister X has been moved to May".
        carries, around = {verb.lemma_.lower()}, (*(c for c in noun.children if c.lower_ != "by"),)
    elif noun.dep_ != "dobj":
        return []
    if here is None or noun.sent.start > 0 or verb.lemma_.lower() not in carries or noun.lemma_ == "tour":
        return []
    elsewhere = any(c.dep_ in {"prep", "relcl"} and c.lower_ != "on" for c in around)
    one = any(c.lower_ in {"a", "an"} or c.tag_ == "PRP$" for c in noun.children)
    return [PlaceMention(noun.i, noun.i + 1, here)] if one and not elsewhere else []


def come_to(on: Attachment, noun: Token) -> list[PlaceMention]:
    """Where somebody has come who is on a visit: "X, who arrived in Abuja on Sunday, is on a four-day visit"."""
    verb = clause(noun)
    doer = subject(verb) if verb.lemma_ == "be" and noun.head.lower_ == "on" else None
    told = (
        c for c in (doer.children if doer is not None else ()) if c.dep_ == "relcl" and c.lemma_ in {"arrive", "land"}
    )
    return [place for coming in told for place in on.to(coming, ("in", "at"))]


def paid(on: Attachment, noun: Token) -> list[PlaceMention]:
    """Where somebody went who "paid Uzbekistan a visit"."""
    verb = clause(noun)
    return on.destinations.named([o for o in objects(verb) if o.i < noun.i]) if verb.lemma_ == "pay" else []


def led_to(on: Attachment, noun: Token) -> list[PlaceMention]:
    """Where a trip leads: "a tour that will take him to Rome and Oslo", "the journey that he made to Rome"."""
    verbs = [child for child in noun.children if child.dep_ == "relcl"]
    # "A visit that he was to make to Rome".
    verbs += [c for be in noun.children if be.dep_ in {"acl", "relcl"} for c in infinitives(be)]
    # "A tour of the Gulf states that will take him to".
    of = [word for prep in noun.children if prep.lower_ == "of" for word in prep.children]
    of = [word for word in of if word.lemma_.lower() not in nouns()]
    verbs += [child for word in of for child in word.children if child.dep_ == "relcl"]
    # "A tour last week that took him to Rome".
    verbs += [verb for verb in noun.sent if verb.dep_ == "relcl" and verb.head.ent_type_ == "DATE" and verb.i > noun.i]
    verbs += [noun.head] if noun.dep_ == "nsubj" else []
    leading = [verb for verb in verbs if verb.lemma_.lower() in word_list("leads_to")]
    # "That includes stops in Rome and Oslo", "that will also include Rome and Oslo".
    stops = [noun for verb in verbs if verb.lemma_.lower() in word_list("covering") for noun in objects(verb)]
    found = [place for verb in leading for place in on.to(verb, ("to", "through"))]
    # "A mission that will also take in Zagreb and Sarajevo".
    taking = (verb for verb in leading if verb.i + 1 < len(on.doc) and on.doc[verb.i + 1].lower_ == "in")
    found = found or [place for verb in taking for place in on.destinations.after(on.doc[verb.i + 1])]
    # "His first trip abroad would be to Norway".
    is_ = noun.head if noun.dep_ == "nsubj" and noun.head.lemma_ == "be" else None
    found += [place for c in is_.children if c.lower_ == "to" for place in on.destinations.after(c)] if is_ else []
    # "Begins a tour of Europe, starting in Serbia".
    first = (c for c in clause(noun).children if c.dep_ in {"advcl", "acl"} and c.tag_ == "VBG")
    found += [
        place
        for verb in first
        if verb.i > noun.i and verb.lemma_ in {"start", "begin"}
        for place in on.to(verb, ("in", "at"))
    ]
    found = found or [place for stop in stops for place in on.to(stop, ("in", "to", "at"))]
    return found or on.destinations.named(stops)


def speaker(on: Attachment, noun: Token) -> list[Actor]:
    """Who says of talks with somebody how they were: "X said that talks with Y had been useful"."""
    verb = clause(noun)
    said = verb.dep_ == "ccomp" and verb.head.lemma_.lower() in word_list("reporting") and noun.dep_ in SUBJECTS
    return on.actors(subject(verb.head), verb.head) if said else []


def witnesses(on: Attachment, verb: Token) -> list[Actor]:
    """Third parties who sit in: "in the presence of X", "under Y's eye", "with only the Chinese present"."""
    found: list[Actor] = []
    for noun in verb.sent:
        if noun.lower_ == "present" and noun.pos_ == "ADJ" and clause(noun).i == verb.i:
            near = [a for a in on.index.actors if a.end == noun.i and on.doc[verb.i : a.start].text.count("with")]
            found += on.resolved(near)
        owned = noun.lower_ in {"honour", "honor"} and any(c.dep_ == "poss" for c in noun.children)
        if not (owned or noun.lower_ in word_list("presences")) or noun.dep_ != "pobj" or verb.i not in _clauses(noun):
            continue
        of = [c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"]
        found += [a for prep in of for a in on.members(prep)]
        own = (c for c in noun.children if c.dep_ in {"poss", "amod", "compound"} and c.i < noun.i)
        found += [a for c in own for a in on.actors(c, noun)]
    return found


def _clauses(noun: Token) -> set[int]:
    """The verb of a clause, and the one that its infinitive hangs on ("is scheduled to open")."""
    verb = clause(noun)
    return {verb.i, verb.head.i} if verb.dep_ == "xcomp" else {verb.i}


def is_carried(noun: Token, verb: Token) -> bool:
    """Whether the noun is what a verb carries: its object, or behind "in", "on", "for" ("take part in talks")."""
    head = measured(noun)
    part = head.head.head if head.dep_ == "pobj" else head
    if part.dep_ in {"dobj", "obj"} and part.lower_ in word_list("taking_part") and part.head.i == verb.i:
        # "Led the participation in", "headed the delegation to".
        return head.head.lower_ in {"in", "to", "at"}
    if head.head.i == verb.i and head.dep_ in {"dobj", "obj", "attr", "oprd"}:
        return True
    return (
        head.dep_ == "pobj"
        and head.head.head.i == verb.i
        and head.head.lower_ in {"in", "on", "for", "to", "into", "at", "off"}
    )


def carriers(noun: Token) -> list[Token]:
    """The clause on the noun that tells who holds it ("talks mediated by Egypt"), and the verb that governs it."""
    on = [child for child in noun.children if child.dep_ in {"acl", "relcl"}] + _further_down(noun)
    # "The conference opened in Oslo, hosted by X".
    on += [c for c in clause(noun).children if c.dep_ in BESIDE and _tells_of(c, noun)]
    on += [word for word in _reduced_behind(noun) if word.i not in {c.i for c in on}]
    # "Hosted by X and attended by Y".
    above = {*(child.i for child in on), clause(noun).i} if on or _tells_of(clause(noun), noun) else set()
    on += [word for word in noun.sent[noun.i - noun.sent.start :] if word.head.i in above and is_joined_passive(word)]
    # "Which opened in Oslo and is co-hosted by X".
    told = [verb for verb in on if verb.dep_ == "relcl"] + ([clause(noun)] if noun.dep_ in SUBJECTS else [])
    joined = [c for verb in told for c in verb.children if c.dep_ == "conj" and (is_passive(c) or is_joined_passive(c))]
    on += [verb for verb in joined if verb.i not in {c.i for c in on}]
    found = [
        word for word in on if word.lemma_ in roles() or word.lemma_ in {"hold", "attend", "lead", "give", "offer"}
    ]
    verb = clause(noun)
    # "Will attend the summit that X will chair".
    there = verb.lemma_ in {"attend", "join", "chair", "host"}
    attends = noun.dep_ in {"dobj", "obj"} and noun.head.i == verb.i and there
    if verb.pos_ in {"VERB", "AUX"} and verb.i != noun.i and (attends or not _is_finite_relative(found)):
        found.append(verb)
    return found


def _reduced_behind(noun: Token) -> Iterator[Token]:
    """ "At the meeting on Syria convened by X", where the parser hangs the participle on the verb above."""
    for word in noun.sent[noun.i + 1 - noun.sent.start :]:
        if is_reduced(word):
            yield word
        if word.pos_ in {"VERB", "AUX"} or word.text in {",", ";"}:
            return


def is_reduced(verb: Token) -> bool:
    """Whether a passive without a subject of its own says who held what stands before it."""
    if verb.tag_ != "VBN" or verb.dep_ != "advcl" or verb.i == verb.sent.start or verb.nbor(-1).text == ",":
        return False
    bare = all(c.dep_ not in {"auxpass", "nsubjpass", "mark"} for c in verb.children)
    return bare and verb.lemma_.lower() in roles() and agent(verb) is not None


def told_in_passive(verb: Token) -> Token | None:
    """The meeting of which a passive says who held it: "the talks were hosted by X", "opened, attended by Y"."""
    holds = verb.lemma_.lower() in roles() or verb.lemma_ in {"hold", "attend"}
    noun = subject(verb) if holds and is_passive(verb) and agent(verb) is not None else None
    return noun if noun is not None and noun.lemma_.lower() in nouns() else None


def _tells_of(verb: Token, noun: Token) -> bool:
    told = told_in_passive(verb)
    if told is None and verb.tag_ == "VBN" and noun.dep_ == "dobj" and noun.head.i == verb.head.i:
        # "The Council held its session, chaired by X".
        return verb.i > noun.i and verb.lemma_.lower() in roles() and agent(verb) is not None
    return told is not None and told.i == noun.i


def is_of_others(on: Attachment, noun: Token, verb: Token) -> bool:
    """Whether a verb only speaks of what it says who held: "X and Y discussed the talks between A and B"."""
    # "Called for talks between A and B", but "called a meeting of".
    calls = verb.lemma_ == "call" and noun.dep_ == "pobj" and noun.head.lower_ == "for"
    if verb.lemma_.lower() not in word_list("speaking_of") and not calls:
        return False
    between = (on.members(prep) for prep in on.prepositions(noun) if prep.lower_ == "between")
    return any(len(sides) > 1 or any(len(side.parties) > 1 for side in sides) for sides in between)


def _is_finite_relative(clauses: list[Token]) -> bool:
    """Whether a whole clause on the noun tells of it ("talks that X will host"): the verb above has other subjects."""
    return any(child.dep_ == "relcl" for child in clauses)
