"""Ctrl-C and a polite kill in; out comes a flag that the job looks at after each article."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM)


def never() -> bool:
    """Nobody else asks."""
    return False


@dataclass(slots=True)
class Interruption:
    """Whether somebody asked the run to stop, and whether it is working on articles that it should finish first.

    Somebody else may be asked, too, whether it is to stop.
    """

    noted: bool = False
    working: bool = False
    elsewhere: Callable[[], bool] = never

    @property
    def asked(self) -> bool:
        """Whether the run is to stop."""
        return self.noted or self.elsewhere()

    def ask(self) -> None:
        """Ask for a stop: after the article in hand; at once (KeyboardInterrupt) where there is none, or asked twice.

        To stop at once is safe at any moment: what is not stored then is read again by the next run.
        """
        if self.noted or not self.working:
            raise KeyboardInterrupt
        self.noted = True

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Articles are in hand while the block runs."""
        self.working = True
        try:
            yield
        finally:
            self.working = False


@contextmanager
def watched() -> Iterator[Interruption]:
    """While the block runs, SIGINT and SIGTERM ask for a stop. Works in the main thread only, as signals do."""
    interruption = Interruption()

    def note(_number: int, _frame: FrameType | None) -> None:
        interruption.ask()

    before = {number: signal.signal(number, note) for number in STOPPING}
    try:
        yield interruption
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
