"""Fixtures for the pages: the API's store and application, and a client that behaves as a browser without scripts."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.api.conftest import Store, app, settings, store, url

__all__ = ["Store", "app", "settings", "store", "url"]


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    """Asks for pages, and follows no redirect by itself."""
    return TestClient(app, follow_redirects=False, headers={"Accept": "text/html,*/*;q=0.8"})
