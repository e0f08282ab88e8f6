"""In: the name of a recurring meeting or format. Out: who meets there, at what level, and as what kind of meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from app.knowledge.tables import indexed, listed, look_up, rows


@dataclass(frozen=True, slots=True)
class Series:
    """A named series or format; empty fields are open. `members` take part whenever it meets (alpha-3 codes)."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    level: str
    organisations: tuple[str, ...]
    members: tuple[str, ...]
    place: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name as written, the usual one first."""
        return (self.name, *self.aliases)


@cache
def all_series() -> tuple[Series, ...]:
    """Every series, in the order of the file."""
    return tuple(
        Series(
            name=row["name"],
            aliases=listed(row["aliases"]),
            kind=row["kind"],
            level=row["level"],
            organisations=listed(row["organisations"]),
            members=listed(row["members"]),
            place=row["place"],
        )
        for row in rows("series.csv")
    )


@cache
def names() -> Mapping[str, Series]:
    """Every name as written with its series."""
    return MappingProxyType({form: series for series in all_series() for form in series.names})


@cache
def _by_name() -> Mapping[str, Series]:
    return indexed(names().items())


def find(name: str) -> Series | None:
    """The series called `name`; None where it is not listed."""
    return look_up(_by_name(), name)
