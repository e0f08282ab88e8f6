"""Two workers that decide about one meeting at once: neither report is lost; on PostgreSQL, where both can write."""

import threading
from datetime import timedelta

from sqlalchemy import select

from app.store.engine import make_engine, writing
from app.store.models import Meeting
from app.store.record import Reading, record_article
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
