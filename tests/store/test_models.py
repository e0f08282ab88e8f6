"""The constraints of the tables bite, on both databases."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from app.store.models import (
    LATER,
    ArticleText,
    Base,
    Claim,
    IngestRun,
    Meeting,
    MeetingState,
    Outlet,
    Participant,
    ParticipantState,
    Source,
    SourceAccount,
    StoredArticle,
    StoredCorrection,
    StoredDecision,
    StoredOrganisation,
)
from tests.builders import NOON

MEETING: dict[str, Any] = {
    "id": "m1",
    "title": "A meeting",
    "kind": "meeting",
    "status": "held",
    "level": "leader",
    "salience": "main",
    "party_count": 2,
    "confidence": 0.5,
    "source_count": 1,
    "independent_source_count": 1,
    "created_at": NOON,
    "updated_at": NOON,
    "version": 1,
    "document": "{}",
}
STATE = MEETING | {"until": NOON}
CORRECTION: dict[str, Any] = {"meeting_id": "m1", "field": "status", "value": {"value": "held"}}
ARTICLE: dict[str, Any] = {
    "id": "a1",
    "language": "en",
    "authors": [],
    "origin": "a.txt",
    "fingerprint": "f",
    "ingested_at": NOON,
}
SOURCE: dict[str, Any] = {
    "id": "s1",
    "meeting_id": "m1",
    "since": NOON,
    "article_id": "a1",
    "ordinal": 0,
    "status": "held",
    "salience": "main",
    "confidence": 0.5,
    "span_start": 0,
    "span_end": 6,
    "extractor": "test/1",
    "created_at": NOON,
}
ACCOUNT: dict[str, Any] = {"source_id": "s1", "quote": "A text", "candidate": {}, "people": []}
CLAIM: dict[str, Any] = {
    "source_id": "s1",
    "seq": 0,
    "field": "start",
    "span_start": 0,
    "span_end": 6,
    "quote": "A text",
    "rule": "test",
    "confidence": 0.5,
}
DECISION: dict[str, Any] = {
    "action": "create",
    "actor": "test",
    "at": NOON,
    "meeting_id": "m1",
    "reasons": {},
    "changes": [],
}
RUN: dict[str, Any] = {
    "inputs": [],
    "state": "running",
    "started_at": NOON,
    "read": 0,
    "stored": 0,
    "unchanged": 0,
    "copies": 0,
    "failed": 0,
    "meetings_created": 0,
    "meetings_confirmed": 0,
}
OUTLET: dict[str, Any] = {"id": "l1", "name": "Post", "key": "post"}
ORGANISATION: dict[str, Any] = {"id": "o1", "short": "EU", "name": "European Union", "kind": "bloc", "created_at": NOON}


def put(session: Session, table: type[Base], row: dict[str, Any], **changes: Any) -> None:
    """Insert a row past everything that would check it first."""
    session.execute(insert(table).values(**{**row, **changes}))


@pytest.fixture
def filled(session: Session) -> Session:
    """A session on a store with one article and one meeting."""
    put(session, StoredArticle, ARTICLE)
    put(session, Meeting, MEETING)
    put(session, Source, SOURCE)
    return session


WRONG = [
    (Meeting, MEETING, {"id": "m2", "kind": "party"}),
    (Meeting, MEETING, {"id": "m2", "status": "done"}),
    (Meeting, MEETING, {"id": "m2", "level": "top"}),
    (Meeting, MEETING, {"id": "m2", "salience": "some"}),
    (Meeting, MEETING, {"id": "m2", "start_precision": "hour"}),
    (Meeting, MEETING, {"id": "m2", "start_basis": "guess"}),
    (Meeting, MEETING, {"id": "m2", "place_precision": "street"}),
    (Meeting, MEETING, {"id": "m2", "confidence": 1.5}),
    (Meeting, MEETING, {"id": "m2", "latitude": 91.0}),
    (Meeting, MEETING, {"id": "m2", "longitude": -181.0}),
    (Meeting, MEETING, {"id": "m2", "independent_source_count": 2}),
    (Meeting, MEETING, {"id": "m2", "merged_into": "m2"}),
    (Meeting, MEETING, {"id": "m2", "merged_into": "m9"}),
    (Meeting, MEETING, {"id": "m2", "title": None}),
    (Meeting, MEETING, {"id": "m2", "start_earliest": date(2023, 9, 26)}),
    (Meeting, MEETING, {"id": "m2", "start_earliest": date(2023, 9, 26), "start_latest": date(2023, 9, 25)}),
    (Meeting, MEETING, {"id": "m2", "end_earliest": date(2023, 9, 26), "end_latest": date(2023, 9, 25)}),
    (Meeting, MEETING, {}),
    (StoredArticle, ARTICLE, {"id": "a2", "copy_kind": "exact"}),
    (StoredArticle, ARTICLE, {"id": "a2", "copy_of": "a1"}),
    (StoredArticle, ARTICLE, {"id": "a2", "copy_of": "a1", "copy_kind": "cousin"}),
    (StoredArticle, ARTICLE, {"id": "a2", "copy_of": "a2", "copy_kind": "exact"}),
    (StoredArticle, ARTICLE, {"id": "a2", "copy_of": "a9", "copy_kind": "exact"}),
    (StoredArticle, ARTICLE, {"id": "a2", "run_id": 9}),
    (StoredArticle, ARTICLE, {"id": "a2", "outlet_id": "l9"}),
    (Source, SOURCE, {"id": "s2"}),
    (Source, SOURCE, {"id": "s2", "ordinal": 1, "meeting_id": "m9"}),
    (Source, SOURCE, {"id": "s2", "ordinal": 1, "span_start": 6}),
    (Source, SOURCE, {"id": "s2", "ordinal": 1, "span_start": -1}),
    (ArticleText, {"article_id": "a9", "text": "A text."}, {}),
    (SourceAccount, ACCOUNT, {"source_id": "s9"}),
    (Claim, CLAIM, {"source_id": "s9"}),
    (Claim, CLAIM, {"span_end": 0}),
    (Claim, CLAIM, {"confidence": -0.1}),
    (Participant, {"meeting_id": "m1", "seq": 0, "role": "host"}, {}),
    (Participant, {"meeting_id": "m1", "seq": 0, "role": "boss", "country": "FRA"}, {}),
    (Participant, {"meeting_id": "m1", "seq": 0, "role": "host", "person_id": "p9"}, {}),
    (StoredDecision, DECISION, {"action": "forget"}),
    (StoredDecision, DECISION, {"meeting_id": "m9"}),
    (StoredDecision, DECISION, {"undoes": 9, "action": "undo"}),
    (StoredDecision, DECISION, {"action": "undo"}),
    (StoredCorrection, CORRECTION, {"meeting_id": "m9"}),
    (MeetingState, STATE, {"id": "m9"}),
    (MeetingState, STATE, {"status": "done"}),
    (MeetingState, STATE, {"until": None}),
    (ParticipantState, {"meeting_id": "m1", "version": 1, "seq": 0, "role": "host"}, {}),
    (IngestRun, RUN, {"state": "asleep"}),
]


@pytest.mark.parametrize(("table", "row", "changes"), WRONG)
def test_a_wrong_row_is_refused(filled: Session, table: type[Base], row: dict[str, Any], changes: dict[str, Any]):
    """The database itself keeps every rule of the tables."""
    with pytest.raises(IntegrityError):
        put(filled, table, row, **changes)


@pytest.mark.parametrize(
    ("table", "row", "key"), [(Outlet, OUTLET, "key"), (StoredOrganisation, ORGANISATION, "short")]
)
def test_names_that_identify_are_unique(session: Session, table: type[Base], row: dict[str, Any], key: str):
    """Two rows of one name would be two identities."""
    put(session, table, row)

    with pytest.raises(IntegrityError):
        put(session, table, row, id="another")


def test_a_right_row_of_each_kind_is_taken(filled: Session):
    """The rows that the wrong ones differ from are fine."""
    put(filled, Claim, CLAIM)
    put(filled, StoredDecision, DECISION)
    put(filled, StoredCorrection, CORRECTION)
    put(filled, MeetingState, STATE)
    put(filled, IngestRun, RUN)
    put(filled, Participant, {"meeting_id": "m1", "seq": 0, "role": "host", "country": "FRA"})

    assert filled.scalars(select(Claim.quote)).one() == "A text"


def test_moments_come_back_in_utc(session: Session):
    """Whatever the time zone of what was written."""
    put(session, IngestRun, RUN, started_at=datetime(2023, 10, 1, 21, 0, tzinfo=timezone(timedelta(hours=9))))

    assert session.scalars(select(IngestRun.started_at)).one() == datetime(2023, 10, 1, 12, 0, tzinfo=UTC)


def test_a_moment_without_a_time_zone_is_refused(session: Session):
    """It could be any moment of a day."""
    with pytest.raises(StatementError, match="needs a time zone"):
        put(session, IngestRun, RUN, started_at=datetime(2023, 10, 1))  # noqa: DTZ001


def test_names_sort_alike_on_both_databases(session: Session):
    """Binary order, so that a cursor made on one page fits the next, whatever the server's language."""
    for number, name in enumerate(["Éire", "zebra", "Zulu", "apple", "a b", "a-b"]):
        put(session, Outlet, OUTLET, id=f"l{number}", key=name)

    assert session.scalars(select(Outlet.key).order_by(Outlet.key)).all() == [
        "Zulu",
        "a b",
        "a-b",
        "apple",
        "zebra",
        "Éire",
    ]


def test_what_was_decided_of_a_source_later_is_found_by_its_index(session: Session):
    """That index holds few decisions, and a question whose condition is another one would read all of them."""
    if session.get_bind().dialect.name == "postgresql":
        # Of a few rows it would read all anyway.
        session.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN"
    else:
        explain = "EXPLAIN QUERY PLAN"
    asked = select(StoredDecision.id).where(StoredDecision.source_id.in_(["s1", "s2"]), LATER)
    statement = asked.compile(session.connection(), compile_kwargs={"literal_binds": True})

    plan = "\n".join(str(row) for row in session.execute(text(f"{explain} {statement}")))

    assert "ix_decisions_source_id" in plan
