"""A state in; whom it meets, how often in each year and at which level, and its meetings around a day, out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.domain.meetings import Level, Status
from app.queries import meetings, network, statistics
from app.queries.counting import MOST_GROUPS, Counting
from app.queries.filters import MeetingFilter
from app.queries.intervals import Interval
from app.queries.paging import Window
from app.queries.terms import Terms

PARTNERS = 20
MEETINGS = 5
PAST = Terms((tuple(sorted((Status.HELD, Status.ONGOING))),))
AHEAD = Terms((tuple(sorted((Status.PROPOSED, Status.SCHEDULED))),))


@dataclass(frozen=True, slots=True)
class Portrait:
    """What there is to tell of a state's meetings: how many there are, and `parts` as people outside see them."""

    meetings: int
    parts: dict[str, Any]


def of_state(session: Session, asked: MeetingFilter, code: str, today: date) -> Portrait:
    """What there is to tell of the meetings of a state that answer a filter. At most eight statements for now."""
    own = replace(asked, country=Terms(((code,),)))
    past, ahead = replace(own, status=PAST), replace(own, status=AHEAD, days=Interval(today, None))
    # One count for levels and years: a meeting has one of each.
    by_both = Counting(own, ("year", "level"), zeros=True, limit=MOST_GROUPS)
    groups: Sequence[Mapping[str, Any]] = statistics.counted(session, by_both).groups
    levels, years = Counter(dict.fromkeys(map(str, Level), 0)), Counter[Any]()
    for group in groups:
        levels[group["level"]] += group["meetings"]
        years[group["year"]] += group["meetings"]
    parts = {
        "levels": levels,
        "partners": network.partners(session, asked, code, PARTNERS),
        "years": [{"year": year, "meetings": number} for year, number in years.items()],
        "latest": _listed(session, past, "-start"),
        "upcoming": _listed(session, ahead, "start"),
    }
    return Portrait(levels.total(), parts)


def _listed(session: Session, asked: MeetingFilter, sort: str) -> list[orjson.Fragment]:
    return list(map(orjson.Fragment, meetings.page(session, asked, Window(MEETINGS, sort)).records))
