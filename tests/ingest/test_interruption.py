"""Signals, and the moment at which a run heeds them."""

import os
import signal

import pytest

from app.ingest.interruption import Interruption, watched


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_work_asks_for_a_stop(number):
    """The article in hand is finished first."""
    with watched() as interruption, interruption.at_work():
        os.kill(os.getpid(), number)

        assert interruption.asked


def test_a_second_signal_stops_at_once():
    """Who asks twice does not want to wait."""
    with watched() as interruption, interruption.at_work():
        os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def test_with_nothing_in_hand_a_signal_stops_at_once():
    """A server that does not answer must not keep anybody."""
    with watched(), pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)


def test_work_ends_with_its_block():
    """Between two batches a run is not at work."""
    interruption = Interruption()
    with interruption.at_work():
        interruption.ask()

    with pytest.raises(KeyboardInterrupt):
        interruption.ask()


def test_afterwards_signals_do_what_they_did_before():
    """The rest of the program is not changed."""
    before = signal.getsignal(signal.SIGINT)
    with watched():
        assert signal.getsignal(signal.SIGINT) != before

    assert signal.getsignal(signal.SIGINT) == before
