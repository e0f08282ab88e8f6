"""The actors of an article in, offices of no name and no state given the side of the one told of before out.

"The Norwegian minister met X on Monday. On Tuesday the minister received Y": the same, while no other side has one.
"""

from collections.abc import Iterable, Sequence

from app.domain.meetings import Level, Party
from app.extraction.actors import Actor, ActorKind
from app.extraction.lexicon import word_list
from app.extraction.naming import NamedPerson, is_deputy
from app.extraction.ranks import of_title


def recall(actors: Sequence[Actor]) -> None:
    """Give each such office its side where it lies; who is a person by name is known otherwise."""
    told: dict[str, dict[tuple[Party, ...], str]] = {}
    for actor in actors:
        if actor.kind is not ActorKind.ROLE or actor.former or actor.head_word not in word_list("ruling_heads"):
            continue
        known = told.setdefault(actor.head_word, {})
        if actor.parties:
            known.setdefault(actor.parties, _title(actor))
        elif actor.person is None and not actor.indefinite:
            fitting = [parties for parties, title in known.items() if title.endswith(_title(actor))]
            actor.parties = fitting[0] if len(fitting) == 1 else ()


def side_of_deputy(actor: Actor, people: Iterable[NamedPerson]) -> tuple[Party, ...]:
    """The side of an office of which the article names only a deputy: "the Secretary-General" of whose deputy."""
    sides = {person.party for person in people if is_deputy(actor, person)}
    return sides.pop() if len(sides) == 1 else ()


def _title(actor: Actor) -> str:
    return (actor.title or actor.head_word).casefold()


def paper_of(people: Sequence[NamedPerson]) -> str | None:
    """The state whose leader a paper names first of all, and without it: "President Museveni has received"."""
    bare = [p for p in people if p.unplaced and p.party and {*p.heads} & word_list("ruling_heads")]
    leading = [p for p in bare if any(of_title(title) is Level.LEADER for title in p.titles)]
    first = min(people, key=lambda person: person.place, default=None)
    own = {person.party[0].code for person in leading}
    return own.pop() if first is not None and first in leading and len(own) == 1 else None
