"""The fields of a meeting in, one line that names it out: "China and Japan: meeting in Seoul, 26 September 2023"."""

from collections.abc import Sequence
from datetime import date

from app.domain.calendar import PartialDate, Precision
from app.domain.meetings import Place, Status
from app.knowledge import states
from app.resolution.reports import MeetingFields

MOST_NAMED = 4
# What happened needs no word; of everything else the title says how far it came.
REMARKS = {
    Status.PROPOSED: " (proposed)",
    Status.SCHEDULED: " (scheduled)",
    Status.POSTPONED: " (postponed)",
    Status.CANCELLED: " (cancelled)",
}


def title_of(fields: MeetingFields) -> str:
    """Parties, kind, place, date, and the status of what has not happened."""
    when = _span(fields.start, fields.end)
    parts = (
        f"{_parties(fields)}: {fields.kind}",
        f" in {where}" if (where := _where(fields.place)) else "",
        f", {when}" if when else "",
        REMARKS.get(fields.status, ""),
    )
    return "".join(parts)


def _parties(fields: MeetingFields) -> str:
    names = [*(country_name(code) for code in fields.countries), *fields.organisations]
    return _listed(sorted(names) if fields.countries else names)


def country_name(code: str) -> str:
    """The usual English name of a state; the code itself for one that is not known."""
    state = states.by_code(code)
    return state.name if state else code


def _listed(names: Sequence[str]) -> str:
    """ "A, B and C", cut after four with the number of the others."""
    if len(names) > MOST_NAMED:
        names = [*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} others"]
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part) or "Unknown parties"


def _where(place: Place | None) -> str | None:
    if place is None:
        return None
    return place.city or (country_name(place.country) if place.country else place.venue)


def _span(start: PartialDate | None, end: PartialDate | None) -> str:
    """The first day, with the last one where it is another."""
    if start is None:
        return f"until {_words(end)}" if end else ""
    if end is None or end == start or end.precision is not Precision.DAY or start.precision is not Precision.DAY:
        return _words(start)
    if (start.earliest.year, start.earliest.month) == (end.earliest.year, end.earliest.month):
        return f"{start.earliest.day} to {_words(end)}"
    return f"{_words(start)} to {_words(end)}"


def _words(day: PartialDate) -> str:
    """A date at the precision it is known to."""
    if day.earliest == day.latest:
        return _day(day.earliest)
    if day.precision is Precision.WEEK:
        return f"week of {_day(day.earliest)}"
    if day.iso is None or day.precision in {Precision.QUARTER, Precision.PERIOD}:
        return f"between {_day(day.earliest)} and {_day(day.latest)}"
    return f"{day.earliest:%B %Y}" if len(day.iso) == len("2023-09") else f"{day.earliest:%Y}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
