"""A layout ("table/visits") in, the name of the extractor that reads it ("table-1+visits") out, and back."""

import re

CALENDAR, TABLE = "calendar", "table"
# The number of the rules that read rows; a new one lets stored rows be read again.
NUMBER = 1

_NAME = re.compile(rf"({CALENDAR}|{TABLE})-\d+\+([a-z0-9-]+)(?:\+.*)?")


def extractor_of(layout: str) -> str:
    """The name under which the claims of such rows are stored."""
    kind, _, mapping = layout.partition("/")
    return f"{kind}-{NUMBER}+{mapping}"


def layout_of(extractor: str | None) -> str | None:
    """The layout of the rows that an extractor of this name read; None for an extractor of prose."""
    found = _NAME.fullmatch(extractor or "")
    return f"{found[1]}/{found[2]}" if found else None
