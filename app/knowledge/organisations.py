"""In: the name of an organisation or movement as written. Out: the organisation, with its members if known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from app.knowledge.tables import fold, indexed, listed, look_up, rows


@dataclass(frozen=True, slots=True)
class Organisation:
    """A bloc, agency, forum or movement; `members` and `home` are alpha-3 codes, empty where not listed."""

    short: str
    name: str
    aliases: tuple[str, ...]
    type: str
    part_of: str
    members: tuple[str, ...]
    home: str
    leader_titles: tuple[str, ...]
    seat: str
    ambiguous: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name as written, the short one first."""
        return (self.short, self.name, *self.aliases)


def _organisation(row: Mapping[str, str]) -> Organisation:
    return Organisation(
        short=row["short"],
        name=row["name"],
        aliases=listed(row["aliases"]),
        type=row["type"],
        part_of=row["part_of"],
        members=listed(row["members"]),
        home=row["home"],
        leader_titles=listed(row["leader_titles"]),
        seat=row["seat"],
        ambiguous=listed(row["ambiguous"]),
    )


@cache
def all_organisations() -> tuple[Organisation, ...]:
    """Every organisation, ordered by short name."""
    return tuple(_organisation(row) for row in rows("organisations.csv"))


@cache
def names() -> Mapping[str, str]:
    """Every name as written with the short name it stands for."""
    return MappingProxyType({form: body.short for body in all_organisations() for form in body.names})


@cache
def _by_name() -> Mapping[str, Organisation]:
    return indexed((form, body) for body in all_organisations() for form in body.names)


def find(name: str) -> Organisation | None:
    """The organisation of a short or full name or alias; acronyms in capitals only ("WHO", never "who")."""
    return look_up(_by_name(), name)


@cache
def _ambiguous() -> frozenset[str]:
    return frozenset(fold(form) for body in all_organisations() for form in body.ambiguous)


def is_ambiguous(name: str) -> bool:
    """Whether `name` often means something else as well ("Security Council" of one state, "the Quartet")."""
    return fold(name) in _ambiguous()


@cache
def of_member(code: str) -> tuple[Organisation, ...]:
    """The organisations that list the state with this alpha-3 code as a member today."""
    return tuple(body for body in all_organisations() if code in body.members)
