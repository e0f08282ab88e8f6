"""A candidate in, the candidate with coordinates for its city out; and whether two places are in one city."""

from dataclasses import replace
from math import cos, hypot, radians

from app.domain.meetings import MeetingCandidate, Place, PlacePrecision
from app.knowledge import places
from app.resolution.names import plain

# Two names for points this near are of one city: Washington and Washington, D.C.; Kyiv and Kiev.
ONE_CITY_KM = 25.0
KM_PER_DEGREE = 111.2


def located(candidate: MeetingCandidate) -> MeetingCandidate:
    """The candidate with the coordinates of its city, where the city is known and the reader gave none."""
    place = candidate.place
    if place is None or place.city is None or place.latitude is not None:
        return candidate
    city = places.find_city(place.city, place.country)
    if city is None:
        return candidate
    precision = place.precision or PlacePrecision.CITY
    found = replace(place, country=city.country, latitude=city.lat, longitude=city.lon, precision=precision)
    return replace(candidate, place=found)


def same_city(a: Place, b: Place) -> bool:
    """Whether two places with a city are in the same one, by name or by coordinates."""
    if a.country and b.country and a.country != b.country:
        return False
    if a.city and b.city and plain(a.city) == plain(b.city):
        return True
    ours, theirs = _point(a), _point(b)
    return ours is not None and theirs is not None and _distance_km(ours, theirs) < ONE_CITY_KM


def _point(place: Place) -> tuple[float, float] | None:
    if place.latitude is None or place.longitude is None:
        return None
    return place.latitude, place.longitude


def _distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Between two points of latitude and longitude; a plane is good enough for a city."""
    east = (a[1] - b[1] + 180) % 360 - 180
    return KM_PER_DEGREE * hypot(a[0] - b[0], east * cos(radians((a[0] + b[0]) / 2)))
