"""A question about meetings in; the choices that narrow it, with the number of meetings of each, out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.queries import people
from app.queries.choosing import Keeper
from app.web import words
from app.web.search import TOGETHER, Search

# So many of each kind are shown; what is chosen is shown in any case.
MOST = 8


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the address that makes it, or takes it back; `share` is its part of the largest, in percent."""

    label: str
    count: int
    share: float
    href: str
    chosen: bool
    flag: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """The choices of one kind, the most frequent first."""

    title: str
    options: list[Option]


def _as_they_are(_session: Session, values: Iterable[str]) -> Mapping[str, str]:
    return {value: value for value in values}


def _in_words(told: Callable[[str], str]) -> Callable[[Session, Iterable[str]], Mapping[str, str]]:
    return lambda _session, values: {value: told(value) for value in values}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of choice: the parameter that makes it, what is counted, and how values are told."""

    title: str
    parameter: str
    counted: str
    told: Callable[[Session, Iterable[str]], Mapping[str, str]] = _as_they_are


KINDS = (
    Kind("Status", "status", "status"),
    Kind("Level", "level", "level"),
    Kind("Kind", "kind", "kind"),
    Kind("Country", "country", "country", _in_words(words.country)),
    Kind("Person", "person", "person", people.called),
    Kind("Place", "place", "city"),
    Kind("Topic", "topic", "topic", _in_words(words.topic)),
)


def facets(session: Session, asked: Search, keeper: Keeper) -> list[Facet]:
    """Every kind of choice. Each is counted under all other filters; where values hold together, under its own too."""
    return [Facet(kind.title, _options(session, asked, kind, keeper)) for kind in KINDS]


def _options(session: Session, asked: Search, kind: Kind, keeper: Keeper) -> list[Option]:
    others = asked if kind.parameter in TOGETHER else asked.without(kind.parameter)
    found = keeper.choose(session, others.filter).counts(kind.counted)
    chosen = {value for group in asked.terms[kind.parameter].groups for value in group}
    # People are too many to be put in order.
    least = min((number for _, number in found.most_common(MOST)), default=0)
    by_number = sorted((v for v in found if found[v] >= least or v in chosen), key=lambda v: (-found[v], v))
    shown = by_number[:MOST] + [value for value in by_number[MOST:] if value in chosen]
    told = kind.told(session, shown)
    return [_option(asked, kind, value, told[value], (found[value], found[shown[0]])) for value in shown]


def _option(asked: Search, kind: Kind, value: str, label: str, counts: tuple[int, int]) -> Option:
    """A value with its number of meetings, and the largest number there is."""
    href, chosen = asked.toggled(kind.parameter, value)
    count, largest = counts
    return Option(
        label,
        count,
        round(100 * count / largest, 1),
        href,
        chosen,
        words.flag(value) if kind.parameter == "country" else "",
        value if kind.parameter == "status" else "",
    )
