"""Meetings that were chosen in; the states with the most of them, how often these meet, and in which years, out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.meetings import Level
from app.knowledge import states
from app.queries.census import NONE
from app.queries.choosing import Chosen

# More than these make a picture of lines in which nobody finds anything.
MOST_STATES = 40
MOST_ROWS = 24
LEVELS = list(map(str, Level))


def network(chosen: Chosen) -> dict[str, Any]:
    """The states with the most meetings, and each two of them that meet, in the form of `/v1/network`."""
    found, numbers = _most(chosen, MOST_STATES)
    codes = [chosen.census.countries.words.known[key] for key in found]
    shared = _shared(chosen, found)
    edges = [
        {
            "source": min(codes[one], codes[other]),
            "target": max(codes[one], codes[other]),
            "weight": int(shared[one, other].sum()),
            "levels": dict(zip(LEVELS, shared[one, other].tolist(), strict=True)),
        }
        for one, other in np.argwhere(shared.sum(axis=2))
    ]
    everybody = int(np.count_nonzero(chosen.numbers_of(chosen.census.countries)))
    return {
        "nodes": [
            {"id": code, "name": _name(code), "meetings": number} for code, number in zip(codes, numbers, strict=True)
        ],
        "edges": sorted(edges, key=lambda edge: (-edge["weight"], edge["source"], edge["target"])),
        "meta": {"count": everybody, "truncated": everybody > len(codes)},
    }


def yearly(chosen: Chosen) -> dict[str, Any]:
    """The states with the most meetings, and how many each has in each year that is known: a row of numbers each."""
    found, numbers = _most(chosen, MOST_ROWS)
    first, latest = (chosen.census.columns[name].astype("datetime64[Y]") for name in ("first", "latest"))
    rows, values = chosen.parts(chosen.census.countries)
    position = np.full(len(chosen.census.countries.words.known), NONE)
    position[found] = np.arange(len(found))
    at = position[values]
    # What may be in either of two years is in none.
    counted = (at != NONE) & (first[rows] == latest[rows])
    years = first[rows][counted].astype(np.int64) + 1970
    start, span = (int(years.min()), int(years.max() - years.min()) + 1) if len(years) else (0, 0)
    table = np.bincount(at[counted] * span + years - start, minlength=len(found) * span).reshape(len(found), span)
    codes = [chosen.census.countries.words.known[key] for key in found]
    return {
        "years": list(range(start, start + span)),
        "countries": [
            {"id": code, "name": _name(code), "meetings": number, "years": row}
            for code, number, row in zip(codes, numbers, table.tolist(), strict=True)
        ],
    }


def _most(chosen: Chosen, most: int) -> tuple[list[int], list[int]]:
    """The states with the most meetings, by their numbers in the census, and how many each has."""
    numbers = chosen.numbers_of(chosen.census.countries)
    known = chosen.census.countries.words.known
    found = sorted(np.flatnonzero(numbers), key=lambda key: (-numbers[key], known[key]))[:most]
    return [int(key) for key in found], [int(numbers[key]) for key in found]


def _shared(chosen: Chosen, found: list[int]) -> NDArray[np.int64]:
    """How many meetings of each level any two of these states have in common, the first one coming first in `found`."""
    size, levels = len(found), len(LEVELS)
    position = np.full(len(chosen.census.countries.words.known), NONE)
    position[found] = np.arange(size)
    rows, values = chosen.parts(chosen.census.countries)
    at = position[values]
    rows, at = rows[at != NONE], at[at != NONE]
    numbers = np.zeros(size * size * levels, dtype=np.int64)
    # The rows of one meeting stand together: each is paired with the next one, the one after that, and so on.
    for apart in range(1, size):
        same = rows[apart:] == rows[:-apart]
        if not same.any():
            break
        one, other = at[apart:][same], at[:-apart][same]
        pair = np.minimum(one, other) * size + np.maximum(one, other)
        level = chosen.census.columns["level"][rows[apart:][same]]
        numbers += np.bincount(pair * levels + level, minlength=len(numbers))
    return numbers.reshape(size, size, levels)


def _name(code: str) -> str:
    state = states.by_code(code)
    return state.name if state else code
