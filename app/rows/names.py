"""The words of a cell in, the party or the place that they name out: general knowledge, asked by name."""

import re
from collections.abc import Iterator

from app.domain.meetings import Party, PartyKind, Place, PlacePrecision, Role
from app.knowledge import organisations, places, seats, states

# Marks of footnotes, which tables put behind names.
_NOTE = re.compile(r"\s*(?:\[\w{1,3}\]|[*†‡]+)\s*$")
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)


def state_of(name: str) -> str | None:
    """The alpha-3 code of a state by code, name, older name or adjective; None where nobody is called so."""
    found = next(filter(None, map(states.find, _forms(name))), None)
    return found.code if found else None


def party_of(name: str, role: Role = Role.PARTICIPANT) -> Party | None:
    """The state or organisation of a name; None where neither is called so."""
    code = state_of(name)
    if code:
        return Party(code, PartyKind.STATE, role)
    body = next(filter(None, map(organisations.find, _forms(name))), None)
    return Party(body.short, PartyKind.ORGANISATION, role) if body else None


def organisation_of(name: str, role: Role = Role.PARTICIPANT) -> Party:
    """An organisation by its usual short name, or as it is written where nobody knows it."""
    body = next(filter(None, map(organisations.find, _forms(name))), None)
    return Party(body.short if body else _bare(name), PartyKind.ORGANISATION, role)


def _forms(name: str) -> Iterator[str]:
    """A name as lists write it: bare, without "the", and "Korea, South" turned round."""
    bare = _bare(name)
    yield bare
    yield _ARTICLE.sub("", bare)
    last, comma, first = bare.partition(",")
    if comma and first.strip():
        yield f"{_ARTICLE.sub('', first.strip())} {last.strip()}"


def _bare(name: str) -> str:
    return _NOTE.sub("", " ".join(name.split()))


def place_in(location: str) -> Place | None:
    """The place of "Venue, City, Country" or any part of that; what is not known is the venue."""
    parts = [" ".join(part.split()) for part in re.split(r"[,;\n]", location) if part.strip()]
    country = state_of(parts[-1]) if parts else None
    # "Singapore" is the city as well, and "Mexico City, Mexico" has both.
    if country and (len(parts) > 1 or not places.find_city(parts[-1])):
        parts.pop()
    for at in range(len(parts) - 1, -1, -1):
        seat, city = seats.find(parts[at]), places.find_city(parts[at], country)
        if city and (country or not seat):
            return place_of(city.name, city.country, ", ".join(parts[:at]) or None)
        if seat and (country in (None, seat.country)):
            return place_of(seat.city or None, seat.country, ", ".join(parts[: at + 1]))
    return place_of(None, country, ", ".join(parts) or None)


def place_of(city: str | None, country: str | None, venue: str | None) -> Place | None:
    """The place of these parts, its city by the usual name; None where all are missing."""
    known = places.find_city(city, country) if city else None
    if known:
        return Place(known.name, known.country, venue, known.lat, known.lon, _precision(venue, city))
    return Place(city, country, venue, precision=_precision(venue, city)) if city or country or venue else None


def _precision(venue: str | None, city: str | None) -> PlacePrecision:
    if venue:
        return PlacePrecision.VENUE
    return PlacePrecision.CITY if city else PlacePrecision.COUNTRY
