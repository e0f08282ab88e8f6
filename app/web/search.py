"""The query of a page of meetings in; what is asked, and the addresses that ask a little more or less, out."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from urllib.parse import urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from app.api.shaping import MeetingParameters
from app.queries.filters import MeetingFilter
from app.queries.terms import Terms
from app.web import words

# As the API writes them: what these characters mean in a query is seen at a glance.
PLAIN = "|,:/!"
# Fields of the form that stand for one parameter of the API.
FIRST_DAY, LAST_DAY = "from", "until"
# A second value of these asks for more; of the others, for the same or another.
TOGETHER = frozenset({"country", "person", "organisation", "topic"})
OPEN = ".."
# What an address of the page may have beside the parameters of the API.
NOT_ASKED = frozenset({"cursor", "limit", "sort"})
LABELS = {
    "q": "words",
    "member_of": "member of",
    "min_sources": "independent sources, at least",
    "min_confidence": "confidence, at least",
    "parties_min": "parties, at least",
    "parties_max": "parties, at most",
    "updated_since": "changed since",
    "as_of": "as known at",
    "datetime": "when",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is asked for, and the address that does not ask for it."""

    parameter: str
    label: str
    flag: str
    href: str


@dataclass(frozen=True)
class Search:
    """A question about meetings, as the address of a page asks it; the parameters are those of the API."""

    path: str
    given: Mapping[str, str]

    @classmethod
    def of(cls, request: Request) -> "Search":
        """The question of a request: what a form leaves empty is not asked, what it sends twice is asked together."""
        return cls(request.url.path, canonical(request.query_params))

    @cached_property
    def asked(self) -> MeetingParameters:
        """The checked parameters. Raises InvalidFilterError."""
        return MeetingParameters.read(self.given)

    @cached_property
    def filter(self) -> MeetingFilter:
        """The filter that they make. Raises InvalidFilterError."""
        return self.asked.filter()

    @property
    def terms(self) -> dict[str, Terms]:
        """The lists among the parameters."""
        found = {field.name: getattr(self.filter, field.name) for field in fields(self.filter)}
        return {name: part for name, part in found.items() if isinstance(part, Terms)}

    @property
    def question(self) -> str:
        """What is asked of meetings, whatever their order, as the query of an address."""
        return _query({name: value for name, value in self.given.items() if name not in NOT_ASKED})

    def link(self, **changes: str | None) -> str:
        """The address of the page with some parameters changed, from its beginning; None leaves one out."""
        changed = {**self.given, "cursor": None, **changes}
        return self.path + _query({name: value for name, value in changed.items() if value})

    def chips(self, people: Mapping[str, str]) -> list[Chip]:
        """Everything that is asked for; `people` are the names of those asked for by id."""
        lists = self.terms
        found: list[Chip] = []
        for name, value in self.given.items():
            if name in lists:
                found += self._chips_of(name, lists[name], people)
            elif name not in NOT_ASKED:
                said = interval_words(value) if name in ("datetime", "published") else value
                found.append(Chip(name, f"{_label(name)}: {said}", "", self.link(**{name: None})))
        return found

    def without(self, name: str) -> "Search":
        """The same question without one parameter."""
        return Search(self.path, {key: value for key, value in self.given.items() if key not in (name, "cursor")})

    def toggled(self, name: str, value: str) -> tuple[str, bool]:
        """The address that asks for one value more, or, where it is asked for, not for it; and whether it is."""
        terms = self.terms[name]
        chosen = any(value in group for group in terms.groups)
        groups = [tuple(one for one in group if one != value) for group in terms.groups]
        if not chosen and name not in TOGETHER and groups:
            groups[0] = (*groups[0], value)
        elif not chosen:
            groups.append((value,))
        kept = Terms(tuple(group for group in groups if group), terms.excluded)
        return self.link(**{name: written(kept)}), chosen

    def either(self, name: str) -> str | None:
        """The address that asks for any of several values instead of all of them; None where there are not several."""
        terms = self.terms[name]
        if len(terms.groups) < 2:
            return None
        return self.link(**{name: written(Terms((tuple(v for group in terms.groups for v in group),), terms.excluded))})

    def together(self, name: str) -> str | None:
        """The address that asks for all of several values instead of any of them; None where there are not several."""
        terms = self.terms[name]
        if len(terms.groups) != 1 or len(terms.groups[0]) < 2:
            return None
        return self.link(**{name: written(Terms(tuple((value,) for value in terms.groups[0]), terms.excluded))})

    def _chips_of(self, name: str, terms: Terms, people: Mapping[str, str]) -> list[Chip]:
        found = []
        for number, group in enumerate(terms.groups):
            rest = Terms(terms.groups[:number] + terms.groups[number + 1 :], terms.excluded)
            label = " or ".join(_named(name, value, people) for value in group)
            sign = words.flag(group[0]) if name == "country" and len(group) == 1 else ""
            found.append(Chip(name, label, sign, self.link(**{name: written(rest)})))
        for value in terms.excluded:
            rest = Terms(terms.groups, tuple(one for one in terms.excluded if one != value))
            found.append(Chip(name, f"not {_named(name, value, people)}", "", self.link(**{name: written(rest)})))
        return found


def canonical(params: QueryParams) -> dict[str, str]:
    """The parameters of the API that a form or an address means."""
    given: dict[str, str] = {}
    for name, value in params.multi_items():
        if name in (FIRST_DAY, LAST_DAY) or not value.strip():
            continue
        before = given.get(name)
        between = "," if name in TOGETHER else "|"
        given[name] = f"{before}{between}{value.strip()}" if before else value.strip()
    days = [params.get(name, "").strip() for name in (FIRST_DAY, LAST_DAY)]
    if any(days):
        given["datetime"] = days[0] if days[0] == days[1] else "/".join(one or OPEN for one in days)
    return given


def days_of(interval: str | None) -> tuple[str, str]:
    """The first and the last day of an interval as the form has them; empty where it is open."""
    if not interval:
        return "", ""
    first, _, last = interval.partition("/") if "/" in interval else (interval, "", interval)
    return ("" if first == OPEN else first), ("" if last == OPEN else last)


def written(terms: Terms) -> str:
    """A list as a parameter has it."""
    excluded = [f"!{'|'.join(terms.excluded)}"] if terms.excluded else []
    return ",".join(["|".join(group) for group in terms.groups] + excluded)


def interval_words(interval: str) -> str:
    """An interval as people say it."""
    first, last = days_of(interval)
    if not first or not last:
        return f"until {words.day(last)}" if last else f"from {words.day(first)}"
    if first == last:
        return words.day(first)
    return words.between(first, last) if len(first) == len(last) == 10 else f"{words.day(first)} – {words.day(last)}"


def _named(name: str, value: str, people: Mapping[str, str]) -> str:
    if name == "country":
        return words.country(value)
    if name == "topic":
        return words.topic(value)
    return people.get(value, value) if name == "person" else value


def _label(name: str) -> str:
    return LABELS.get(name, name.replace("_", " "))


def _query(given: Mapping[str, str]) -> str:
    return f"?{urlencode(given, safe=PLAIN)}" if given else ""
