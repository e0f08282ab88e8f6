"""Months of PostgreSQL's large tables: which one a row goes to, who opens it, and that look-ups read no others."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from app.queries import passages, reports
from app.store.engine import make_engine, reading, writing, written
from app.store.known import accounts_of
from app.store.models import ArticleText, Meeting, StoredArticle
from app.store.months import BEYOND, PARTED, enter_months, is_month, month_part
from app.store.record import Reading, record_article
from tests.builders import NOON, a_candidate, an_article
from tests.store.ledgers import Ledger


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    """An empty store on PostgreSQL."""
    engine = make_engine(postgres_url)
    yield engine
    engine.dispose()


def months_of(session: Session, table: str) -> set[str]:
    """The partitions that rows of a table stand in."""
    parts = session.scalars(text(f"SELECT DISTINCT tableoid::regclass::text FROM {table}"))
    return {part.removeprefix(f"{table}_") for part in parts}


def opened(session: Session, table: str) -> set[str]:
    """The partitions of a table that the transaction has looked into."""
    held = """
        SELECT relname FROM pg_locks JOIN pg_class ON pg_class.oid = relation
        WHERE pid = pg_backend_pid() AND relispartition AND relkind = 'r' AND relname LIKE :name
    """
    return set(session.scalars(text(held), {"name": f"{table}%"}))


@pytest.mark.parametrize(
    ("record_id", "month"),
    [
        ("a202309-0123456789abcdef", "202309"),
        ("s202312-ffffffffffffffff", "202312"),
        ("a190001-0000000000000000", "190001"),
        ("a209912-ffffffffffffffff", "209912"),
        ("a000000-0123456789abcdef", "000000"),
        ("a0", "000000"),
        # Older versions gave ids without a month.
        ("a2023110123456789abcd", "202311"),
        ("a202400123456789abcde", "202312"),
        ("a20f3c0123456789abcde", "209912"),
        ("af3c0123456789abcdef0", BEYOND),
    ],
)
def test_an_id_says_which_month_it_goes_to(record_id: str, month: str) -> None:
    """Also one that is undated, and one without a month, which stands where it falls among the others."""
    assert month_part(record_id) == month


def test_months_are_told_from_other_tables() -> None:
    """By their names."""
    assert all(is_month(f"{table}_202309") for table in PARTED)
    assert not any(is_month(name) for name in ("articles", "article_shingles", "source_states", "meetings_202309"))


def test_each_row_stands_in_the_month_of_its_article(postgres: Engine) -> None:
    """Articles, what they report and what that claims; undated ones by themselves."""
    with writing(postgres) as session:
        ledger = Ledger(session)
        for day in (date(2021, 2, 3), date(1977, 9, 5), None):
            ledger.record(a_candidate(), article=an_article(f"Published on {day}.", published=day))
        for table in PARTED:
            assert months_of(session, table) == {"202102", "197709", "000000"}


def test_a_month_of_an_article_that_is_not_dated_by_its_id_is_open(postgres: Engine) -> None:
    """Whatever id a store of an older version gave it: the whole range of ids is covered."""
    ids = ["a0", "a19b34", "a20f3c", "a2023ff", "af3c"]
    with writing(postgres) as session:
        enter_months(session.connection(), ids)
        for one in ids:
            row = {
                "id": one,
                "body": ArticleText(text=""),
                "language": "en",
                "authors": [],
                "origin": "o",
                "fingerprint": one,
            }
            session.add(StoredArticle(**row, ingested_at=NOON))
            session.flush()
        assert months_of(session, "article_texts") == {"000000", "199912", "209912", "202312", BEYOND}


ROUNDS = 6


def test_two_writers_open_the_same_month_at_once(postgres: Engine) -> None:
    """Each round is a new month to both; neither waits for the other in a circle, and no article is lost."""
    ready, told = threading.Barrier(2), []

    def worker(outlet: str) -> None:
        for number in range(ROUNDS):
            words = f"{outlet} says that ministers met: {outlet * 3} {number}."
            article = an_article(words, published=date(2011, number + 1, 2))
            reading = Reading(article, [a_candidate(start=f"2011-0{number + 1}-02")], "t/1")
            ready.wait(20)
            told.append(written(postgres, lambda session, reading=reading: record_article(session, reading, NOON)))

    workers = [threading.Thread(target=worker, args=(outlet,)) for outlet in ("Herald", "Courier")]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert sum(one.stored for one in told) == 2 * ROUNDS
    with reading(postgres) as session:
        assert list(session.scalars(select(Meeting.source_count))) == [2] * ROUNDS
        assert months_of(session, "article_texts") == {f"20110{number + 1}" for number in range(ROUNDS)}


def test_who_reads_keeps_no_month_closed_and_is_not_kept_waiting(postgres: Engine) -> None:
    """An export that runs for an hour goes on; so does a new month, and a question that comes after it."""
    with reading(postgres) as export:
        for table in PARTED:
            export.execute(text(f"SELECT count(*) FROM {table}"))
        with writing(postgres) as session:
            session.execute(text("SET LOCAL lock_timeout = '2s'"))
            Ledger(session).record(a_candidate(), article=an_article(published=date(2019, 5, 1)))
            with reading(postgres) as question:
                question.execute(text("SET LOCAL lock_timeout = '2s'"))
                assert question.scalar(text("SELECT count(*) FROM article_texts JOIN claims ON true")) == 0
        assert export.scalar(text("SELECT count(*) FROM source_accounts")) == 1


def test_a_month_that_is_taken_back_is_opened_again(postgres: Engine) -> None:
    """Nobody believes that it is there."""
    article = an_article(published=date(2018, 3, 4))
    with Session(postgres) as session:
        Ledger(session).record(a_candidate(), article=article)
        session.rollback()
    with writing(postgres) as session:
        Ledger(session).record(a_candidate(), article=article)
        assert months_of(session, "claims") == {"201803"}


def test_what_is_asked_for_is_looked_up_in_its_months_alone(postgres: Engine) -> None:
    """However many months there are, no other partition is opened, nor kept from whoever changes it."""
    with writing(postgres) as session:
        ledger = Ledger(session)
        meetings = [
            ledger.meeting("FRA", "DEU", start=f"20{year}-06-01", article=an_article(published=date(2000 + year, 6, 2)))
            for year in range(10, 22)
        ]
    with reading(postgres) as session:
        accounts_of(session, meetings[:2])
        assert len(opened(session, "source_accounts")) == 2
    with reading(postgres) as session:
        reports.told_of(session, meetings[2:5])
        for table in ("source_accounts", "claims"):
            assert opened(session, table) == {f"{table}_20{year}06" for year in (12, 13, 14)}
    with reading(postgres) as session:
        ids = session.scalars(select(StoredArticle.id).order_by(StoredArticle.id).limit(3)).all()
        assert len(passages.contents(session, ids)) == 3
        assert opened(session, "article_texts") == {f"article_texts_20{year}06" for year in (10, 11, 12)}
