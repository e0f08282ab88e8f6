"""What a run came to, for the person who started it."""

from dataclasses import dataclass

from app.store.models import RunState
from app.store.runs import Counts


@dataclass(frozen=True, slots=True)
class Report:
    """One run that is over: its number, whether it finished or was interrupted, its counts, and its length."""

    run_id: int
    state: RunState
    counts: Counts
    seconds: float

    @property
    def interrupted(self) -> bool:
        """Whether somebody stopped it before it had read everything."""
        return self.state is RunState.INTERRUPTED

    @property
    def rate(self) -> float:
        """Articles a second, unchanged ones included."""
        return self.counts.read / self.seconds if self.seconds else 0.0
