"""Ids of meetings in, the steps of each one's life out: what a list shows of them in a glance."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.resolution.policy import turning_points
from app.store.known import reports_of

Step = tuple[str, str | None]


def steps_of(session: Session, meeting_ids: Sequence[str]) -> dict[str, list[Step]]:
    """Where each meeting stood, step by step: the status, and the day on which it was reported. One statement."""
    return {
        meeting_id: [
            (turn.candidate.status, turn.published.isoformat() if turn.published else None)
            for turn in turning_points(reports)
        ]
        for meeting_id, reports in reports_of(session, meeting_ids).items()
    }
