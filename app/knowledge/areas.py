"""In: the name of a state's part, or of a group of states. Out: the state it lies in, or the states it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from app.knowledge.tables import indexed, listed, look_up, rows


@dataclass(frozen=True, slots=True)
class Area:
    """A province, island or other part of a state; `code` is alpha-3, empty where disputed.

    `lat` and `lon` are degrees of its middle, None where the file has none.
    """

    name: str
    aliases: tuple[str, ...]
    code: str
    kind: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Region:
    """A group of states; only for the kinds "states" and "pair" is `members` who takes part when the group meets."""

    name: str
    adjectives: tuple[str, ...]
    aliases: tuple[str, ...]
    kind: str
    members: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name and adjective as written."""
        return (self.name, *self.aliases, *self.adjectives)


def _degrees(cell: str) -> float | None:
    return float(cell) if cell else None


@cache
def all_areas() -> tuple[Area, ...]:
    """Every part of a state that the file lists."""
    return tuple(
        Area(
            name=row["name"],
            aliases=listed(row["aliases"]),
            code=row["code"],
            kind=row["kind"],
            lat=_degrees(row["lat"]),
            lon=_degrees(row["lon"]),
        )
        for row in rows("areas.csv")
    )


@cache
def all_regions() -> tuple[Region, ...]:
    """Every group of states that has a name or an adjective."""
    return tuple(
        Region(
            name=row["name"],
            adjectives=listed(row["adjectives"]),
            aliases=listed(row["aliases"]),
            kind=row["kind"],
            members=listed(row["members"]),
        )
        for row in rows("regions.csv")
    )


@cache
def names() -> Mapping[str, Area]:
    """Every name of an area as written."""
    return MappingProxyType({form: area for area in all_areas() for form in (area.name, *area.aliases)})


@cache
def region_names() -> Mapping[str, Region]:
    """Every name and adjective of a region as written."""
    return MappingProxyType({form: region for region in all_regions() for form in region.names})


@cache
def _areas() -> Mapping[str, Area]:
    return indexed(names().items())


@cache
def _regions() -> Mapping[str, Region]:
    return indexed(region_names().items())


def find(name: str) -> Area | None:
    """The part of a state called `name`; None where it is not listed."""
    return look_up(_areas(), name)


def find_region(name: str) -> Region | None:
    """The group of states that `name` ("Central Asia", "Nordic", "Franco-German") stands for."""
    return look_up(_regions(), name)
