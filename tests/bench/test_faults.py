"""The scenes of `tests.bench.faults` at a small size: nothing is lost, and nothing is there twice."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from app.store.waiting import SCHEMA
from tests.bench.faults import Disturbance, disturbed_workers, killed_on_sqlite, undisturbed
from tests.bench.stories import write_stories


@pytest.fixture(scope="module")
def stories(tmp_path_factory):
    """Some articles, and what they come to when nothing fails."""
    folder = tmp_path_factory.mktemp("stories")
    file = write_stories(folder, 100)
    return file, undisturbed(folder, file)


def test_workers_that_are_killed_and_lose_their_database_lose_no_article(stories, postgres_url):
    """Each of them, and once every connection at the same moment."""
    engine = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))

    def cut_off() -> None:
        with create_engine(postgres_url).connect() as connection:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            name = make_url(postgres_url).database
            connection.execute(text(f"{others} AND pid <> pg_backend_pid()"), {"name": name})

    outcome = disturbed_workers(postgres_url, *stories, Disturbance(2, 0.4, 2, [cut_off]))

    assert (outcome.faults, outcome.restarts, outcome.kills > 0) == ([], 1, True)
    engine.dispose()


def test_a_process_that_is_killed_as_it_commits_leaves_a_sound_file(stories, tmp_path):
    """After each kill, and at the end all is there once."""
    outcome = killed_on_sqlite(tmp_path, *stories, kills=3)

    assert (outcome.faults, outcome.kills) == ([], 3)
