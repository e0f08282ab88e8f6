"""What an extractor read for a source in; the columns and claims of the source out, and its account of earlier moments.

A source keeps its id when a newer extractor reads its meeting otherwise: the account is written over, and the decision
that did so holds the one before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.resolution.reports import Report
from app.store.candidates import from_json, to_json
from app.store.claims import claims_of
from app.store.models import LATER, Action, Claim, Source, SourceAccount, StoredDecision
from app.store.upsert import insert_rows, table_of

_ACCOUNTS = table_of(SourceAccount)
TOLD = select(_ACCOUNTS).where(_ACCOUNTS.c.source_id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """A meeting as one article has it: the candidate, the ids of its people, its words, and who read it so."""

    candidate: MeetingCandidate
    people: tuple[str, ...]
    quote: str
    extractor: str

    @classmethod
    def of(cls, report: Report, article: Article, extractor: str) -> "StoredAccount":
        """The account that a report gives."""
        candidate = report.candidate
        quote = candidate.evidence_span.of(article.content)
        return cls(candidate, tuple(person.id for person in report.people), quote, extractor)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "StoredAccount":
        """The account that `plain` made."""
        return cls(from_json(plain["candidate"]), tuple(plain["people"]), plain["quote"], plain["extractor"])

    @property
    def plain(self) -> dict[str, Any]:
        """As the ledger holds it."""
        return {**self.body, "extractor": self.extractor}

    @property
    def columns(self) -> dict[str, Any]:
        """What the `sources` table holds of it."""
        candidate = self.candidate
        return {
            "extractor": self.extractor,
            "status": candidate.status.value,
            "salience": candidate.salience.value,
            "attribution": candidate.attribution,
            "confidence": candidate.confidence,
            "span_start": candidate.evidence_span.start,
            "span_end": candidate.evidence_span.end,
        }

    @property
    def body(self) -> dict[str, Any]:
        """What the `source_accounts` table holds of it."""
        return {"quote": self.quote, "candidate": to_json(self.candidate), "people": list(self.people)}


def accounts_in(session: Session, source_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """What each of these sources tells, by its id; PostgreSQL looks into no month but theirs."""
    rows = session.execute(TOLD, {"ids": source_ids}) if source_ids else ()
    return {row.source_id: row for row in rows}


def plain_of(source: Source) -> dict[str, Any]:
    """The present account of a source, as the ledger holds it."""
    told = source.account
    people = list(told.people)
    return {"candidate": told.candidate, "people": people, "quote": told.quote, "extractor": source.extractor}


def write_account(session: Session, source_id: str, plain: Mapping[str, Any]) -> None:
    """Give a source another account, with the claims that follow from it."""
    account = StoredAccount.from_plain(plain)
    row = session.get_one(Source, source_id)
    for columns, holder in ((account.columns, row), (account.body, row.account)):
        for name, value in columns.items():
            setattr(holder, name, value)
    session.flush()
    session.execute(delete(Claim).where(Claim.source_id == source_id))
    insert_rows(session, Claim, claims_of(source_id, account.candidate))


def earlier_accounts(session: Session, source_ids: Sequence[str], moment: datetime) -> dict[str, StoredAccount]:
    """The accounts that these sources had at the moment, of those that were written over since."""
    query = (
        select(StoredDecision)
        .where(
            StoredDecision.source_id.in_(source_ids),
            LATER,
            StoredDecision.action.in_([Action.REREAD.value, Action.UNDO.value]),
            StoredDecision.at > moment,
        )
        .order_by(StoredDecision.id)
    )
    found: dict[str, StoredAccount] = {}
    for decision in session.scalars(query):
        for change in decision.changes:
            if change["what"] == "source" and change["field"] == "account" and change["id"] not in found:
                found[change["id"]] = StoredAccount.from_plain(change["before"])
    return found
