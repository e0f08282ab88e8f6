"""The people and groups of a meeting in, the level at which every side takes part out."""

from collections.abc import Iterable

from app.domain.meetings import Level
from app.extraction.lexicon import word_list
from app.knowledge import offices

ORDER = {Level.UNKNOWN: 0, Level.OFFICIAL: 1, Level.MINISTER: 2, Level.LEADER: 3}


def of_title(title: str | None, party: str = "") -> Level:
    """The rank of an office as reported; unknown where it is no office that takes part."""
    office = (offices.find(title, party) or offices.find(singular(title), party)) if title else None
    if office is None or office.level == "none":
        words = set((title or "").lower().split())
        return Level.OFFICIAL if words & word_list("official_groups") else Level.UNKNOWN
    return Level.OFFICIAL if office.former else Level(office.level)


def only_speaks(title: str | None, party: str) -> bool:
    """Whether an office is of somebody who speaks for others and does not take part."""
    office = offices.find(title, party) if title else None
    return office is not None and office.kind == "spokesperson"


def singular(title: str) -> str:
    """The office that a plural names: "deputy foreign ministers" gives "deputy foreign minister"."""
    return " ".join(_singular(word) if word.lower() in word_list("plural_heads") else word for word in title.split())


def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-3] + "man"
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def lowest(ranks: Iterable[tuple[str, Level]]) -> Level:
    """The lower side decides; within a side its highest representative, sides of unknown rank left out."""
    best: dict[str, Level] = {}
    for side, level in ranks:
        if level is not Level.UNKNOWN and ORDER[level] > ORDER[best.get(side, Level.UNKNOWN)]:
            best[side] = level
    return min(best.values(), key=ORDER.__getitem__, default=Level.UNKNOWN)
