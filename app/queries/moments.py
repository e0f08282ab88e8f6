"""The moment of which one asks in; the tables that hold what was known then, and what holds in them, out.

What is known now stands in the tables of the record, and what was known before in those of earlier states, which have
the same columns. A question about now is put to the first alone; one about an earlier moment to both: to the records
that have not changed since, and to the states that held at the moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, literal, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.store.documents import in_full
from app.store.models import (
    GONE,
    Meeting,
    MeetingState,
    MeetingTopic,
    MeetingTopicState,
    Participant,
    ParticipantState,
    Source,
    SourceState,
    StoredArticle,
)

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Known:
    """Tables that a question is put to; `at` is the moment of which it asks, None for now."""

    meeting: type[Meeting | MeetingState]
    participant: type[Participant | ParticipantState]
    topic: type[MeetingTopic | MeetingTopicState]
    at: datetime | None = None

    @property
    def held(self) -> list[Condition]:
        """What holds of the rows that were known at the moment."""
        if self.at is None:
            return []
        begun = self.meeting.updated_at <= self.at
        return [begun] if self.meeting is Meeting else [begun, MeetingState.until > self.at]

    @property
    def visible(self) -> list[Condition]:
        """What lists show: records that were neither merged into another one nor taken back."""
        # `IS TRUE` keeps SQLite from starting at the index of `merged_into`, in which nearly every meeting is null:
        # 100,000 meetings took 77 ms a page that way.
        return [self.meeting.merged_into.is_(None).is_(true()), self.meeting.retracted_at.is_(None), *self.held]

    @property
    def gone(self) -> Condition:
        """What lists do not show of the records: they were merged or taken back."""
        if self.meeting is Meeting:
            return GONE
        return or_(MeetingState.merged_into.is_not(None), MeetingState.retracted_at.is_not(None))

    @property
    def takes_part(self) -> Condition:
        """A participant is one of the meeting, in the state that is looked at."""
        if self.meeting is Meeting:
            return Participant.meeting_id == Meeting.id
        return and_(ParticipantState.meeting_id == MeetingState.id, ParticipantState.version == MeetingState.version)

    @property
    def is_about(self) -> Condition:
        """A topic is one of the meeting, in the state that is looked at."""
        if self.meeting is Meeting:
            return MeetingTopic.meeting_id == Meeting.id
        return and_(MeetingTopicState.meeting_id == MeetingState.id, MeetingTopicState.version == MeetingState.version)

    def accounts(self, *columns: Any) -> list[Select[Any]]:
        """Columns of sources and their meetings, as far as lists show these: as the sources still belong, and did."""
        row = self.meeting
        still = select(*columns).join_from(Source, row, row.id == Source.meeting_id).where(*self.visible)
        if self.at is None:
            return [still]
        had = select(*columns).join_from(Source, SourceState, SourceState.source_id == Source.id)
        then = (SourceState.since <= self.at, SourceState.until > self.at)
        return [
            still.where(Source.since <= self.at),
            had.join(row, row.id == SourceState.meeting_id).where(*then, *self.visible),
        ]

    def reports(self, *conditions: Condition) -> list[Select[Any]]:
        """The reports that the meeting had, each with its article: those it still has, and those it had then."""
        has = Source.meeting_id == self.meeting.id
        still = select(literal(1)).join_from(Source, StoredArticle, StoredArticle.id == Source.article_id)
        if self.at is None:
            return [still.where(has, *conditions)]
        had = still.join(SourceState, SourceState.source_id == Source.id)
        then = (SourceState.meeting_id == self.meeting.id, SourceState.since <= self.at, SourceState.until > self.at)
        return [still.where(has, Source.since <= self.at, *conditions), had.where(*then, *conditions)]


NOW = Known(Meeting, Participant, MeetingTopic)


def known_at(moment: datetime | None) -> tuple[Known, ...]:
    """The tables that together hold each record once, as it was known at the moment; those of now for None."""
    if moment is None:
        return (NOW,)
    unchanged = Known(Meeting, Participant, MeetingTopic, moment)
    return (unchanged, Known(MeetingState, ParticipantState, MeetingTopicState, moment))


def homes(meeting_ids: Sequence[str], moment: datetime | None) -> Subquery:
    """The sources that meetings had at the moment: `source_id`, `meeting_id`."""
    now = select(Source.id.label("source_id"), Source.meeting_id).where(Source.meeting_id.in_(meeting_ids))
    if moment is None:
        return now.subquery()
    then = select(SourceState.source_id, SourceState.meeting_id).where(
        SourceState.meeting_id.in_(meeting_ids), SourceState.since <= moment, SourceState.until > moment
    )
    return now.where(Source.since <= moment).union_all(then).subquery()


def number_of_meetings(moment: datetime | None, side: Callable[[Known], Condition]) -> ColumnElement[int]:
    """How many meetings somebody takes part in, as a column; `side` says who, of the row around it."""
    counts = [
        select(func.count(known.participant.meeting_id.distinct()))
        .select_from(known.participant)
        .join(known.meeting, known.takes_part)
        .where(side(known), *known.visible)
        .correlate_except(known.participant, known.meeting)
        .scalar_subquery()
        for known in known_at(moment)
    ]
    # No meeting is in both: each had one state at any moment.
    return sum(counts[1:], counts[0])


def has_begun(column: InstrumentedAttribute[datetime], moment: datetime | None) -> list[Condition]:
    """What came to be known at `column` was known at the moment."""
    return [] if moment is None else [column <= moment]


def at_moment(address: str, moment: datetime | None) -> str:
    """An address of this API that asks of the same moment."""
    if moment is None:
        return address
    return f"{address}{'&' if '?' in address else '?'}as_of={in_full(moment)}"
