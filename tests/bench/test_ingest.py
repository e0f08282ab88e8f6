"""The measurement of ingest: what its streams hold; how fast it is stands in no test."""

from tests.bench import ingest


def test_both_streams_have_as_many_reports_and_no_text_twice():
    """One article in ten of the mixed one; beyond the seeds, made-up ones."""
    found = ingest.streams(1200)

    assert (len(found["mixed"]), len(found["dense"])) == (1200, 120)
    assert found["mixed"][::10] == found["dense"]
    assert len({article.content for article in found["mixed"]}) == 1200
