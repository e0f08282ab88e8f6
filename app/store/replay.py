"""The ledger in, what the store holds otherwise than the decisions say out: every change is made again, in order."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.store.accounts import plain_of
from app.store.changes import Change, Item, Standing, standings_of
from app.store.models import DecisionMeeting, Meeting, Source, StoredCorrection, StoredDecision

BATCH = 1_000
# What an item is before any decision has changed it; the first account of a source is nowhere but in the source.
AT_FIRST = {"meeting": None, "standing": Standing.ABSENT.value, "merged_into": None}

State = dict[Item, Any]


def replayed(session: Session) -> Iterator[str | None]:
    """For each decision, source, meeting and correction: None where all agrees, else what does not."""
    state: State = {}
    yield from _decisions(session, state)
    yield from _sources(session, state)
    yield from _meetings(session, state)
    yield from _corrections(session, state)


def _decisions(session: Session, state: State) -> Iterator[str | None]:
    """Make every change again; each must find what the one before left."""
    rows = session.execute(select(StoredDecision.id, StoredDecision.changes).order_by(StoredDecision.id), **_STREAMED)
    for number, changes in rows:
        wrong = None
        for change in (Change(**plain) for plain in changes):
            before = state.get(change.item, AT_FIRST.get(change.field, change.before))
            if before != change.before:
                wrong = f"decision {number} found {change.what} {change.id}: {change.field} otherwise than it says"
            state[change.item] = change.after
        yield wrong


def _sources(session: Session, state: State) -> Iterator[str | None]:
    for row in session.scalars(select(Source), **_STREAMED):
        home, account = Item("source", row.id, "meeting"), Item("source", row.id, "account")
        if state.get(home) != row.meeting_id:
            yield f"source {row.id} belongs to {row.meeting_id}, by the decisions to {state.get(home)}"
        elif account in state and state[account] != plain_of(row):
            yield f"source {row.id} does not tell what the last decision about it says"
        else:
            yield None
        session.expunge(row)


def _meetings(session: Session, state: State) -> Iterator[str | None]:
    link = DecisionMeeting
    touched = select(link.meeting_id, func.count().label("times")).group_by(link.meeting_id).subquery()
    query = select(Meeting, touched.c.times).outerjoin(touched, touched.c.meeting_id == Meeting.id)
    for part in session.execute(query, **_STREAMED).partitions():
        standing = standings_of(session, [row.Meeting.id for row in part], [row.Meeting for row in part])
        for row, times in part:
            how = state.get(Item("meeting", row.id, "standing"), Standing.ABSENT.value)
            target = state.get(Item("meeting", row.id, "merged_into"))
            if (how, target) != (standing[row.id].value, row.merged_into):
                yield f"meeting {row.id} is {standing[row.id]}, by the decisions {how}"
            elif row.version != times:
                yield f"meeting {row.id} has version {row.version} after {times or 0} decisions"
            else:
                yield None
            session.expunge(row)


def _corrections(session: Session, state: State) -> Iterator[str | None]:
    rows = session.scalars(select(StoredCorrection))
    said = {Item("correction", row.meeting_id, row.field): row.value for row in rows}
    decided = {item: value for item, value in state.items() if item.what == "correction" and value is not None}
    for item in said.keys() | decided.keys():
        agrees = said.get(item) == decided.get(item)
        yield None if agrees else f"meeting {item.id} is corrected in {item.field} otherwise than decided"


_STREAMED: dict[str, Any] = {"execution_options": {"yield_per": BATCH}}
