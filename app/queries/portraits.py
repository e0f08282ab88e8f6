"""A state in; whom it meets, how often in each year and at which level, and its meetings around a day, out."""

from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.domain.meetings import Level, Status
from app.queries import meetings, network, statistics
from app.queries.counting import Counting
from app.queries.filters import MeetingFilter
from app.queries.intervals import Interval
from app.queries.paging import Window
from app.queries.terms import Terms

PARTNERS = 20
MEETINGS = 5
PAST = Terms((tuple(sorted((Status.HELD, Status.ONGOING))),))
AHEAD = Terms((tuple(sorted((Status.PROPOSED, Status.SCHEDULED))),))


def of_state(session: Session, asked: MeetingFilter, code: str, today: date) -> dict[str, Any]:
    """What there is to tell of the meetings of a state that answer a filter. Seven statements for now."""
    own = replace(asked, country=Terms(((code,),)))
    by_level = statistics.counted(session, Counting(own, ("level",))).groups
    past, ahead = replace(own, status=PAST), replace(own, status=AHEAD, days=Interval(today, None))
    return {
        "levels": dict.fromkeys(map(str, Level), 0) | {str(group["level"]): group["meetings"] for group in by_level},
        "partners": network.partners(session, asked, code, PARTNERS),
        "years": statistics.counted(session, Counting(own, ("year",), zeros=True)).groups,
        "latest": _listed(session, past, "-start"),
        "upcoming": _listed(session, ahead, "start"),
    }


def _listed(session: Session, asked: MeetingFilter, sort: str) -> list[orjson.Fragment]:
    return list(map(orjson.Fragment, meetings.page(session, asked, Window(MEETINGS, sort)).records))
