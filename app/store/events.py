"""Decisions that were committed in, each under a number of its own out: none is lost, none has two."""

from sqlalchemy import ColumnElement, Engine, exists, func, insert, literal, select
from sqlalchemy.orm import Session

from app.store.engine import reading, writing
from app.store.models import Event, StoredDecision

# Names the lock under which one process at a time gives numbers.
NUMBERING_LOCK = 7_466_491
# A transaction that drew an id is over before so many others were drawn; it is looked for among these.
STILL_OPEN = 20_000


def number_new(engine: Engine) -> None:
    """Give numbers to the decisions that wait for theirs, in a transaction of its own where there are any."""
    with reading(engine) as session:
        waiting = session.scalar(select(literal(1)).select_from(StoredDecision).where(*_waiting()).limit(1))
    if waiting is not None:
        with writing(engine, unseen=True) as session:
            number_decisions(session)


def number_decisions(session: Session) -> None:
    """Give every decision that can be seen its number, in the order of their ids."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(NUMBERING_LOCK)))
    waiting = select(StoredDecision.id).where(*_waiting()).order_by(StoredDecision.id)
    session.execute(insert(Event).from_select(["decision_id"], waiting))


def _waiting() -> tuple[ColumnElement[bool], ...]:
    last = select(func.coalesce(func.max(Event.decision_id), 0)).scalar_subquery()
    return (
        StoredDecision.id > last - STILL_OPEN,
        ~exists(select(literal(1)).where(Event.decision_id == StoredDecision.id)),
    )
