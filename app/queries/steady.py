"""Pages of meetings in, the same with cursors out that keep all pages of a walk to one state of the store.

A meeting that is moved to another day while somebody turns pages would be met twice or not at all. So a cursor carries
the moment of the last change that its first page saw. As soon as a record changed after it, the following pages are
answered as of that moment; until then, what is known now is the same. Words are not kept of the past: a search goes on
in what is known now.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from app.errors import InvalidFilterError
from app.queries.filters import MeetingFilter
from app.queries.paging import Page, Window
from app.store.direct import Run

# No character of a cursor.
BOUND_TO = "."
MOST_DIGITS = 18
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_CHANGE = "SELECT max(updated_at) FROM meetings"
CHANGED = "SELECT 1 FROM meeting_states WHERE until > ? LIMIT 1"


class Turn(NamedTuple):
    """What one page is asked of, and the moment that its walk is bound to."""

    asked: MeetingFilter
    window: Window
    moment: datetime | None = None


def turn(run: Run, asked: MeetingFilter, window: Window) -> Turn:
    """The page that is wanted. Raises InvalidFilterError for a cursor that cannot be read."""
    if window.cursor is None or BOUND_TO not in window.cursor:
        return Turn(asked, window)
    cursor, _, written = window.cursor.partition(BOUND_TO)
    if not (written.isascii() and written.isdigit() and len(written) < MOST_DIGITS):
        raise InvalidFilterError("the cursor cannot be read; start again without it", "cursor")
    moment = EPOCH + timedelta(microseconds=int(written))
    if _is_of_now(asked) and run(CHANGED, (f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}",)):
        asked = replace(asked, as_of=moment)
    return Turn(asked, window._replace(cursor=cursor), moment)


def bound(run: Run, asked: MeetingFilter, page: Page, moment: datetime | None) -> Page:
    """The page, with a next one of the same state: that of the moment, or for a first page that of now."""
    if page.next_cursor is None or not _is_of_now(asked):
        return page
    since = _microseconds(moment or run(LAST_CHANGE, ())[0][0])
    page.next_cursor = f"{page.next_cursor}{BOUND_TO}{since}"
    return page


def _is_of_now(asked: MeetingFilter) -> bool:
    return asked.as_of is None and asked.search is None


# The last change is the same until there is another one.
@lru_cache(100)
def _microseconds(stored: str | datetime) -> int:
    """A moment as either database has it, as cursors have it."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored.astimezone(UTC)
    return (moment - EPOCH) // timedelta(microseconds=1)
