"""What resolution asks of the store, answered with indexed reads: meetings near a report, with all reports of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, func, or_, select, union, union_all
from sqlalchemy.orm import Session

from app.resolution.blocking import Search
from app.resolution.meetings import KnownMeeting, dossier_of
from app.resolution.policy import NO_CORRECTIONS
from app.resolution.reports import Attendee, Report
from app.store.accounts import accounts_in
from app.store.candidates import from_json
from app.store.columns import Day, DaysBetween
from app.store.corrections import corrections_of
from app.store.models import CopyKind, Meeting, MeetingBlock, Source, StoredArticle, StoredCorrection
from app.store.upsert import table_of

# "In 2019 the two met" fits each of a hundred meetings of two great powers, and cannot be told from any of them; of
# the gatherings of one day those are looked at that have the most in common with what is sought, and of the meetings of
# a year those of the nearest days. At a million meetings 435 of 439 retold ones are found among two, 433 among three,
# 423 in the best one alone: each that is looked at beside the right one may be taken for it.
MOST_FOUND = 2
# So many marks of a search are counted, the latest ones.
MOST_MARKS = 200
# Statements on tables, built once: to build one takes longer than to run it.
THESE: BindParameter[Any] = bindparam("ids", expanding=True)
_MEETINGS, _SOURCES, _ARTICLES = table_of(Meeting), table_of(Source), table_of(StoredArticle)
_BLOCKS, _CORRECTIONS = table_of(MeetingBlock), table_of(StoredCorrection)
# The meetings of an article and of its copies; SQLite reads every source where it is asked for either in one condition.
_ORIGIN: BindParameter[str] = bindparam("origin")
_COPIES = select(_ARTICLES.c.id).where(_ARTICLES.c.copy_of == _ORIGIN)
REPORTED_BY = union(
    *(
        select(_SOURCES.c.meeting_id).where(told, _SOURCES.c.meeting_id.is_not(None))
        for told in (_SOURCES.c.article_id == _ORIGIN, _SOURCES.c.article_id.in_(_COPIES))
    )
)
_REPORTED = (
    select(*(_SOURCES.c[name] for name in ("id", "meeting_id", "article_id", "ordinal")))
    .add_columns(*(_ARTICLES.c[name] for name in ("copy_of", "copy_kind", "published", "published_at", "outlet_id")))
    .join(_ARTICLES, _ARTICLES.c.id == _SOURCES.c.article_id)
    .order_by(_SOURCES.c.id)
)
OF_MEETINGS = _REPORTED.where(_SOURCES.c.meeting_id.in_(THESE))
OF_MEETINGS_AND_NAMED = _REPORTED.where(
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
        asked = list(searches)
        copied = list(self._session.scalars(REPORTED_BY, {"origin": origin})) if origin is not None else []
        if not asked and not copied:
            return []
        sought = _parameters(asked) | ({"copied": copied} if copied else {})
        sources: dict[str, list[Any]] = defaultdict(list)
        for row in self._session.execute(_near(len(asked), bool(copied)), sought):
            sources[row.meeting_id].append(row)
        self._read({one: rows for one, rows in sources.items() if one not in self._found})
        return [known for one in sorted(sources) for known in self._found[one]]

    def _read(self, sources: Mapping[str, Sequence[Any]]) -> None:
        corrected = [one for one, rows in sources.items() if rows[0].corrected]
        said = corrections_of(self._session, corrected) if corrected else {}
        told = accounts_in(self._session, [row.id for rows in sources.values() for row in rows])
        for one, rows in sources.items():
            reports = [report_of(row, told[row.id], row) for row in rows if row.id in told]
            # A later report may have what was corrected right, or wrong as the earlier ones have it.
            either = [said[one], NO_CORRECTIONS] if one in said else [NO_CORRECTIONS]
            self._found[one] = [KnownMeeting(one, dossier_of(reports, corrections)) for corrections in either]


def _parameters(searches: Sequence[Search]) -> dict[str, Any]:
    return {
        f"{name}_{number}": value
        for number, search in enumerate(searches)
        for name, value in zip(SOUGHT, (search.keys, search.first, search.last, search.ends), strict=True)
    }


@cache
def _near(number: int, copied: bool) -> Select[Any]:
    """The sources of the meetings that so many searches find, and of those among some that were merged into none.

    Only meetings that stand have marks.
    """
    kept = _MEETINGS.c.id.in_(bindparam("copied", expanding=True)), _MEETINGS.c.merged_into.is_(None)
    of_copies = select(_MEETINGS.c.id.label("meeting_id")).where(*kept)
    these = union(*([_marked(number)] if number else []), *([of_copies] if copied else [])).subquery()
    corrected = exists().where(_CORRECTIONS.c.meeting_id == _SOURCES.c.meeting_id).label("corrected")
    return _REPORTED.add_columns(corrected).join(these, these.c.meeting_id == _SOURCES.c.meeting_id)


def _marked(number: int) -> Select[str]:
    """The meetings that searches find, those with the most marks that are looked for; of equals the nearest in time.

    How far one is off is how far the middle of its days is from the middle of the days sought, in half days.
    """
    found = union_all(*(_one_search(f"_{one}") for one in range(number))).subquery()
    best = (func.count().desc(), func.min(found.c.off), func.max(found.c.earliest).desc(), found.c.meeting_id)
    most = select(found.c.meeting_id).group_by(found.c.meeting_id).order_by(*best).limit(MOST_FOUND)
    return select(most.subquery())


def _one_search(mark: str) -> Select[Any]:
    """For each key one stretch of the primary key."""
    keys, first, last, ends = (f"{name}{mark}" for name in SOUGHT)
    found = (
        _BLOCKS.c.key.in_(bindparam(keys, expanding=True)),
        _BLOCKS.c.earliest.between(bindparam(first), bindparam(last)),
        _BLOCKS.c.latest >= bindparam(ends),
    )
    off = func.abs(
        DaysBetween(bindparam(ends, type_=Day), _BLOCKS.c.earliest)
        - DaysBetween(_BLOCKS.c.latest, bindparam(last, type_=Day))
    )
    columns = _BLOCKS.c.meeting_id, _BLOCKS.c.earliest, off.label("off")
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
    rows = session.execute(statement, these | ({"named": named} if named else {})).all()
    told = accounts_in(session, [row.id for row in rows])
    return [Account(row.id, row.meeting_id, report_of(row, told[row.id], row)) for row in rows if row.id in told]


def report_of(source: Any, account: Any, article: Any) -> Report:
    """The report that a source makes with its account; `article` tells its copy, publication and outlet."""
    candidate = from_json(account.candidate)
    return Report(
        article_id=source.article_id,
        candidate=candidate,
        people=tuple(
            Attendee(identity, p.name, p.country, p.organisation, p.title, p.role)
            for identity, p in zip(account.people, candidate.people, strict=True)
        ),
        ordinal=source.ordinal,
        origin_id=article.copy_of or "",
        revised=article.copy_kind == CopyKind.VERSION,
        outlet=article.outlet_id or "",
        published=article.published,
        published_at=article.published_at,
    )
