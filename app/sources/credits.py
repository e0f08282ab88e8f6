"""Who wrote a report: bylines and closing credits in, names out."""

import re

from app.sources.phrases import wire_phrases

_ROLE = re.compile(
    r"(?:^|[;.,(])\s*(?P<role>[A-Za-z][A-Za-z ]{2,34}?)\s+by:?\s+"
    r"(?P<names>[^;]*?)(?=;|[.,]\s+[A-Za-z ]{3,34}\s+by\b|$)",
    re.IGNORECASE,
)
_CONTRIBUTED = re.compile(
    r"^(?:[\w.]+ ){0,4}(?:writers?|journalists?|reporters?) (?P<names>.{4,200}?)"
    r" contributed to this (?:report|story)\.?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?:By|BY):?\s+(?P<names>[^;:!?]{4,150}(?<![a-z]\.))$")
# The longest credits name a dozen reporters; a longer line is prose.
_CREDIT_CHARS = 600
_BETWEEN_NAMES = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*|\s*\|\s*", re.IGNORECASE)


def byline_authors(line: str) -> tuple[str, ...]:
    """The names of "By Jane Doe and John Roe"; empty where `line` is no byline."""
    match = _BYLINE.match(line.strip())
    return people_in(match["names"]) if match else ()


def is_credit(line: str) -> bool:
    """Whether a closing line says who reported, wrote or edited."""
    text = line.strip().lstrip("([ ")
    if len(text) > _CREDIT_CHARS:
        return False
    if _CONTRIBUTED.match(text):
        return True
    first = _ROLE.match(text)
    return first is not None and _role(first["role"]) in wire_phrases().author_roles | wire_phrases().other_roles


def credit_authors(line: str) -> tuple[str, ...]:
    """The names of those who reported or wrote, editors left out: "Reporting by A in Seoul; Editing by B"."""
    text = line.strip().lstrip("([ ")
    contributed = _CONTRIBUTED.match(text)
    if contributed:
        return people_in(contributed["names"])
    found = [
        name
        for match in _ROLE.finditer(text)
        if _role(match["role"]) in wire_phrases().author_roles
        for name in people_in(match["names"])
    ]
    return tuple(dict.fromkeys(found))


def people_in(names: str) -> tuple[str, ...]:
    """The persons' names in a list such as "Jane Doe in Seoul, John Roe and the Tokyo newsroom"."""
    parts = (
        re.sub(r"\s+(?:in|at|from|for|with)\s+.*$", "", part) for part in _BETWEEN_NAMES.split(names.strip(" ).]"))
    )
    return tuple(dict.fromkeys(name for name in (part.strip(" .()[]") for part in parts) if _is_person(name)))


def _role(text: str) -> str:
    """A role as the table writes it."""
    return " ".join(text.lower().split())


def _is_person(name: str) -> bool:
    """Whether `name` is written as a person's name is: two to five words, capitalised but for particles."""
    phrases = wire_phrases()
    words = name.split()
    if not 2 <= len(words) <= 5 or name in phrases.agencies or name in phrases.agencies.values():
        return False
    if any(word.lower() in phrases.not_names or any(c.isdigit() for c in word) for word in words):
        return False
    return all(word[0].isupper() or word.lower() in phrases.small_name_words for word in words)
