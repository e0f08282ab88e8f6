"""The number of a decision in, the decision that takes it back out: what it changed is as it was before.

Any decision can be taken back, whatever was decided since, as long as no later decision that holds changed the same
items: the same source's meeting, the same record's standing, the same field's correction. Taking back an undo makes
the decision hold again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.access import Access
from app.errors import DecisionConflictError, NotFoundError
from app.store.changes import Change, Standing, standings
from app.store.ledger import Entry, Grounds, enter
from app.store.models import Action, DecisionMeeting, StoredDecision


def undo(session: Session, decision_id: int, grounds: Grounds, now: datetime) -> StoredDecision:
    """Take a decision back.

    Raises NotFoundError, and DecisionConflictError where it was taken back already or later decisions build on it.
    """
    row = _known(session, decision_id)
    entry = Entry(
        Action.UNDO,
        row.meeting_id,
        grounds,
        tuple(Change(**change).inverse for change in reversed(row.changes)),
        row.source_id,
        undoes=row.id,
    )
    later = _later(session, row)
    _require_free(session, row, entry, later)
    try:
        return enter(session, entry, now)
    except DecisionConflictError as error:
        raise _conflict(row, later, str(error)) from error


def access_to_undo(session: Session, decision_id: int) -> Access:
    """What a key must allow for taking a decision back: as much as for what that does. Raises NotFoundError.

    Who may not retract a record may neither bring back one that was retracted, nor retract it again by taking that
    back.
    """
    changes = (Change(**change) for change in _known(session, decision_id).changes)
    retracts = any(c.field == "standing" and Standing.RETRACTED in (c.before, c.after) for c in changes)
    return Access.ADMIN if retracts else Access.EDITOR


def _known(session: Session, decision_id: int) -> StoredDecision:
    row = session.get(StoredDecision, decision_id)
    if row is None:
        raise NotFoundError(f"there is no decision {decision_id}")
    return row


def in_effect(decision: StoredDecision, among: Mapping[int, Sequence[StoredDecision]]) -> bool:
    """Whether a decision holds: it was not taken back, or that was taken back. `among` has the undos of each."""
    undos = among.get(decision.id)
    return not undos or not in_effect(undos[-1], among)


def undos_of(decisions: Iterable[StoredDecision]) -> dict[int, list[StoredDecision]]:
    """Those decisions that take another one back, by the number of that one, in their order."""
    found: dict[int, list[StoredDecision]] = {}
    for decision in sorted(decisions, key=lambda one: one.id):
        if decision.undoes is not None:
            found.setdefault(decision.undoes, []).append(decision)
    return found


def _later(session: Session, row: StoredDecision) -> list[StoredDecision]:
    """What was decided of the same meetings afterwards."""
    touched = select(DecisionMeeting.meeting_id).where(DecisionMeeting.decision_id == row.id)
    linked = select(DecisionMeeting.decision_id).where(
        DecisionMeeting.meeting_id.in_(touched), DecisionMeeting.decision_id > row.id
    )
    query = select(StoredDecision).where(StoredDecision.id.in_(linked)).order_by(StoredDecision.id)
    return list(session.scalars(query))


def _require_free(session: Session, row: StoredDecision, entry: Entry, later: Sequence[StoredDecision]) -> None:
    undos = undos_of(later)
    if not in_effect(row, undos):
        by = undos[row.id][-1].id
        raise DecisionConflictError(f"decision {row.id} was taken back already, by decision {by}", [by])
    items = {change.item for change in entry.changes}
    same = [one for one in later if items & {Change(**change).item for change in one.changes}]
    if _holding(row, same, undos):
        raise _conflict(row, same, "what it changed was changed again")
    corrected = {change.id for change in entry.changes if change.what == "correction"}
    if any(how is Standing.MERGED for how in standings(session, corrected - _standing_again(entry)).values()):
        raise _conflict(row, later, "the record that it corrected was merged into another one")


def _standing_again(entry: Entry) -> set[str]:
    return {change.id for change in entry.changes if change.field == "standing" and change.after == Standing.STANDING}


def _holding(
    row: StoredDecision, later: Sequence[StoredDecision], undos: Mapping[int, Sequence[StoredDecision]]
) -> list[StoredDecision]:
    """Later decisions that hold, apart from those that only take back what is later too."""
    return [one for one in later if in_effect(one, undos) and (one.undoes is None or one.undoes < row.id)]


def _conflict(row: StoredDecision, later: Sequence[StoredDecision], why: str) -> DecisionConflictError:
    """An error that names the later decisions in the way, the last of them first to be taken back."""
    holding = _holding(row, later, undos_of(later))
    named = ", ".join(f"{one.id} ({one.action})" for one in reversed(holding))
    after = f"; take back first: {named}" if named else ""
    return DecisionConflictError(f"decision {row.id} cannot be taken back: {why}{after}", [one.id for one in holding])
