"""What the state of the record is made of, item by item: changes in, their present values and their writing out.

The record is a function of five things: which meeting each source belongs to, how it tells of it, what people say of
which field, which records stand, and into which other record one was merged. A change names one of these items with its
value before and after; everything else (rows, participants, topics, block keys, documents) follows from them.

| what | id | field | values |
| --- | --- | --- | --- |
| source | a source | meeting | a meeting's id; null for none |
| source | a source | account | as `app.store.accounts` has it |
| meeting | a meeting | standing | absent, standing, merged, retracted |
| meeting | a meeting | merged_into | a meeting's id; null for none |
| correction | a meeting | the field's name | `{"value": ...}`; null for no correction |
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, literal, select, update
from sqlalchemy.orm import Session

from app.store.accounts import plain_of, write_account
from app.store.columns import Moment
from app.store.models import Meeting, Source, SourceState, StoredCorrection


class Standing(StrEnum):
    """Whether a record counts. `absent`: it was not made yet, or its making was undone."""

    ABSENT = "absent"
    STANDING = "standing"
    MERGED = "merged"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a decision can change."""

    what: str
    id: str
    field: str


@dataclass(frozen=True, slots=True)
class Change:
    """An item with its value before and after."""

    what: str
    id: str
    field: str
    before: Any
    after: Any

    @property
    def item(self) -> Item:
        """What changes."""
        return Item(self.what, self.id, self.field)

    @property
    def inverse(self) -> "Change":
        """The way back."""
        return Change(self.what, self.id, self.field, self.after, self.before)

    @property
    def meetings(self) -> set[str]:
        """The meetings whose record it changes."""
        if self.what != "source":
            return {self.id}
        if self.field != "meeting":
            # That of the meeting to which the source belongs when the change is made, which only the store knows.
            return set()
        return {value for value in (self.before, self.after) if value is not None}

    @classmethod
    def of_source(cls, source_id: str, before: str | None, after: str | None) -> "Change":
        """A source goes from one meeting to another."""
        return cls("source", source_id, "meeting", before, after)

    @classmethod
    def of_account(cls, source_id: str, before: dict[str, Any], after: dict[str, Any]) -> "Change":
        """A source tells otherwise of its meeting."""
        return cls("source", source_id, "account", before, after)

    @classmethod
    def of_standing(cls, meeting_id: str, before: Standing, after: Standing) -> "Change":
        """A record comes to stand, or ceases to."""
        return cls("meeting", meeting_id, "standing", before.value, after.value)

    @classmethod
    def of_target(cls, meeting_id: str, before: str | None, after: str | None) -> "Change":
        """A record is merged into another one, or parted from it."""
        return cls("meeting", meeting_id, "merged_into", before, after)

    @classmethod
    def of_correction(cls, meeting_id: str, field: str, before: Any, after: Any) -> "Change":
        """A person says something else of a field."""
        return cls("correction", meeting_id, field, before, after)

    def plain(self) -> dict[str, Any]:
        """As the ledger holds it."""
        return asdict(self)


def standings(session: Session, meeting_ids: Iterable[str]) -> dict[str, Standing]:
    """The standing of each meeting; one that has no row is absent."""
    wanted = sorted(set(meeting_ids))
    return standings_of(session, wanted, session.scalars(select(Meeting).where(Meeting.id.in_(wanted))).all())


def standings_of(session: Session, meeting_ids: Iterable[str], rows: Sequence[Meeting]) -> dict[str, Standing]:
    """The same for meetings whose rows are at hand."""
    found = dict.fromkeys(meeting_ids, Standing.ABSENT)
    for row in rows:
        if row.merged_into is not None:
            found[row.id] = Standing.MERGED
        elif row.retracted_at is None:
            found[row.id] = Standing.STANDING
        elif session.scalar(select(Source.id).where(Source.meeting_id == row.id).limit(1)) is not None:
            # A retracted record keeps its sources; one whose making was undone has none.
            found[row.id] = Standing.RETRACTED
    return found


def values(session: Session, items: Iterable[Item]) -> dict[Item, Any]:
    """The present value of each item that is a source's or a correction."""
    wanted = list(items)
    found: dict[Item, Any] = dict.fromkeys(wanted)
    sources = sorted(item.id for item in wanted if item.what == "source")
    corrected = sorted({item.id for item in wanted if item.what == "correction"})
    if sources:
        rows = session.scalars(select(Source).where(Source.id.in_(sources))).all()
        found |= {Item("source", row.id, "meeting"): row.meeting_id for row in rows}
        found |= {Item("source", row.id, "account"): plain_of(row) for row in rows}
    if corrected:
        said = session.scalars(select(StoredCorrection).where(StoredCorrection.meeting_id.in_(corrected)))
        found |= {Item("correction", row.meeting_id, row.field): row.value for row in said}
    return {item: found[item] for item in wanted}


def write_corrections(session: Session, changes: Sequence[Change]) -> None:
    """Write what people say from now on."""
    for change in (change for change in changes if change.what == "correction"):
        key = (StoredCorrection.meeting_id == change.id, StoredCorrection.field == change.field)
        session.execute(delete(StoredCorrection).where(*key))
        if change.after is not None:
            row = {"meeting_id": change.id, "field": change.field, "value": change.after}
            session.execute(insert(StoredCorrection).values(row))


def homes(session: Session, changes: Sequence[Change]) -> set[str]:
    """The meetings to which the sources belong whose account changes."""
    told = [change.id for change in changes if change.field == "account"]
    if not told:
        return set()
    query = select(Source.meeting_id).where(Source.id.in_(told), Source.meeting_id.is_not(None))
    return {home for home in session.scalars(query) if home is not None}


def write_accounts(session: Session, changes: Sequence[Change]) -> bool:
    """Write how sources tell of their meetings from now on; whether any tells otherwise."""
    told = [change for change in changes if change.field == "account"]
    for change in told:
        write_account(session, change.id, change.after)
    return bool(told)


def move_sources(session: Session, changes: Sequence[Change], moment: datetime) -> None:
    """Give sources the meetings that they belong to from `moment` on, and keep where they belonged until then."""
    moved = [change for change in changes if change.what == "source" and change.field == "meeting"]
    left = [change.id for change in moved if change.before is not None]
    if left:
        columns = ("source_id", "since", "until", "meeting_id")
        was = select(Source.id, Source.since, literal(moment, Moment()), Source.meeting_id).where(
            Source.id.in_(left), Source.since < moment
        )
        session.execute(insert(SourceState).from_select(columns, was))
    for change in moved:
        session.execute(update(Source).where(Source.id == change.id).values(meeting_id=change.after, since=moment))
