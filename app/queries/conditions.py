"""A meeting filter in, the conditions of its SQL out; the same for both databases."""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, func, literal, not_, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.queries import names
from app.queries.filters import MeetingFilter
from app.queries.intervals import Interval
from app.queries.terms import Terms
from app.store.models import (
    Meeting,
    MeetingTopic,
    Outlet,
    Participant,
    PersonName,
    Source,
    StoredArticle,
    StoredOrganisation,
)

Condition = ColumnElement[bool]

# What lists show: records that were neither merged into another one nor taken back.
# `IS TRUE` keeps SQLite from starting at the index of `merged_into`, in which nearly every meeting is null: 100,000
# meetings took 77 ms a page that way.
VISIBLE = and_(Meeting.merged_into.is_(None).is_(true()), Meeting.retracted_at.is_(None))


def of_meetings(asked: MeetingFilter) -> list[Condition]:
    """Every condition that a meeting has to meet."""
    return [VISIBLE, *_of_parties(asked), *_of_record(asked), *_of_reports(asked)]


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


def _of_parties(asked: MeetingFilter) -> list[Condition]:
    by_country = meets(asked.country, lambda codes: _takes_part(asked.role, Participant.country.in_(codes)))
    by_person = meets(asked.person, lambda terms: _takes_part(asked.role, _is_person(terms)))
    by_organisation = meets(asked.organisation, lambda terms: _takes_part(asked.role, _is_organisation(terms)))
    found = [*by_country, *by_person, *by_organisation]
    return found or meets(asked.role, lambda roles: _takes_part(Terms((roles,)), Participant.role.in_(roles)))


def _takes_part(role: Terms, condition: Condition) -> Condition:
    """Somebody takes part who meets the condition, and has the role where one is asked for."""
    has_role = meets(role, Participant.role.in_)
    return exists(select(literal(1)).where(Participant.meeting_id == Meeting.id, condition, *has_role))


def _is_person(terms: tuple[str, ...]) -> Condition:
    ids = [term for term in terms if names.PERSON_ID.fullmatch(term)]
    called = [named_person(term) for term in terms if term not in ids]
    people = select(PersonName.person_id).where(or_(false(), *called))
    return or_(Participant.person_id.in_(ids), Participant.person_id.in_(people))


def _is_organisation(terms: tuple[str, ...]) -> Condition:
    return Participant.organisation_id.in_(select(StoredOrganisation.id).where(is_organisation(terms)))


def is_organisation(terms: tuple[str, ...]) -> Condition:
    """An organisation has one of these ids, short names or full names, in any case."""
    lower = [term.lower() for term in terms]
    short, name = func.lower(StoredOrganisation.short), func.lower(StoredOrganisation.name)
    return or_(StoredOrganisation.id.in_(terms), short.in_(lower), name.in_(lower))


def _of_record(asked: MeetingFilter) -> list[Condition]:
    """What the meeting's own row says."""
    found = [
        *meets(asked.kind, Meeting.kind.in_),
        *meets(asked.status, Meeting.status.in_),
        *meets(asked.level, Meeting.level.in_),
        *meets(asked.place, _takes_place_in),
        *meets(asked.topic, _is_about),
        *_overlaps(asked.days),
    ]
    if asked.updated_since is not None:
        found.append(Meeting.updated_at >= asked.updated_since)
    if asked.min_sources:
        found.append(Meeting.independent_source_count >= asked.min_sources)
    return found


def _overlaps(days: Interval | None) -> list[Condition]:
    """The meeting can have been going on on one of the days: it may begin by the last and end on the first or later."""
    if days is None:
        return []
    known = [Meeting.start_earliest <= days.last] if days.last else [Meeting.start_earliest.is_not(None)]
    ends = func.coalesce(Meeting.end_latest, Meeting.start_latest)
    return known + ([ends >= days.first] if days.first else [])


def _takes_place_in(terms: tuple[str, ...]) -> Condition:
    codes = {code for term in terms if (code := names.country_or_none(term))}
    cities = {city for term in terms for city in names.cities(term)}
    # SQLite lowers ASCII letters alone; the name as typed stands in for the others.
    lowered, typed = func.lower(Meeting.city), Meeting.city
    return or_(lowered.in_(sorted(cities)), typed.in_(terms), Meeting.place_country.in_(sorted(codes)))


def _is_about(topics: tuple[str, ...]) -> Condition:
    return exists(select(literal(1)).where(MeetingTopic.meeting_id == Meeting.id, MeetingTopic.topic.in_(topics)))


def _of_reports(asked: MeetingFilter) -> list[Condition]:
    """One report meets both: published in the interval, by one of the outlets."""
    published = within(StoredArticle.published, asked.published)
    if not asked.outlet:
        return [_is_reported(published)] if published else []
    return meets(asked.outlet, lambda outlets: _is_reported([*published, is_of(outlets)]))


def _is_reported(conditions: list[Condition]) -> Condition:
    reports = select(literal(1)).join_from(Source, StoredArticle, StoredArticle.id == Source.article_id)
    return exists(reports.where(Source.meeting_id == Meeting.id, *conditions))


def is_of(outlets: tuple[str, ...]) -> Condition:
    """An article was published by an outlet with one of these ids or folded names."""
    known = select(Outlet.id).where(or_(Outlet.id.in_(outlets), Outlet.key.in_(outlets)))
    return StoredArticle.outlet_id.in_(known)
