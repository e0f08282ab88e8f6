"""What the tests of the chat reader share."""

from collections.abc import Iterator

import pytest

from tests.chat.standin import Model, running_model


@pytest.fixture
def model() -> Iterator[Model]:
    """A chat endpoint on this machine."""
    yield from running_model()
