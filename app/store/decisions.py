"""What a person (or the program) decides of the record in, the decision in the ledger and the changed record out.

Every function takes the session first, then what is decided, on which grounds and when; all is in the caller's
transaction. Each raises NotFoundError, MovedError or GoneError for a meeting that is not there, was merged or was
retracted, and InvalidDecisionError for what makes no sense.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.meetings import Person
from app.errors import GoneError, InvalidDecisionError, MovedError, NotFoundError
from app.resolution.corrections import parse_correction
from app.resolution.leaders import WorldLeaders
from app.resolution.people import Directory
from app.resolution.reports import Attendee
from app.store import corrections
from app.store.changes import Change, Standing, standings
from app.store.gathering import people_of, store_people
from app.store.ids import dated_id, meeting_id
from app.store.known import accounts_of
from app.store.ledger import Entry, Grounds, enter
from app.store.models import Action, Meeting, StoredCorrection


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was made: its number, and the meeting that it is about now."""

    decision_id: int
    meeting_id: str


def merge(session: Session, one_id: str, other_id: str, grounds: Grounds, now: datetime) -> Decided:
    """Make two records one. The older record stays and takes over the sources of the other, whose id leads to it.

    The older one is that of the report which was published first, whichever was read first; where that tells nothing,
    that with the smaller id. A correction of the other holds on where the one that stays has none of that field.
    """
    if one_id == other_id:
        raise InvalidDecisionError("a meeting cannot be merged with itself", "other")
    for meeting in (one_id, other_id):
        _standing(session, meeting)
    accounts = accounts_of(session, [one_id, other_id])
    first = min(accounts, key=lambda account: (account.report.rank, account.meeting_id))
    kept, merged = (one_id, other_id) if first.meeting_id == one_id else (other_id, one_id)
    ours, theirs = _corrections(session, kept), _corrections(session, merged)
    changes = (
        *(Change.of_source(account.source_id, merged, kept) for account in accounts if account.meeting_id == merged),
        Change.of_standing(merged, Standing.STANDING, Standing.MERGED),
        Change.of_target(merged, None, kept),
        *(Change.of_correction(kept, name, None, theirs[name]) for name in sorted(theirs) if name not in ours),
    )
    return _enter(session, Entry(Action.MERGE, kept, grounds, changes), now)


def split(session: Session, from_id: str, source_ids: Sequence[str], grounds: Grounds, now: datetime) -> Decided:
    """Part some sources of a meeting from it, as a meeting of their own; at least one must stay behind.

    The new record has the id of a meeting that the earliest of the sources first reported, or else the next one's,
    where that id is free: parting what was merged gives the merged record its id back. Otherwise the id follows from
    the meeting and the sources.
    """
    _standing(session, from_id)
    accounts = accounts_of(session, [from_id])
    wanted = set(source_ids)
    chosen = [account for account in accounts if account.source_id in wanted]
    strangers = sorted(wanted - {account.source_id for account in chosen})
    if not wanted or strangers:
        what = f"{strangers[0]!r} is no source of the meeting {from_id}" if strangers else "no source is named"
        raise InvalidDecisionError(what, "sources")
    if len(chosen) == len(accounts):
        raise InvalidDecisionError("a meeting cannot be parted from all its sources", "sources")
    reports = sorted((account.report for account in chosen), key=lambda report: report.rank)
    new_id = _free_id(session, from_id, sorted(wanted), [meeting_id(r.article_id, r.ordinal) for r in reports])
    merged_into = session.scalar(select(Meeting.merged_into).where(Meeting.id == new_id))
    before = Standing.ABSENT if merged_into is None else Standing.MERGED
    changes = [Change.of_source(source, from_id, new_id) for source in sorted(wanted)]
    changes.append(Change.of_standing(new_id, before, Standing.STANDING))
    if merged_into is not None:
        changes.append(Change.of_target(new_id, merged_into, None))
    entry = Entry(Action.SPLIT, from_id, grounds, tuple(changes))
    return Decided(enter(session, entry, now).id, new_id)


def keep_apart(session: Session, one_id: str, other_id: str, grounds: Grounds, now: datetime) -> Decided:
    """Say that two records are two meetings: neither changes, and the program never makes them one."""
    if one_id == other_id:
        raise InvalidDecisionError("a meeting cannot be kept apart from itself", "other")
    for meeting in (one_id, other_id):
        _standing(session, meeting)
    changes = tuple(Change.of_standing(one, Standing.STANDING, Standing.STANDING) for one in (one_id, other_id))
    return _enter(session, Entry(Action.SPLIT, one_id, replace(grounds, other=other_id), changes), now)


def correct(session: Session, of_id: str, said: Mapping[str, Any], grounds: Grounds, now: datetime) -> Decided:
    """Give fields of a meeting the values that a person says; they stand above all that articles report, now or later.

    `said` has plain values as `app.resolution.corrections` describes them.
    """
    row = _standing(session, of_id)
    if not said:
        raise InvalidDecisionError("no field is named", "fields")
    before = _corrections(session, of_id)
    changes = []
    for name in sorted(said):
        value = parse_correction(name, said[name])
        if name == "people":
            value = _identified(session, value, row, now)
        after = corrections.to_json(name, value)
        if after != before.get(name):
            changes.append(Change.of_correction(of_id, name, before.get(name), after))
    if not changes:
        raise InvalidDecisionError("these corrections were made already", "fields")
    return _enter(session, Entry(Action.CORRECT, of_id, grounds, tuple(changes)), now)


def retract(session: Session, of_id: str, grounds: Grounds, now: datetime) -> Decided:
    """Take a record back: it is no meeting, or none that can be told of. Its sources stay with it."""
    _standing(session, of_id)
    change = Change.of_standing(of_id, Standing.STANDING, Standing.RETRACTED)
    return _enter(session, Entry(Action.RETRACT, of_id, grounds, (change,)), now)


def _enter(session: Session, entry: Entry, now: datetime) -> Decided:
    return Decided(enter(session, entry, now).id, entry.meeting_id)


def _standing(session: Session, of_id: str) -> Meeting:
    """The row of a record that stands. Raises NotFoundError, MovedError and GoneError for others."""
    row = session.get(Meeting, of_id)
    if row is None:
        raise NotFoundError(f"there is no meeting {of_id!r}")
    if row.merged_into is not None:
        raise MovedError(f"the meeting {of_id} was merged into {row.merged_into}", row.merged_into)
    if row.retracted_at is not None:
        raise GoneError(f"the meeting {of_id} was retracted on {row.retracted_at:%d %B %Y}")
    return row


def _corrections(session: Session, of_id: str) -> dict[str, dict[str, Any]]:
    """What people say of a meeting, as it is stored."""
    rows = session.scalars(select(StoredCorrection).where(StoredCorrection.meeting_id == of_id))
    return {row.field: row.value for row in rows}


def _identified(session: Session, people: Iterable[Person], row: Meeting, now: datetime) -> tuple[Attendee, ...]:
    """The people with their identities, which are stored where they are new."""
    directory = Directory(people_of(session), WorldLeaders())
    found = [directory.identify(person, row.start_earliest) for person in people]
    store_people(session, found, now)
    return tuple(identified.attendee for identified in found)


def _free_id(session: Session, from_id: str, source_ids: Sequence[str], own_ids: Sequence[str]) -> str:
    """The first of the sources' own ids that no record has, or one that follows from the split itself."""
    stand = standings(session, own_ids)
    for own in own_ids:
        if stand[own] in (Standing.ABSENT, Standing.MERGED):
            return own
    made = (dated_id("m", from_id, "split", *source_ids, str(number)) for number in count(1))
    return next(new for new in made if standings(session, [new])[new] in (Standing.ABSENT, Standing.MERGED))
