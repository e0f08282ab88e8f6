"""Two workers that decide about one meeting at once: neither report is lost; on PostgreSQL, where both can write."""

import threading
from datetime import timedelta

from sqlalchemy import Engine, select

from app.store.engine import make_engine, writing, written
from app.store.models import Meeting
from app.store.record import Reading, Recorded, record_article
from tests.builders import NOON, a_candidate, an_article


def test_a_report_that_comes_in_between_is_counted(postgres_url: str) -> None:
    """The second worker weighed its report before the first one committed, and writes after it."""
    engine = make_engine(postgres_url)
    with writing(engine) as session:
        record_article(session, Reading(an_article(), [a_candidate()], "test/1"), NOON)

    def second_worker() -> None:
        with writing(engine) as session:
            record_article(session, Reading(an_article(), [a_candidate()], "test/1"), NOON + timedelta(hours=2))

    other = threading.Thread(target=second_worker)
    with writing(engine) as session:
        record_article(session, Reading(an_article(), [a_candidate()], "test/1"), NOON + timedelta(hours=1))
        other.start()
        # Long enough for the other to come to the row that this transaction holds.
        other.join(timeout=1.0)
        assert other.is_alive()
    other.join()

    with writing(engine) as session:
        row = session.scalars(select(Meeting)).one()
        assert (row.source_count, row.version) == (3, 3)
    engine.dispose()


ROUNDS = 8


def record(engine: Engine, reading: Reading) -> Recorded:
    """As the job does it."""
    return written(engine, lambda session: record_article(session, reading, NOON))


def test_two_workers_that_see_the_same_meeting_at_the_same_moment_make_one_record(postgres_url: str) -> None:
    """Round after round, each of two outlets has a report of one meeting, and both workers take theirs at once."""
    engine = make_engine(postgres_url)
    ready = threading.Barrier(2)

    def worker(outlet: str) -> None:
        for number in range(ROUNDS):
            article = an_article(f"{outlet} says that ministers met, in words of its own: {outlet * 3} {number}.")
            day = f"20{number + 10}-09-26"
            reading = Reading(
                article, [a_candidate("FRA", "DEU", start=day), a_candidate("ITA", "ESP", start=day)], "t/1"
            )
            ready.wait()
            written(engine, lambda session, reading=reading: record_article(session, reading, NOON))

    workers = [threading.Thread(target=worker, args=(outlet,)) for outlet in ("Herald", "Courier")]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    with writing(engine) as session:
        assert list(session.scalars(select(Meeting.source_count))) == [2] * (2 * ROUNDS)
    engine.dispose()


def test_the_same_article_twice_at_once_is_stored_once(postgres_url: str) -> None:
    """Whoever comes second finds it there."""
    engine = make_engine(postgres_url)
    ready, found = threading.Barrier(2), []
    articles = [an_article(f"Number {number} of a story: {number * 7} words.") for number in range(ROUNDS)]

    def worker() -> None:
        for article in articles:
            ready.wait()
            reading = Reading(article, [a_candidate()], "t/1")
            found.append(
                written(engine, lambda session, reading=reading: record_article(session, reading, NOON)).stored
            )

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()

    assert sorted(found) == [False] * ROUNDS + [True] * ROUNDS
    engine.dispose()
