"""What the job says while it runs: counts and failures in; who shows them, and how, is the caller's business."""

from dataclasses import dataclass, field
from typing import Protocol

from app.store.runs import Counts, Failure


class Progress(Protocol):
    """Somebody who watches a run."""

    def advance(self, counts: Counts) -> None:
        """The run has these counts now."""
        ...

    def failed(self, failure: Failure) -> None:
        """One input could not be taken; the run goes on."""
        ...


@dataclass(slots=True)
class Silent:
    """Shows nothing and keeps the failures: for callers who only want the report."""

    failures: list[Failure] = field(default_factory=list)

    def advance(self, counts: Counts) -> None:
        """Do nothing."""

    def failed(self, failure: Failure) -> None:
        """Keep it."""
        self.failures.append(failure)
