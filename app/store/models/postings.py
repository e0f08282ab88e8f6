"""The table by which lists find meetings: under each thing that can be asked for, its meetings by their days."""

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from app.store.models.base import KEYED, Base

# The day of a meeting whose day nobody told. Lists put these last either way.
UNDATED = date(9999, 12, 31)


class Facet(StrEnum):
    """What meetings are listed under; the value is a code, an id or a word.

    `meeting` lists all of them under an empty value, `dyad` under two states, such as `CHN-JPN`, in alphabetical order.
    """

    MEETING = "meeting"
    COUNTRY = "country"
    DYAD = "dyad"
    PERSON = "person"
    ORGANISATION = "organisation"
    TOPIC = "topic"
    SERIES = "series"
    OUTLET = "outlet"


class Posting(Base):
    """A meeting under one of the things that can be asked for.

    Only records that stand are here, as they are now, so that a list or a count is one walk along the key. `start` is
    the first possible day (UNDATED for none), `last` the last possible one. `reach` tells how far apart these are: 0
    for a month at most, 1 for a year at most, 2 for more. What has a reach is listed once more, under `country+1`
    beside `country` and so on, so that what began long before an interval and lasts into it is found without reading
    all that began before; SQLite does not use an index of these rows where it should. `grain` is the finest period in
    which the first day lies for sure: 3 for a month, 2 for a quarter, 1 for a year, 0 for none. All follows from the
    other tables: see `app.store.postings`.
    """

    __tablename__ = "postings"
    facet: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    start: Mapped[date] = mapped_column(primary_key=True)
    meeting_id: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[date]
    reach: Mapped[int]
    kind: Mapped[str]
    status: Mapped[str]
    level: Mapped[str]
    grain: Mapped[int]

    __table_args__ = (KEYED,)
