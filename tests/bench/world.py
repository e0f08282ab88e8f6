"""A number in, a made-up world of diplomacy out: articles with the meetings that they report, skewed as real ones are.

A few big states are in most meetings, most meetings are of two, conferences of many; dates lie in four decades, most of
them told to the day. Nothing here is a real person or event.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from app.domain.articles import Article
from app.domain.calendar import PartialDate
from app.domain.meetings import (
    Kind,
    Level,
    MeetingCandidate,
    Party,
    PartyKind,
    Person,
    Place,
    PlacePrecision,
    Status,
)
from app.domain.mentions import Evidence, Span
from app.knowledge import states

FIRST_DAY, LAST_DAY = date(1986, 1, 1), date(2025, 12, 31)
BODIES = ("EU", "NATO", "ASEAN", "AU", "G20", "UN", "OPEC", "SCO")
# Zipf's law: the state of rank r is named 1/r as often as the first.
SKEW = 1.0
TITLES = {Level.LEADER: "President", Level.MINISTER: "Foreign Minister", Level.OFFICIAL: "Deputy Foreign Minister"}
SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu", "da", "gor", "hal", "fen", "pri", "stu")
WORDS = 40


@dataclass(frozen=True, slots=True)
class Account:
    """An article with what is read in it."""

    article: Article
    candidates: tuple[MeetingCandidate, ...]


class World:
    """Everything follows from the seed."""

    def __init__(self, seed: int, first: date = FIRST_DAY, last: date = LAST_DAY) -> None:
        self._random = random.Random(seed)
        self._first, self._days = first, (last - first).days
        self._number = 0

    @cached_property
    def _codes(self) -> list[str]:
        """Every state, the most talked of first; their order is part of the world, not of ours."""
        return sorted((s.code for s in states.all_states()), key=lambda code: random.Random(code).random())

    @cached_property
    def _weights(self) -> list[float]:
        return [1 / rank**SKEW for rank in range(1, len(self._codes) + 1)]

    def accounts(self, number: int, again: Sequence[Account] = (), share: float = 0.0) -> list[Account]:
        """So many articles; a `share` of them reports, in other words, a meeting of one of those told `again`."""
        found = []
        for _ in range(number):
            told = self._random.choice(again).candidates[0] if again and self._random.random() < share else None
            found.append(self._account(self._retold(told) if told else self._meeting()))
        return found

    def _account(self, candidate: MeetingCandidate) -> Account:
        self._number += 1
        text = " ".join(self._word() for _ in range(WORDS))
        published = candidate.start.latest + timedelta(days=1) if candidate.start else self._day()
        url = f"https://example.org/{self._number}/{self._word()}"
        article = Article(text=text, title=self._word(), outlet=self._word(), url=url, published=published, origin=url)
        return Account(article, (candidate,))

    def _retold(self, candidate: MeetingCandidate) -> MeetingCandidate:
        """The same occasion with some of its people and without its place."""
        return replace(candidate, people=candidate.people[:1], place=None)

    def _meeting(self) -> MeetingCandidate:
        kind = self._random.choices(list(Kind), (50, 10, 20, 20))[0]
        level = self._random.choices((Level.LEADER, Level.MINISTER, Level.OFFICIAL), (45, 35, 20))[0]
        codes = self._states(self._random.choice((3, 4, 5, 6)) if kind is Kind.CONFERENCE else 2)
        parties = [Party(code, PartyKind.STATE) for code in codes]
        if kind is Kind.CONFERENCE:
            parties.append(Party(self._random.choice(BODIES), PartyKind.ORGANISATION))
        start, status = self._start(), self._random.choices((Status.HELD, Status.SCHEDULED), (80, 20))[0]
        return MeetingCandidate(
            kind=kind,
            status=status,
            level=level,
            parties=tuple(parties),
            evidence_span=Span(0, 9),
            start=start,
            end=start,
            people=tuple(self._person(code, level) for code in codes[:2]),
            place=None if kind is Kind.CALL else self._place(codes[0]),
            confidence=0.8,
            evidence=(Evidence("meeting", Span(0, 9), "synthetic", "bench"),),
        )

    def _states(self, number: int) -> list[str]:
        chosen: dict[str, None] = {}
        while len(chosen) < number:
            chosen[self._random.choices(self._codes, self._weights)[0]] = None
        return list(chosen)

    def _person(self, code: str, level: Level) -> Person:
        """One of the few who speak for a state at that level, under a name of the state's own."""
        names = random.Random(f"{code}{level}{self._random.randrange(20)}")
        name = " ".join("".join(names.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
        return Person(name, code, TITLES[level])

    def _place(self, code: str) -> Place:
        state = states.by_code(code)
        city = state.capital if state else None
        return Place(city=city or None, country=code, precision=PlacePrecision.CITY if city else PlacePrecision.COUNTRY)

    def _start(self) -> PartialDate | None:
        day = self._day()
        how = self._random.random()
        if how < 0.05:
            return None
        if how < 0.12:
            return PartialDate.of_month(day.year, day.month)
        return PartialDate.of_year(day.year) if how < 0.15 else PartialDate.of_day(day)

    def _day(self) -> date:
        return self._first + timedelta(days=self._random.randrange(self._days))

    def _word(self) -> str:
        return "".join(self._random.choices(SYLLABLES, k=3))
