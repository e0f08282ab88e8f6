"""In: a person's name or surname. Out: the offices that its bearers have held as leaders, ministers or envoys."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from rapidfuzz.fuzz import ratio

from app.knowledge.tables import fold, listed, rows

# From here on two surnames are spellings of one (rapidfuzz, of 100).
ALIKE = 75


@dataclass(frozen=True, slots=True)
class Leader:
    """One term of one person; `party` is an alpha-3 code or an organisation's short name.

    `start` and `end` are the first and last day that the known year or month allows; `end` is None for a term that
    goes on or whose end is not known.
    """

    name: str
    aliases: tuple[str, ...]
    surnames: tuple[str, ...]
    party: str
    office: str
    start: date
    end: date | None

    @property
    def names(self) -> tuple[str, ...]:
        """Every full name as written, the usual one first."""
        return (self.name, *self.aliases)

    def held(self, day: date) -> bool:
        """Whether the term may have covered `day`."""
        return self.start <= day and (self.end is None or day <= self.end)


def _first_day(cell: str) -> date:
    return date.fromisoformat(cell + "-01-01"[len(cell) - 4 :])


def _last_day(cell: str) -> date | None:
    if not cell:
        return None
    year, month, day = (*(int(part) for part in cell.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    after = date(year + 1, 1, 1) if month in {0, 12} else date(year, month + 1, 1)
    return after - timedelta(days=1)


@cache
def all_leaders() -> tuple[Leader, ...]:
    """Every term, ordered by party and start."""
    return tuple(
        Leader(
            name=row["name"],
            aliases=listed(row["aliases"]),
            surnames=listed(row["short"]),
            party=row["party"],
            office=row["office"],
            start=_first_day(row["start"]),
            end=_last_day(row["end"]),
        )
        for row in rows("leaders.csv")
    )


def _grouped(pairs: Iterable[tuple[str, Leader]]) -> Mapping[str, tuple[Leader, ...]]:
    groups: dict[str, dict[Leader, None]] = defaultdict(dict)
    for key, leader in pairs:
        groups[key][leader] = None
    return MappingProxyType({key: tuple(terms) for key, terms in groups.items()})


@cache
def _forms() -> tuple[tuple[str, Leader], ...]:
    """Every full name with each term of its bearer, whichever of his terms is listed with it."""
    forms: dict[str, dict[str, None]] = defaultdict(dict)
    for leader in all_leaders():
        forms[leader.name].update(dict.fromkeys(leader.names))
    return tuple((form, leader) for leader in all_leaders() for form in forms[leader.name])


@cache
def _by_name() -> Mapping[str, tuple[Leader, ...]]:
    return _grouped((fold(form), leader) for form, leader in _forms())


@cache
def _by_compact_name() -> Mapping[str, tuple[Leader, ...]]:
    return _grouped((_compact(form), leader) for form, leader in _forms())


@cache
def _by_surname() -> Mapping[str, tuple[Leader, ...]]:
    return _grouped(
        (fold(form), leader) for leader in all_leaders() for form in (*leader.surnames, *_spellings(leader))
    )


def _spellings(leader: Leader) -> Iterator[str]:
    """The surname as the other spellings of the whole name have it ("Zelensky" beside "Zelenskyy")."""
    for alias in leader.aliases:
        last = alias.split()[-1]
        if any(last != known and ratio(fold(last), fold(known)) >= ALIKE for known in leader.surnames):
            yield last


def _compact(name: str) -> str:
    """The folded name without middle initials, spaces and points: "Xi Jin-ping", "Antony J. Blinken"."""
    words = fold(name).replace(".", " ").split()
    return "".join(word for word in words if len(word) > 1) or "".join(words)


def named(name: str) -> tuple[Leader, ...]:
    """The terms of whoever is called `name` in full, whatever case, diacritics, hyphens and middle initials."""
    return _by_name().get(fold(name)) or _by_compact_name().get(_compact(name), ())


def by_surname(surname: str) -> tuple[Leader, ...]:
    """The terms of all who are called `surname` alone in news; empty where nobody listed is."""
    return _by_surname().get(fold(surname), ())


@cache
def _by_word() -> Mapping[str, tuple[Leader, ...]]:
    words = ((leader, leader.name.split()) for leader in all_leaders())
    return _grouped((fold(word), leader) for leader, name in words for word in (name[0], name[-1]))


@cache
def behind_particles() -> Mapping[str, frozenset[str]]:
    """The last words of surnames that begin small ("Gaulle" of "de Gaulle"), as written, with their parties."""
    found: dict[str, set[str]] = defaultdict(set)
    for leader in all_leaders():
        for surname in leader.surnames:
            if surname[0].islower():
                found[surname.split()[-1]].add(leader.party)
    return MappingProxyType({word: frozenset(parties) for word, parties in found.items()})


def by_common_name(surname: str) -> tuple[Leader, ...]:
    """The terms of all whose name begins or ends so, however common it is: it means them beside their office alone."""
    return _by_word().get(fold(surname), ())


@cache
def names() -> Mapping[str, tuple[Leader, ...]]:
    """Every full name as written with the terms of its bearers."""
    return _grouped((form, leader) for leader in all_leaders() for form in leader.names)


@cache
def given_names() -> frozenset[str]:
    """First words of leaders' names, by which a person's name can be told from the words before it."""
    return frozenset(leader.name.split()[0] for leader in all_leaders() if " " in leader.name)


@cache
def _by_party() -> Mapping[str, tuple[Leader, ...]]:
    return _grouped((leader.party, leader) for leader in all_leaders())


def of_party(party: str, day: date) -> tuple[Leader, ...]:
    """The terms under way for `party` (alpha-3 or short name) on `day`."""
    return tuple(leader for leader in _by_party().get(party, ()) if leader.held(day))


@cache
def name_parts() -> frozenset[str]:
    """Every folded word of every name, to tell a person's name from a place's."""
    return frozenset(word for leader in all_leaders() for form in leader.names for word in fold(form).split())
