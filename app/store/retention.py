"""Articles in, the same with no more of their words than is to be kept out: text, quotes, claims and earlier accounts.

Spans stay as they are: they count characters of the text as it was read. What is taken away is gone for good.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, select, update
from sqlalchemy.orm import Session, selectinload

from app.domain.articles import Kept
from app.domain.meetings import MeetingCandidate
from app.domain.mentions import Span
from app.domain.sentences import sentences
from app.store.candidates import from_json
from app.store.engine import reading, writing
from app.store.models import LATER, Claim, Source, StoredArticle, StoredDecision
from app.store.texts import write_texts

# Articles whose words are taken away in one transaction.
TOGETHER = 100
LOOSER = {Kept.ALL: (), Kept.EVIDENCE: (Kept.ALL,), Kept.NONE: (Kept.ALL, Kept.EVIDENCE)}


@dataclass(frozen=True, slots=True)
class Remains:
    """What the store holds of an article's text."""

    text: str
    kept: Kept


def remains_of(content: str, title: str | None, spans: Iterable[Span], kept: Kept) -> Remains:
    """What is left of a content: of evidence, the sentences that it stands in, each in its place among blanks."""
    start = len(content) - len(content.removeprefix(f"{title}\n\n")) if title else 0
    if kept is Kept.ALL:
        return Remains(content[start:], kept)
    if kept is Kept.NONE:
        return Remains("", kept)
    shown, left, before = list(spans), content, ""
    # Where a sentence ends may hang on words before it: once more among the blanks, until nothing changes.
    while left != before:
        left, before = content[:start] + _sentences_with(shown, left)[start:], left
    end = max([len(left.rstrip()), *(span.end for span in shown)])
    return Remains(left[start:end], kept)


def _sentences_with(shown: Sequence[Span], content: str) -> str:
    return "".join(
        content[begin:end] if any(begin < span.end and span.start < end for span in shown) else " " * (end - begin)
        for begin, end in sentences(content)
    )


def spans_of(candidate: MeetingCandidate) -> Iterator[Span]:
    """Where the evidence of a meeting stands."""
    yield candidate.evidence_span
    yield from (evidence.span for evidence in candidate.evidence)


def retain(session: Session, article_ids: Sequence[str], kept: Kept) -> int:
    """Bring stored articles to a policy, and return how many had more. Those that have less stay as they are."""
    if kept is Kept.ALL:
        return 0
    rows = session.scalars(select(StoredArticle).where(StoredArticle.id.in_(article_ids), _looser(kept))).all()
    for row in rows:
        spans = _spans(session, row.id) if kept is Kept.EVIDENCE else []
        left = remains_of(content_of(row.title, row.body.text), row.title, spans, kept)
        row.body.text, row.kept = left.text, left.kept.value
    session.flush()
    if kept is Kept.NONE:
        take_words(session, [row.id for row in rows])
    return len(rows)


def take_words(session: Session, article_ids: Sequence[str]) -> None:
    """Take the quoted words out of all that is stored of what these articles report, in the history too."""
    sources = _sources(session, article_ids)
    ids = [source.id for source in sources]
    for account in (source.account for source in sources):
        account.quote, account.candidate = "", _wordless(account.candidate)
    session.flush()
    session.execute(update(Claim).where(Claim.source_id.in_(ids)).values(quote=""))
    for decision in _decisions(session, ids):
        decision.changes = _wordless(decision.changes)
    session.flush()
    write_texts(session, sorted({source.meeting_id for source in sources if source.meeting_id}))


def forget(engine: Engine, kept: Kept) -> Iterator[int]:
    """Bring the whole store to a policy, some articles at a time, and tell how many were changed each time.

    At the end a SQLite file is written anew, since the words stand in what it has freed until then.
    """
    after = ""
    while ids := _with_more(engine, kept, after):
        after = ids[-1]
        with writing(engine) as session:
            yield retain(session, ids, kept)
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("VACUUM")
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def number_with_more(session: Session, kept: Kept) -> int:
    """Of how many articles more is stored than a policy keeps."""
    return session.scalar(select(func.count()).select_from(StoredArticle).where(_looser(kept))) or 0


def wrongly_kept(session: Session) -> Iterator[str | None]:
    """For each article of which not all is kept: None where what is there is what may be, else what is wrong."""
    rows = select(StoredArticle).join(StoredArticle.body).where(StoredArticle.kept != Kept.ALL.value)
    for row in session.scalars(rows.order_by(StoredArticle.id), execution_options={"yield_per": TOGETHER}):
        if row.kept == Kept.NONE.value:
            sources = _sources(session, [row.id])
            claimed = select(Claim.seq).where(Claim.source_id.in_([one.id for one in sources]), Claim.quote != "")
            words = [row.body.text, *(one.account.quote for one in sources)]
            is_wrong = any(words) or bool(session.scalar(select(claimed.exists())))
        else:
            content = content_of(row.title, row.body.text)
            is_wrong = remains_of(content, row.title, _spans(session, row.id), Kept.EVIDENCE).text != row.body.text
        yield f"article {row.id}: more words are there than are to be kept" if is_wrong else None


def content_of(title: str | None, text: str) -> str:
    """Title, an empty line and what is left of the text, in which spans count."""
    return f"{title}\n\n{text}" if title else text


def _looser(kept: Kept) -> ColumnElement[bool]:
    return StoredArticle.kept.in_([one.value for one in LOOSER[kept]])


def _with_more(engine: Engine, kept: Kept, after: str) -> Sequence[str]:
    query = select(StoredArticle.id).where(_looser(kept), StoredArticle.id > after)
    with reading(engine) as session:
        return session.scalars(query.order_by(StoredArticle.id).limit(TOGETHER)).all()


def _sources(session: Session, article_ids: Sequence[str]) -> Sequence[Source]:
    """What these articles report, each with its account."""
    told = select(Source).where(Source.article_id.in_(article_ids)).options(selectinload(Source.account))
    return [source for source in session.scalars(told) if source.account]


def _spans(session: Session, article_id: str) -> list[Span]:
    """Where the evidence of every account stands that the article has or had."""
    sources = _sources(session, [article_id])
    candidates = [source.account.candidate for source in sources]
    for decision in _decisions(session, [source.id for source in sources]):
        accounts = (change for change in decision.changes if change["field"] == "account")
        candidates += [one["candidate"] for change in accounts for one in (change["before"], change["after"]) if one]
    return [span for candidate in candidates for span in spans_of(from_json(candidate))]


def _decisions(session: Session, source_ids: Sequence[str]) -> Sequence[StoredDecision]:
    """Those that gave sources another account."""
    return session.scalars(select(StoredDecision).where(StoredDecision.source_id.in_(source_ids), LATER)).all()


def _wordless(plain: Any) -> Any:
    """A value of JSON whose quotes are empty."""
    if isinstance(plain, dict):
        return {name: "" if name == "quote" else _wordless(value) for name, value in plain.items()}
    return [_wordless(one) for one in plain] if isinstance(plain, list) else plain
