"""In: an office as reported ("Russian Deputy Foreign Minister"). Out: the office, and the level it sits at."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from app.knowledge import organisations, states
from app.knowledge.tables import fold, indexed, listed, rows

Level = Literal["leader", "minister", "official", "none"]

_TAIL = re.compile(r" (?:of|for|to|on|at|in|in charge of) |, | and ")
_JOINT = re.compile(r"(?:, | )and (?:also )?(?:concurrently )?|, |/")
# Titles of ministers run to a dozen words; what is longer is no title.
_LONGEST = 24
_DASH = re.compile(r"\s+[-\u2013\u2014]\s+")
_RANK: Mapping[str, int] = {"leader": 3, "minister": 2, "official": 1, "none": 0}
_CHAIRS = {"chairman", "chairperson"}
_DEPUTY_KIND = {"minister": "deputy_minister", "head_of_state": "deputy_head", "head_of_government": "deputy_head"}


@dataclass(frozen=True, slots=True)
class Office:
    """An office by its usual title in lower case; `level` as GUIDELINES.md has it, or "none": not a participant."""

    title: str
    level: Level
    kind: str
    modifiable: bool
    aliases: tuple[str, ...] = ()
    former: bool = False


@cache
def all_offices() -> tuple[Office, ...]:
    """Every office, in the order of the file."""
    return tuple(
        Office(
            title=row["title"],
            level=_level(row["level"]),
            kind=row["kind"],
            modifiable=row["modifiable"] == "yes",
            aliases=listed(row["aliases"]),
        )
        for row in rows("offices.csv")
    )


def _level(cell: str) -> Level:
    levels: Mapping[str, Level] = {"leader": "leader", "minister": "minister", "official": "official", "none": "none"}
    return levels[cell]


@cache
def _titles() -> Mapping[str, Office]:
    return {fold(form): office for office in all_offices() for form in (office.title, *office.aliases)}


@cache
def titles() -> Mapping[str, Office]:
    """Every title and alias in lower case as written, with its office."""
    return {form: office for office in all_offices() for form in (office.title, *office.aliases)}


@cache
def _modifiers() -> tuple[tuple[str, str], ...]:
    """Folded modifiers with their effect, the longest first."""
    forms = ((fold(row["form"]), row["effect"]) for row in rows("office_modifiers.csv"))
    return tuple(sorted(forms, key=lambda pair: -len(pair[0])))


@cache
def _exceptions() -> Mapping[tuple[str, str], tuple[Level, str]]:
    return {
        (fold(row["title"]), row["party"]): (_level(row["level"]), row["kind"]) for row in rows("office_exceptions.csv")
    }


@cache
def _parties() -> Mapping[str, str]:
    """Folded names and adjectives of states and organisations that may stand before or after an office."""
    forms = (*states.names(), *states.demonyms(), *organisations.names())
    return indexed((form, form) for form in forms)


@lru_cache(maxsize=4096)
def find(title: str, party: str = "") -> Office | None:
    """The office that `title` means, for the `party` (alpha-3 or short name) where that changes its level.

    Understands what the file does not list: a party's name or adjective before the office, a field after it
    ("Minister for Veterans' Affairs"), and modifiers ("acting", "deputy", "former"). None where no office is in it.
    """
    words = fold(_DASH.sub(", ", title))
    if words.count(" ") >= _LONGEST:
        return None
    office = _highest(words) or _read(words)
    if office is None:
        return None
    if office.title in _CHAIRS and _is_head(words, party):
        return replace(office, level="leader", kind="party")
    level, kind = _exceptions().get((fold(office.title), party), (office.level, office.kind))
    level, kind = _exceptions().get((words, party), (level, kind))
    return replace(office, level=level, kind=kind)


def _is_head(title: str, party: str) -> bool:
    """Whether who holds `title` heads the organisation `party`: a chairman here, a secretary there."""
    body = organisations.find(party)
    return body is not None and title in {fold(form) for form in body.leader_titles}


def _highest(title: str) -> Office | None:
    """Of several offices held together ("Deputy Prime Minister and Foreign Minister") the highest; None for one."""
    if title in _titles():
        return None
    held = [office for part in _JOINT.split(title) if (office := _read(part))]
    return max(held, key=lambda office: _RANK[office.level]) if len(held) > 1 else None


@lru_cache(maxsize=4096)
def _read(title: str) -> Office | None:
    exact = _titles().get(title)
    if exact is not None:
        return exact
    return _with_tail(title) or _modified(title) or _with_party(title)


def _modified(title: str) -> Office | None:
    """The office behind a modifier that stands first or, like "elect", last."""
    for form, effect in _modifiers():
        if title.startswith(form + " "):
            rest = title[len(form) + 1 :]
        elif title.endswith(" " + form):
            rest = title[: -len(form) - 1]
        else:
            continue
        office = _read(rest)
        return None if office is None else _affected(office, form, effect)
    return None


def _affected(office: Office, form: str, effect: str) -> Office:
    if effect == "keeps":
        return office
    if effect == "opposition":
        return replace(office, level="official", kind="party", modifiable=False)
    if effect == "former":
        return replace(office, level=_lowered(office.level), former=True)
    if not office.modifiable:
        return office
    kind = _DEPUTY_KIND.get(office.kind, office.kind)
    return replace(office, title=f"{form} {office.title}", level=_lowered(office.level), kind=kind)


def _lowered(level: Level) -> Level:
    return "none" if level == "none" else "official"


def _with_tail(title: str) -> Office | None:
    """The office of "X of/for Y" with the longest X; of what is no party, a leader's title makes an official."""
    for match in reversed(tuple(_TAIL.finditer(title))):
        head = title[: match.start()]
        office = _titles().get(head) or _modified(head) or _with_party(head)
        if office is None:
            continue
        if _stands_alone(office) or _is_party(title[match.end() :]):
            return office
        return replace(office, level="official", kind="other")
    return None


def _with_party(title: str) -> Office | None:
    """The longest office that ends `title`; after a word that is no party, a leader's title makes an official."""
    words = title.split(" ")
    for start in range(1, len(words)):
        office = _titles().get(" ".join(words[start:])) or _modified(" ".join(words[start:]))
        if office is None:
            continue
        if _stands_alone(office) or _is_party(" ".join(words[:start])):
            return office
        return replace(office, level="official", kind="other")
    return None


def _stands_alone(office: Office) -> bool:
    """Whether the level holds whatever the office is of: no company has a crown prince or a minister."""
    return office.level != "leader" or office.kind in {"royalty", "religious"}


def _is_party(words: str) -> bool:
    words = words.removeprefix("the ").removesuffix("'s")
    known = _parties()
    return words in known or words.upper() in known or words.replace(".", "").upper() in known
