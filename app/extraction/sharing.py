"""The actors of a passage in; titles and parties that lists, appositions and "led by" give them are set."""

import itertools

from app.domain.meetings import Party
from app.extraction.actors import EQUALS, Actor, ActorKind
from app.extraction.lexicon import counts, word_list
from app.extraction.ranks import singular
from app.extraction.syntax import SUBJECTS
from app.extraction.titles import POSSESSIVE
from app.extraction.tokens import Doc, Token

JOINTS = {",", "and", "&"}
# What goes on with the next state of a list: "the ministers of A, X; of B, Y".
AGAIN = JOINTS | {";", "of"}
HUMAN = {ActorKind.PERSON, ActorKind.ROLE}


def share(doc: Doc, actors: list[Actor]) -> None:
    """Let the actors of a passage, in order, take over what is said of them elsewhere in their sentence."""
    _share_titles(doc, actors)
    _own(doc, actors)
    for place, actor in enumerate(actors):
        before = actors[place - 1] if place else None
        if before is not None and _is_served(doc, actor, before):
            actor.is_modifier, before.serves = True, actor
        if _is_sent_by(doc, actor, actors[place + 1 : place + 3]):
            sender, role = actors[place + 1 : place + 3]
            actor.serves, sender.is_modifier, role.is_modifier = sender, True, True
            actor.title, actor.title_span, actor.head_word = role.title, role.title_span, role.head_word
        if actor.kind is ActorKind.GROUP and actor.title and actor.head_word in word_list("plural_heads"):
            _name(doc, actor, actors[place + 1 :])
        if actor.kind is ActorKind.GROUP and actor.title and not actor.parties:
            actor.parties = _of_both(doc, actor, actors[:place])
        if actor.serves is None and not actor.parties:
            actor.serves = _owner(doc, actor, actors[:place]) or _accompanied(doc, actor, actors)
            actor.serves = actor.serves or _sent(doc, actor, actors[:place])
        if actor.kind is ActorKind.PERSON and not actor.parties:
            actor.parties = _led(doc, actor, actors) or _acting_for(doc, actor, actors[place + 1 :])


def _is_served(doc: Doc, actor: Actor, before: Actor) -> bool:
    """Whether somebody only tells whose office another one holds: "X, chief of staff to President Y"."""
    if actor.kind is not ActorKind.PERSON or before.kind not in {ActorKind.PERSON, ActorKind.ROLE}:
        return False
    adjacent = bool(before.title) and before.end == actor.start - 1 and before.end == (before.title_span or (0, 0))[1]
    return adjacent and doc[before.end].lower_ in {"for", "to", "of"}


def _is_sent_by(doc: Doc, actor: Actor, following: list[Actor]) -> bool:
    """Whether somebody is introduced as another one's envoy: "X, President Y's special envoy to Africa, said"."""
    if len(following) < 2 or actor.kind is not ActorKind.PERSON or actor.title or actor.parties:
        return False
    sender, role = following[:2]
    beside = doc[actor.end].text == "," and sender.start == actor.end + 1 and role.start - sender.end <= 1
    owned = sender.kind is ActorKind.PERSON and doc[sender.end : sender.end + 1].text in POSSESSIVE
    return beside and owned and role.kind is ActorKind.ROLE and role.head_word in word_list("sent_to")


def _owner(doc: Doc, actor: Actor, before: list[Actor]) -> Actor | None:
    """Whose minister somebody is that stands behind a possessive: "his foreign minister", "its envoy, X"."""
    if actor.kind is ActorKind.PARTY or not actor.title or actor.head_word in EQUALS | word_list("fellows"):
        return None
    i = actor.start - (doc[actor.start].tag_ != "PRP$")
    word = doc[i].lower_ if i >= 0 and doc[i].tag_ == "PRP$" else ""
    kinds = {"his": HUMAN, "her": HUMAN, "its": {ActorKind.PARTY}}.get(word, set())
    fitting = [a for a in before if a.kind in kinds and not a.plural]
    subjects = [a for a in fitting if any(t.dep_ in SUBJECTS for t in doc[a.start : a.end])]
    return next(reversed(subjects or fitting), None)


def _of_both(doc: Doc, group: Actor, before: list[Actor]) -> tuple[Party, ...]:
    """Whose they are: "pressed Turkey and Greece when she met their ministers", if nobody else is named as several."""
    i = group.start - (doc[group.start].tag_ != "PRP$")
    if i < 0 or doc[i].lower_ != "their" or not doc.is_parsed:
        return ()
    start = doc[i].sent.start
    inside = [a for a in before if a.start >= start]
    listed = [(a, b) for a, b in itertools.pairwise(inside) if doc[a.end : b.start].text == "and"]
    if len(listed) != 1 or any(a.plural for a in inside):
        return ()
    first, last = listed[0]
    states = first.kind is last.kind is ActorKind.PARTY and not first.is_place and not last.is_place
    leads = any(t.dep_ in SUBJECTS for t in doc[first.start : first.end])
    return (*first.parties, *last.parties) if states and not leads else ()


def _accompanied(doc: Doc, actor: Actor, actors: list[Actor]) -> Actor | None:
    """With whom somebody came whose side is not said: "the Chilean president, accompanied by Foreign Minister X"."""
    if actor.kind is not ActorKind.PERSON or not actor.title or not doc.is_parsed:
        return None
    by = doc[actor.start - 1] if actor.start else doc[actor.start]
    by = by.nbor(-1) if by.lower_ in {"the", "his", "her"} and by.i else by
    verb = by.head
    if by.lower_ != "by" or verb.tag_ != "VBN" or verb.lemma_.lower() not in word_list("accompanying"):
        return None
    came = verb.head if verb.dep_ in {"acl", "relcl"} else _subject(verb.head)
    return next((a for a in actors if came is not None and a is not actor and a.start <= came.i < a.end), None)


def _sent(doc: Doc, actor: Actor, before: list[Actor]) -> Actor | None:
    """Who sent an envoy whose side is not said: "President X decided to wait, while dispatching envoy Y to Rome"."""
    if actor.kind is not ActorKind.PERSON or not actor.title or not doc.is_parsed:
        return None
    verb = next((t.head for t in doc[actor.start : actor.end] if t.dep_ in {"dobj", "obj"}), None)
    if verb is None or verb.lemma_.lower() not in word_list("sending"):
        return None
    doer = _subject(verb) or _subject(verb.head)
    return next((a for a in before if doer is not None and a.start <= doer.i < a.end), None)


def _share_titles(doc: Doc, actors: list[Actor]) -> None:
    """ "Presidents X of A and Y of B": every name of the list has the office, in the singular."""
    named: list[Actor] = []
    for earlier, actor in zip([None, *actors], actors, strict=False):
        if actor.kind is ActorKind.PERSON and actor.head_word in word_list("plural_heads") and actor.title:
            _distribute(named)
            actor.title = singular(actor.title)
            actor.head_word = actor.title.split()[-1].lower()
            named = [actor]
        elif named and earlier is not None and actor.kind is ActorKind.PERSON and not actor.title:
            gap = {t.lower_ for t in doc[earlier.end : actor.start]}
            if not gap or not gap <= JOINTS:
                _distribute(named)
                named = []
                continue
            actor.title, actor.head_word = named[0].title, named[0].head_word
            named.append(actor)
        elif actor.kind is not ActorKind.PARTY:
            _distribute(named)
            named = []
    _distribute(named)


def _distribute(named: list[Actor]) -> None:
    """ "British and French Foreign Ministers X and Y": one state each, in order."""
    if len(named) > 1 and len(named[0].parties) == len(named) and not any(a.parties for a in named[1:]):
        for actor, party in zip(named, named[0].parties, strict=True):
            actor.parties = (party,)


def _own(doc: Doc, actors: list[Actor]) -> None:
    """ "The countries' leaders", "leaders of the two": the countries take part through them alone."""
    for actor, owner in itertools.pairwise(actors):
        between = [t.lower_ for t in doc[actor.end : owner.start]]
        nobody = actor.kind is owner.kind is ActorKind.GROUP and not actor.parties and not owner.parties
        of = between[:1] in (["of"], ["from"]) and set(between[1:]) <= {"the", "both", *counts()}
        if nobody and of:
            actor.members, owner.is_modifier = (owner,), True
        elif of and actor.kind is ActorKind.GROUP and not actor.parties and owner.head_word in word_list("state_words"):
            # "Ministers from the six countries of the Council and Jordan".
            actor.parties, owner.is_modifier = owner.parties, True
    serve(doc, actors)
    for owner, actor in itertools.pairwise(actors):
        possessed = actor.start == owner.end + 1 and doc[owner.end].text in POSSESSIVE
        if possessed and owner.kind is ActorKind.GROUP and actor.kind is ActorKind.GROUP and not actor.parties:
            actor.members, owner.is_modifier = (owner,), True


def serve(doc: Doc, actors: list[Actor]) -> None:
    """Let whoever stands behind somebody's possessive act for him: "Prime Minister X's special envoy, Y"."""
    for owner, actor in itertools.pairwise(actors):
        possessed = actor.start == owner.end + 1 and doc[owner.end].text in POSSESSIVE
        titled = actor.kind is ActorKind.ROLE or (actor.title_span is not None and actor.title_span[0] == actor.start)
        if possessed and owner.kind is ActorKind.PERSON and titled and not actor.parties:
            actor.serves, owner.is_modifier = owner, True
    for role, actor in itertools.pairwise(actors):
        behind = role.kind is ActorKind.ROLE and actor.start == role.end + 1 and doc[role.end].text == ","
        unknown = actor.kind is ActorKind.PERSON and actor.title in {None, role.title} and not actor.parties
        if behind and unknown and role.serves is not None and role.serves.end == role.start - 1:
            actor.title, actor.head_word, actor.serves, role.is_modifier = role.title, role.head_word, role.serves, True


def _name(doc: Doc, group: Actor, following: list[Actor]) -> None:
    """ "The presidents of A, X, and B, Y" and "the A and B presidents, X and Y": names in apposition to an office."""
    named: list[Actor] = []
    end, party, paired = group.end, group.parties[-1:], False
    for actor in following:
        gap = [t.lower_ for t in doc[end : actor.start]]
        if not gap or not set(gap) <= (AGAIN if named else JOINTS) or (not named and gap != [","]):
            break
        if actor.kind is ActorKind.PARTY and named and not actor.is_modifier:
            party, paired = actor.parties, True
        elif actor.kind is ActorKind.PERSON and (not actor.title or _makes_up(group, named, actor, paired=paired)):
            if paired and not actor.parties:
                actor.parties = party
            named.append(actor)
        else:
            break
        end = actor.end
    if len(named) == 1 and len(group.parties) > 1 and not paired:
        # "After talks with the leaders of A and B, X said": one name is not that of two.
        return
    for actor in named:
        actor.title = actor.title or singular(group.title or "")
        actor.head_word = actor.title.split()[-1].lower()
    _pair(group, named, paired=paired)


def _makes_up(group: Actor, named: list[Actor], actor: Actor, *, paired: bool) -> bool:
    """ "His counterparts of A, B and C, X, Y and Chancellor Z": the last of as many as states."""
    return bool(named) and not paired and not actor.parties and len(named) == len(group.parties) - 1


def _pair(group: Actor, named: list[Actor], *, paired: bool) -> None:
    if paired and named:
        named[0].parties = named[0].parties or group.parties[-1:]
        group.parties = tuple(dict.fromkeys([*group.parties, *(p for a in named for p in a.parties)]))
    elif not paired and len(named) == len(group.parties):
        for actor, party in zip(named, group.parties, strict=True):
            actor.parties = actor.parties or (party,)
    elif len(group.parties) == 1:
        for actor in named:
            actor.parties = actor.parties or group.parties


def _led(doc: Doc, actor: Actor, actors: list[Actor]) -> tuple[Party, ...]:
    """The one party of the delegation that somebody leads: "the Estonian side was led by X", "X led the Thai team"."""
    # "By the justice minister, X": the office hangs on the preposition.
    for token in doc[actor.start : actor.end]:
        verb = token.head.head if token.dep_ == "pobj" and token.head.lower_ == "by" else token.head
        if verb.lemma_.lower() not in word_list("leading") or token.dep_ not in {"pobj", "nsubj"}:
            continue
        led = _subject(verb) if token.dep_ == "pobj" else next((c for c in verb.children if c.dep_ == "dobj"), None)
        group = next((a for a in actors if led is not None and a.start <= led.i < a.end and a is not actor), None)
        # Who chairs a body need not be of it: "Obama chairs Security Council".
        kinds = {ActorKind.GROUP} if verb.lemma_.lower() == "chair" else {ActorKind.GROUP, ActorKind.PARTY}
        if group is not None and len(group.parties) == 1 and group.kind in kinds:
            return group.parties
    return ()


def _subject(verb: Token) -> Token | None:
    if verb.dep_ in {"acl", "relcl"}:
        return verb.head
    return next((c for c in verb.children if c.dep_ in {"nsubjpass", "nsubj"}), None)


def _acting_for(doc: Doc, actor: Actor, following: list[Actor]) -> tuple[Party, ...]:
    """The party right after "for": "led by X for Khartoum and Y for Juba"."""
    after = following[0] if following else None
    if after is None or after.kind is not ActorKind.PARTY or after.is_modifier or after.start != actor.end + 1:
        return ()
    if doc[actor.end].lower_ != "for" or not doc.is_parsed:
        # A passage that reports nothing is not parsed.
        return ()
    acts = any(t.lemma_.lower() in word_list("leading") for t in doc[actor.start].sent)
    return after.parties if acts else ()
