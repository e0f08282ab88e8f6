"""Meetings in; what their sources say of each, as it was known at a moment, out."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries import articles, evidence, history, telling
from app.queries.moments import homes
from app.queries.paging import AnyRow
from app.store.accounts import StoredAccount
from app.store.claims import claims_of
from app.store.known import report_of
from app.store.models import Claim, Outlet, Source, StoredArticle

# What can be told of a meeting beside its own fields, in the order in which it is told.
PARTS = ("life_cycle", "contested", "sources")

# What each source claims, by its id.
Claims = dict[str, list[dict[str, Any]]]


@dataclass(slots=True)
class Told:
    """What the sources of one meeting said, the earliest first, and what each of them claims."""

    rows: list[Any] = field(default_factory=list)
    claims: Claims = field(default_factory=dict)

    def sources(self, as_of: datetime | None) -> list[dict[str, Any]]:
        """The sources as people outside see them."""
        return [_source(row, self.claims, as_of) for row in self.rows]

    @property
    def accounts(self) -> list[evidence.Account]:
        """The sources as they are weighed."""
        sources = [(row.Source, row.Source.account, row) for row in self.rows]
        return [evidence.Account(source.id, report_of(source, told, row), told.quote) for source, told, row in sources]


def told_of(session: Session, meeting_ids: Sequence[str], as_of: datetime | None = None) -> Mapping[str, Told]:
    """What is told of each of these meetings. Three statements for now, four for a moment."""
    rows = _reports(session, meeting_ids, as_of)
    ids = [row.Source.id for row in rows]
    then = telling.earlier(session, ids, as_of)
    claims = _claims(session, ids) | {one: _claims_of(one, account) for one, account in then.items()}
    found: dict[str, Told] = defaultdict(Told)
    for row in rows:
        told = found[row.home]
        told.rows.append(telling.as_told(row, then.get(row.Source.id)))
        told.claims[row.Source.id] = claims.get(row.Source.id, [])
    return found


def parts(
    session: Session, documents: Sequence[Mapping[str, Any]], wanted: Collection[str], as_of: datetime | None
) -> list[dict[str, Any]]:
    """What is wanted of PARTS beside each document. One statement more than `told_of` where a record is corrected."""
    if not wanted:
        return [{} for _ in documents]
    told = told_of(session, [document["id"] for document in documents], as_of)
    corrected = [document["id"] for document in documents if document.get("corrected")]
    said = history.corrections(session, corrected, as_of) if corrected else {}
    return [
        _parts(document, told[document["id"]], said.get(document["id"], {}), wanted, as_of) for document in documents
    ]


def _parts(
    document: Mapping[str, Any],
    told: Told,
    said: Mapping[str, Any],
    wanted: Collection[str],
    as_of: datetime | None,
) -> dict[str, Any]:
    corrected = {name: said[name] for name in document.get("corrected", ()) if name in said}
    makers = {
        "life_cycle": lambda: evidence.life_cycle(told.accounts, corrected, document.get("status", "")),
        "contested": lambda: evidence.contested(told.accounts, corrected, document),
        "sources": lambda: told.sources(as_of),
    }
    return {name: makers[name]() for name in PARTS if name in wanted}


def _reports(session: Session, meeting_ids: Sequence[str], as_of: datetime | None) -> Sequence[AnyRow]:
    """The sources of meetings with their articles, the earliest first."""
    home = homes(meeting_ids, as_of)
    article = (StoredArticle.copy_kind, StoredArticle.published_at, StoredArticle.outlet_id)
    return session.execute(
        select(Source, home.c.meeting_id.label("home"), *articles.REFERENCE, *article)
        .join(home, home.c.source_id == Source.id)
        .join(StoredArticle, StoredArticle.id == Source.article_id)
        .outerjoin(Outlet, Outlet.id == StoredArticle.outlet_id)
        .order_by(StoredArticle.published.is_(None), StoredArticle.published, Source.id)
        .options(telling.WITH_ACCOUNT)
    ).all()


def _claims(session: Session, source_ids: Iterable[str]) -> Claims:
    rows = session.scalars(select(Claim).where(Claim.source_id.in_(source_ids)).order_by(Claim.source_id, Claim.seq))
    found: Claims = {}
    for claim in rows:
        found.setdefault(claim.source_id, []).append(_claim(claim))
    return found


def _claims_of(source_id: str, account: StoredAccount) -> list[dict[str, Any]]:
    return [_claim(Claim(**row)) for row in claims_of(source_id, account.candidate)]


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "field": claim.field,
        "value": claim.value,
        "quote": claim.quote,
        "span": {"start": claim.span_start, "end": claim.span_end},
        "rule": claim.rule,
        "confidence": claim.confidence,
    }


def _source(report: AnyRow, claims: Claims, as_of: datetime | None) -> dict[str, Any]:
    source = report.Source
    return {
        "id": source.id,
        "article": articles.reference(report, as_of),
        "status": source.status,
        "salience": source.salience,
        "attribution": source.attribution,
        "confidence": source.confidence,
        "extractor": source.extractor,
        "quote": source.account.quote,
        "span": {"start": source.span_start, "end": source.span_end},
        "claims": claims.get(source.id, []),
    }
