"""Fixtures for tests of the API: an application over a store with a few meetings, and a client of it."""

from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from app.config import Settings
from app.domain.articles import Article
from app.domain.meetings import Kind, Level, MeetingCandidate, Role, Status
from app.domain.mentions import Evidence
from app.main import create_app
from app.store.engine import make_engine, writing
from app.store.models import Meeting
from app.store.postings import post, withdraw
from app.store.record import Reading, Recorded, record_article
from tests.builders import NOON, SEOUL, a_candidate, a_person, a_state, an_article, an_organisation, some_evidence

CHUNG = a_person("Chung Byung-won", "KOR", title="Deputy Foreign Minister", role=Role.HOST)
SHOWN = (("meeting", "South Korea and Japan met"), ("kind", "met"), ("party:KOR", "South Korea"))


def _words(article: Article, field: str, quote: str) -> Evidence:
    """Words of an article that show a field."""
    start = article.content.index(quote)
    return some_evidence(field, start, start + len(quote), quote=quote)


class OneMeeting:
    """An extractor that finds the same meeting in every text."""

    version = "stand-in-1"

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """The meeting, with the clause in the first characters of the text and evidence where its words are."""
        start = a_candidate().start if article.published else None
        evidence = tuple(_words(article, field, quote) for field, quote in SHOWN if quote in article.content)
        meeting = {"place": SEOUL, "people": (CHUNG,), "topics": ("trade",), "evidence": evidence}
        return [a_candidate("KOR", "JPN", start=start, **meeting)]

    def extract_many(self, articles: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """The same for each."""
        return (self.extract(article) for article in articles)


class Store:
    """What the tests' store holds: articles written through the store's own writer."""

    def __init__(self, database_url: str) -> None:
        self.engine = make_engine(database_url)

    def record(self, article: Article, *candidates: MeetingCandidate) -> Recorded:
        """Record an article with its meetings."""
        with writing(self.engine) as session:
            return record_article(session, Reading(article, candidates, "stand-in-1"), NOON)

    def change(self, meeting_id: str, **columns: object) -> None:
        """Set columns of a meeting."""
        with writing(self.engine) as session:
            withdraw(session, [meeting_id])
            session.execute(update(Meeting).where(Meeting.id == meeting_id).values(**columns))
            post(session, [meeting_id])


def fill(store: Store) -> None:
    """Five articles with meetings of different kinds, dates known and unknown, states and organisations."""
    trilateral = a_candidate(
        parties=(a_state("KOR", role=Role.HOST), a_state("JPN"), a_state("CHN")), people=(CHUNG,), place=SEOUL,
        level=Level.OFFICIAL, topics=("trade", "security"), series="China-Japan-South Korea summit",
        evidence=(some_evidence(), some_evidence("party:KOR"), some_evidence("start")), attribution="an official",
    )  # fmt: skip
    call = a_candidate("USA", "FRA", kind=Kind.CALL, start="2023-08", people=(a_person("Rufus Firefly", "FRA"),))
    union = a_candidate(parties=(a_state("FRA"), an_organisation("EU")), start=None, status=Status.PROPOSED)
    store.record(an_article("Diplomats of three countries met in Seoul on Tuesday, an official said."), trilateral)
    store.record(an_article(outlet="Daily Planet", url="https://planet.example/1", authors=("L. Lane",)), call)
    store.record(an_article(outlet=None, published=date(2023, 10, 2)), union)
    store.record(an_article(title=None, published=None, url="https://news.example/x"), a_candidate(start="2022"))
    store.record(an_article())


@pytest.fixture
def url(sqlite_url: str) -> str:
    """Where the store is; modules that test both databases have a fixture of this name of their own."""
    return sqlite_url


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store with a few meetings."""
    store = Store(url)
    fill(store)
    yield store
    store.engine.dispose()


@pytest.fixture
def settings(url: str) -> Settings:
    """The settings of the application under test."""
    return Settings(database_url=url, cors_origins=("https://desk.example",), max_request_bytes=200_000)


@pytest.fixture
def app(settings: Settings, store: Store) -> FastAPI:
    """The application over the store; its extractor is a stand-in."""
    return create_app(settings, extractor=OneMeeting)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of the application."""
    with TestClient(app, follow_redirects=False) as client:
        yield client
