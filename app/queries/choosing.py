"""A meeting filter in; which meetings of the census answer it, and how many of them have what, out."""

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.census import EVERYTHING, NONE, VOCABULARY, Census, Numbers, Parts, load, renewed, rows_among
from app.queries.conditions import of_meetings
from app.queries.filters import ANYTHING, MeetingFilter
from app.queries.intervals import Interval
from app.queries.terms import Terms
from app.store.models import Facet, Meeting, Posting
from app.store.versions import version_of

Mask = NDArray[np.bool_]
# Answers that are kept while the store does not change.
MOST_KEPT = 50
# Of a larger store the census is read when somebody looks at a page.
MOST_PREPARED = 200_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The meetings of a census that answer a filter; `mask` says of each row whether it is one of them."""

    census: Census
    mask: Mask
    asked: MeetingFilter

    def column(self, name: str) -> NDArray[Any]:
        """A column, of these meetings alone."""
        return self.census.columns[name][self.mask]

    def parts(self, parts: Parts) -> tuple[Numbers, Numbers]:
        """The rows and values of what they have several of."""
        here = self.mask[parts.rows]
        return parts.rows[here], parts.values[here]

    def numbers_of(self, parts: Parts) -> Numbers:
        """How many of them have each value of what they can have several of."""
        return np.bincount(self.parts(parts)[1], minlength=len(parts.words.known))

    def counts(self, name: str) -> Counter[str]:
        """How many of them have each value: a word of a column, a `city`, or what a meeting can have several of."""
        if name in VOCABULARY:
            return _counter(VOCABULARY[name], np.bincount(self.column(name), minlength=len(VOCABULARY[name])))
        if name == "city":
            found: Counter[str] = Counter()
            place, known = self.column("place"), self.census.places.known
            for (city, _state), number in _counter(known, np.bincount(place[place != NONE])).items():
                if city is not None:
                    found[city] += number
            return found
        parts = self.census.several[Facet(name)]
        return _counter(parts.words.known, self.numbers_of(parts))


def _counter(words: Sequence[Any], numbers: Numbers) -> Counter[Any]:
    found = np.flatnonzero(numbers)
    return Counter(dict(zip(map(words.__getitem__, found.tolist()), numbers[found].tolist(), strict=True)))


class Keeper:
    """Keeps the census of the latest state of a store, and what the database answered about it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: _Kept | None = None

    def choose(self, session: Session, asked: MeetingFilter) -> Chosen:
        """The meetings that answer a filter; those of an earlier moment in a census of their own."""
        if asked.as_of is not None:
            census = load(session, asked)
            return Chosen(census, np.ones(len(census), dtype=bool), asked)
        kept = self._of_now(session)
        return Chosen(kept.census, kept.answer(session, _rest(asked)) & _mask(kept.census, asked), asked)

    def tell(self, session: Session, question: Hashable, make: Callable[[], bytes]) -> bytes:
        """What `make` tells of a question; the same again while the store does not change."""
        kept = self._of_now(session)
        found = kept.told.get(question)
        if found is None:
            found = make()
            if len(kept.told) < MOST_KEPT:
                kept.told[question] = found
        return found

    def _of_now(self, session: Session) -> "_Kept":
        with self._lock:
            version = version_of(session.connection())
            if self._kept is None:
                self._kept = _Kept(version, load(session))
            elif self._kept.version != version:
                self._kept = _Kept(version, renewed(session, self._kept.census))
            return self._kept

    def prepare(self, session: Session) -> None:
        """Read the census before anybody asks, of a store of which that takes seconds and no longer."""
        stand = select(Posting.meeting_id).where(Posting.facet == Facet.MEETING, Posting.value == "")
        some = session.scalar(select(func.count()).select_from(stand.limit(MOST_PREPARED + 1).subquery()))
        if some is not None and some <= MOST_PREPARED:
            self.choose(session, EVERYTHING)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The census of one state; for filters that only the database knows, which meetings answer; what was told."""

    version: str
    census: Census
    answers: dict[MeetingFilter, Mask] = field(default_factory=dict)
    told: dict[Hashable, bytes] = field(default_factory=dict)

    def answer(self, session: Session, asked: MeetingFilter) -> Mask:
        """Words, people, places and so on, as the database finds them."""
        found = self.answers.get(asked)
        if found is None:
            found = np.full(len(self.census), asked == EVERYTHING)
            if asked != EVERYTHING:
                ids = session.scalars(select(Meeting.id).where(*of_meetings(asked))).all()
                found[rows_among(self.census.ids, ids)] = True
            if len(self.answers) < MOST_KEPT:
                self.answers[asked] = found
        return found


def _rest(asked: MeetingFilter) -> MeetingFilter:
    """What a filter asks for beside what the census tells; a role is asked of the very state that is asked for."""
    country = asked.country if asked.role else ANYTHING
    return replace(asked, days=None, kind=ANYTHING, status=ANYTHING, level=ANYTHING, country=country)


def _mask(census: Census, asked: MeetingFilter) -> Mask:
    """Which meetings have the days, words and states that are asked for."""
    found = _overlapping(census, asked.days)
    for name, words in VOCABULARY.items():
        terms: Terms = getattr(asked, name)
        for group in terms.groups:
            found &= np.isin(census.columns[name], [words.index(value) for value in group])
        if terms.excluded:
            found &= ~np.isin(census.columns[name], [words.index(value) for value in terms.excluded])
    if not asked.role:
        for group in asked.country.groups:
            found &= _having(census, census.countries, group)
        if asked.country.excluded:
            found &= ~_having(census, census.countries, asked.country.excluded)
    return found


def _overlapping(census: Census, days: Interval | None) -> Mask:
    """The meetings that may have been going on on one of the days; those without a day on none."""
    found = np.ones(len(census), dtype=bool)
    if days is not None:
        first, last = census.columns["first"], census.columns["last"]
        found &= first <= np.datetime64(days.last) if days.last else ~np.isnat(first)
        if days.first:
            found &= last >= np.datetime64(days.first)
    return found


def _having(census: Census, parts: Parts, values: Sequence[str]) -> Mask:
    """The meetings that have one of these values."""
    found = np.zeros(len(census), dtype=bool)
    found[parts.rows[np.isin(parts.values, parts.words.numbers(values))]] = True
    return found
