"""Reads `bbox` and `near`: text in, a part of the globe out; and lays it over the coordinates of meetings."""

from typing import Any

from sqlalchemy import and_, between, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from app.domain.geography import EARTH_KM, HALF_TURN, POLE, Box, Circle
from app.errors import InvalidFilterError
from app.queries.moments import Condition, Known

# Half of the way around.
FARTHEST_KM = 20_038


def parse_box(text: str | None, parameter: str = "bbox") -> Box | None:
    """Read west,south,east,north. Raises InvalidFilterError."""
    if text is None:
        return None
    west, south, east, north = _numbers(text, 4, "west,south,east,north in degrees, such as 124,33,132,39", parameter)
    for latitude in (south, north):
        _require(abs(latitude) <= POLE, f"{latitude:g} is no latitude: they go from -90 to 90", parameter)
    for longitude in (west, east):
        _require(abs(longitude) <= HALF_TURN, f"{longitude:g} is no longitude: they go from -180 to 180", parameter)
    _require(south <= north, f"the south, {south:g}, lies north of the north, {north:g}", parameter)
    return Box(west, south, east, north)


def parse_circle(text: str | None, parameter: str = "near") -> Circle | None:
    """Read latitude,longitude,km. Raises InvalidFilterError."""
    if text is None:
        return None
    latitude, longitude, km = _numbers(text, 3, "latitude,longitude,km, such as 37.57,126.98,50", parameter)
    _require(abs(latitude) <= POLE, f"{latitude:g} is no latitude: they go from -90 to 90", parameter)
    _require(abs(longitude) <= HALF_TURN, f"{longitude:g} is no longitude: they go from -180 to 180", parameter)
    _require(0 < km <= FARTHEST_KM, f"{km:g} km is no distance on Earth: 0 to {FARTHEST_KM}", parameter)
    return Circle(latitude, longitude, km)


def lies_in(known: Known, box: Box) -> Condition:
    """The coordinates of a meeting lie in a box; unknown ones lie in none."""
    row = known.meeting
    north_south = between(row.latitude, box.south, box.north)
    if box.west <= box.east:
        return and_(north_south, between(row.longitude, box.west, box.east))
    return and_(north_south, or_(row.longitude >= box.west, row.longitude <= box.east))


def lies_near(known: Known, circle: Circle) -> Condition:
    """The coordinates of a meeting lie in a circle; the box around it lets an index find them."""
    row = known.meeting
    distance = _Distance(row.latitude, row.longitude, circle.latitude, circle.longitude)
    return and_(lies_in(known, circle.box), distance <= circle.km)


class _Distance(FunctionElement[float]):
    """Kilometres between two points, each a latitude and a longitude."""

    name = "great_circle_km"
    inherit_cache = True


@compiles(_Distance, "sqlite")
def _on_sqlite(element: _Distance, compiler: SQLCompiler, **options: Any) -> str:
    return f"great_circle_km({compiler.process(element.clauses, **options)})"


@compiles(_Distance, "postgresql")
def _on_postgresql(element: _Distance, compiler: SQLCompiler, **options: Any) -> str:
    latitude, longitude, of_latitude, of_longitude = (compiler.process(each, **options) for each in element.clauses)
    along = f"power(sin(radians({of_latitude} - {latitude}) / 2), 2)"
    across = f"power(sin(radians({of_longitude} - {longitude}) / 2), 2)"
    half_chord = f"{along} + cos(radians({latitude})) * cos(radians({of_latitude})) * {across}"
    return f"(2 * {EARTH_KM} * asin(sqrt(least(1.0, {half_chord}))))"


def _numbers(text: str, wanted: int, form: str, parameter: str) -> list[float]:
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        found = []
    # Of what is no number, nothing is true: neither of "nan".
    if len(found) != wanted or any(abs(number) > FARTHEST_KM or number != number for number in found):  # noqa: PLR0124
        raise InvalidFilterError(f"{text!r} is not understood: write {form}", parameter)
    return found


def _require(holds: bool, otherwise: str, parameter: str) -> None:
    if not holds:
        raise InvalidFilterError(otherwise, parameter)
