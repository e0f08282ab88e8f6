"""A question about meetings in; the choices that narrow it, with the number of meetings of each, out."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

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


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of choice: the parameter that makes it, what is counted, and how it is told."""

    title: str
    parameter: str
    counted: str
    told: Callable[[str], str] = str


KINDS = (
    Kind("Status", "status", "status"),
    Kind("Level", "level", "level"),
    Kind("Kind", "kind", "kind"),
    Kind("Country", "country", "country", words.country),
    Kind("Place", "place", "city"),
    Kind("Topic", "topic", "topic", words.topic),
)


def facets(session: Session, asked: Search, keeper: Keeper) -> list[Facet]:
    """Every kind of choice. Each is counted under all other filters; where values hold together, under its own too."""
    return [Facet(kind.title, _options(session, asked, kind, keeper)) for kind in KINDS]


def _options(session: Session, asked: Search, kind: Kind, keeper: Keeper) -> list[Option]:
    others = asked if kind.parameter in TOGETHER else asked.without(kind.parameter)
    found = keeper.choose(session, others.filter).counts(kind.counted)
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST]
    return [_option(asked, kind, value, number, 100 * number / best[0][1]) for value, number in best]


def _option(asked: Search, kind: Kind, value: str, number: int, share: float) -> Option:
    href, chosen = asked.toggled(kind.parameter, value)
    return Option(
        kind.told(value),
        number,
        round(share, 1),
        href,
        chosen,
        words.flag(value) if kind.parameter == "country" else "",
        value if kind.parameter == "status" else "",
    )
