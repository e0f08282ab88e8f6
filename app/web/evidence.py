"""A meeting's record with its sources in; its values, each with the key by which its evidence is found, out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.extraction.explanation import CATEGORIES
from app.resolution.names import words_of
from app.web import words
from app.web.marking import Piece, Shown, pieces

# Evidence of what the program thinks of the whole, not of a value that a reader looks for.
NOT_SHOWN = frozenset({"meeting", "confidence", "salience"})
# Beyond so many, articles are shown by their clause; their own pages have the whole text.
MOST_TEXTS = 30


@dataclass(frozen=True, slots=True)
class Told:
    """What one article tells of the meeting: the source as the API has it, and its text in pieces.

    `otherwise` is what it says of fields of which the record says something else.
    """

    source: Mapping[str, Any]
    text: Sequence[Piece]
    otherwise: Sequence[str]


def key_of(claimed: str, people: Mapping[str, str]) -> str:
    """The key of a claimed field: that of the person whom the record has, where it is a person's."""
    kind, colon, member = claimed.partition(":")
    if kind == "role":
        kind = "party"
    if kind == "person":
        member = people.get(member, member)
    return f"{kind}-{slug(member)}" if colon else kind


def slug(text: str) -> str:
    """A text as a part of a key."""
    return re.sub(r"\W+", "_", text)


def same_people(names: Iterable[str], persons: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Names as articles have them, with the names by which the record has the same people."""
    found = {}
    for name in names:
        wanted = set(words_of(name))
        matches = (one["name"] for one in persons if _alike(wanted, set(words_of(one["name"]))))
        found[name] = next(matches, name)
    return found


def told(meeting: Mapping[str, Any], contents: Mapping[str, str]) -> list[Told]:
    """Every source with its article's text, in which the words for each value are marked."""
    persons = [person for side in meeting["participants"] for person in side["people"]]
    claimed = {claim["field"] for source in meeting["sources"] for claim in source["claims"]}
    people = same_people(
        (member for kind, _, member in (one.partition(":") for one in claimed) if kind == "person"), persons
    )
    found = []
    for source in meeting["sources"]:
        content = contents.get(source["article"]["id"])
        marks = [_shown(claim, people) for claim in source["claims"] if claim["field"] not in NOT_SHOWN]
        found.append(Told(source, pieces(content, marks) if content is not None else (), _otherwise(meeting, source)))
    return found


def keys(every: Iterable[Told]) -> frozenset[str]:
    """The keys for which some article has words."""
    return frozenset(key for one in every for piece in one.text for key in piece.words)


def _shown(claim: Mapping[str, Any], people: Mapping[str, str]) -> Shown:
    category = CATEGORIES.get(claim["field"].partition(":")[0])
    key = key_of(claim["field"], people)
    return Shown(
        claim["span"]["start"], claim["span"]["end"], key, category or "", note(claim["field"], claim["value"])
    )


def note(claimed: str, value: str | None) -> str:
    """A claim in words: `status: held`, `party: Japan`."""
    kind, _, member = claimed.partition(":")
    said = value or member
    if kind == "party":
        said = words.country(member)
    elif kind == "role":
        said = f"{words.country(member)}, {value}"
    elif kind == "topic":
        said = words.topic(member)
    elif kind in ("start", "end"):
        said = " – ".join(words.day(part) for part in (value or "").split("/"))
    return f"{words.FIELDS.get(kind, kind).lower()}: {said}" if said else kind


def _otherwise(meeting: Mapping[str, Any], source: Mapping[str, Any]) -> list[str]:
    return [
        f"{words.FIELDS[entry['field']].lower()}: {words.claimed(entry['field'], claim['value'])}"
        for entry in meeting["contested"]
        for claim in entry["claims"]
        if not claim["chosen"] and source["id"] in claim["sources"]
    ]


def _alike(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)
