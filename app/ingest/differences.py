"""What became of the sources of a run that read articles again in; the counts that people and programs read out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.ingest.selection import Stale
from app.store.models import RunState
from app.store.rereading import Difference, Kind
from app.store.runs import Counts


@dataclass(frozen=True, slots=True)
class RereadReport:
    """One run that is over; of `counts`, `stored` are the articles that are read otherwise now.

    `run_id` is None for a run that wrote nothing; `stale` also counts what could not be read.
    """

    run_id: int | None
    state: RunState
    counts: Counts
    seconds: float
    stale: Stale
    differences: Sequence[Difference]

    @property
    def interrupted(self) -> bool:
        """Whether somebody stopped it before it had read everything."""
        return self.state is RunState.INTERRUPTED

    @property
    def kinds(self) -> dict[str, int]:
        """How many sources each kind of change befell."""
        found = Counter(difference.kind for difference in self.differences)
        return {kind.value: found[kind] for kind in Kind}

    @property
    def fields(self) -> dict[str, dict[str, int]]:
        """For each field of the sources that were rewritten: how often it was added, removed and changed."""
        rewritten = [difference for difference in self.differences if difference.kind is Kind.REWRITTEN]
        found = Counter((change.field, change.how) for difference in rewritten for change in difference.fields)
        names = sorted({name for name, _ in found})
        return {name: {how: found[name, how] for how in ("added", "removed", "changed")} for name in names}

    @property
    def meetings(self) -> dict[str, int]:
        """How many meetings came to stand, and how many ceased to, taken over by another one or without a report."""
        found = self.differences
        return {
            "created": sum(one.created for one in found),
            "merged": sum(one.merged for one in found),
            "retracted": sum(one.retracted for one in found),
        }

    def as_json(self, *, verbose: bool) -> dict[str, Any]:
        """For programs; `verbose` adds every change."""
        counts = self.counts
        plain: dict[str, Any] = {
            "run": self.run_id,
            "dry_run": self.run_id is None,
            "state": self.state.value,
            "articles": {
                "read": counts.read,
                "changed": counts.stored,
                "unchanged": counts.unchanged,
                "failed": counts.failed,
                "left": self.stale.left,
                "gone": self.stale.gone,
            },
            "sources": self.kinds,
            "meetings": self.meetings,
            "fields": self.fields,
        }
        return plain | ({"changes": [_plain(one) for one in self.differences]} if verbose else {})


def _plain(difference: Difference) -> Mapping[str, Any]:
    fields = {change.field: {"before": change.before, "after": change.after} for change in difference.fields}
    return {
        "kind": difference.kind.value,
        "article": difference.article,
        "source": difference.source,
        "meeting": difference.meeting,
        "created": difference.created,
        "merged": difference.merged,
        "retracted": difference.retracted,
        "fields": fields,
    }


def in_words(difference: Difference) -> str:
    """A change as one line; evidence and passages, which are long, by their names alone."""
    parts = [
        f"{one.field} {one.how}" if one.field in _LONG else f"{one.field}: {one.before} -> {one.after}"
        for one in difference.fields
    ]
    ends = [word for word in ("created", "merged", "retracted") if getattr(difference, word)]
    head = f"{difference.kind} {difference.source} of {difference.meeting}"
    told = [f"meeting {word}" for word in ends] + parts
    return f"{head}: {'; '.join(told)}" if told else head


_LONG = {"evidence", "evidence_span"}
