"""Points and parts of the globe: degrees in, distances and the boxes that hold a circle out. WGS 84, on a sphere."""

from dataclasses import dataclass
from math import asin, cos, degrees, radians, sin, sqrt

# The mean radius of the Earth (IUGG).
EARTH_KM = 6371.0088
HALF_TURN = 180.0
POLE = 90.0


@dataclass(frozen=True, slots=True)
class Box:
    """What lies between two parallels and two meridians; `west` above `east` goes over the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Circle:
    """What lies at most `km` kilometres from a point."""

    latitude: float
    longitude: float
    km: float

    @property
    def box(self) -> Box:
        """A box that holds the circle."""
        angle = self.km / EARTH_KM
        height = degrees(angle)
        south, north = self.latitude - height, self.latitude + height
        # Of a circle around a pole, or of half the globe, every meridian is a part.
        if south <= -POLE or north >= POLE:
            return Box(-HALF_TURN, max(south, -POLE), HALF_TURN, min(north, POLE))
        width = degrees(asin(min(1.0, sin(angle) / cos(radians(self.latitude)))))
        return Box(_turned(self.longitude - width), south, _turned(self.longitude + width), north)


def great_circle_km(latitude: float, longitude: float, of_latitude: float, of_longitude: float) -> float:
    """The distance of two points along the surface, by the haversine formula."""
    one, other = radians(latitude), radians(of_latitude)
    across, along = radians(of_longitude - longitude), other - one
    half_chord = sin(along / 2) ** 2 + cos(one) * cos(other) * sin(across / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, half_chord)))


def _turned(longitude: float) -> float:
    """A meridian between -180 and 180."""
    return (longitude + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN
