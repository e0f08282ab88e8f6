"""What a person says of a field in plain JSON in, the field's value out.

| field | what can be said |
| --- | --- |
| kind, status, level, salience | a word of the vocabulary |
| start, end | `2023-09-26`, `2023-09`, `2023`, or two of them as `2023-09-01/2023-09-05`; null for a day nobody knows |
| place | an object with `city`, `country`, `venue`, of which any may be left out; null for none |
| topics | a list of words |
| series | a name; null for none |
| parties | a list of objects with `country` or `organisation`, and a `role` where one is known |
| people | a list of objects with `name`, `country` or `organisation`, and `title` and `role` where they are known |
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from app.domain.calendar import PartialDate, Precision
from app.domain.meetings import Kind, Level, Party, PartyKind, Person, Place, PlacePrecision, Role, Salience, Status
from app.errors import InvalidDecisionError
from app.knowledge import organisations, places, states

E = TypeVar("E", bound=StrEnum)


def parse_correction(field: str, said: Any) -> Any:
    """The value of the field as `MeetingFields` has it; people without identity. Raises InvalidDecisionError."""
    read = FIELDS.get(field)
    if read is None:
        raise InvalidDecisionError(f"{field!r} cannot be corrected; possible: {', '.join(FIELDS)}", field)
    try:
        return read(said)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise InvalidDecisionError(f"{field}: {said!r} is no value: {error}", field) from None


def _word(vocabulary: type[E]) -> Callable[[Any], E]:
    def read(said: Any) -> E:
        if said not in list(vocabulary):
            raise ValueError(f"write one of {', '.join(vocabulary)}")
        return vocabulary(said)

    return read


def _day(said: Any) -> PartialDate | None:
    if said is None:
        return None
    first, _, last = _text(said).partition("/")
    if not last:
        return PartialDate.parse(first)
    return PartialDate(PartialDate.parse(first).earliest, PartialDate.parse(last).latest, Precision.PERIOD)


def _place(said: Any) -> Place | None:
    if said is None:
        return None
    given = _object(said, "city", "country", "venue")
    city, country = given.get("city"), given.get("country")
    code = _country(country) if country else None
    if not given:
        raise ValueError("name a city, a country or a venue")
    finest = next((name for name in ("venue", "city", "country") if name in given), "country")
    place = Place(city, code, given.get("venue"), precision=PlacePrecision(finest))
    known = places.find_city(city, code) if city else None
    if known is None or (code and known.country != code):
        return place
    return replace(place, city=known.name, country=known.country, latitude=known.lat, longitude=known.lon)


def _topics(said: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(topic).lower() for topic in _list(said)))


def _series(said: Any) -> str | None:
    return None if said is None else _text(said)


def _parties(said: Any) -> tuple[Party, ...]:
    """In the order of the record: states by code, then organisations."""
    parties = [_party(_object(one, "country", "organisation", "role")) for one in _list(said)]
    if len({(party.code, party.kind) for party in parties}) < len(parties):
        raise ValueError("a party is there twice")
    if not parties:
        raise ValueError("a meeting has parties")
    return tuple(sorted(parties, key=lambda party: (party.kind is not PartyKind.STATE, party.code)))


def _party(given: Mapping[str, Any]) -> Party:
    country, organisation = _side(given)
    role = _word(Role)(given.get("role", Role.PARTICIPANT))
    return Party(country, PartyKind.STATE, role) if country else Party(organisation or "", PartyKind.ORGANISATION, role)


def _people(said: Any) -> tuple[Person, ...]:
    return tuple(_person(_object(one, "name", "country", "organisation", "title", "role")) for one in _list(said))


def _person(given: Mapping[str, Any]) -> Person:
    country, organisation = _side(given)
    title = given.get("title")
    role = _word(Role)(given.get("role", Role.PARTICIPANT))
    return Person(_text(given["name"]), country, _text(title) if title else None, organisation, role)


def _side(given: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The state's code or the organisation's short name."""
    country, organisation = given.get("country"), given.get("organisation")
    if (country is None) == (organisation is None):
        raise ValueError("write either a country or an organisation")
    if country is not None:
        return _country(country), None
    known = organisations.find(_text(organisation))
    return None, known.short if known else _text(organisation)


def _country(said: Any) -> str:
    state = states.find(_text(said))
    if state is None:
        raise ValueError(f"{said!r} is no country that is known here")
    return state.code


def _text(said: Any) -> str:
    if not isinstance(said, str) or not said.strip() or "\0" in said:
        raise ValueError("write a text")
    return said.strip()


def _list(said: Any) -> Sequence[Any]:
    if not isinstance(said, (list, tuple)):
        raise TypeError("write a list")
    return said


def _object(said: Any, *names: str) -> Mapping[str, Any]:
    """The members of an object that are not null."""
    if not isinstance(said, Mapping):
        raise TypeError("write an object")
    unknown = sorted(set(said) - set(names))
    if unknown:
        raise ValueError(f"there is no {unknown[0]!r} here; possible: {', '.join(names)}")
    return {name: value if name == "role" else _text(value) for name, value in said.items() if value is not None}


FIELDS: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "kind": _word(Kind),
        "status": _word(Status),
        "level": _word(Level),
        "salience": _word(Salience),
        "start": _day,
        "end": _day,
        "place": _place,
        "topics": _topics,
        "series": _series,
        "parties": _parties,
        "people": _people,
    }
)
