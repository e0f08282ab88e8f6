"""A store in, what was looked at and what is wrong out: every rule that holds at any moment, checked in one state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, ForeignKeyConstraint, and_, func, select, text
from sqlalchemy.orm import Session

from app.store.engine import snapshot
from app.store.models import ArticleText, Base, IngestRun, Meeting, Source, SourceAccount, StoredArticle
from app.store.postings import wrong_postings
from app.store.renderings import rendered
from app.store.replay import replayed
from app.store.retention import wrongly_kept
from app.store.schema import check_schema

# How many faults of a kind are told one by one.
TOLD = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule came to: how much was looked at, how much of it is wrong, and the first faults in words."""

    rule: str
    looked_at: int
    wrong: int
    faults: tuple[str, ...]


# For each thing that is looked at: None, or what is wrong with it.
Rule = Callable[[Session], Iterator[str | None]]


def verify(engine: Engine) -> list[Finding]:
    """Check every rule on one state of the store. Raises StoreUnavailableError where it is not of this version."""
    check_schema(engine)
    with snapshot(engine) as session:
        return check(session)


def check(session: Session) -> list[Finding]:
    """Check every rule on what the session sees."""
    return [_finding(name, rule(session)) for name, rule in RULES.items()]


def _finding(name: str, looked_at: Iterator[str | None]) -> Finding:
    number, wrong, faults = 0, 0, []
    for fault in looked_at:
        number += 1
        if fault is not None:
            wrong += 1
            faults += [fault] if wrong <= TOLD else []
    return Finding(name, number, wrong, tuple(faults))


def _file(session: Session) -> Iterator[str | None]:
    """PostgreSQL checks its pages itself as it reads them."""
    if session.get_bind().dialect.name == "sqlite":
        for line in session.scalars(text("PRAGMA integrity_check")):
            yield None if line == "ok" else line


def _references(session: Session) -> Iterator[str | None]:
    """Every foreign key leads to a row."""
    for table in Base.metadata.sorted_tables:
        for key in (one for one in table.constraints if isinstance(one, ForeignKeyConstraint)):
            there = key.referred_table.alias()
            pairs = [(part.parent, there.c[part.column.name]) for part in key.elements]
            found = select(there).where(and_(*(own == other for own, other in pairs))).exists()
            lost = select(func.count()).select_from(table).where(*(own.is_not(None) for own, _ in pairs), ~found)
            number = session.scalar(lost)
            columns = ", ".join(own.name for own, _ in pairs)
            yield f"{table.name}.{columns}: {number} rows lead nowhere" if number else None


def _bodies(session: Session) -> Iterator[str | None]:
    """Nothing refers to texts and accounts, which PostgreSQL parts by month: whatever took one away, it is told."""
    for whole, body in ((StoredArticle, ArticleText.article_id), (Source, SourceAccount.source_id)):
        ids = select(whole.id).outerjoin(body.class_, body == whole.id)
        for lost in session.scalars(ids.where(body.is_(None)).order_by(whole.id)):
            yield f"{lost} is in {whole.__tablename__}, and not in {body.class_.__tablename__}"
        yield from (None for _ in range(session.scalar(select(func.count()).select_from(body.class_)) or 0))


def _runs(session: Session) -> Iterator[str | None]:
    """A run has read what it stored, passed over and failed on; no article of it is missing or too many."""
    stored = select(StoredArticle.run_id, func.count().label("number")).group_by(StoredArticle.run_id).subquery()
    query = select(IngestRun, stored.c.number).outerjoin(stored, stored.c.run_id == IngestRun.id)
    for run, number in session.execute(query.order_by(IngestRun.id)):
        if run.read != run.stored + run.unchanged + run.failed:
            yield f"run {run.id} read {run.read}, which is not what it stored, passed over and failed on"
        elif number is not None and number != run.stored:
            yield f"run {run.id} stored {run.stored} articles, of which {number} are there"
        else:
            yield None


def _postings(session: Session) -> Iterator[str | None]:
    wrong = wrong_postings(session)
    yield from (f"meeting {meeting_id} is not listed as it should be" for meeting_id in wrong)
    every = session.scalar(select(func.count()).select_from(Meeting)) or 0
    yield from (None for _ in range(every - len(wrong)))


RULES: dict[str, Rule] = {
    "file is sound": _file,
    "references lead to rows": _references,
    "texts and accounts are there": _bodies,
    "runs account for their articles": _runs,
    "decisions replay to the present state": replayed,
    "records are what their sources say": rendered,
    "lists have every record": _postings,
    "texts are kept as is said": wrongly_kept,
}
