"""A word for people in, who leads them or comes with them out: "lawmakers headed by X", "the king and, with him, Y"."""

from collections.abc import Iterator

from app.extraction.actors import Actor, ActorKind
from app.extraction.attachment import Attachment
from app.extraction.lexicon import word_list
from app.extraction.syntax import SUBJECTS, agent, auxiliaries, objects, subject
from app.extraction.tokens import Token


def hosts_of_guest(on: Attachment, verb: Token) -> list[Actor]:
    """Whose guest somebody is told to be: "spent three days in Tunis as the guest of President X"."""
    as_ = next((c for c in verb.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    guest = next((c for c in as_.children if c.lower_ == "guest"), None) if as_ is not None else None
    of = next((c for c in guest.children if c.lower_ == "of"), None) if guest is not None else None
    return [a for a in on.members(of) if a.kind is not ActorKind.PARTY] if of is not None else []


def companions(on: Attachment, group: Token) -> list[Actor]:
    """Who leads a group, belongs to it by name, or comes with somebody ("the king, accompanied by his son")."""
    named = [actor for verb in _clauses(group) for who in _named(verb) for actor in on.actors(who, verb)]
    of = _in_company_of(on, group)
    # "A delegation including X".
    told = [p for p in group.children if p.lower_ == "including"] + ([of] if of is not None else [])
    return [*named, *(actor for prep in told for actor in on.members(prep))]


def note_staff(on: Attachment, verb: Token) -> None:
    """Remember who belongs to a delegation: "the delegation is comprised of X and Y", "it includes Z"."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in word_list("making_up"):
        return
    group = subject(verb)
    actor = on.index.at(group.i) if group is not None else None
    if actor is None or actor.head_word not in word_list("official_groups"):
        return
    of = [prep for prep in verb.children if prep.lower_ == "of"]
    people = [a for prep in (of or [verb]) for a in on.members(prep) if a.kind is ActorKind.PERSON]
    if people:
        on.discourse.staff[actor.head_word] = people


def staff(on: Attachment, group: Token | None) -> list[Actor]:
    """Who belongs to "the delegation", if the text has named them before."""
    actor = on.index.at(group.i) if group is not None else None
    if actor is None or group is None:
        return []
    sent = actor.head_word in word_list("official_groups") and not actor.plural
    definite = any(c.lower_ in {"the", "this", "his", "her", "their"} for c in group.children)
    return on.discourse.staff.get(actor.head_word, []) if sent and definite else []


def in_company(on: Attachment, verb: Token) -> list[Actor]:
    """Who is said to be there too: "hosted the presidents of A and B, along with Secretary X"."""
    behind = (p for p in on.prepositions(verb) if p.lower_ == "with")
    along = (p for p in behind if p.nbor(-1).lower_ in word_list("in_company"))
    return [a for prep in along for a in on.members(prep)]


def fellow_travellers(on: Attachment, verb: Token) -> list[Actor]:
    """With whom somebody travels: "will go to Mali with the French minister X", "together with X, Y will visit Z"."""
    front = (c for c in verb.children if c.dep_ == "prep" and c.i < verb.i)
    behind = (p for p in (*front, *on.prepositions(verb)) if p.lower_ == "with")
    return [a for prep in behind for a in on.members(prep) if a.kind in {ActorKind.PERSON, ActorKind.ROLE} and a.title]


def entourage(on: Attachment, verb: Token) -> list[Actor]:
    """Who is named of those with whom somebody travels: "with a team led by X", "at the head of one including Y"."""
    behind = [noun for prep in verb.children if prep.lower_ in {"with", "at"} for noun in prep.children]
    heads = (of for noun in behind if noun.lower_ == "head" for of in noun.children if of.lower_ == "of")
    behind += [noun for of in heads for noun in of.children]
    teams = (noun for noun in behind if noun.lower_ in word_list("official_groups"))
    return [actor for team in teams for actor in companions(on, team) if actor.kind is not ActorKind.PARTY]


def companions_behind(on: Attachment, prep: Token) -> list[Actor]:
    """The companions of those behind a preposition: "talks between A and a team headed by X"."""
    met = [word for of in prep.children if of.dep_ == "pobj" for word in (of, *of.conjuncts)]
    return [actor for word in met if on.actors(word, prep) for actor in companions(on, word)]


def _clauses(group: Token) -> Iterator[Token]:
    """The clauses on a word for people, or on what it is of ("a group of lawmakers led by X")."""
    of = [
        of for prep in group.children if prep.dep_ == "prep" and prep.lower_ in {"of", "from"} for of in prep.children
    ]
    alike = [c for c in group.children if c.dep_ == "appos"]
    for word in (group, *of, *alike):
        yield from (c for c in word.children if c.dep_ in {"acl", "relcl"})
    if group.dep_ in SUBJECTS:
        # "Accompanied by his son, the king met X".
        yield from (c for c in group.head.children if joins_in(c))


def _in_company_of(on: Attachment, group: Token) -> Token | None:
    """The "of" in "the minister, in the company of X, was received"."""
    actor = on.index.at(group.i)
    behind = on.doc[actor.end : actor.end + 5] if actor is not None else group.doc[:0]
    words = [token.lower_ for token in behind if token.text != ","]
    return next((t for t in behind if t.lower_ == "of"), None) if words[:4] == ["in", "the", "company", "of"] else None


def joins_in(verb: Token) -> bool:
    """Whether a participle beside a clause says who came along: "accompanied by X, Y met", "met Y, joined by Z"."""
    beside = verb.dep_ == "advcl" and verb.tag_ == "VBN" and not auxiliaries(verb)
    return beside and verb.lemma_.lower() in word_list("accompanying") and agent(verb) is not None


def _named(verb: Token) -> list[Token]:
    """Whom such a clause names: behind "led by" and "who was accompanied by", or after "which included"."""
    if verb.tag_ == "VBN" and verb.lemma_.lower() in word_list("leading") | word_list("accompanying"):
        by = agent(verb)
        return [by] if by is not None else []
    return objects(verb) if verb.lemma_.lower() == "include" else []


def chair_before(on: Attachment, word: Token) -> Actor | None:
    """The state that a word joined to its name makes the chair or host: "the Russian-chaired G8 summit"."""
    joined = word.i > 1 and word.nbor(-1).text == "-" and word.lower_ in word_list("chaired")
    return on.index.at(word.i - 2) if joined else None
