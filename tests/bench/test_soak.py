"""The soak at the size of a few seconds: nothing is lost and nothing comes twice; how fast it is stands in no test."""

from pathlib import Path

from tests.bench.soak import Given, soak


def test_a_desk_that_runs_for_a_while_loses_nothing(tmp_path: Path) -> None:
    """Through failing feeds, a watch that is killed, subscribers that drop, and a receiver that fails half the time."""
    given = Given(minutes=0.05, readers=4, subscribers=4, items_a_minute=200, feed_minutes=0.005)
    found = soak(given, f"sqlite:///{tmp_path / 'store.db'}")

    assert found.stored == found.items >= 5
    assert found.heard_each_once == 4
    assert found.taken == found.events >= found.items
    assert found.taken_again == 0
    assert found.attempts > found.taken
    assert (found.reads_lost, found.reads_5xx) == ({}, 0)
    assert found.reconnects > 0
    assert found.reads > 0
