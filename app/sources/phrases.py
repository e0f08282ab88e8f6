"""The fixed phrases of wire copy: `data/wire.toml` in, one frozen table out."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class WirePhrases:
    """What `data/wire.toml` says; each field is explained there."""

    agencies: dict[str, str]
    not_places: frozenset[str]
    small_place_words: frozenset[str]
    author_roles: frozenset[str]
    other_roles: frozenset[str]
    not_names: frozenset[str]
    small_name_words: frozenset[str]
    boilerplate_starts: tuple[str, ...]
    boilerplate_lines: frozenset[str]

    def outlet(self, tag: str) -> str:
        """The outlet that an agency tag of a dateline stands for."""
        return self.agencies.get(tag, tag)


def load_table(name: str) -> dict[str, Any]:
    """One data file of this package."""
    return tomllib.loads(files("app.sources").joinpath("data", name).read_text("utf-8"))


@cache
def wire_phrases() -> WirePhrases:
    """The table, read once."""
    table = load_table("wire.toml")
    return WirePhrases(
        agencies=table["agencies"],
        not_places=frozenset(table["dateline"]["not_places"]),
        small_place_words=frozenset(table["dateline"]["small_words"]),
        author_roles=frozenset(table["credits"]["authors"]),
        other_roles=frozenset(table["credits"]["others"]),
        not_names=frozenset(table["credits"]["not_names"]),
        small_name_words=frozenset(table["credits"]["small_words"]),
        boilerplate_starts=tuple(table["boilerplate"]["starts"]),
        boilerplate_lines=frozenset(table["boilerplate"]["whole"]),
    )
