"""What an extractor read for a source in; the columns and claims of the source out, and its account of earlier moments.

A source keeps its id when a newer extractor reads its meeting otherwise: the account is written over, and the decision
that did so holds the one before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.resolution.reports import Report
from app.store.candidates import from_json, to_json
from app.store.claims import claims_of
from app.store.models import LATER, Action, Claim, Source, StoredDecision
from app.store.upsert import insert_rows


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
        candidate = to_json(self.candidate)
        return {
            "candidate": candidate,
            "people": list(self.people),
            "quote": self.quote,
            "extractor": self.extractor,
        }

    @property
    def columns(self) -> dict[str, Any]:
        """As the `sources` table holds it."""
        candidate = self.candidate
        return {
            **self.plain,
            "status": candidate.status.value,
            "salience": candidate.salience.value,
            "attribution": candidate.attribution,
            "confidence": candidate.confidence,
            "span_start": candidate.evidence_span.start,
            "span_end": candidate.evidence_span.end,
        }


def plain_of(source: Source) -> dict[str, Any]:
    """The present account of a source, as the ledger holds it."""
    people = list(source.people)
    return {"candidate": source.candidate, "people": people, "quote": source.quote, "extractor": source.extractor}


def write_account(session: Session, source_id: str, plain: Mapping[str, Any]) -> None:
    """Give a source another account, with the claims that follow from it."""
    account = StoredAccount.from_plain(plain)
    row = session.get_one(Source, source_id)
    for name, value in account.columns.items():
        setattr(row, name, value)
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
