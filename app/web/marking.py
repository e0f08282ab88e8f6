"""A text and the spans that show something in it in; the text in pieces, each with what its words show, out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.domain.sentences import sentences

# What is left of a text of which only sentences with evidence are kept: blanks stand for the rest.
LEFT_OUT = re.compile(r"\s{20,}")


@dataclass(frozen=True, slots=True)
class Shown:
    """Words that show something: `key` names what, `kind` is what to draw it as, `note` says it to people."""

    start: int
    end: int
    key: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text: `words` are shown by these very words, `sentence` somewhere in their sentence.

    `first` are the keys whose first word it has, by which a link can lead to it.
    """

    text: str
    words: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    note: str = ""
    first: tuple[str, ...] = ()


def pieces(content: str, shown: Sequence[Shown]) -> list[Piece]:
    """The text in pieces, none of which has a beginning or an end of a span inside."""
    inside = [one for one in shown if 0 <= one.start < one.end <= len(content)]
    around = list(_around(content, inside))
    cuts = sorted({0, len(content)} | {cut for one in (*inside, *around) for cut in (one.start, one.end)})
    seen: set[str] = set()
    found = []
    for start, end in pairwise(cuts):
        here = [one for one in inside if one.start <= start and end <= one.end]
        sentence = dict.fromkeys(one.key for one in around if one.start <= start and end <= one.end)
        keys = tuple(dict.fromkeys(one.key for one in here))
        found.append(
            Piece(
                LEFT_OUT.sub(" […] ", content[start:end]),
                keys,
                tuple(sentence),
                tuple(dict.fromkeys(one.kind for one in here if one.kind)),
                "; ".join(dict.fromkeys(one.note for one in here if one.note)),
                tuple(key for key in keys if key not in seen),
            )
        )
        seen.update(keys)
    return found


def _around(content: str, shown: Iterable[Shown]) -> Iterator[Shown]:
    """The sentences in which the words stand."""
    every = sentences(content)
    for one in shown:
        for start, end in every:
            if start < one.end and one.start < end:
                yield Shown(start, end, one.key)
