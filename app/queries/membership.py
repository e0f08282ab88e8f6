"""Organisations in, the condition that a party is a member state of one of them on the days of the meeting out."""

from collections import defaultdict
from datetime import date

from sqlalchemy import and_, false, or_

from app.knowledge import memberships
from app.queries.moments import Condition, Known

Days = tuple[date | None, date | None]


def is_member(known: Known, blocs: tuple[str, ...]) -> Condition:
    """The party was a member on a day on which the meeting can be; of an undated meeting: it is one today."""
    states: dict[Days, set[str]] = defaultdict(set)
    for membership in (membership for bloc in blocs for membership in memberships.of(bloc)):
        states[membership.first, membership.last].add(membership.country)
    country = known.participant.country
    spells = sorted(states.items(), key=str)
    return or_(false(), *(and_(country.in_(sorted(codes)), *_during(known, days)) for days, codes in spells))


def _during(known: Known, days: Days) -> list[Condition]:
    """The meeting may have been going on while the membership was."""
    row, (first, last) = known.meeting, days
    found: list[Condition] = [row.start_earliest <= last] if last else []
    if first:
        begun = row.last_day >= first
        found.append(begun if last else or_(begun, row.start_earliest.is_(None)))
    return found
