"""A day that a model claims and the words for it in, the date that these words can mean out."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.domain.calendar import Basis, PartialDate
from app.domain.meetings import Status
from app.extraction.time import Direction, TimeMention, find_times, resolve

# News tells of Vienna in 1815, and of plans for the next decade.
EARLIEST = date(1600, 1, 1)
FURTHEST_AHEAD = timedelta(days=20 * 366)
# The host's date can be a day ahead of the publisher's.
ZONES = timedelta(days=1)
HAPPENED = (Status.HELD, Status.ONGOING)


def borne_out(claim: str, words: str, published: date | None, status: Status) -> PartialDate | None:
    """The date where its words can mean it, never finer than they say; None where they cannot.

    Words without any time bear out the publication day alone, as in a bare readout.
    """
    try:
        day = PartialDate.parse(claim.strip())
    except ValueError:
        return None
    if not _plausible(day, published, status):
        return None
    mentions = find_times(words, published)
    if not mentions:
        same = published is not None and day.earliest == day.latest == published
        return PartialDate.of_day(day.earliest, Basis.PUBLICATION) if same else None
    readings = list(_readings(mentions, published))
    for reading in readings:
        if day.contains(reading):
            return PartialDate(day.earliest, day.latest, day.precision, reading.basis)
    wider = next((reading for reading in readings if reading.contains(day)), None)
    if wider is not None:
        return wider
    # "The next day" has no reading of its own; a full date has one, and it is another one.
    contradicted = len(readings) > 0 and all(
        mention.start and mention.start.basis is Basis.STATED for mention in mentions
    )
    return None if contradicted else PartialDate(day.earliest, day.latest, day.precision, Basis.NARRATIVE)


def _plausible(day: PartialDate, published: date | None, status: Status) -> bool:
    """Whether a date lies in the years that news tells of, what happened not ahead, what is to come not behind."""
    if published is None:
        return day.earliest >= EARLIEST
    if status is Status.SCHEDULED and day.latest < published - ZONES:
        return False
    ahead = ZONES if status in HAPPENED else FURTHEST_AHEAD
    return EARLIEST <= day.earliest <= published + ahead


def _readings(mentions: list[TimeMention], published: date | None) -> Iterator[PartialDate]:
    """What times can mean, whatever the tense."""
    for mention in mentions:
        for direction in Direction:
            yield from (day for day in resolve(mention, published, direction) if day is not None)
