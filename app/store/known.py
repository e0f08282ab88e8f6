"""What resolution asks of the store, answered with indexed reads: meetings near a report, with all reports of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session

from app.resolution.blocking import Search
from app.resolution.meetings import KnownMeeting, dossier_of
from app.resolution.policy import NO_CORRECTIONS
from app.resolution.reports import Attendee, Report
from app.store.candidates import from_json
from app.store.corrections import corrections_of
from app.store.models import CopyKind, Meeting, MeetingBlock, Source, StoredArticle
from app.store.upsert import table_of

# "In 2019 the two met" fits each of a hundred meetings of two great powers, and cannot be told from any of them; of
# the gatherings of one day those are looked at that have the most in common with what is sought.
MOST_FOUND = 12
# So many marks of a search are counted, the latest ones.
MOST_MARKS = 200
# Statements on tables, built once: to build one takes longer than to run it.
THESE: BindParameter[Any] = bindparam("ids", expanding=True)
_MEETINGS, _SOURCES, _ARTICLES = table_of(Meeting), table_of(Source), table_of(StoredArticle)
_BLOCKS = table_of(MeetingBlock)
COUNTING = select(_MEETINGS.c.id).where(
    _MEETINGS.c.id.in_(THESE),
    _MEETINGS.c.merged_into.is_(None),
    or_(_MEETINGS.c.retracted_at.is_(None), _MEETINGS.c.id.in_(bindparam("copied", expanding=True))),
)
# The meetings of an article and of its copies.
REPORTED_BY = (
    select(_SOURCES.c.meeting_id)
    .join(_ARTICLES, _ARTICLES.c.id == _SOURCES.c.article_id)
    .where(
        or_(_ARTICLES.c.id == bindparam("origin"), _ARTICLES.c.copy_of == bindparam("origin")),
        _SOURCES.c.meeting_id.is_not(None),
    )
)
_ACCOUNTS = (
    select(*(_SOURCES.c[name] for name in ("id", "meeting_id", "article_id", "ordinal", "people", "candidate")))
    .add_columns(*(_ARTICLES.c[name] for name in ("copy_of", "copy_kind", "published", "published_at", "outlet_id")))
    .join(_ARTICLES, _ARTICLES.c.id == _SOURCES.c.article_id)
    .order_by(_SOURCES.c.id)
)
OF_MEETINGS = _ACCOUNTS.where(_SOURCES.c.meeting_id.in_(THESE))
OF_MEETINGS_AND_NAMED = _ACCOUNTS.where(
    or_(_SOURCES.c.meeting_id.in_(THESE), _SOURCES.c.id.in_(bindparam("named", expanding=True)))
)
# The parameters of one search, each with its number at the end.
SOUGHT = ("keys", "first", "last", "ends")


class MeetingsInStore:
    """The `KnownMeetings` of a session, each as it was when it was first found: for one report, and what it joins."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[str, list[KnownMeeting]] = {}

    def one(self, meeting_id: str) -> KnownMeeting:
        """A meeting with every report of it."""
        said = corrections_of(self._session, [meeting_id]).get(meeting_id, NO_CORRECTIONS)
        return KnownMeeting(meeting_id, dossier_of(reports_of(self._session, [meeting_id])[meeting_id], said))

    def around(self, searches: Iterable[Search], origin: str | None) -> list[KnownMeeting]:
        """Meetings with a mark that is looked for, and those that the article `origin` or its copies report.

        Of these also the retracted ones: no reprint brings back what was taken back.
        """
        ids: set[str | None] = set(_marked(self._session, list(searches)))
        copied = set(self._session.scalars(REPORTED_BY, {"origin": origin})) if origin is not None else set()
        these = {"ids": list(ids | copied), "copied": list(copied)}
        found = sorted(self._session.scalars(COUNTING, these)) if these["ids"] else []
        self._read([one for one in found if one not in self._found])
        return [known for one in found for known in self._found[one]]

    def _read(self, meeting_ids: Sequence[str]) -> None:
        if not meeting_ids:
            return
        reports, said = reports_of(self._session, meeting_ids), corrections_of(self._session, meeting_ids)
        for one in meeting_ids:
            # A later report may have what was corrected right, or wrong as the earlier ones have it.
            accounts = [said[one], NO_CORRECTIONS] if one in said else [NO_CORRECTIONS]
            self._found[one] = [
                KnownMeeting(one, dossier_of(reports[one], told)) for told in accounts if one in reports
            ]


def _marked(session: Session, searches: Sequence[Search]) -> Iterable[str]:
    """The meetings that searches find, those with the most marks that are looked for; of equals the latest."""
    if not searches:
        return ()
    sought = {
        f"{name}_{number}": value
        for number, search in enumerate(searches)
        for name, value in zip(SOUGHT, (search.keys, search.first, search.last, search.ends), strict=True)
    }
    return session.scalars(_search(len(searches), MOST_FOUND), sought)


@cache
def _search(number: int, most: int) -> Select[str]:
    """The statement of so many searches; building it takes longer than running it."""
    found = union_all(*(_one_search(f"_{one}") for one in range(number))).subquery()
    best = (func.count().desc(), func.max(found.c.earliest).desc(), found.c.meeting_id)
    return select(found.c.meeting_id).group_by(found.c.meeting_id).order_by(*best).limit(most)


def _one_search(mark: str) -> Select[Any]:
    """For each key one stretch of the primary key."""
    keys, first, last, ends = (f"{name}{mark}" for name in SOUGHT)
    found = (
        _BLOCKS.c.key.in_(bindparam(keys, expanding=True)),
        _BLOCKS.c.earliest.between(bindparam(first), bindparam(last)),
        _BLOCKS.c.latest >= bindparam(ends),
    )
    columns = _BLOCKS.c.meeting_id, _BLOCKS.c.earliest
    latest = select(*columns).where(*found).order_by(_BLOCKS.c.earliest.desc()).limit(MOST_MARKS)
    return select(latest.subquery())


@dataclass(frozen=True, slots=True)
class Account:
    """A source as resolution weighs it: the report, and the meeting it belongs to, if any."""

    source_id: str
    meeting_id: str | None
    report: Report


def reports_of(session: Session, meeting_ids: Sequence[str]) -> dict[str, list[Report]]:
    """Every report of each meeting, as resolution weighs them; meetings without any are left out."""
    found: dict[str, list[Report]] = defaultdict(list)
    for account in accounts_of(session, meeting_ids):
        found[account.meeting_id or ""].append(account.report)
    return found


def accounts_of(session: Session, meeting_ids: Iterable[str], source_ids: Iterable[str] = ()) -> list[Account]:
    """The sources of these meetings, and these sources, by id."""
    named, these = sorted(source_ids), {"ids": sorted(meeting_ids)}
    statement = OF_MEETINGS_AND_NAMED if named else OF_MEETINGS
    rows = session.execute(statement, these | ({"named": named} if named else {}))
    return [Account(row.id, row.meeting_id, report_of(row, row)) for row in rows]


def report_of(source: Any, article: Any) -> Report:
    """The report that a source makes; `article` tells its copy, publication and outlet."""
    candidate = from_json(source.candidate)
    return Report(
        article_id=source.article_id,
        candidate=candidate,
        people=tuple(
            Attendee(identity, p.name, p.country, p.organisation, p.title, p.role)
            for identity, p in zip(source.people, candidate.people, strict=True)
        ),
        ordinal=source.ordinal,
        origin_id=article.copy_of or "",
        revised=article.copy_kind == CopyKind.VERSION,
        outlet=article.outlet_id or "",
        published=article.published,
        published_at=article.published_at,
    )
