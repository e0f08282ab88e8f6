"""A decision with its changes in; a row of the ledger, and the record that follows from it, out; there is no other way.

Every meeting that a decision touches is written anew from its sources and corrections, in the transaction that records
the decision, after its state until then was kept. So the ledger and the record never part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
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
    standings_of,
    values,
    write_accounts,
    write_corrections,
)
from app.store.corrections import corrections_of
from app.store.gathering import Gathered, gathering
from app.store.known import accounts_of
from app.store.meetings import Content, new_meeting, write_meeting
from app.store.models import Action, Claim, DecisionMeeting, Meeting, Source, SourceAccount, StoredDecision
from app.store.postings import withdraw
from app.store.states import keep_states
from app.store.upsert import insert_numbered, insert_rows, table_of

# Who made a decision that no person made.
PROGRAM = "summitry"
LOCKED = select(Meeting).where(Meeting.id.in_(bindparam("ids", expanding=True))).order_by(Meeting.id).with_for_update()
REPORTS = select(func.count()).where(table_of(Source).c.meeting_id == bindparam("home"))

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


@dataclass(frozen=True, slots=True)
class Arrival:
    """A source that is new with the decision: its rows, and all reports of its meeting, the new one last."""

    source: Mapping[str, Any]
    account: Mapping[str, Any]
    claims: Sequence[Mapping[str, Any]]
    reports: Sequence[Report]


def enter(session: Session, entry: Entry, now: datetime, arrival: Arrival | None = None) -> StoredDecision:
    """Write a decision and all that follows from it.

    A clock that was set back makes no decision older than what it builds on. Raises DecisionConflictError, before
    anything is written, where an item is not as the decision has it before, or a record could not be.
    """
    with gathering(session) as gathered:
        return _enter(gathered, entry, now, arrival)


def _enter(gathered: Gathered, entry: Entry, now: datetime, arrival: Arrival | None) -> StoredDecision:
    session, changed = gathered.session, gathered.changed
    touched = sorted({*entry.touched, *homes(session, entry.changes)})
    # What the program finds to be new is in no row.
    rows = _locked(session, touched) if arrival is None or entry.action is not Action.CREATE else {}
    if not changed.isdisjoint(rows):
        gathered.write()
    moment = max([now, *(row.updated_at for row in rows.values())])
    standing = _standing_after(session, entry, rows, touched)
    _require_current(session, entry, rows, arrival)
    members = _members_after(session, entry, touched, arrival)
    _require_sound(standing, members)
    keep_states(session, list(rows), moment)
    withdraw(session, [meeting_id for meeting_id in rows if meeting_id not in changed])
    changed.update(touched)
    write_corrections(session, entry.changes)
    if write_accounts(session, entry.changes):
        members = _members_after(session, entry, touched)
    said = corrections_of(session, rows) if rows else {}
    targets = {change.id: change.after for change in entry.changes if change.item.field == "merged_into"}
    versions = {}
    for meeting_id in touched:
        row = rows.get(meeting_id)
        content = Content(
            members.get(meeting_id, ()),
            said.get(meeting_id, NO_CORRECTIONS),
            targets.get(meeting_id, row.merged_into if row else None),
            retracted=standing[meeting_id] in (Standing.RETRACTED, Standing.ABSENT),
        )
        versions[meeting_id] = write_meeting(gathered, row or new_meeting(meeting_id, moment), content, moment)
    if arrival is None:
        move_sources(session, entry.changes, moment)
    else:
        insert_rows(session, Source, [{**arrival.source, "meeting_id": entry.meeting_id, "since": moment}])
        insert_rows(session, SourceAccount, [arrival.account])
        gathered.later(Claim, arrival.claims)
    return _write(gathered, entry, versions, moment)


def _locked(session: Session, meeting_ids: Sequence[str]) -> dict[str, Meeting]:
    """The rows as they are now, kept from other workers until the transaction ends; always in the same order."""
    rows = session.scalars(LOCKED, {"ids": list(meeting_ids)}, execution_options={"populate_existing": True})
    return {row.id: row for row in rows}


def _standing_after(
    session: Session, entry: Entry, rows: Mapping[str, Meeting], touched: Sequence[str]
) -> dict[str, Standing]:
    """Whether each touched record stands once the decision holds."""
    standing = standings_of(session, touched, list(rows.values()))
    changed = [change for change in entry.changes if change.what == "meeting" and change.field == "standing"]
    for change in changed:
        _require(change, standing[change.id].value)
    return standing | {change.id: Standing(change.after) for change in changed}


def _require_current(session: Session, entry: Entry, rows: Mapping[str, Meeting], arrival: Arrival | None) -> None:
    """Every other item is as the decision has it before; a source that arrives with it is new."""
    items = [change.item for change in entry.changes if change.what != "meeting" and arrival is None]
    present = values(session, items)
    for change in entry.changes:
        if change.field == "merged_into":
            row = rows.get(change.id)
            _require(change, row.merged_into if row else None)
        elif change.item in present:
            _require(change, present[change.item])


def _require(change: Change, present: Any) -> None:
    if present != change.before:
        name = f"{change.what} {change.id}: {change.field}"
        raise DecisionConflictError(f"{name} is {present!r}, not {change.before!r}")


def _members_after(
    session: Session, entry: Entry, touched: Sequence[str], arrival: Arrival | None = None
) -> dict[str, list[Report]]:
    """The reports of each touched meeting once its sources have moved."""
    if arrival is not None and _still_all(session, entry, arrival):
        return {entry.meeting_id: list(arrival.reports)}
    moved = {one.id: one.after for one in entry.changes if one.what == "source" and one.field == "meeting"}
    members: dict[str, list[Report]] = {meeting_id: [] for meeting_id in touched}
    for account in accounts_of(session, touched, moved):
        home = moved.get(account.source_id, account.meeting_id)
        if home is not None:
            members[home].append(account.report)
    if arrival is not None:
        members[entry.meeting_id].append(arrival.reports[-1])
    return members


def _still_all(session: Session, entry: Entry, arrival: Arrival) -> bool:
    """Whether no other worker gave the meeting more reports while its decision was weighed; its row is locked now."""
    before = len(arrival.reports) - 1
    return entry.action is Action.CREATE or session.scalar(REPORTS, {"home": entry.meeting_id}) == before


def _require_sound(standing: Mapping[str, Standing], members: Reports) -> None:
    for meeting_id, how in standing.items():
        has_sources = bool(members.get(meeting_id))
        if how in (Standing.STANDING, Standing.RETRACTED) and not has_sources:
            raise DecisionConflictError(f"the meeting {meeting_id} would have no source left")
        if how in (Standing.MERGED, Standing.ABSENT) and has_sources:
            raise DecisionConflictError(f"the meeting {meeting_id} would not stand and still have sources")


def _write(gathered: Gathered, entry: Entry, versions: Mapping[str, int], moment: datetime) -> StoredDecision:
    row = {
        "action": entry.action.value,
        "actor": entry.grounds.actor,
        "at": moment,
        "meeting_id": entry.meeting_id,
        "source_id": entry.source_id,
        "score": entry.grounds.score,
        "reasons": entry.grounds.plain(),
        "changes": [change.plain() for change in entry.changes],
        "undoes": entry.undoes,
    }
    number = insert_numbered(gathered.session, StoredDecision, row)
    links = [{"meeting_id": one, "decision_id": number, "version": version} for one, version in versions.items()]
    gathered.later(DecisionMeeting, links)
    return StoredDecision(id=number, **row)
