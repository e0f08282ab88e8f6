"""What a command left behind: its streams in, values to compare out."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ran:
    """The exit code of a command, and what it printed."""

    code: int
    out: str
    err: str


def counted(report: str) -> dict[str, str]:
    """The rows of a printed report."""
    return dict(re.findall(r"│ ([a-z ]+?) +│ +([\d.,]+) │", report))
