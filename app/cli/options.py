"""Options that more than one command takes, and what was given with them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Sources = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH|URL|-...",
        help="Files, folders, http(s) addresses, or - for standard input: plain text, HTML, JSON, JSON Lines, RSS, "
        "Atom, WARC, iCalendar, told apart by their content, and with --mapping tables; gzip is unpacked.",
        show_default=False,
    ),
]
Published = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"],
        metavar="DATE",
        help="Day of publication (such as 2023-09-26) of articles that do not carry one.",
        show_default=False,
    ),
]
Outlet = Annotated[str | None, typer.Option(help="Publisher of articles that do not name one.", show_default=False)]
Language = Annotated[str, typer.Option(help="Language (ISO 639-1) of articles that do not name one.")]
Mapping = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Read the inputs as tables (CSV, TSV, JSON) or calendars, whose columns this TOML file explains.",
        exists=True,
        dir_okay=False,
        show_default=False,
    ),
]
Workers = Annotated[
    int,
    typer.Option(min=1, max=256, help="Processes that read; one writes what they find. As many as there are cores."),
]


class Answer(StrEnum):
    """What a person says of two records."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Given:
    """What the person knows about articles that do not say it, and the file that explains the columns of a table."""

    published: date | None = None
    outlet: str | None = None
    language: str = "en"
    mapping: Path | None = None

    @classmethod
    def of(cls, published: datetime | None, outlet: str | None, language: str, mapping: Path | None = None) -> "Given":
        """The values of the options."""
        return cls(published.date() if published else None, outlet, language, mapping)
