"""What becomes of articles in, the numbers of it that a run reports out."""

import threading
from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType


class Tally:
    """Counts by name; safe to share between threads."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, name: str, number: int = 1) -> None:
        """Count something; nothing is noted of none."""
        if number:
            with self._lock:
                self._counts[name] += number

    @property
    def counts(self) -> Mapping[str, int]:
        """The numbers so far, in the order in which each was first counted."""
        with self._lock:
            return MappingProxyType(dict(self._counts))
