"""In: the name of a data file, or a name as written. Out: its rows, and the key under which a name is looked up."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TypeVar

T = TypeVar("T")

# Letters that Unicode does not take apart into a base letter and a mark.
_UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ə": "a", "æ": "ae", "œ": "oe", "þ": "th"}
)
_APOSTROPHES = re.compile("[\u2018\u2019\u02bb\u02bc\u02b9\u00b4]")
_BREAKS = re.compile(r"[\s\u2010-\u2015_-]+")
# Longer words in capitals are headlines (CHINA), shorter ones acronyms that a lower-case word must not match (us, who).
_LONGEST_ACRONYM = 5


def text(name: str) -> str:
    """The whole of the data file `name`, as text; raises FileNotFoundError where there is none."""
    return resources.files("app.knowledge").joinpath("data", name).read_text(encoding="utf-8")


@cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of the CSV file `name`, each a mapping from column to cell."""
    return tuple(MappingProxyType(row) for row in csv.DictReader(text(name).splitlines()))


def listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, parted by `|`."""
    return tuple(value for value in cell.split("|") if value)


def fold(name: str) -> str:
    """`name` without case, diacritics, hyphens and doubled spaces, for comparison only."""
    name = name.casefold()
    if name.isascii():
        if name.isalpha():
            return name
    else:
        # Some letters in one piece with a mark have a case of their own only when taken apart.
        name = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
        name = "".join(c for c in name if not unicodedata.combining(c))
        name = _APOSTROPHES.sub("'", name).translate(_UNDIVIDED)
    return _BREAKS.sub(" ", name).strip()


def is_acronym(name: str) -> bool:
    """Whether `name` is a short form in capitals, which is understood in capitals only."""
    letters = [c for c in name if c.isalpha()]
    return 0 < len(letters) <= _LONGEST_ACRONYM and " " not in name and name.isupper()


def indexed(pairs: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    """A lookup from names to values; of two values for one name the first stays."""
    found: dict[str, T] = {}
    for name, value in pairs:
        found.setdefault(name if is_acronym(name) else fold(name), value)
    return MappingProxyType(found)


def look_up(index: Mapping[str, T], name: str) -> T | None:
    """The value that `index` holds for `name` as written, or else for its folded form."""
    name = name.strip()
    return index[name] if name in index else index.get(fold(name))
