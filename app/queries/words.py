"""Reads what full text is asked for: words, "phrases", -not and prefix* in, a frozen search out."""

import re
from dataclasses import dataclass

from app.errors import InvalidFilterError
from app.store.folding import folded_words

MOST_TERMS = 30
# A shorter beginning is one of most words.
SHORTEST_PREFIX = 2
PART = re.compile(r'(?P<sign>-*)(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))(?P<star>\*?)')
OPERATORS = {
    "AND": "leave it out: all words are wanted anyway",
    "OR": "there is no OR; ask once for each",
    "NOT": "write -word for meetings without it",
}


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand next to each other; with `prefix`, the last is the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """All of `wanted` must be found and none of `unwanted`."""

    wanted: tuple[Term, ...]
    unwanted: tuple[Term, ...] = ()


def parse_search(text: str | None, parameter: str = "q") -> Search | None:
    """Read a question of full text. Raises InvalidFilterError, which says what is wrong with it."""
    if text is None:
        return None
    if text.count('"') % 2:
        raise InvalidFilterError("a quotation mark is not closed", parameter)
    wanted: dict[Term, None] = {}
    unwanted: dict[Term, None] = {}
    for part in PART.finditer(text):
        try:
            (unwanted if part["sign"] else wanted)[_term(part)] = None
        except ValueError as error:
            raise InvalidFilterError(str(error), parameter) from None
    if not wanted:
        raise InvalidFilterError("there is no word to look for; -word only narrows what other words find", parameter)
    if len(wanted) + len(unwanted) > MOST_TERMS:
        raise InvalidFilterError(f"at most {MOST_TERMS} words and phrases can be asked for at once", parameter)
    return Search(tuple(wanted), tuple(unwanted))


def _term(part: re.Match[str]) -> Term:
    written = part["word"] if part["phrase"] is None else part["phrase"]
    if part["phrase"] is None and written in OPERATORS:
        raise ValueError(f'{written} is not understood: {OPERATORS[written]}; the word itself is "{written.lower()}"')
    prefix = written.endswith("*") or bool(part["star"])
    bare = written.rstrip("*")
    words = tuple(folded_words(bare))
    if "*" in bare:
        raise ValueError(f"in {part[0]!r} the * does not stand at the end of a word")
    if not words:
        raise ValueError(f"{part[0]!r} has no letters and no digits")
    if prefix and len(words[-1]) < SHORTEST_PREFIX:
        raise ValueError(f"{part[0]!r} begins too many words: write at least {SHORTEST_PREFIX} letters before the *")
    return Term(words, prefix)
