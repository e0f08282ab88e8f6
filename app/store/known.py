"""What resolution asks of the store, answered with indexed reads: meetings near a report, people of a name."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.resolution.blocking import Search
from app.resolution.meetings import KnownMeeting, dossier_of
from app.resolution.people import KnownPerson
from app.resolution.reports import Attendee, Report
from app.store.candidates import from_json
from app.store.models import (
    CopyKind,
    Meeting,
    MeetingBlock,
    PersonName,
    Source,
    StoredArticle,
    StoredOrganisation,
    StoredPerson,
)


class MeetingsInStore:
    """The `KnownMeetings` of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def around(self, searches: Iterable[Search], origin: str | None) -> list[KnownMeeting]:
        """Meetings with a mark that is looked for, and those that the article `origin` or its copies report."""
        ids = {meeting_id for search in searches for meeting_id in self._session.scalars(_marked(search))}
        if origin is not None:
            ids.update(self._session.scalars(_reported_by(origin)))
        standing = select(Meeting.id).where(
            Meeting.id.in_(ids), Meeting.merged_into.is_(None), Meeting.retracted_at.is_(None)
        )
        reports = reports_of(self._session, sorted(self._session.scalars(standing))) if ids else {}
        return [KnownMeeting(meeting_id, dossier_of(reports[meeting_id])) for meeting_id in sorted(reports)]


def _marked(search: Search) -> Select[str]:
    """The meetings that a search finds: for each key one stretch of the primary key."""
    return select(MeetingBlock.meeting_id).where(
        MeetingBlock.key.in_(search.keys),
        MeetingBlock.earliest.between(search.first, search.last),
        MeetingBlock.latest >= search.ends,
    )


def _reported_by(origin: str) -> Select[str]:
    """The meetings of an article and of its copies."""
    return (
        select(Source.meeting_id)
        .join(StoredArticle, StoredArticle.id == Source.article_id)
        .where(or_(StoredArticle.id == origin, StoredArticle.copy_of == origin))
    )


class PeopleInStore:
    """The `KnownPeople` of a session."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def named(self, key: str) -> list[KnownPerson]:
        """The identities that were ever written with a name of this key."""
        query = (
            select(StoredPerson.id, StoredPerson.country, StoredOrganisation.short)
            .join(PersonName, PersonName.person_id == StoredPerson.id)
            .outerjoin(StoredOrganisation, StoredOrganisation.id == StoredPerson.organisation_id)
            .where(PersonName.key == key)
            .distinct()
        )
        return [KnownPerson(row.id, row.country, row.short) for row in self._session.execute(query)]


def reports_of(session: Session, meeting_ids: Sequence[str]) -> dict[str, list[Report]]:
    """Every report of each meeting, as resolution weighs them; meetings without any are left out."""
    query = (
        select(Source, StoredArticle.copy_of, StoredArticle.copy_kind, StoredArticle.published)
        .add_columns(StoredArticle.published_at)
        .join(StoredArticle, StoredArticle.id == Source.article_id)
        .where(Source.meeting_id.in_(meeting_ids))
        .order_by(Source.id)
    )
    found: dict[str, list[Report]] = defaultdict(list)
    for source, copy_of, copy_kind, published, published_at in session.execute(query):
        candidate = from_json(source.candidate)
        report = Report(
            article_id=source.article_id,
            candidate=candidate,
            people=tuple(
                Attendee(identity, p.name, p.country, p.organisation, p.title, p.role)
                for identity, p in zip(source.people, candidate.people, strict=True)
            ),
            ordinal=source.ordinal,
            origin_id=copy_of or "",
            revised=copy_kind == CopyKind.VERSION,
            published=published,
            published_at=published_at,
        )
        found[source.meeting_id].append(report)
    return found
