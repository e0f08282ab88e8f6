"""Countries as people outside see them: what is known of states, with the number of meetings in the store."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.knowledge import states
from app.knowledge.states import State
from app.knowledge.tables import fold
from app.queries import names, portraits
from app.queries.filters import CountryFilter, MeetingFilter
from app.queries.moments import at_moment, known_at
from app.queries.paging import Count, Page


def page(session: Session, asked: CountryFilter) -> Page:
    """All countries that are asked for, by name, on one page. One statement for now, two for an earlier moment."""
    counts = _counts(session, asked.as_of)
    found = [state for state in states.all_states() if _is_asked(state, asked, counts)]
    found.sort(key=lambda state: state.name)
    records = tuple(orjson.dumps(_country(state, counts, asked.as_of)) for state in found)
    return Page(records, Count(len(records), exact=True))


def one(session: Session, code: str, now: datetime, as_of: datetime | None = None) -> bytes:
    """The country with whom it meets and when; the day of `as_of`, or else of `now`, parts past from future meetings.

    At most eight statements for now. Raises NotFoundError.
    """
    state = _known(code)
    found = portraits.of_state(session, MeetingFilter(as_of=as_of), state.code, (as_of or now).date())
    return orjson.dumps(_country(state, {state.code: found.meetings}, as_of) | found.parts)


def _known(code: str) -> State:
    known = names.country_or_none(code)
    state = states.by_code(known) if known else None
    if state is None:
        raise NotFoundError(f"there is no country {code!r}; use an ISO 3166-1 code or an English name")
    return state


def _counts(session: Session, as_of: datetime | None) -> Counter[str]:
    """How many meetings each country takes part in."""
    counts: Counter[str] = Counter()
    for known in known_at(as_of):
        side = known.participant
        query = (
            select(side.country, func.count(side.meeting_id.distinct()))
            .join_from(side, known.meeting, known.takes_part)
            .where(side.country.is_not(None), *known.visible)
            .group_by(side.country)
        )
        counts.update({country: number for country, number in session.execute(query) if country})
    return counts


def _is_asked(state: State, asked: CountryFilter, counts: Mapping[str, int]) -> bool:
    part = fold(asked.name) if asked.name is not None else ""
    called = not part or any(part in fold(name) for name in (state.code, state.alpha2, *state.names))
    return called and counts.get(state.code, 0) >= asked.min_meetings


def _country(state: State, counts: Mapping[str, int], as_of: datetime | None) -> dict[str, Any]:
    meetings = at_moment(f"/v1/meetings?country={state.code}", as_of)
    return {
        "code": state.code,
        "alpha2": state.alpha2 or None,
        "url": at_moment(f"/v1/countries/{state.code}", as_of),
        "name": state.name,
        "names": [*state.official, *state.aliases],
        "meetings": {"count": counts.get(state.code, 0), "url": meetings},
    }
