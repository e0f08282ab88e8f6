"""What a run came to, for the person who started it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.store.models import RunState
from app.store.runs import Counts


@dataclass(frozen=True, slots=True)
class Report:
    """One run that is over: its number, whether it finished or was interrupted, its counts, and its length.

    `tally` is what the reader itself counted, by what it is in words; empty for one that counts nothing.
    """

    run_id: int
    state: RunState
    counts: Counts
    seconds: float
    tally: Mapping[str, int] = field(default_factory=dict)

    @property
    def interrupted(self) -> bool:
        """Whether somebody stopped it before it had read everything."""
        return self.state is RunState.INTERRUPTED

    @property
    def rate(self) -> float:
        """Articles a second, unchanged ones included."""
        return self.counts.read / self.seconds if self.seconds else 0.0
