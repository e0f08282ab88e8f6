"""The people of several reports of one meeting in, each person once out, by the fullest form of the name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from app.domain.meetings import Party, PartyKind, Role
from app.resolution.names import likeness, plain, words_of
from app.resolution.reports import Attendee, Report

# Within one meeting and one party a shared surname is enough (see `names.likeness`).
SAME_PERSON = 0.7


def settle_people(reports: Sequence[Report], parties: Sequence[Party]) -> tuple[Attendee, ...]:
    """Everybody named for one of the parties, or for none, ordered by party and name. `reports` go to the latest."""
    groups: list[list[Attendee]] = []
    for attendee in sorted(_named(reports), key=lambda a: -len(words_of(a.name, a.country))):
        if not _represents(attendee, parties):
            continue
        group = next((group for group in groups if one_person(group[0], attendee)), None)
        if group is None:
            groups.append([attendee])
        else:
            group.append(attendee)
    people = [_merged(group) for group in groups]
    return tuple(sorted(people, key=lambda a: (a.country or "~", a.organisation or "", a.name, a.id)))


def _named(reports: Sequence[Report]) -> list[Attendee]:
    return [attendee for report in reports for attendee in report.people]


def _represents(attendee: Attendee, parties: Sequence[Party]) -> bool:
    """Whether the party that somebody stands for is one of the record's; true for those without a known party."""
    if attendee.country is not None:
        return any(party.code == attendee.country and party.kind is PartyKind.STATE for party in parties)
    return attendee.organisation is None or any(party.code == attendee.organisation for party in parties)


def one_person(a: Attendee, b: Attendee) -> bool:
    """Whether two people named at one meeting, or at two that may be one, are the same person.

    The same identity, or two forms of one name, or one surname with one office and the same initials ("Joe" and
    "Joseph"), for the same party.
    """
    if a.id == b.id:
        return True
    if (a.country, a.organisation) != (b.country, b.organisation):
        return False
    ours, theirs = words_of(a.name, a.country), words_of(b.name, b.country)
    return likeness(ours, theirs) >= SAME_PERSON or (_one_surname(ours, theirs) and _one_office(a, b))


def _one_office(a: Attendee, b: Attendee) -> bool:
    return a.title is not None and b.title is not None and plain(a.title) == plain(b.title)


def _one_surname(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether the names share a word and the words that they do not share begin alike."""
    one, other = set(ours), set(theirs)
    return not one.isdisjoint(other) and {word[0] for word in one - other} == {word[0] for word in other - one}


def _merged(group: Sequence[Attendee]) -> Attendee:
    """One person by the fullest name, with the office and the role most often given."""
    if len(group) == 1:
        return group[0]
    titles = Counter(attendee.title for attendee in group if attendee.title)
    roles = Counter(attendee.role for attendee in group if attendee.role is not Role.PARTICIPANT)
    return replace(
        group[0],
        title=titles.most_common(1)[0][0] if titles else None,
        role=roles.most_common(1)[0][0] if roles else Role.PARTICIPANT,
    )
