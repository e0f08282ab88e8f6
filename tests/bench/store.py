"""A number in, a SQLite store of so many made-up meetings out, written in batches past the record's own writer.

The rows are those that recording articles one by one would leave, rendered by the same code, but for what no question
about the present reads: decisions, claims, earlier states, marks of wording and of blocking. States, people and outlets
follow Zipf's law; days lie in 35 years; a meeting has 2.7 parties and two sources on average.
"""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, event, insert
from sqlalchemy.orm import Session

from app.domain.calendar import PartialDate
from app.domain.meetings import Kind, Level, MeetingCandidate, Party, PartyKind, Place, PlacePrecision, Salience, Status
from app.domain.mentions import Span
from app.knowledge import states
from app.resolution.names import name_key, plain
from app.resolution.reports import Attendee, MeetingFields
from app.resolution.titles import title_of
from app.store.candidates import to_json
from app.store.documents import Face, render
from app.store.engine import make_engine
from app.store.ids import dated_id, make_id, outlet_id, source_id
from app.store.meetings import columns_of, sides_of
from app.store.models import (
    ArticleText,
    Base,
    Meeting,
    MeetingText,
    MeetingTopic,
    Outlet,
    Participant,
    PersonName,
    Source,
    SourceAccount,
    StoredArticle,
    StoredPerson,
)
from app.store.organisations import store_organisations
from app.store.postings import post_all
from app.store.schema import migrate
from app.store.texts import Telling, text_of
from tests.bench.layers import PRAGMAS, drop_indexes

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_DAY, DAYS = date(1990, 1, 1), 35 * 365
BODIES = ("EU", "NATO", "ASEAN", "AU", "G20", "UN", "OPEC", "SCO")
TOPICS = ("trade", "security", "energy", "climate", "migration", "health", "technology", "human rights")
TITLES = {Level.LEADER: "President", Level.MINISTER: "Foreign Minister", Level.OFFICIAL: "Deputy Foreign Minister"}
SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu", "da", "gor", "hal", "fen", "pri", "stu")
OUTLETS, PEOPLE_OF_A_STATE, WORDS = 400, 60, 20_000
BATCH = 2_000
# What every source holds as its account: no list reads it.
CANDIDATE = to_json(MeetingCandidate(Kind.MEETING, Status.HELD, Level.LEADER, (), Span(0, 9)))


class Zipf:
    """Draws from a list by Zipf's law: the entry of rank r as often as 1/r says."""

    def __init__(self, entries: Sequence[Any], numbers: random.Random) -> None:
        self.entries = entries
        self._numbers = numbers
        self._bounds = list(accumulate(1 / rank for rank in range(1, len(entries) + 1)))

    def draw(self) -> Any:
        """One entry."""
        return self._numbers.choices(self.entries, cum_weights=self._bounds)[0]

    def some(self, number: int) -> list[Any]:
        """So many different entries."""
        found: dict[Any, None] = {}
        while len(found) < number:
            found[self.draw()] = None
        return list(found)


class Diplomacy:
    """Everything that can be in such a store; it follows from the seed."""

    def __init__(self, seed: int = 1) -> None:
        self.numbers = random.Random(seed)
        codes = sorted((state.code for state in states.all_states()), key=lambda code: random.Random(code).random())
        self.codes = Zipf(codes, self.numbers)
        self.people = {code: Zipf(_people(code), self.numbers) for code in codes}
        self.outlets = Zipf([f"{_name(random.Random(n))} {n}" for n in range(OUTLETS)], self.numbers)
        self.vocabulary = [_word(random.Random(f"word {n}")) for n in range(WORDS)]
        words = Zipf(self.vocabulary, self.numbers)
        self._texts = [words.draw() for _ in range(50 * WORDS)]

    def meeting(self) -> MeetingFields:
        """What is known of one occasion."""
        choose = self.numbers
        kind = choose.choices(list(Kind), (50, 10, 20, 20))[0]
        level = choose.choices((Level.LEADER, Level.MINISTER, Level.OFFICIAL), (45, 35, 20))[0]
        codes = self.codes.some(choose.choice((3, 4, 5, 6)) if kind is Kind.CONFERENCE else 2)
        parties = [Party(code, PartyKind.STATE) for code in sorted(codes)]
        if kind is Kind.CONFERENCE:
            parties.append(Party(choose.choice(BODIES), PartyKind.ORGANISATION))
        start = self._start()
        reported = (start.latest if start else FIRST_DAY + timedelta(days=choose.randrange(DAYS))) + timedelta(days=1)
        people = [self.people[code].draw() for code in codes[:2]] if choose.random() < 0.7 else []
        return MeetingFields(
            kind=kind,
            status=choose.choices(list(Status), (75, 1, 12, 6, 3, 3))[0],
            level=level,
            salience=Salience.MAIN,
            parties=tuple(parties),
            people=tuple(Attendee(one.id, one.name, one.country, title=TITLES[level]) for one in people),
            start=start,
            end=start,
            place=None if kind is Kind.CALL else _place(codes[0]),
            topics=tuple(sorted(choose.sample(TOPICS, choose.choice((0, 1, 1, 2))))),
            series=None,
            confidence=0.8,
            source_count=2,
            independent_source_count=choose.choice((1, 2)),
            first_reported=reported,
            last_reported=reported,
        )

    def sentence(self, length: int) -> str:
        """Words of no language."""
        at = self.numbers.randrange(len(self._texts) - length)
        return " ".join(self._texts[at : at + length])

    def _start(self) -> PartialDate | None:
        day = FIRST_DAY + timedelta(days=self.numbers.randrange(DAYS))
        how = self.numbers.random()
        if how < 0.03:
            return None
        if how < 0.10:
            return PartialDate.of_month(day.year, day.month)
        return PartialDate.of_year(day.year) if how < 0.13 else PartialDate.of_day(day)


def build(file: Path, meetings: int) -> None:
    """Write the store; it takes a few minutes for a million. What a broken run left is written anew."""
    file.parent.mkdir(parents=True, exist_ok=True)
    begun = file.with_suffix(".begun")
    begun.unlink(missing_ok=True)
    engine = make_engine(f"sqlite:///{begun}")
    migrate(engine)
    engine.dispose()
    with closing(sqlite3.connect(begun, isolation_level=None)) as raw:
        indexes = list(drop_indexes(raw))
    event.listen(engine, "connect", _unguarded)
    with engine.begin() as connection:
        write(connection, Diplomacy(), meetings)
        for index in indexes:
            connection.exec_driver_sql(index)
        with Session(connection) as session:
            post_all(session)
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()
    begun.rename(file)


def _unguarded(connection: Any, _record: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def write(connection: Connection, world: Diplomacy, meetings: int) -> None:
    """All rows but the postings."""
    _write_world(connection, world)
    numbers = iter(range(meetings))
    while batch := list(islice(numbers, BATCH)):
        rows: dict[Any, list[dict[str, Any]]] = {}
        for number in batch:
            for table, row in _rows(world, number):
                rows.setdefault(table, []).append(row)
        for table in Base.metadata.sorted_tables:
            if table in rows:
                connection.execute(insert(table), rows[table])


def _write_world(connection: Connection, world: Diplomacy) -> None:
    with Session(connection) as session:
        store_organisations(session, BODIES, NOW)
        session.flush()
    people = [person for code in world.codes.entries for person in world.people[code].entries]
    connection.execute(
        insert(StoredPerson),
        [
            {"id": p.id, "name": p.name, "country": p.country, "organisation_id": None, "created_at": NOW}
            for p in people
        ],
    )
    names = [{"person_id": p.id, "name": p.name, "key": name_key(p.name, p.country), "created_at": NOW} for p in people]
    connection.execute(insert(PersonName), names)
    outlets = [{"id": outlet_id(plain(name)), "name": name, "key": plain(name)} for name in world.outlets.entries]
    connection.execute(insert(Outlet), outlets)


def _rows(world: Diplomacy, number: int) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Every row of one meeting, with its table."""
    fields = world.meeting()
    meeting_id = dated_id("m", f"a{fields.first_reported:%Y%m}-", str(number))
    title = title_of(fields)
    document = render(fields, Face(meeting_id, title, NOW, {}))
    row = {
        **columns_of(fields), "id": meeting_id, "title": title, "document": document, "version": 1,
        "created_at": NOW, "updated_at": NOW, "merged_into": None, "retracted_at": None,
    }  # fmt: skip
    yield Meeting.__table__, row
    for side in sides_of(fields):
        yield Participant.__table__, {"meeting_id": meeting_id, **side}
    for topic in fields.topics:
        yield MeetingTopic.__table__, {"meeting_id": meeting_id, "topic": topic}
    told = []
    for ordinal in range(2):
        article, text, source, account = _report(world, fields, meeting_id, ordinal)
        yield StoredArticle.__table__, article
        yield ArticleText.__table__, text
        yield Source.__table__, source
        yield SourceAccount.__table__, account
        told.append(Telling(article["title"], account["quote"], account["candidate"]))
    yield MeetingText.__table__, text_of(SimpleNamespace(id=meeting_id, title=title, document=document), told)


def _report(world: Diplomacy, fields: MeetingFields, meeting_id: str, ordinal: int) -> tuple[dict[str, Any], ...]:
    """An article about the meeting with its text, and its source with what it says of the meeting."""
    article_id = dated_id("a", meeting_id, str(ordinal))
    source, quote = source_id(article_id, 0), world.sentence(8)
    return (
        {
            "id": article_id, "outlet_id": outlet_id(plain(world.outlets.draw())), "source_id": None,
            "url": f"https://example.org/{article_id}", "title": world.sentence(4), "language": "en",
            "published": fields.first_reported, "published_at": None, "authors": [], "dateline": None,
            "origin": "bench", "fingerprint": article_id, "copy_of": None, "copy_kind": None, "extractor": "bench",
            "run_id": None, "ingested_at": NOW,
        },
        {"article_id": article_id, "text": quote},
        {
            "id": source, "meeting_id": meeting_id, "since": NOW, "article_id": article_id, "ordinal": 0,
            "status": fields.status.value, "salience": fields.salience.value, "attribution": None, "confidence": 0.8,
            "span_start": 0, "span_end": len(quote), "extractor": "bench", "created_at": NOW,
        },
        {"source_id": source, "quote": quote, "candidate": CANDIDATE, "people": []},
    )  # fmt: skip


def _people(code: str) -> list[Attendee]:
    """Those who speak for a state, under names of the state's own."""
    numbers = random.Random(f"people of {code}")
    names = [f"{_name(numbers)} {_name(numbers)}" for _ in range(PEOPLE_OF_A_STATE)]
    return [Attendee(make_id("p", code, str(n)), name, code) for n, name in enumerate(names)]


def _name(numbers: random.Random) -> str:
    return "".join(numbers.choices(SYLLABLES, k=3)).capitalize()


def _word(numbers: random.Random) -> str:
    return "".join(numbers.choices(SYLLABLES, k=numbers.choice((2, 3, 4))))


def _place(code: str) -> Place:
    state = states.by_code(code)
    if state is None or not state.capital:
        return Place(city=None, country=code, precision=PlacePrecision.COUNTRY)
    return Place(
        city=state.capital, country=code, latitude=state.lat, longitude=state.lon, precision=PlacePrecision.CITY
    )
