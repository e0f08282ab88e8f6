"""In: the name of a building or venue. Out: where it lies and for which state or organisation it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from app.knowledge import states
from app.knowledge.tables import indexed, listed, look_up, rows


@dataclass(frozen=True, slots=True)
class Seat:
    """A place of government or a venue; `party` is a code or short name, empty for a venue. Degrees, WGS 84."""

    name: str
    aliases: tuple[str, ...]
    party: str
    city: str
    country: str
    lat: float
    lon: float

    @property
    def names(self) -> tuple[str, ...]:
        """Every name as written, the usual one first."""
        return (self.name, *self.aliases)


def _seat(row: Mapping[str, str]) -> Seat:
    return Seat(
        name=row["name"],
        aliases=listed(row["aliases"]),
        party=row["party"],
        city=row["city"],
        country=row["country"],
        lat=float(row["lat"]),
        lon=float(row["lon"]),
    )


@cache
def all_seats() -> tuple[Seat, ...]:
    """Every seat and venue, ordered by country and name."""
    return tuple(_seat(row) for row in rows("seats.csv"))


@cache
def names() -> Mapping[str, Seat]:
    """Every name as written with its seat."""
    return MappingProxyType({form: seat for seat in all_seats() for form in seat.names})


@cache
def _by_name() -> Mapping[str, Seat]:
    return indexed(names().items())


@cache
def shared_cities() -> frozenset[str]:
    """The cities where organisations sit and no government does (New York, Geneva): who is there visits no state."""
    bodies = {seat.city for seat in all_seats() if seat.party and states.by_code(seat.party) is None}
    return frozenset(bodies - {seat.city for seat in all_seats() if states.by_code(seat.party) is not None})


def find(name: str) -> Seat | None:
    """The seat or venue called `name`, with or without "the" before it; None where it is not listed."""
    return look_up(_by_name(), name) or look_up(_by_name(), name.strip().removeprefix("the ").removeprefix("The "))
