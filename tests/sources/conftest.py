"""Fixtures for the tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.sources.web import Site, running_site


@pytest.fixture
def site() -> Iterator[Site]:
    """A web site on this machine."""
    yield from running_site()
