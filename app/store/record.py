"""An article with its candidates in, the changed record out: the only writer of meetings; the caller commits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.domain.articles import Article, Kept
from app.domain.meetings import MeetingCandidate
from app.resolution.leaders import WorldLeaders
from app.resolution.meetings import Decision, Verdict, decide
from app.resolution.people import Directory, Identified, day_of, key_of
from app.resolution.places import located
from app.resolution.reports import Report
from app.store.accounts import StoredAccount
from app.store.articles import Stored, require_storable, store_article, stored_among
from app.store.changes import Change, Standing
from app.store.claims import claims_of
from app.store.gathering import Gathered, gathering, people_of
from app.store.ids import meeting_id, source_id
from app.store.joining import join_grown
from app.store.known import MeetingsInStore
from app.store.ledger import PROGRAM, Arrival, Entry, Grounds, enter, features_of
from app.store.models import Action, CopyKind, StoredArticle
from app.store.retention import Remains, remains_of, spans_of, take_words
from app.store.turns import wait_for_turn


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with the meetings that `extractor` (name and number) read in it, in the order of their evidence.

    `kept` says how much of the text is to be stored.
    """

    article: Article
    candidates: Sequence[MeetingCandidate]
    extractor: str
    run_id: int | None = None
    kept: Kept = Kept.ALL

    @property
    def remains(self) -> Remains:
        """What is stored of the text."""
        spans = (span for candidate in self.candidates for span in spans_of(candidate))
        return remains_of(self.article.content, self.article.title, spans, self.kept)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an article; `stored` is False for one that was there already.

    `copy_of` is the article that it repeats; `created` and `confirmed` are the ids of the meetings that changed, by
    which they are known now: a report may join two records that were apart.
    """

    article_id: str
    stored: bool
    copy_of: str | None = None
    created: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()


def transactions_of(engine: Engine, readings: Sequence[Reading]) -> Iterator[Sequence[Reading]]:
    """Readings in pieces, each of which is best written in one transaction.

    On PostgreSQL other writers wait for whoever writes of the same parties, so that an article which tells of a meeting
    is written by itself; in a file one writes at a time anyway.
    """
    if engine.dialect.name == "sqlite":
        yield from [readings] if readings else []
        return
    for _, together in groupby(readings, key=lambda reading: reading.article.id if reading.candidates else ""):
        yield list(together)


def record_article(session: Session, reading: Reading, now: datetime) -> Recorded:
    """Record one article, as `record_articles` does."""
    return record_articles(session, [reading], lambda: now)[0]


def record_articles(session: Session, readings: Sequence[Reading], clock: Callable[[], datetime]) -> list[Recorded]:
    """Store articles, decide for each of their meetings whether it is known, and bring the record up to date.

    It comes to the same as to record them one by one. An article that is in the store already changes nothing. A writer
    who is busy with one of these meetings, or with a copy of an article, is waited for; two may still collide, so that
    this runs in `written`. All is in the caller's transaction; raises ArticleRejectedError for a text that the
    databases cannot hold.
    """
    wait_for_turn(session, [(reading.article, reading.candidates) for reading in readings])
    known = stored_among(session, [reading.article.id for reading in readings])
    found = []
    with gathering(session) as gathered:
        new = [reading for reading in readings if reading.article.id not in known]
        for reading in new:
            require_storable(reading.article)
        gathered.originals.read_ahead(reading.article for reading in new)
        gathered.people.read_ahead(_keys(new))
        for reading in readings:
            if reading.article.id in known:
                found.append(Recorded(reading.article.id, stored=False))
                continue
            found.append(_record(gathered, reading, clock()))
            known.add(reading.article.id)
    return found


def _keys(readings: Sequence[Reading]) -> Iterator[str]:
    """The keys of the names in some articles."""
    for reading in readings:
        for candidate in reading.candidates:
            on = day_of(candidate, reading.article.published)
            yield from (key_of(person, WorldLeaders().usual_name(person, on)) for person in candidate.people)


def _record(gathered: Gathered, reading: Reading, now: datetime) -> Recorded:
    """Store an article that is new, with its meetings."""
    session = gathered.session
    row = store_article(
        session, reading.article, now, extractor=reading.extractor, run_id=reading.run_id, remains=reading.remains
    )
    if reading.candidates:
        gathered.write_rows(StoredArticle)
    created: list[str] = []
    confirmed: list[str] = []
    for ordinal, candidate in enumerate(reading.candidates):
        report, people = resolve_people(session, row, ordinal, candidate)
        gathered.people.add(people, now)
        known = MeetingsInStore(session)
        decision = decide(report, known)
        target = apply(session, decision, reading, now)
        if decision.creates:
            created.append(target)
        else:
            confirmed.append(join_grown(session, known, target, now) if decision.adds else target)
    if reading.kept is Kept.NONE:
        gathered.write()
        take_words(session, [row.id])
    return Recorded(row.id, True, row.copy_of, tuple(created), tuple(confirmed))


def resolve_people(
    session: Session, row: Stored | StoredArticle, ordinal: int, candidate: MeetingCandidate
) -> tuple[Report, list[Identified]]:
    """The candidate as a report of the stored article, with everybody in it identified."""
    directory = Directory(people_of(session), WorldLeaders())
    on = day_of(candidate, row.published)
    people = [directory.identify(person, on) for person in candidate.people]
    report = Report(
        article_id=row.id,
        candidate=located(candidate),
        people=tuple(identified.attendee for identified in people),
        ordinal=ordinal,
        origin_id=row.copy_of or "",
        revised=row.copy_kind == CopyKind.VERSION,
        outlet=row.outlet_id or "",
        published=row.published,
        published_at=row.published_at,
    )
    return report, people


def apply(session: Session, decision: Decision, reading: Reading, now: datetime) -> str:
    """Write a decision and all that follows from it, and return the id of the meeting created or confirmed."""
    report = decision.report
    told = StoredAccount.of(report, reading.article, reading.extractor)
    place = {"article_id": report.article_id, "ordinal": report.ordinal}
    source = {"id": source_id(report.article_id, report.ordinal), **place, **told.columns, "created_at": now}
    target = decision.meeting_id or meeting_id(report.article_id, report.ordinal)
    changes = [Change.of_source(source["id"], None, target)]
    if decision.creates:
        changes.append(Change.of_standing(target, Standing.ABSENT, Standing.STANDING))
    action = Action.CREATE if decision.creates else Action.CONFIRM
    grounds = grounds_of(decision, target)
    entry = Entry(action, target, grounds, tuple(changes), source["id"])
    account = {"source_id": source["id"], **told.body}
    enter(session, entry, now, Arrival(source, account, claims_of(source["id"], report.candidate), decision.reports))
    return target


def grounds_of(decision: Decision, target: str) -> Grounds:
    """Why the program decided as it did."""
    pair = decision.comparison
    if pair is None:
        return Grounds(PROGRAM)
    return Grounds(
        PROGRAM,
        score=pair.score,
        features=features_of(pair),
        other=decision.other_id if decision.other_id != target else None,
        review=pair.verdict is Verdict.REVIEW,
    )
