"""In: a code, name, adjective or capital. Out: the state, or entity with its own foreign relations, it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from app.knowledge.tables import fold, indexed, listed, look_up, rows


@dataclass(frozen=True, slots=True)
class State:
    """A state as ISO 3166-1 knows it (Kosovo: XKX), with the forms in which news names it."""

    code: str
    alpha2: str
    kind: str
    parent: str
    name: str
    official: tuple[str, ...]
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    people: tuple[str, ...]
    capital: str
    capital_aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    lat: float
    lon: float

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the state, the usual one first, without adjectives."""
        return (self.name, *self.official, *self.aliases)

    @property
    def adjectives(self) -> tuple[str, ...]:
        """Every word for what belongs to the state or who its people are."""
        return (*self.demonyms, *self.people)

    @property
    def capitals(self) -> tuple[str, ...]:
        """Every name of the seat of government, the usual one first; empty where there is none."""
        return tuple(name for name in (self.capital, *self.capital_aliases) if name)


@dataclass(frozen=True, slots=True)
class FormerState:
    """A state that is no more; `code` is its successor's, `start` and `end` are years."""

    name: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]
    code: str
    capital: str
    start: int
    end: int


def _state(row: Mapping[str, str]) -> State:
    return State(
        code=row["code"],
        alpha2=row["alpha2"],
        kind=row["kind"],
        parent=row["parent"],
        name=row["name"],
        official=listed(row["official"]),
        aliases=listed(row["aliases"]),
        demonyms=listed(row["demonyms"]),
        people=listed(row["people"]),
        capital=row["capital"],
        capital_aliases=listed(row["capital_aliases"]),
        ambiguous=listed(row["ambiguous"]),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
    )


@cache
def all_states() -> tuple[State, ...]:
    """Every state, entity and territory, ordered by code."""
    return tuple(_state(row) for row in rows("states.csv"))


@cache
def former_states() -> tuple[FormerState, ...]:
    """Every former state with the code of its successor."""
    return tuple(
        FormerState(
            name=row["name"],
            aliases=listed(row["aliases"]),
            demonyms=listed(row["demonyms"]),
            code=row["code"],
            capital=row["capital"],
            start=int(row["start"]),
            end=int(row["end"]),
        )
        for row in rows("former_states.csv")
    )


@cache
def _codes() -> Mapping[str, State]:
    return MappingProxyType({state.code: state for state in all_states()})


@cache
def _alpha2() -> Mapping[str, State]:
    return MappingProxyType({state.alpha2: state for state in all_states()})


def by_code(code: str) -> State | None:
    """The state of an alpha-3 code in capitals; None for what is no such code, as "AU" the African Union."""
    return _codes().get(code)


def by_alpha2(code: str) -> State | None:
    """The state of an alpha-2 code in capitals; None where no state has it."""
    return _alpha2().get(code)


@cache
def names() -> Mapping[str, str]:
    """Every name as written, former states' included, with the alpha-3 code it stands for."""
    found = {form: state.code for state in all_states() for form in state.names}
    for former in former_states():
        found.update(dict.fromkeys((former.name, *former.aliases), former.code))
    return MappingProxyType(found)


@cache
def demonyms() -> Mapping[str, str]:
    """Every adjective and word for a people as written, with the alpha-3 code it stands for."""
    found = {form: state.code for state in all_states() for form in state.adjectives}
    for former in former_states():
        found.update(dict.fromkeys(former.demonyms, former.code))
    return MappingProxyType(found)


@cache
def capitals() -> Mapping[str, str]:
    """Every name of a capital of today as written, with the alpha-3 code of its state; no territories."""
    stand_for = (state for state in all_states() if state.kind != "territory")
    return MappingProxyType({form: state.code for state in stand_for for form in state.capitals})


@cache
def _named() -> Mapping[str, str]:
    return indexed((*names().items(), *demonyms().items()))


@cache
def _capitals() -> Mapping[str, str]:
    return indexed(capitals().items())


def named(name: str) -> State | None:
    """The state of a name, alias or adjective; no codes, so that "IN" and "us" stay words. For running text."""
    return _codes().get(look_up(_named(), name) or "")


def find(name: str) -> State | None:
    """The state a person means by a code in capitals, name, alias or adjective. For queries, not for running text."""
    return by_code(name.strip()) or by_alpha2(name.strip()) or named(name)


def by_capital(name: str) -> State | None:
    """The state whose seat of government is `name`; many capitals share their name with other cities."""
    return _codes().get(look_up(_capitals(), name) or "")


@cache
def _readings() -> Mapping[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for state in all_states():
        for form in state.ambiguous:
            found[fold(form)] = (*found.get(fold(form), ()), state)
    return MappingProxyType(found)


def is_ambiguous(name: str) -> bool:
    """Whether `name` may well mean something else: another state, a person, a part of a state."""
    return fold(name) in _readings()


def readings(name: str) -> tuple[State, ...]:
    """Every state that `name` may mean, the usual reading first; empty where it means none."""
    usual = named(name)
    others = tuple(state for state in _readings().get(fold(name), ()) if state != usual)
    return ((usual,) if usual else ()) + others
