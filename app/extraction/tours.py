"""The occasions of an article in, the stays of several days out of which each of the talks is told by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.domain.meetings import Kind, Role
from app.extraction.drafts import Draft
from app.extraction.stays import lasts


def of_several_talks(occasions: Sequence[Draft]) -> list[Draft]:
    """Visits that were taken for the first of their talks: "ended a three-day visit. On Monday he met A, on Tuesday B".

    A visit on which whoever came met one counterpart is that meeting, and no occasion of its own.
    """
    return [stay for occasion in occasions for stay in _stays(occasion) if _is_apart(stay, occasion, occasions)]


def keep(known: Draft, talks: Draft) -> None:
    """Keep what has been told of a trip of some days before it is taken for talks that were had on it."""
    if known.kind is Kind.VISIT and talks.kind is Kind.MEETING and lasts(known):
        known.stay = replace(known, sides=dict(known.sides), people=dict(known.people))


def _stays(occasion: Draft) -> Iterator[Draft]:
    """The first mention in a meeting of a stay of some days, as an occasion with nobody but who came."""
    for one in (occasion.stay, *occasion.merged) if occasion.kind is Kind.MEETING else ():
        if one is not None and one.kind is Kind.VISIT and one.has_meeting and lasts(one):
            guests = {n: words for n, words in one.people.items() if words[0] is Role.GUEST}
            yield replace(one, people=guests, merged=[])
            return


def _is_apart(stay: Draft, occasion: Draft, occasions: Sequence[Draft]) -> bool:
    """Whether the talks have a day of their own, and somebody else was met on the stay, too."""
    if (occasion.start, occasion.end) == (stay.start, stay.end):
        return False
    return any(
        other.kind is Kind.MEETING
        and stay.codes == other.codes
        and bool(set(stay.people) & set(other.people))
        and bool(set(other.people) - set(stay.people) - set(occasion.people))
        and _is_within(other, stay)
        for other in occasions
    )


def _is_within(talks: Draft, stay: Draft) -> bool:
    if talks.start is None or stay.start is None or stay.end is None:
        return False
    return stay.start.earliest <= talks.start.earliest <= stay.end.latest
