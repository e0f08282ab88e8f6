"""Records of meetings in, the card of each as pages show it out: one is drawn once, until its record changes."""

from collections.abc import Sequence
from datetime import datetime

import orjson
from markupsafe import Markup
from sqlalchemy.orm import Session

from app.queries import lives
from app.queries.paging import Record
from app.web import pages

# A card has about three kilobytes, and its record two.
MOST_KEPT = 2_000


class Cards:
    """The cards of one store. Every change of a meeting changes its record, which has the moment of the last one."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Record, bool], Markup] = {}

    def of(self, session: Session, records: Sequence[Record], as_of: datetime | None = None) -> list[Markup]:
        """The card of each record; of what was known at a moment, without the steps that led to it. One statement."""
        keys = [(record, as_of is None) for record in records]
        found = {key: self._kept[key] for key in keys if key in self._kept}
        fresh = {key: orjson.loads(key[0]) for key in keys if key not in found}
        if fresh:
            steps = lives.steps_of(session, [one["id"] for one in fresh.values()]) if as_of is None else {}
            drawn = {key: pages.part("card", one, steps.get(one["id"])) for key, one in fresh.items()}
            self._keep(drawn)
            found |= drawn
        return [found[key] for key in keys]

    def _keep(self, drawn: dict[tuple[Record, bool], Markup]) -> None:
        if len(self._kept) + len(drawn) > MOST_KEPT:
            self._kept = {}
        self._kept = self._kept | drawn
