"""The sources of a record in, the steps of its life and the claims that contradict each other out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson

from app.domain.meetings import Level, MeetingCandidate
from app.resolution.policy import POLICIES, turning_points
from app.resolution.reports import Report
from app.store.documents import date_form, place_form

# What a source claims of a field, in the form in which the record has it; None where it claims nothing.
CLAIMED: Mapping[str, Callable[[MeetingCandidate], Any]] = MappingProxyType(
    {
        "kind": lambda said: said.kind,
        "status": lambda said: said.status,
        "level": lambda said: said.level if said.level is not Level.UNKNOWN else None,
        "start": lambda said: date_form(said.start),
        "end": lambda said: date_form(said.end),
        "place": lambda said: place_form(said.place),
        "parties": lambda said: [*said.countries, *said.organisations],
        "series": lambda said: said.series,
    }
)
PLACE_PARTS = ("venue", "city", "country")


@dataclass(frozen=True, slots=True)
class Account:
    """A source with what it reports, and the clause that best shows the meeting."""

    source_id: str
    report: Report
    quote: str


def life_cycle(accounts: Sequence[Account], corrected: Mapping[str, Any], status: str) -> list[dict[str, Any]]:
    """Where the meeting stood, step by step, with the source of each; last what a person says, where one does."""
    sources = {(one.report.article_id, one.report.ordinal): one for one in accounts}
    turns = turning_points(account.report for account in accounts)
    steps = [_step(sources[turn.article_id, turn.ordinal]) for turn in turns]
    if "status" not in corrected:
        return steps
    said = {"status": status, "start": None, "reported": None, "source": None, "quote": None}
    return [*steps, {**said, "correction": corrected["status"]}]


def _step(account: Account) -> dict[str, Any]:
    said = account.report.candidate
    return {
        "status": said.status,
        "start": date_form(said.start),
        "reported": account.report.published,
        "source": account.source_id,
        "quote": account.quote,
        "correction": None,
    }


def contested(
    accounts: Sequence[Account], corrected: Mapping[str, Any], document: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """The fields of which sources say different things, or a person something else; with what each of them says.

    The value of the record stands first.
    """
    record = {**document, "parties": [*document["countries"], *document["organisations"]]}
    found = []
    for field in CLAIMED:
        value = record.get(field)
        claims = _claims(accounts, field, value)
        if field in corrected or any(not _agree(field, claim["value"], value) for claim in claims):
            entry = {"field": field, "policy": POLICIES[field], "correction": corrected.get(field)}
            found.append({**entry, "claims": claims})
    return found


def _claims(accounts: Sequence[Account], field: str, chosen: Any) -> list[dict[str, Any]]:
    """Each value that is claimed, with those who claim it; that of the record first, the others by their number."""
    values: dict[bytes, Any] = {_key(field, chosen): chosen}
    claimants: dict[bytes, list[Account]] = {}
    for account in accounts:
        value = CLAIMED[field](account.report.candidate)
        if value is not None:
            key = _key(field, value)
            values.setdefault(key, value)
            claimants.setdefault(key, []).append(account)
    first, *others = values
    others.sort(key=lambda key: (-_independent(claimants[key]), key))
    return [_claim(values[key], claimants.get(key, []), chosen=key == first) for key in (first, *others)]


def _key(field: str, value: Any) -> bytes:
    """What makes two values one: how a date was read and where a city lies make no other value of it."""
    if value is not None and field in ("start", "end"):
        value = [value["earliest"], value["latest"]]
    elif value is not None and field == "place":
        value = [value[part] for part in PLACE_PARTS]
    return orjson.dumps(value)


def _agree(field: str, one: Any, other: Any) -> bool:
    """Whether two values can both be true: a vaguer date or place does not contradict a more precise one."""
    if one is None or other is None or field not in ("start", "end", "place"):
        return _key(field, one) == _key(field, other)
    if field == "place":
        return all(one[part] == other[part] for part in PLACE_PARTS if one[part] and other[part])
    # Days of documents as they are stored are text, those of claims are not; both are ISO 8601.
    return str(one["earliest"]) <= str(other["latest"]) and str(other["earliest"]) <= str(one["latest"])


def _claim(value: Any, accounts: Sequence[Account], *, chosen: bool) -> dict[str, Any]:
    return {
        "value": value,
        "chosen": chosen,
        "sources": [account.source_id for account in accounts],
        "independent_source_count": _independent(accounts),
    }


def _independent(accounts: Sequence[Account]) -> int:
    return len({account.report.origin for account in accounts})
