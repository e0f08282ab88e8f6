"""What the frame readers produce: one mention of a meeting, with its trigger and its sides."""

from dataclasses import dataclass, field

from app.domain.meetings import Kind, Role
from app.extraction.actors import Actor
from app.extraction.gazetteer import Match
from app.extraction.places import PlaceMention
from app.extraction.tense import Reading
from app.extraction.tokens import Token
from app.extraction.turns import Turn


@dataclass(slots=True)
class Mention:
    """One mention of a meeting. `sides` are sure participants, `near` likely ones, used where the sure ones lack.

    `form` is how many sides a word such as "trilateral" counts; `repeats` marks "the last" or "such a"
    summit: another occasion of sides already known. `apart` marks meetings with one of the `counterparts` after the
    other ("spoke separately with A and B", "telephone conversations with"); what is `beside` a gathering told of before
    is not that gathering ("on the sidelines they met"); `stay` marks words that only tell where somebody is; `turns`
    are those of whom the text says where or when each was met. A time beside an `undated` one is that of what is said
    of it ("decided on Monday to put it off"). What `joins` only tells who else is at a meeting told of before;
    `company` are who leads or accompanies those who make a trip; `of_body` marks what a body alone is said to hold.
    """

    passage: int
    trigger: Token
    kind: Kind
    reading: Reading
    sides: list[tuple[Actor, Role]] = field(default_factory=list)
    near: list[tuple[Actor, Role]] = field(default_factory=list)
    destinations: list[PlaceMention] = field(default_factory=list)
    named: list[Match] = field(default_factory=list)
    is_verb: bool = False
    definite: bool = False
    plural: bool = False
    generic: bool = False
    weak: bool = False
    arrival: bool = False
    additional: bool = False
    form: int | None = None
    repeats: bool = False
    aside: bool = False
    beside: bool = False
    remote: bool = False
    counterparts: list[Actor] = field(default_factory=list)
    apart: bool = False
    undated: bool = False
    stay: bool = False
    joins: bool = False
    of_body: bool = False
    turns: list[Turn] = field(default_factory=list)
    company: list[Actor] = field(default_factory=list)

    @property
    def names_anybody(self) -> bool:
        """Whether it is said, of anybody or anywhere, who meets or where they go."""
        return bool(self.sides or self.near or self.destinations or self.named)

    def add(self, actors: list[Actor], role: Role = Role.PARTICIPANT) -> None:
        """Add sure participants, each once."""
        for actor in actors:
            if all(actor is not a for a, _ in self.sides):
                self.sides.append((actor, role))

    def suggest(self, actors: list[Actor], role: Role = Role.PARTICIPANT) -> None:
        """Add likely participants, each once."""
        for actor in actors:
            if all(actor is not a for a, _ in [*self.sides, *self.near]):
                self.near.append((actor, role))


def several(mention: Mention) -> bool:
    """Whether the sure sides are more than one: several people, or a group that stands for several parties."""
    parties = {party for actor, _ in mention.sides for party in actor.parties}
    return len(mention.sides) > 1 or len(parties) > 1 or any(actor.members for actor, _ in mention.sides)
