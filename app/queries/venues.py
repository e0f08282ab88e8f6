"""Meetings that were chosen in; where they take place, and which states come there how often, out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.knowledge import states
from app.queries.census import NONE, Numbers
from app.queries.choosing import Chosen

MOST_PLACES = 300
MOST_WAYS = 300


def venues(chosen: Chosen) -> dict[str, Any]:
    """The most frequent places, and the most frequent ways from the capitals of states to them.

    `elsewhere` are meetings without a place that could be drawn. A way leads to a place by its position in `places`.
    """
    columns, known = chosen.census.columns, chosen.census.places.known
    place = np.where(chosen.mask & ~np.isnan(columns["latitude"]), columns["place"], NONE)
    drawn = place != NONE
    numbers = np.bincount(place[drawn], minlength=len(known))
    # By number, then by name: the same store gives the same picture.
    some = sorted(np.flatnonzero(numbers).tolist(), key=lambda key: (-numbers[key], tuple(map(str, known[key]))))[
        :MOST_PLACES
    ]
    # A house lies a little beside its city: one place, wherever most of its meetings are.
    middle = {name: _means(place[drawn], columns[name][drawn], numbers) for name in ("latitude", "longitude")}
    ways = _ways(chosen, place, some)
    return {
        "places": [
            {
                "city": known[key][0],
                "country": known[key][1],
                "meetings": int(numbers[key]),
                **{name: round(float(values[key]), 4) for name, values in middle.items()},
            }
            for key in some
        ],
        "ways": ways,
        "capitals": {code: _capital(code) for code in sorted({way["from"] for way in ways})},
        "elsewhere": int(chosen.mask.sum() - drawn.sum()),
    }


def _means(place: Numbers, values: NDArray[np.float64], numbers: Numbers) -> NDArray[np.float64]:
    sums = np.bincount(place, weights=values, minlength=len(numbers)).astype(np.float64)
    return np.divide(sums, numbers, out=np.zeros_like(sums), where=numbers > 0)


def _ways(chosen: Chosen, place: Numbers, some: list[int]) -> list[dict[str, Any]]:
    """From where states come to these places, without those who are at home there."""
    countries, known = chosen.census.countries, chosen.census.places.known
    position = np.full(len(known) + 1, NONE)
    position[some] = np.arange(len(some))
    rows, codes = chosen.parts(countries)
    to = position[place[rows]]
    home = np.full(len(known) + 1, NONE)
    for key in some:
        home[key] = next(iter(countries.words.numbers([known[key][1]])), NONE)
    comes = (to != NONE) & (codes != home[place[rows]])
    size = max(len(some), 1)
    numbers = np.bincount(codes[comes] * size + to[comes])
    keys = np.flatnonzero(numbers)
    # By number, then by state and place.
    ranks = np.argsort(np.argsort(np.array(countries.words.known, dtype=str)))
    order = np.lexsort((keys % size, ranks[keys // size], -numbers[keys]))[:MOST_WAYS]
    return [
        {"from": countries.words.known[key // size], "to": key % size, "meetings": int(numbers[key])}
        for key in keys[order].tolist()
    ]


def _capital(code: str) -> dict[str, Any] | None:
    state = states.by_code(code)
    return {"name": state.name, "latitude": state.lat, "longitude": state.lon} if state else None
