"""What a file says of itself, whatever its format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class About:
    """Where a file comes from.

    `server` is the address of the server without a path, or empty where none is known, as at the command line; `path`
    is where the file itself is found there, and `following` the next page. `made` is when it was made; None for a page
    of a list, which is as old as the youngest of its records. `members` are added at the end of JSON and GeoJSON.
    """

    title: str
    path: str
    server: str = ""
    following: str | None = None
    made: datetime | None = None
    members: Mapping[str, Any] = field(default_factory=dict)
