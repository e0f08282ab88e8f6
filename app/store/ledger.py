"""A decision with its changes in; a row of the ledger, and the record that follows from it, out; there is no other way.

Every meeting that a decision touches is written anew from its sources and corrections, in the transaction that records
the decision, after its state until then was kept. So the ledger and the record never part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import DecisionConflictError
from app.resolution.meetings import Comparison
from app.resolution.policy import NO_CORRECTIONS
from app.resolution.reports import Report
from app.store.changes import (
    Change,
    Standing,
    homes,
    move_sources,
    standings,
    values,
    write_accounts,
    write_corrections,
)
from app.store.corrections import corrections_of
from app.store.known import accounts_of
from app.store.meetings import Content, write_meeting
from app.store.models import Action, DecisionMeeting, Meeting, StoredDecision
from app.store.states import keep_states
from app.store.upsert import insert_rows

# Who made a decision that no person made.
PROGRAM = "summitry"

Reports = Mapping[str, Sequence[Report]]


@dataclass(frozen=True, slots=True)
class Grounds:
    """Who decides, and why: a note in words, the compared features with their score, the meeting compared with."""

    actor: str
    note: str | None = None
    score: float | None = None
    features: tuple[Mapping[str, Any], ...] = ()
    other: str | None = None
    review: bool = False

    def plain(self) -> dict[str, Any]:
        """As the ledger holds it."""
        features = [dict(feature) for feature in self.features]
        return {"features": features, "other": self.other, "review": self.review, "note": self.note}


def features_of(pair: Comparison) -> tuple[dict[str, Any], ...]:
    """The features of a compared pair, as the ledger keeps them."""
    return tuple({"name": f.name, "score": f.score, "detail": f.detail} for f in pair.features)


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision that is to be made: what it does to which meeting, on which grounds."""

    action: Action
    meeting_id: str
    grounds: Grounds
    changes: tuple[Change, ...]
    source_id: str | None = None
    undoes: int | None = None

    @property
    def touched(self) -> list[str]:
        """The meetings whose record changes, always in the same order."""
        return sorted({meeting_id for change in self.changes for meeting_id in change.meetings})


def enter(session: Session, entry: Entry, now: datetime, reports: Reports | None = None) -> StoredDecision:
    """Write a decision and all that follows from it. `reports` are those of the touched meetings from now on, if known.

    A clock that was set back makes no decision older than what it builds on. Raises DecisionConflictError, before
    anything is written, where an item is not as the decision has it before, or a record could not be.
    """
    touched = sorted({*entry.touched, *homes(session, entry.changes)})
    rows = list(session.scalars(select(Meeting).where(Meeting.id.in_(touched)).order_by(Meeting.id).with_for_update()))
    moment = max([now, *(row.updated_at for row in rows)])
    _require_current(session, entry)
    standing = _standing_after(session, entry, touched)
    members = reports if reports is not None else _members_after(session, entry, touched)
    _require_sound(standing, members)
    keep_states(session, [row.id for row in rows], moment)
    write_corrections(session, entry.changes)
    if write_accounts(session, entry.changes):
        members = _members_after(session, entry, touched)
    said = corrections_of(session, touched)
    targets = {row.id: row.merged_into for row in rows}
    targets |= {change.id: change.after for change in entry.changes if change.item.field == "merged_into"}
    versions = {}
    for meeting_id in touched:
        content = Content(
            members.get(meeting_id, ()),
            said.get(meeting_id, NO_CORRECTIONS),
            targets.get(meeting_id),
            retracted=standing[meeting_id] in (Standing.RETRACTED, Standing.ABSENT),
        )
        versions[meeting_id] = write_meeting(session, meeting_id, content, moment)
    move_sources(session, entry.changes, moment)
    return _write(session, entry, versions, moment)


def _require_current(session: Session, entry: Entry) -> None:
    present = values(session, [change.item for change in entry.changes])
    for change in entry.changes:
        if present[change.item] != change.before:
            name = f"{change.what} {change.id}: {change.field}"
            raise DecisionConflictError(f"{name} is {present[change.item]!r}, not {change.before!r}")


def _standing_after(session: Session, entry: Entry, touched: Sequence[str]) -> dict[str, Standing]:
    after = standings(session, touched)
    changed = [change for change in entry.changes if change.item.field == "standing" and change.what == "meeting"]
    return after | {change.id: Standing(change.after) for change in changed}


def _members_after(session: Session, entry: Entry, touched: Sequence[str]) -> dict[str, list[Report]]:
    """The reports of each touched meeting once its sources have moved."""
    moved = {one.id: one.after for one in entry.changes if one.what == "source" and one.field == "meeting"}
    members: dict[str, list[Report]] = {meeting_id: [] for meeting_id in touched}
    for account in accounts_of(session, touched, moved):
        home = moved.get(account.source_id, account.meeting_id)
        if home is not None:
            members[home].append(account.report)
    return members


def _require_sound(standing: Mapping[str, Standing], members: Reports) -> None:
    for meeting_id, how in standing.items():
        has_sources = bool(members.get(meeting_id))
        if how in (Standing.STANDING, Standing.RETRACTED) and not has_sources:
            raise DecisionConflictError(f"the meeting {meeting_id} would have no source left")
        if how in (Standing.MERGED, Standing.ABSENT) and has_sources:
            raise DecisionConflictError(f"the meeting {meeting_id} would not stand and still have sources")


def _write(session: Session, entry: Entry, versions: Mapping[str, int], moment: datetime) -> StoredDecision:
    row = StoredDecision(
        action=entry.action.value,
        actor=entry.grounds.actor,
        at=moment,
        meeting_id=entry.meeting_id,
        source_id=entry.source_id,
        score=entry.grounds.score,
        reasons=entry.grounds.plain(),
        changes=[change.plain() for change in entry.changes],
        undoes=entry.undoes,
    )
    session.add(row)
    session.flush()
    links = [{"meeting_id": one, "decision_id": row.id, "version": version} for one, version in versions.items()]
    insert_rows(session, DecisionMeeting, links)
    return row
