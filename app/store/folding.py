"""A text as somebody wrote it in; its words out, folded as they are searched on both databases."""

import re
from functools import lru_cache

from app.resolution.names import plain

# Longer ones are no words of a language, and PostgreSQL indexes none of more than 2,046 bytes.
LONGEST_WORD = 60
WORD = re.compile(r"[^\W_]+")


def folded_words(text: str) -> list[str]:
    """The words of a text without case, accents, apostrophes and full stops; "U.S." is one, "Jean-Claude" are two."""
    return [word[:LONGEST_WORD] for word in WORD.findall(plain(text))]


@lru_cache(maxsize=20_000)
def key_of(name: str) -> str:
    """A key that is equal for one name in different case, accents, hyphens and blanks."""
    return " ".join(folded_words(name)) or name
