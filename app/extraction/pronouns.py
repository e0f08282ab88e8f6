"""A pronoun and the actors of its passage in, those of its own sentence that it can stand for out."""

import itertools
from collections.abc import Callable

from app.domain.meetings import Kind, PartyKind
from app.extraction.actors import Actor, ActorKind
from app.extraction.arguments import ActorIndex
from app.extraction.discourse import SINGULAR, may_be
from app.extraction.lexicon import verbs, word_list
from app.extraction.syntax import auxiliaries, clause, governors, objects, subject
from app.extraction.tokens import Token
from app.extraction.travellers import travellers

# Of pronouns that are objects, those that are subjects.
SUBJECTS = {"him": "he", "her": "she"}
SUBJECTS_OF = {"nsubj", "nsubjpass"}
SPOKESMEN = {"spokesman", "spokeswoman", "spokesperson"}
# What somebody else had better do, and no plan of his.
OPINION = {"must", "should", "ought", "could"}


def said_of_itself(index: ActorIndex, it: Token) -> list[Actor]:
    """The party that says what "it" does: "Pakistan has informed the envoy that it will not receive him".

    Else the delegation of which the sentence before tells: "A team led by X arrived on Monday. It met with Y".
    """
    verb = it.head
    if verb.dep_ in {"ROOT", "conj"} and it.sent.start:
        before = it.doc[it.sent.start - 1].sent.start
        told = [a for a in index.actors if before <= a.start < it.sent.start and a.is_subject]
        body = told[0] if told and told[0].kind is ActorKind.GROUP and not told[0].plural else None
        return [body] if body is not None and body.head_word in word_list("official_groups") else []
    above = verb.head if verb.dep_ == "ccomp" else None
    doer = subject(above) if above is not None and above.lemma_.lower() in word_list("reporting") else None
    own = index.of(doer) if doer is not None and doer.i < it.i else []
    return own if len(own) == 1 and own[0].kind is ActorKind.PARTY else []


def relative_of(word: Token) -> Token:
    """The verb of the clause that a word such as "who" opens: "whom he had refused to see"."""
    verb = clause(word)
    while word.lower_ == "whom" and verb.dep_ == "xcomp" and verb.head.i != verb.i:
        verb = verb.head
    return verb


def last_before(index: ActorIndex, pronoun: Token) -> list[Actor]:
    """The last person or office before a pronoun in its own sentence, a subject rather than another."""
    sent = _sent_there(index, pronoun)
    if sent:
        return sent
    sentence = [a for a in index.actors if pronoun.sent.start <= a.start < pronoun.i]
    people = [a for a in sentence if a.kind in {ActorKind.PERSON, ActorKind.ROLE} and not a.plural]
    people = [a for a in people if may_be(pronoun.lower_, a)]
    doers = not_meant(index, pronoun)
    people = [a for a in people if all(a is not b for b in doers)]
    # "A spokesman for X said the minister had spoken to Y and would see him": not the spokesman.
    people = [a for a in people if a.person is not None or a.head_word not in SPOKESMEN] or people
    if pronoun.tag_ == "PRP$" and clause(pronoun).lemma_.lower() in word_list("about_object"):
        of = {t.i for t in objects(clause(pronoun))}
        people = [a for a in people if of & {*range(a.start, a.end)}] or people
        return people[-1:]
    subjects = [a for a in people if any(t.dep_ in {"nsubj", "nsubjpass"} for t in index.doc[a.start : a.end])]
    return (subjects or people)[-1:]


def _sent_there(index: ActorIndex, pronoun: Token) -> list[Actor]:
    """Who was sent to a place of which a clause tells what was done there: "sent his envoy to Kyiv, where he met"."""
    verb = clause(pronoun)
    above = clause(verb.head) if verb.dep_ in {"relcl", "advcl"} else None
    if above is None or above.lemma_.lower() not in word_list("sending") or above.i > pronoun.i:
        return []
    found = [a for noun in objects(above) for a in index.of(noun)]
    return found if len(found) == 1 and found[0].kind in {ActorKind.PERSON, ActorKind.ROLE} else []


def _told_of(index: ActorIndex, pronoun: Token) -> list[Actor]:
    """Of whom a clause tells what another did: "X, whom he had received in May, reported"."""
    verb = pronoun.head
    whom = pronoun.dep_ == "nsubj" and verb.dep_ == "relcl" and any(c.lower_ == "whom" for c in verb.subtree)
    return index.of(verb.head) if whom else []


def _met_before(index: ActorIndex, pronoun: Token) -> list[Actor]:
    """Whom somebody met before what the clause tells of him: "after talks with X he flew home", "after seeing X he"."""
    opening = [c for c in pronoun.head.children if c.dep_ in {"prep", "advcl"} and c.i < pronoun.i]
    below = (t for c in opening for t in c.subtree)
    met = (
        t for t in below if t.head.lower_ == "with" or (t.dep_ == "dobj" and t.head.tag_ == "VBG" and t.i < pronoun.i)
    )
    return [a for t in met if (a := index.at(t.i)) is not None and a.kind is not ActorKind.PARTY]


def not_meant(index: ActorIndex, pronoun: Token) -> list[Actor]:
    """Whom a pronoun is not: "received the envoy and spoke with him", "walked over and shook his hand"."""
    told = _told_of(index, pronoun)
    if not told and pronoun.dep_ == "nsubj" and pronoun.i - pronoun.sent.start > 2:
        told = _met_before(index, pronoun)
    if told:
        return told
    other = pronoun.dep_ in {"dobj", "pobj", "dative"} or (pronoun.head.lemma_ == "hand" and pronoun.tag_ == "PRP$")
    doer = subject(clause(pronoun)) if other else None
    if doer is not None and doer.lower_ == "who" and clause(doer).dep_ == "relcl":
        # "Y, who spoke with him by telephone".
        doer = clause(doer).head
    actor = index.at(doer.i) if doer is not None else None
    if actor is None and doer is not None and doer.i < pronoun.i and doer.lower_ in SUBJECTS.values():
        # "X will raise it with Y when he sees him".
        return last_before(index, doer)
    return [actor] if actor is not None else []


def pair_before(index: ActorIndex, pronoun: Token, lower: str) -> list[Actor]:
    """Who "their" points at in its sentence: a subject of several sides, or the two people whom it names before.

    "The two Koreas held their talks", "A said that B had agreed in their talks".
    """
    if lower == "both":
        return pair_of_sentence(index, pronoun)
    if lower == "they":
        verb = clause(pronoun)
        # "X praised Y when they met", "A and B conferred in Oslo, where they were joined by C".
        when = verb.dep_ == "advcl" or _is_where(verb)
        above = _doers_above(index, pronoun) or travellers(index, pronoun)
        return above or (pair_of_sentence(index, pronoun) if when else [])
    if lower != "their":
        return []
    doer = subject(clause(pronoun))
    own = index.of(doer) if doer is not None and doer.i < pronoun.i else []
    if len({party for a in own for party in a.parties}) > 1:
        return own
    if own and own[0].plural and own[0].parties and own[0].parties[0].kind is PartyKind.ORGANISATION:
        # "Leaders of the Group of Seven, joined by X, closed their summit".
        return own
    sentence = [a for a in index.actors if pronoun.sent.start <= a.start < pronoun.i]
    last = sentence[-1] if sentence else None
    if last is not None and last.plural and last.parties and clause(index.doc[last.start]).i == clause(pronoun).i:
        # "Briefed EU leaders at their summit".
        return [last]
    states = [a for a in sentence if a.kind is ActorKind.PARTY and not a.is_modifier]
    if len(states) == len(sentence) == 2 and len({a.parties for a in states}) == 2:
        # "North Korea has asked Mongolia to postpone a session of their joint committee".
        return states
    people = [a for a in sentence if a.kind is ActorKind.PERSON and not a.is_modifier]
    pair = {a.person: a for a in people if a.person is not None}
    apart = len({a.parties for a in pair.values()}) == len(pair) or not all(a.parties for a in pair.values())
    if len(pair) == len(sentence) == 2 and apart:
        return list(pair.values())
    # "The offers that X and Y made stand although their talks broke down".
    joined = itertools.pairwise(people)
    listed = [[a, b] for a, b in joined if index.doc[a.end : b.start].text == "and" and set(a.parties) ^ set(b.parties)]
    return listed[-1] if listed else []


def are_others(index: ActorIndex, pronoun: Token) -> bool:
    """ "Thousands gathered in Oslo, where X greeted them", "A and B said they would": of whom no side is told."""
    if pronoun.lower_ not in {"they", "them"}:
        return False
    for verb in governors(pronoun):
        doer = next((c for c in verb.children if c.dep_ in SUBJECTS_OF and c.i < pronoun.i), None)
        words = [doer, *doer.conjuncts] if doer is not None else []
        named = len(words) > 1 and all(w.pos_ in {"PROPN", "NOUN"} for w in words)
        people = any(w.lower_ in word_list("home_people") for w in words)
        if (named or people) and all(index.at(w.i) is None for w in words):
            return True
    return False


def _is_where(verb: Token) -> bool:
    """Whether a clause tells where or when those above met, and not what they came for."""
    told = verb.dep_ == "relcl" and any(c.lower_ in {"where", "when"} for c in verb.children)
    above = verbs().get(clause(verb.head).lemma_.lower()) if told else None
    return told and (above is None or above.kind is not Kind.VISIT)


def _doers_above(index: ActorIndex, pronoun: Token) -> list[Actor]:
    """ "The ministers of the bloc will discuss it when they gather": the group that does what the clause above says."""
    verb = clause(pronoun)
    doer = subject(verb.head) if verb.dep_ == "advcl" else None
    own = index.of(doer) if doer is not None and doer.i < pronoun.i else []
    # "European ministers": of no states told of, and none of those who met before.
    others = len(own) == 1 and own[0].plural and index.doc[own[0].start].lower_ not in {"the", "both", "their", "all"}
    others = others and own[0].start > 0 and index.doc[own[0].start - 1].lower_ not in {"the", "both", "their", "all"}
    return own if others or any(a.plural and a.parties for a in own) else []


def pair_of_sentence(index: ActorIndex, token: Token) -> list[Actor]:
    """The two people whom a sentence names before "the two": "X tried to dissuade Y when the two met".

    Else whom the one before it is about with whom this one names ("No meeting with Y is planned; the two spoke").
    """
    people, named = _people_from(index, token.sent.start, token.i)
    if len(people) == named == 2:
        return people
    if len(people) != named or named > 1 or not token.sent.start or any(a.is_subject for a in people):
        return []
    start = token.doc[token.sent.start - 1].sent.start
    before, all_before = _people_from(index, start, token.sent.start)
    pair = [*(a for a in before if a.is_subject or not people), *people]
    sides = [a.parties for a in pair if a.parties]
    apart = len(set(sides)) == len(sides) and len({a.person for a in pair}) == len(pair) == 2
    return pair if apart and len(before) == all_before else []


def _people_from(index: ActorIndex, start: int, end: int) -> tuple[list[Actor], int]:
    """The people whom some words name, each once, and how many people and offices they name."""
    kinds = {ActorKind.PERSON, ActorKind.ROLE}
    named = [a for a in index.actors if start <= a.start < end and a.kind in kinds]
    people = {a.person: a for a in named if a.person is not None and not a.is_modifier}
    return list(people.values()), len(named)


def one_of_two(index: ActorIndex, token: Token) -> list[Actor]:
    """Who "the former" and "the latter" are of the two named last before them in their sentence."""
    return named_before(index, token)[token.lower_ == "latter" :][:1]


def named_before(index: ActorIndex, token: Token) -> list[Actor]:
    """The two people named last before a word in its sentence; none if it names fewer."""
    kinds = {ActorKind.PERSON, ActorKind.ROLE}
    named = [a for a in index.actors if token.sent.start <= a.start < token.i and a.kind in kinds and not a.is_modifier]
    return named[-2:] if len(named) > 1 else []


def is_judged(index: ActorIndex, actor: Actor) -> bool:
    """Whether a sentence goes on about who speaks in it of one of another side: "X said that Y should resign"."""
    doer = next((t for t in index.doc[actor.start : actor.end] if t.dep_ in SUBJECTS_OF), None)
    verb = clause(doer) if doer is not None else None
    if verb is None or verb.dep_ != "ccomp":
        return False
    planned = verb.lemma_.lower() in verbs() and all(t.lower_ not in OPINION for t in auxiliaries(verb))
    teller = subject(verb.head)
    own = index.at(teller.i) if teller is not None and teller.i < actor.start and not planned else None
    if own is None or own.kind not in {ActorKind.PERSON, ActorKind.ROLE} or own.head_word in word_list("sources"):
        return False
    return own.person != actor.person and not set(own.parties) & set(actor.parties)


def faces_others(index: ActorIndex, pronoun: Token, members: Callable[[Token], list[Actor]]) -> bool:
    """ "We will also meet with X", "we will fly to Paris": "we" are who speaks, and not who was told of before.

    `members` gives the list of actors behind a preposition.
    """
    verb = clause(pronoun)
    frame = verbs().get(verb.lemma_.lower())
    if frame is not None and frame.to:
        return True
    met = [c for c in verb.children if c.lower_ in {"with", "by"} and c.dep_ in {"prep", "agent"}]
    named = [a for prep in met for a in members(prep)] + [a for o in objects(verb) for a in index.of(o)]
    return any(a.kind in {ActorKind.PERSON, ActorKind.ROLE} for a in named)


def subject_after(index: ActorIndex, pronoun: Token, lower: str) -> list[Actor]:
    """The subject of the clause, for a pronoun that runs ahead of it ("As part of his visit, President X ...")."""
    if lower not in SINGULAR or pronoun.i - pronoun.sent.start > 8:
        return []
    head = subject(clause(pronoun))
    named = index.of(head) if head is not None and head.i > pronoun.i else []
    return [a for a in named if a.kind is ActorKind.PERSON and may_be(lower, a)]


def same_before(pronoun: Token) -> Token | None:
    """The same pronoun as the subject of the clause before: "he assured the king, and he met the shah".

    Likewise "she flew to Rome, where the Pope received her".
    """
    verb = pronoun.head
    doer = SUBJECTS.get(pronoun.lower_)
    there = clause(pronoun) if doer is not None and pronoun.dep_ in {"dobj", "pobj"} else None
    if there is not None and there.dep_ == "relcl" and any(t.lower_ == "where" for t in there.subtree):
        above = subject(clause(there.head))
        return above if above is not None and above.lower_ == doer and above.i < pronoun.i else None
    if pronoun.dep_ not in SUBJECTS_OF:
        return None
    # "He dined with Y and was refused leave to fly to Oslo, where he had hoped to see Z".
    for above in verb.ancestors if verb.dep_ in {"conj", "relcl", "ccomp"} else ():
        same = next((c for c in above.children if c.dep_ in SUBJECTS_OF and c.lower_ == pronoun.lower_), None)
        if same is not None and same.i < pronoun.i:
            return same
    return None


def including(last: Token, reach: int) -> Token | None:
    """The word by which a sentence names some of a group that ends at `last`: "leaders met, among them X".

    Other words than "among them" stand within `reach` tokens of it and before any verb.
    """
    behind = last.doc[last.i + 1 : last.sent.end]
    words = {"including", "among"}
    near = itertools.takewhile(lambda t: t.lower_ in words or t.pos_ not in {"VERB", "AUX"}, behind[:reach])
    them = next((a for a, b in itertools.pairwise(behind) if a.lower_ == "among" and b.lower_ == "them"), None)
    return next((t for t in near if t.lower_ in words), them)
