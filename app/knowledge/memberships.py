"""In: the short name of an organisation. Out: its member states, each with the days between which it was a member."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType

from app.knowledge import organisations
from app.knowledge.tables import rows


@dataclass(frozen=True, slots=True)
class Membership:
    """A state (by alpha-3 code) was a member from `first` until `last`; None where that is not told, or goes on."""

    country: str
    first: date | None = None
    last: date | None = None


@cache
def _dated() -> Mapping[str, tuple[Membership, ...]]:
    """The memberships that memberships.csv tells of, by organisation."""
    found: dict[str, tuple[Membership, ...]] = {}
    for row in rows("memberships.csv"):
        first, last = (date.fromisoformat(row[end]) if row[end] else None for end in ("first", "last"))
        for country in row["countries"].split("|"):
            told = Membership(country, first, last)
            found[row["organisation"]] = (*found.get(row["organisation"], ()), told)
    return MappingProxyType(found)


@cache
def of(short: str) -> tuple[Membership, ...]:
    """Every membership of an organisation; today's members are taken for members ever since where no day is told.

    Empty for an organisation whose members are not listed.
    """
    dated = _dated().get(short, ())
    told = {membership.country for membership in dated}
    known = organisations.find(short)
    undated = tuple(Membership(country) for country in (known.members if known else ()) if country not in told)
    return (*dated, *undated)
