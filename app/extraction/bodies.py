"""A word for a body that meets in, who is named in its name out: "the Greek-Turkish commission", "the NATO council"."""

from collections.abc import Callable
from dataclasses import replace

from app.domain.meetings import PartyKind
from app.extraction.actors import Actor, ActorKind
from app.extraction.arguments import ActorIndex
from app.extraction.lexicon import word_list
from app.extraction.syntax import clause
from app.extraction.tokens import Doc, Token

# Tells who stands behind a preposition.
Members = Callable[[Token], list[Actor]]


def in_its_name(index: ActorIndex, noun: Token, members: Members) -> list[Actor]:
    """The parties in the name of a body: "the Greek-Turkish commission", "the Council between the EU and Moldova".

    An organ of an organisation stands for it: "the Executive Council of the African Union".
    """
    if noun.lower_ not in word_list("joint_bodies"):
        return []
    found = _before(index, noun) or _behind(noun, members)
    return found if _several(found) or _are_organisations(found) else []


def of_both(
    noun: Token, pair: Callable[[Actor], list[Actor]], behind: Callable[[Token, Token], list[Actor]]
) -> list[Actor]:
    """A body of the two sides that have been told of: "the joint commission will meet in May", "their joint board".

    Who has met before need not be on it. `behind` tells who "their" are.
    """
    if noun.lower_ not in word_list("joint_bodies") or not {c.lower_ for c in noun.children} & word_list("of_both"):
        return []
    body = Actor(ActorKind.GROUP, noun.i, noun.i + 1, (), count=2, head_word=noun.lower_)
    owner = next((c for c in noun.children if c.tag_ == "PRP$"), None)
    found = pair(body) if owner is None else behind(owner, noun)
    return [replace(body, members=tuple(found))] if _several(found) else []


def whose(index: ActorIndex, of: Token, members: Members) -> list[Actor]:
    """The parties of the body behind "of": "of the U.S.-Israel Consultative Group", "of the board of A and B"."""
    noun = next((c for c in of.children if c.dep_ == "pobj"), None)
    if noun is None:
        return []
    inside = _before(index, noun)
    if inside or noun.lower_ not in word_list("joint_bodies"):
        return inside
    behind = _behind(noun, members)
    return behind if _several(behind) else []


def of_body_told(doc: Doc, group: Actor, told: Actor | None) -> Actor:
    """ "The bloc's leaders": of the organisation that the story has told of last."""
    vague = group.kind is ActorKind.GROUP and not group.parties and told is not None and group.plural
    left = {t.lower_ for t in doc[max(0, group.start - 3) : group.start + 2]} if vague else set()
    known = told is not None and bool(left & word_list("names_of_blocs")) and bool(left & {"'s", "’s"})
    return replace(group, parties=told.parties) if known and told is not None else group


def _behind(noun: Token, members: Members) -> list[Actor]:
    return [a for p in noun.children if p.lower_ in {"of", "between"} for a in members(p)]


def _before(index: ActorIndex, noun: Token) -> list[Actor]:
    return [a for a in index.actors if noun.left_edge.i <= a.start < noun.i and a.kind is ActorKind.PARTY]


def _several(actors: list[Actor]) -> bool:
    return len({party for actor in actors for party in actor.parties}) > 1


def _are_organisations(actors: list[Actor]) -> bool:
    parties = [party for actor in actors for party in actor.parties]
    return bool(parties) and all(party.kind is PartyKind.ORGANISATION for party in parties)


def of_whom_told(index: ActorIndex, token: Token, found: list[Actor]) -> list[Actor]:
    """Those of whomever a clause is on, with its side: "North Korea, whose delegates had talks with"."""
    if len(found) != 1 or found[0].parties or clause(token).dep_ != "relcl":
        return found
    whose = any(c.lower_ == "whose" and c.dep_ == "poss" for c in token.children)
    owners = index.of(clause(token).head) if whose else []
    known = len(owners) == 1 and owners[0].kind is ActorKind.PARTY
    return [replace(found[0], parties=owners[0].parties)] if known else found
