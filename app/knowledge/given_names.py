"""In: a person's full name. Out: whether it is a woman's or a man's, where the given name tells."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from app.knowledge import leaders
from app.knowledge.tables import fold, rows


class Gender(StrEnum):
    """Of whom "she" is said, and of whom "he"."""

    WOMAN = "woman"
    MAN = "man"


@cache
def listed_names() -> Mapping[str, str]:
    """By folded name, whose it is (`women`, or `both`): given names, and full names of which the given name is none."""
    return MappingProxyType({fold(row["name"]): row["bearers"] for row in rows("given_names.csv")})


@cache
def _of_leaders() -> frozenset[str]:
    """The folded given names of leaders: those that are not listed are men's."""
    names = ((leader, leader.name.split()) for leader in leaders.all_leaders())
    return frozenset(fold(words[0]) for leader, words in names if len(words) > 1 and words[0] not in leader.surnames)


@cache
def gender_of(name: str) -> Gender | None:
    """What a full name tells; None for a name of both, for one that is not known, and for a surname alone."""
    words = [word for word in name.split() if not word.endswith(".")]
    if len(words) < 2:
        return None
    forms = (" ".join(words), words[0], words[0].partition("-")[0])
    bearers = next((found for form in forms if (found := listed_names().get(fold(form)))), None)
    if bearers is not None:
        return Gender.WOMAN if bearers == "women" else None
    return Gender.MAN if fold(words[0]) in _of_leaders() else None
