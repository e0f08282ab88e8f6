"""Countries as people outside see them: what is known of states, with the number of meetings in the store."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.knowledge import states
from app.knowledge.states import State
from app.knowledge.tables import fold
from app.queries import names
from app.queries.conditions import VISIBLE
from app.queries.filters import CountryFilter
from app.queries.paging import Count, Page
from app.store.models import Meeting, Participant

_COUNTS = (
    select(Participant.country, func.count(Participant.meeting_id.distinct()))
    .join(Meeting, Meeting.id == Participant.meeting_id)
    .where(Participant.country.is_not(None), VISIBLE)
    .group_by(Participant.country)
)


def page(session: Session, asked: CountryFilter) -> Page:
    """All countries that are asked for, by name, on one page. One statement."""
    counts = {code: number for code, number in session.execute(_COUNTS) if code}
    found = [state for state in states.all_states() if _is_asked(state, asked, counts)]
    records = tuple(orjson.dumps(_country(state, counts)) for state in sorted(found, key=lambda state: state.name))
    return Page(records, Count(len(records), exact=True))


def one(session: Session, code: str) -> bytes:
    """The country of a code or name. One statement. Raises NotFoundError."""
    known = names.country_or_none(code)
    state = states.by_code(known) if known else None
    if state is None:
        raise NotFoundError(f"there is no country {code!r}; use an ISO 3166-1 code or an English name")
    number = session.execute(_COUNTS.where(Participant.country == state.code)).one_or_none()
    return orjson.dumps(_country(state, {state.code: number[1]} if number else {}))


def _is_asked(state: State, asked: CountryFilter, counts: Mapping[str, int]) -> bool:
    part = fold(asked.name) if asked.name is not None else ""
    called = not part or any(part in fold(name) for name in (state.code, state.alpha2, *state.names))
    return called and counts.get(state.code, 0) >= asked.min_meetings


def _country(state: State, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "code": state.code,
        "alpha2": state.alpha2 or None,
        "url": f"/v1/countries/{state.code}",
        "name": state.name,
        "names": [*state.official, *state.aliases],
        "meetings": {"count": counts.get(state.code, 0), "url": f"/v1/meetings?country={state.code}"},
    }
