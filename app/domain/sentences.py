"""A text in, where its sentences begin and end out."""

import re

# A full stop after these ends no sentence; nor does one after a single letter or between letters, as in "U.S.".
SHORTENED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sen|Rep|Gov|St|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No|vs|etc)|\b[A-Z])\.$"
)
END = re.compile(r"[.!?…]['\"”’)\]]*(?=\s)|\n+")


def sentences(content: str) -> list[tuple[int, int]]:
    """The sentences of a text, one after the other; good enough to light one up, or to keep it."""
    found, begin = [], 0
    for end in END.finditer(content):
        if content[end.start()] == "." and SHORTENED.search(content[begin : end.start() + 1]):
            continue
        found.append((begin, end.end()))
        begin = end.end()
    return [*found, (begin, len(content))] if begin < len(content) else found
