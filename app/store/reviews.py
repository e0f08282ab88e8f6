"""A pair of records that the program could not tell apart, and a person's verdict in; the decision out.

A pair is the record that a report made and the one that it nearly confirmed, as both are known now. It is open while
both stand and nobody parted them; so taking a verdict back opens the pair again.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, cast, exists, literal, select
from sqlalchemy.orm import Session, aliased, join

from app.errors import DecisionConflictError, NotFoundError
from app.resolution.meetings import REVIEW, SAME
from app.store import decisions
from app.store.decisions import Decided
from app.store.ledger import Grounds
from app.store.models import Action, DecisionMeeting, Meeting, StoredDecision
from app.store.models.ledger import ALIKE

# How far from the threshold, in points, pairs count as equally near.
NEARNESS = (0.5, 1.0, 1.5)
MOST_SOURCES = 99_999

Pairs = Select[str, int, StoredDecision, Meeting, Meeting]


class Verdict(StrEnum):
    """What a person says of a pair."""

    SAME = "same"
    DIFFERENT = "different"


CREATED = StoredDecision
ONE, OTHER = aliased(Meeting, name="one"), aliased(Meeting, name="other")
COMPARED: ColumnElement[str] = CREATED.reasons["other"].as_string()
NUMBER: ColumnElement[str] = cast(CREATED.id, Text)


def rank() -> ColumnElement[int]:
    """How useful a verdict is, the most useful first: near the threshold, then with many sources."""
    sources = ONE.source_count + OTHER.source_count
    counted = case((sources > MOST_SOURCES, MOST_SOURCES), else_=sources)
    distance = literal(SAME) - CREATED.score
    band = case(*((distance <= far, place) for place, far in enumerate(NEARNESS)), else_=len(NEARNESS))
    return band * (MOST_SOURCES + 1) - counted


def open_pairs() -> Pairs:
    """Every pair that waits for a verdict: its number, its rank, the decision that made the first, and both records."""
    return (
        _pairs()
        .with_only_columns(NUMBER.label("id"), rank().label("key"), CREATED, ONE, OTHER)
        .where(
            ONE.id != OTHER.id,
            *(column.is_(None) for row in (ONE, OTHER) for column in (row.merged_into, row.retracted_at)),
            ~exists(_partings()),
        )
    )


def decide_pair(session: Session, number: int, verdict: Verdict, grounds: Grounds, now: datetime) -> Decided:
    """Make a pair one record, or keep it apart for good, as a person says.

    Raises NotFoundError where there is no such pair, DecisionConflictError where it waits for no verdict any more.
    """
    found = session.execute(_pairs().where(CREATED.id == number)).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no review {number}")
    if session.execute(open_pairs().where(CREATED.id == number)).one_or_none() is None:
        _, one, other = found
        why = "are one record already" if one.id == other.id else "were parted, or one of them does not stand any more"
        pair = (CREATED.id == number, ONE.id == one.id, OTHER.id == other.id)
        parted = session.scalars(_partings().where(*pair).distinct()).all()
        raise DecisionConflictError(f"review {number} waits for no verdict: its records {why}", parted)
    created, one, other = found
    grounds = replace(grounds, score=created.score, features=tuple(created.reasons["features"]), other=other.id)
    act = decisions.merge if verdict is Verdict.SAME else decisions.keep_apart
    return act(session, one.id, other.id, grounds, now)


def _pairs() -> Select[StoredDecision, Meeting, Meeting]:
    one = join(CREATED, ONE, ONE.id == _known_as(CREATED.meeting_id))
    both = join(one, OTHER, OTHER.id == _known_as(COMPARED))
    return select(CREATED, ONE, OTHER).select_from(both).where(ALIKE, CREATED.score >= REVIEW)


def _known_as(meeting_id: Any) -> ColumnElement[str]:
    """The record that answers for an id now, however often it was merged."""
    first, following = aliased(Meeting), aliased(Meeting)
    chain = (
        select(first.id, first.merged_into)
        .where(first.id == meeting_id)
        .correlate(CREATED)
        .cte("chain", recursive=True, nesting=True)
    )
    chain = chain.union(select(following.id, following.merged_into).join(chain, following.id == chain.c.merged_into))
    return select(chain.c.id).where(chain.c.merged_into.is_(None)).scalar_subquery()


def _partings() -> Select[Any]:
    """The decisions that parted the records of a pair, as they were or as they are now, and were not taken back."""
    ours, theirs = aliased(DecisionMeeting), aliased(DecisionMeeting)
    parting, undo = aliased(StoredDecision), aliased(StoredDecision)
    return (
        select(parting.id)
        .join(ours, ours.decision_id == parting.id)
        .join(theirs, theirs.decision_id == parting.id)
        .where(ours.meeting_id.in_([ONE.id, CREATED.meeting_id]), theirs.meeting_id.in_([OTHER.id, COMPARED]))
        .where(parting.action == Action.SPLIT.value, ~exists().where(undo.undoes == parting.id))
        .correlate(CREATED, ONE, OTHER)
    )
