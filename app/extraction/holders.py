"""A noun that names a meeting and the verbs that carry it in, who takes part by them set on its mention."""

from app.domain.meetings import Kind, PartyKind, Role, Status
from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.chains import led_up_to
from app.extraction.clauses import carriers, is_carried, is_of_others, speaker, witnesses
from app.extraction.companions import companions
from app.extraction.lexicon import NounFrame, word_list
from app.extraction.neighbours import discussed_with, left_of
from app.extraction.pronouns import named_before
from app.extraction.qualifiers import is_beside_talks, is_courtesy, of_whom, role_of
from app.extraction.rounds import measured
from app.extraction.syntax import (
    SUBJECTS,
    agent,
    clause,
    come_from,
    governors,
    infinitives,
    is_joined_passive,
    is_negated,
    is_passive,
    objects,
    subject,
)
from app.extraction.tokens import Token
from app.extraction.triggers import Mention

# What is done with a meal or an audience for somebody.
GIVING = {"give", "offer", "hold", "host", "grant"}
# Verbs whose negation says who was not there.
ABSENT = {"attend", "join", "take", "participate"}


def add_listed(on: Attachment, noun: Token, mention: Mention) -> None:
    """Who "the meeting involved", "participants in the call included"."""
    beside = [c for c in clause(noun).children if c.dep_ == "advcl" and c.tag_ == "VBG" and subject(c) == noun]
    # "The conference opened, bringing together X and Y".
    # "The summit that will bring together the leaders of A and B".
    on_it = [c for c in noun.children if c.dep_ == "relcl" and c.i > noun.i and not is_passive(c)]
    beside += on_it if mention.kind is not Kind.VISIT else []
    told = [c for c in beside if c.lemma_.lower() in word_list("listing_verbs")]
    for verb in (*told, *governors(noun)):
        if verb.lemma_.lower() in word_list("listing_verbs") and verb.pos_ == "VERB" and noun.i < verb.i:
            mention.add(on.members(verb))
            return
        if verb.pos_ in {"VERB", "AUX"}:
            return


def add_holders(on: Attachment, noun: Token, frame: NounFrame, mention: Mention) -> None:
    """Who holds, attends, cancels or proposes it, or during it does something else."""
    who = come_from(noun)
    if who is not None:
        # "X, back from a trip to Rome, was briefed by Y".
        mention.add(on.actors(who, clause(noun)), Role.GUEST if frame.travel else Role.PARTICIPANT)
        return
    _add_whom(on, noun, mention)
    if mention.counterparts and len(mention.sides) == len(mention.counterparts):
        mention.suggest(speaker(on, noun))
    elif not mention.sides:
        # "American and Soviet negotiators said that the talks would resume".
        said = speaker(on, noun)
        mention.suggest(said if len({party for a in said for party in a.parties}) > 1 else [])
    mention.add(_payers(on, noun) if frame.travel else [], Role.GUEST)
    counted = measured(noun)
    for whose in counted.children if counted.i < noun.i else ():
        if whose.dep_ == "poss" or whose.tag_ == "PRP$":
            # "Their two days of talks".
            mention.add(on.actors(whose, noun))
            mention.definite = True
    for whose in noun.children:
        if whose.lower_ in {"former", "latter"} and frame.travel:
            # "X thanked Y during the former's visit".
            mention.add(named_before(on.index, whose), Role.HOST)
    _add_giver(on, noun, frame, mention)
    for verb in carriers(noun):
        _carried(on, noun, verb, frame, mention)
        large = mention.kind is Kind.CONFERENCE or frame.lemma in word_list("any_size")
        told = noun.dep_ in SUBJECTS or is_carried(noun, verb)
        staged = large and told and verb.lemma_.lower() in word_list("staging")
        if staged or (mention.kind is Kind.MEETING and is_carried(noun, verb)):
            mention.add(witnesses(on, verb))


def _add_whom(on: Attachment, noun: Token, mention: Mention) -> None:
    """With whom a clause on him says that it is: "Y thanked X, with whom a call is planned for Monday".

    So are those who were "present at" it.
    """
    there = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in {"at", "during"} else noun
    if there.lower_ == "present" and there.dep_ == "acomp":
        mention.add(on.actors(subject(clause(there)), clause(there)))
    met = _with_whom(on, noun)
    mention.add(met)
    mention.counterparts += met
    if met:
        above = clause(clause(noun).head)
        mention.suggest(on.actors(subject(above), above))


def _with_whom(on: Attachment, noun: Token) -> list[Actor]:
    """Of whom a clause tells that he takes part: "X, with whom a call is planned for Monday"."""
    verb = clause(noun)
    if noun.dep_ not in SUBJECTS or verb.dep_ != "relcl":
        return []
    opening = (c for c in verb.children if c.i < noun.i and c.lower_ in {"with", "between"} and c.dep_ == "prep")
    return on.actors(verb.head, noun) if any(g.lower_ == "whom" for c in opening for g in c.children) else []


def _payers(on: Attachment, noun: Token) -> list[Actor]:
    """Who makes a trip: "the visit that X is to pay to Rome", "the journey that X made to Rome"."""
    told = [c for c in noun.children if c.dep_ in {"acl", "relcl"}]
    paid_ = [v for v in told if any(w.lemma_ in {"pay", "make"} for w in (v, *infinitives(v)) if w.pos_ == "VERB")]
    who = (c for verb in paid_ for c in verb.children if c.dep_ == "nsubj")
    return [a for doer in who for a in on.actors(doer, noun) if a.kind is not ActorKind.PARTY]


def _carried(on: Attachment, noun: Token, verb: Token, frame: NounFrame, mention: Mention) -> None:
    """Who takes part as the subject or agent of one verb that carries the noun."""
    absent = (is_negated(verb) and verb.lemma_.lower() in ABSENT) or mention.reading.rule == "without somebody"
    if absent and mention.reading.status is Status.HELD and verb.i != noun.i and verb.dep_ != "acl":
        # "Did not attend the summit": it took place without him.
        return
    described = verb.tag_ in {"VBN", "VBD"} and verb.dep_ == "acl"
    passive = is_passive(verb) or described or is_joined_passive(verb)
    role = role_of(verb)
    if frame.travel and role is Role.PARTICIPANT:
        # "South Korea is pushing for a visit by President Xi": whoever is not the guest receives him.
        role = Role.HOST if any(known is Role.GUEST for _, known in mention.sides) else Role.GUEST
    if passive:
        _carried_by(on, noun, verb, mention, role)
        return
    sent = objects(verb)[:1] if verb.lemma_.lower() in word_list("sending") else []
    if frame.travel and noun.dep_ == "pobj" and verb.lemma_.lower() in word_list("host_verbs") and objects(verb):
        # "Received the minister on a courtesy visit": whom one receives is the guest.
        mention.suggest([a for o in objects(verb) for a in on.actors(o, verb)], Role.GUEST)
        role = Role.HOST
    # "Sent his minister to talks", but "sent delegations": whose they are, the subject tells.
    who = [a for noun_ in sent for a in on.actors(noun_, verb) if a.parties or a.person is not None]
    doer = subject(verb)
    who = who or [*on.actors(doer, verb), *(companions(on, doer) if doer is not None and not frame.travel else [])]
    if not who and subject(verb) is None and verb.dep_ == "ROOT":
        who = left_of(on, verb)
    who = on.index.outside(noun, who)
    if is_of_others(on, noun, verb):
        return
    paid = verb.lemma_.lower() == "receive" and is_courtesy(noun)
    light = verb.lemma_.lower() in word_list("light_verbs") or paid or frame.attended
    # "The summit, which Qatar hosts in May".
    stages = role is Role.HOST and verb.dep_ == "relcl" and verb.head.i == noun.i and not frame.travel
    if stages or (light and is_carried(noun, verb)):
        mention.add(who, role)
        _add_company(on, verb, frame, mention)
    else:
        _around(on, verb, who, frame, mention, role)


def _add_company(on: Attachment, verb: Token, frame: NounFrame, mention: Mention) -> None:
    """With whom, for whom or in whose honour the subject of a verb holds what it carries."""
    if verb.lemma_ in {"join", "host"} and mention.trigger.dep_ == "pobj":
        # "Joined X at the summit".
        mention.add([a for o in objects(verb) for a in on.actors(o, verb)])
    # "Gave a dinner to the delegation".
    given = frame.lemma == "audience" or frame.lemma in word_list("meals")
    fed = given and verb.lemma_.lower() in GIVING
    mention.add(on.prepositional(verb, ("with", "to", "for") if fed else ("with",)))
    # "Granted the president an audience".
    mention.add([a for c in verb.children if c.dep_ == "dative" for a in on.actors(c, verb)])
    honoured = [of for prep in on.prepositions(verb) if prep.lower_ == "in" for of in of_whom(prep)]
    mention.add([a for of in honoured for a in on.members(of)])


def _add_giver(on: Attachment, noun: Token, frame: NounFrame, mention: Mention) -> None:
    """Who gave it to whom: "the audience that X will grant to Y", "the dinner which X gave for Y"."""
    if frame.lemma != "audience" and frame.lemma not in word_list("meals"):
        return
    for verb in noun.children:
        if verb.dep_ == "relcl" and verb.lemma_ in GIVING and not is_passive(verb):
            mention.add(on.actors(subject(verb), verb))
            mention.add(on.prepositional(verb, ("with", "to", "for")))


def _carried_by(on: Attachment, noun: Token, verb: Token, mention: Mention, role: Role) -> None:
    """Who takes part by a passive: "hosted by C", "was granted an audience with"."""
    by = on.actors(agent(verb), verb)
    mention.add(by, role)
    if mention.trigger.lemma_.lower() in word_list("meals"):
        # "A dinner was given by X for Y".
        mention.add(on.prepositional(verb, ("for",)))
    # "A and B made peace at a summit hosted by C": those named on the noun are not all.
    mention.counterparts += by if verb.head.i == noun.i or is_joined_passive(verb) else []
    for earlier in led_up_to(noun):
        mention.suggest(on.actors(subject(earlier), earlier))
    granted = noun.dep_ in {"dobj", "obj", "oprd"} and noun.head.i == verb.i
    inside = noun.dep_ == "pobj" and noun.head.lower_ == "in" and verb.lemma_.lower() in word_list("engaged") | {"join"}
    conveyed = (
        noun.dep_ == "pobj" and noun.head.lower_ in {"for", "to"} and verb.lemma_.lower() in word_list("conveying")
    )
    if granted or ((inside or conveyed) and noun.head.head.i == verb.i):
        # "Was granted an audience with", "was joined by his aide in talks", "was driven to the palace for".
        mention.add(on.actors(subject(verb), verb))


def _around(on: Attachment, verb: Token, who: list[Actor], frame: NounFrame, mention: Mention, role: Role) -> None:
    """Who may take part since the clause that names the meeting is about what they do."""
    beside = on.prepositional(verb, ("beside", "alongside")) if verb.lemma_ in {"sit", "stand", "appear"} else []
    if beside:
        # "Sat beside X at the meeting".
        mention.add([*who, *beside], role)
    told = [party for actor, _ in mention.sides for party in actor.parties]
    # "Studied the G8 summit agenda".
    told += [p for m in mention.named for p in m.parties] if mention.trigger.dep_ == "compound" else []
    bloc = any(party.kind is PartyKind.ORGANISATION for party in told)
    if not (bloc and verb.lemma_.lower() in word_list("topics")) and not (
        is_beside_talks(mention.trigger, verb) and not mention.counterparts
    ):
        # Who "discussed the coming G7 summit" may not be there.
        mention.suggest(who, role)
    noun = mention.trigger
    if frame.lemma in word_list("meals") and noun.dep_ == "pobj" and noun.head.lower_ == "over" and not mention.sides:
        # "Discussed trade with X over dinner".
        met = on.prepositional(verb, ("with",)) or discussed_with(on, verb)
        mention.add([*who, *met] if any(a.kind is not ActorKind.PARTY for a in met) else [])
    if verb.lemma_ == "invite" and noun.dep_ == "pobj" and noun.head.lower_ == "to":
        # "Invited the presidents of A, X, and B, Y, to a meeting".
        mention.add([a for o in objects(verb) for a in on.actors(o, verb)])
        mention.add(who)
    addressing = verb.lemma_.lower() in word_list("addressing")
    if frame.kind is Kind.CALL or (addressing and noun.dep_ == "pobj"):
        # "In a phone call Trump encouraged Zelensky to ...": whom the clause addresses was on the line.
        addressed = [a for o in objects(verb) for a in on.actors(o, verb)]
        addressed += on.prepositional(verb, ("to",))
        mention.suggest([a for a in addressed if a.kind in {ActorKind.PERSON, ActorKind.ROLE}])
