"""Streams in pieces."""

from app.ingest.batches import BATCH, batches


def test_pieces_hold_everything_once_and_in_order():
    """Whatever the length of the stream."""
    pieces = list(batches(range(2 * BATCH + 1)))

    assert [len(piece) for piece in pieces] == [BATCH, BATCH, 1]
    assert [item for piece in pieces for item in piece] == list(range(2 * BATCH + 1))


def test_a_piece_is_handed_out_before_the_next_is_read():
    """An endless stream is no trouble."""
    read = []

    first = next(batches(read.append(number) or number for number in range(10 * BATCH)))

    assert len(read) == len(first) == BATCH
