"""Meetings in, event data out: a row for each ordered pair of parties, with its CAMEO and PLOVER codes."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import permutations
from types import MappingProxyType
from typing import Any

from app.exports.records import NOWHERE, Meeting, Participant
from app.exports.tables import Cell, Column, Row, Table, from_rows

REPORTED = "reported"
HOST, MEDIATOR = "host", "mediator"
STATE, ORGANISATION = "state", "organisation"

COLUMNS = (
    Column("event_id", "id", Cell.TEXT, "the meeting's id with both parties: stable"),
    Column("date", "start", Cell.DAY, "day of the event: the meeting's first day, or for 036 that of the first report"),
    Column("date_latest", "start", Cell.DAY, "the last day that it can be"),
    Column("date_precision", "start", Cell.CODE, "how finely it is known"),
    Column("source", "participants", Cell.TEXT, "who acts: ISO 3166-1 alpha-3 of a state, short name of another"),
    Column("source_type", "participants", Cell.CODE, "state or organisation"),
    Column("source_role", "participants", Cell.CODE, "what it does at the meeting"),
    Column("target", "participants", Cell.TEXT, "who is acted on, likewise"),
    Column("target_type", "participants", Cell.CODE, "state or organisation"),
    Column("target_role", "participants", Cell.CODE, "what it does at the meeting"),
    Column("cameo_code", "kind", Cell.CODE, "CAMEO event code, 036 or 040 to 046"),
    Column("cameo_root", "kind", Cell.CODE, "its first two digits"),
    Column("quad_class", "kind", Cell.INTEGER, "1 verbal cooperation"),
    Column("goldstein", "kind", Cell.NUMBER, "score on the Goldstein scale"),
    Column("plover_event", "kind", Cell.CODE, "PLOVER event type"),
    Column("plover_mode", "kind", Cell.CODE, "PLOVER mode"),
    Column("plover_context", "kind", Cell.CODE, "PLOVER context"),
    Column("kind", "kind", Cell.CODE, "the form of the occasion"),
    Column("status", "status", Cell.CODE, "where it stands"),
    Column("level", "level", Cell.CODE, "the rank at which every side takes part"),
    Column("city", "place", Cell.TEXT, "city"),
    Column("place_country", "place", Cell.CODE, "state it takes place in, alpha-3"),
    Column("latitude", "place", Cell.NUMBER, "WGS 84 degrees north"),
    Column("longitude", "place", Cell.NUMBER, "WGS 84 degrees east"),
    Column("confidence", "confidence", Cell.NUMBER, "probability that parties, status and start are all right"),
    Column("source_count", "source_count", Cell.INTEGER, "articles that report the meeting"),
    Column("independent_source_count", "independent_source_count", Cell.INTEGER, "the same, copies of one text once"),
    Column("meeting_id", "id", Cell.CODE, "the meeting's id"),
)


@dataclass(frozen=True, slots=True)
class Code:
    """An event code, with its score and its counterpart in PLOVER."""

    code: str
    name: str
    goldstein: float
    quad_class: int
    plover_event: str
    plover_mode: str
    plover_context: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Which pairs a code is for: each condition names an aspect of the pair and the values that it may have."""

    code: Code
    conditions: Mapping[str, Sequence[Any]]
    is_of_report: bool

    def fits(self, pair: Mapping[str, Any]) -> bool:
        """Whether the pair meets every condition."""
        return all(pair[aspect] in values for aspect, values in self.conditions.items())


@dataclass(frozen=True, slots=True)
class Mapped:
    """How meetings are mapped, with the works that it rests on."""

    sources: tuple[str, ...]
    codes: Mapping[str, Code]
    rules: tuple[Rule, ...]


@cache
def mapping() -> Mapped:
    """The mapping of `cameo.toml`."""
    text = resources.files("app.exports").joinpath("data", "cameo.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    codes = {number: Code(number, **described) for number, described in told["codes"].items()}
    rules = tuple(_rule(dict(rule), codes) for rule in told["rules"])
    return Mapped(tuple(told["sources"]), MappingProxyType(codes), rules)


def _rule(told: dict[str, Any], codes: Mapping[str, Code]) -> Rule:
    code, day = codes[told.pop("code")], told.pop("day", None)
    conditions = {aspect: values if isinstance(values, list) else [values] for aspect, values in told.items()}
    return Rule(code, MappingProxyType(conditions), day == REPORTED)


def dyads(meeting: Meeting) -> Iterator[Row]:
    """The rows of a meeting: none where it is no event, or where its day is not known at all."""
    parties = [side for side in meeting.participants if side.code]
    mediated = any(side.role == MEDIATOR for side in parties)
    occasion = {"status": meeting.status, "kind": meeting.kind, "mediated": mediated}
    for source, target in permutations(parties, 2):
        place = _place_of(source, target, meeting)
        pair = {**occasion, "source_role": source.role, "target_role": target.role, "place": place}
        rule = next((rule for rule in mapping().rules if rule.fits(pair)), None)
        day = _day(meeting, rule) if rule else None
        if rule and day:
            yield _row(meeting, source, target, day, rule.code)


def _place_of(source: Participant, target: Participant, meeting: Meeting) -> str:
    """With whom the meeting is: by its place, or else by who is its host."""
    here = (meeting.place or NOWHERE).country
    host = {here} if here else {side.code for side in meeting.participants if side.role == HOST}
    if not host:
        return "unknown"
    if source.code in host:
        return "source"
    return "target" if target.code in host else "third"


def _day(meeting: Meeting, rule: Rule) -> Row | None:
    if rule.is_of_report:
        day = meeting.first_reported
        return (day, day, "day") if day else None
    start = meeting.start
    return (start.earliest, start.latest, start.precision) if start else None


def _row(meeting: Meeting, source: Participant, target: Participant, day: Row, code: Code) -> Row:
    place = meeting.place or NOWHERE
    event = (f"{meeting.id}:{source.code}:{target.code}", *day)
    sides = (source.code, _type(source), source.role, target.code, _type(target), target.role)
    codes = (code.code, code.code[:2], code.quad_class, code.goldstein)
    plover = (code.plover_event, code.plover_mode, code.plover_context)
    where = (place.city, place.country, place.latitude, place.longitude)
    record = (meeting.confidence, meeting.source_count, meeting.independent_source_count, meeting.id)
    return (*event, *sides, *codes, *plover, meeting.kind, meeting.status, meeting.level, *where, *record)


def _type(side: Participant) -> str:
    return STATE if side.country else ORGANISATION


DYADS = Table.of(Meeting, COLUMNS, from_rows(dyads))
