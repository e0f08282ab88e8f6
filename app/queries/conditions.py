"""A meeting filter in, the conditions of its SQL out; the same for both databases."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import and_, exists, false, func, literal, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.domain.meetings import Kind
from app.knowledge.series import Series
from app.queries import names
from app.queries.filters import MeetingFilter
from app.queries.fulltext import found_by
from app.queries.geography import lies_in, lies_near
from app.queries.intervals import Interval
from app.queries.membership import is_member
from app.queries.moments import NOW, Condition, Known
from app.queries.terms import Terms
from app.store.folding import key_of
from app.store.models import (
    Meeting,
    MeetingState,
    Outlet,
    Participant,
    ParticipantState,
    PersonName,
    StoredArticle,
    StoredOrganisation,
)

Row = type[Meeting | MeetingState]
Side = type[Participant | ParticipantState]


def of_meetings(asked: MeetingFilter, known: Known = NOW) -> list[Condition]:
    """Every condition that a meeting has to meet in the tables that the question is put to."""
    of_parties, of_reports = _of_parties(asked, known), _of_reports(asked, known)
    return [*known.visible, *of_parties, *_of_record(asked, known), *of_reports]


def meets(terms: Terms, holds: Callable[[tuple[str, ...]], Condition]) -> list[Condition]:
    """The conditions of one parameter, where `holds` says what it means to have one of some values."""
    wanted = [holds(group) for group in terms.groups]
    if terms.excluded:
        # What is not known (no place, no outlet) is none of the excluded values.
        wanted.append(not_(func.coalesce(holds(terms.excluded), false())))
    return wanted


def within(column: InstrumentedAttribute[date | None], interval: Interval | None) -> list[Condition]:
    """A day column lies in the interval; an unknown day lies in none."""
    if interval is None:
        return []
    first = [column >= interval.first] if interval.first else []
    return first + ([column <= interval.last] if interval.last else [])


def named_person(name: str) -> Condition:
    """A row of `person_names` has every word of `name`, in whichever order."""
    key = literal(" ").concat(PersonName.key).concat(" ")
    forms = [and_(*(key.contains(f" {word} ", autoescape=True) for word in form)) for form in names.person_words(name)]
    return or_(false(), *forms)


def _of_parties(asked: MeetingFilter, known: Known) -> list[Condition]:
    row = known.participant

    def takes_part(condition: Condition, role: Terms = asked.role) -> Condition:
        """Somebody takes part who meets the condition, and has the role where one is asked for."""
        return exists(select(literal(1)).where(known.takes_part, condition, *meets(role, row.role.in_)))

    by_country = meets(asked.country, lambda codes: takes_part(row.country.in_(codes)))
    by_bloc = meets(asked.member_of, lambda blocs: takes_part(is_member(known, blocs)))
    by_person = meets(asked.person, lambda terms: takes_part(_is_person(row, terms)))
    by_organisation = meets(asked.organisation, lambda terms: takes_part(_is_organisation(row, terms)))
    found = [*by_country, *by_bloc, *by_person, *by_organisation]
    return found or meets(asked.role, lambda roles: takes_part(row.role.in_(roles), Terms((roles,))))


def _is_person(row: Side, terms: tuple[str, ...]) -> Condition:
    ids = [term for term in terms if names.PERSON_ID.fullmatch(term)]
    called = [named_person(term) for term in terms if term not in ids]
    people = select(PersonName.person_id).where(or_(false(), *called))
    return or_(row.person_id.in_(ids), row.person_id.in_(people))


def _is_organisation(row: Side, terms: tuple[str, ...]) -> Condition:
    return row.organisation_id.in_(select(StoredOrganisation.id).where(is_organisation(terms)))


def is_organisation(terms: tuple[str, ...]) -> Condition:
    """An organisation has one of these ids, short names or full names, whatever the case and accents."""
    keys = sorted(map(key_of, terms))
    named = (StoredOrganisation.short_key.in_(keys), StoredOrganisation.name_key.in_(keys))
    return or_(StoredOrganisation.id.in_(terms), *named)


def _of_record(asked: MeetingFilter, known: Known) -> list[Condition]:
    """What the meeting's own row says."""
    row = known.meeting
    found = [
        *meets(asked.kind, row.kind.in_),
        *meets(asked.status, row.status.in_),
        *meets(asked.level, row.level.in_),
        *meets(asked.place, lambda terms: _takes_place_in(row, terms)),
        *meets(asked.series, lambda terms: _is_of_series(known, terms)),
        *meets(asked.topic, lambda topics: _is_about(known, topics)),
        *_overlaps(row, asked.days),
        *_in_area(known, asked),
        *_in_numbers(row, asked),
    ]
    if asked.updated_since is not None:
        found.append(row.updated_at >= asked.updated_since)
    if asked.search is not None:
        found.append(row.id.in_(select(found_by(asked.search).c.meeting_id)))
    return found


def _in_numbers(row: Row, asked: MeetingFilter) -> list[Condition]:
    found = []
    if asked.min_sources:
        found.append(row.independent_source_count >= asked.min_sources)
    if asked.min_confidence:
        found.append(row.confidence >= asked.min_confidence)
    if asked.parties_min:
        found.append(row.party_count >= asked.parties_min)
    if asked.parties_max is not None:
        found.append(row.party_count <= asked.parties_max)
    return found


def _in_area(known: Known, asked: MeetingFilter) -> list[Condition]:
    box = [lies_in(known, asked.box)] if asked.box else []
    return [*box, *([lies_near(known, asked.circle)] if asked.circle else [])]


def _overlaps(row: Row, days: Interval | None) -> list[Condition]:
    """The meeting can have been going on on one of the days: it may begin by the last and end on the first or later."""
    if days is None:
        return []
    known = [row.start_earliest <= days.last] if days.last else [row.start_earliest.is_not(None)]
    return known + ([row.last_day >= days.first] if days.first else [])


def _takes_place_in(row: Row, terms: tuple[str, ...]) -> Condition:
    codes = {code for term in terms if (code := names.country_or_none(term))}
    cities = {key for term in terms for key in names.city_keys(term)}
    return or_(row.city_key.in_(sorted(cities)), row.place_country.in_(sorted(codes)))


def _is_of_series(known: Known, terms: tuple[str, ...]) -> Condition:
    """A meeting is of a series by name; or it is of none by name, and is what the series is."""
    keys = sorted({key for term in terms for key in names.series_keys(term)})
    asked = (names.known_series(term) for term in terms)
    alike = (_is_like(known, series) for series in asked if series is not None and series.members and series.level)
    return or_(known.meeting.series_key.in_(keys), *alike)


def _is_like(known: Known, series: Series) -> Condition:
    """Exactly the members of a series meet, at its level: reports seldom name the series itself."""
    row, side = known.meeting, known.participant
    here = (exists(select(literal(1)).where(known.takes_part, side.country == code)) for code in series.members)
    who = (row.party_count == len(series.members), *here)
    return and_(row.series_key.is_(None), row.level == series.level, row.kind != Kind.CALL.value, *who)


def _is_about(known: Known, topics: tuple[str, ...]) -> Condition:
    return exists(select(literal(1)).where(known.is_about, known.topic.topic.in_(topics)))


def _of_reports(asked: MeetingFilter, known: Known) -> list[Condition]:
    """One report meets both: published in the interval, by one of the outlets."""
    published = within(StoredArticle.published, asked.published)
    if not asked.outlet:
        return [_is_reported(known, published)] if published else []
    return meets(asked.outlet, lambda outlets: _is_reported(known, [*published, is_of(outlets)]))


def _is_reported(known: Known, conditions: list[Condition]) -> Condition:
    return or_(*(exists(reports) for reports in known.reports(*conditions)))


def is_of(outlets: tuple[str, ...]) -> Condition:
    """An article was published by an outlet with one of these ids or folded names."""
    known = select(Outlet.id).where(or_(Outlet.id.in_(outlets), Outlet.key.in_(outlets)))
    return StoredArticle.outlet_id.in_(known)
