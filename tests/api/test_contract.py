"""The API keeps the contract of its OpenAPI document, whatever is sent: schemathesis with all its default checks."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import ignored_auth

from app.config import Settings
from app.domain.access import Access
from app.main import create_app
from app.store.engine import writing
from app.store.keys import create_key
from tests.api.conftest import OneMeeting, Store, fill
from tests.builders import NOON
from tests.databases import emptied

# A regular expression cannot say that an interval begins before it ends, that a name is a country's, or that a cursor
# belongs to the filters beside it: 400 is a right answer to values that only look right.
CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 1,
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "400", "401", "403", "404", "409", "5xx"]}
        },
    }
)
EXAMPLES = 40
CURSOR = re.compile("[A-Za-z0-9_-]+")


SCHEMA = schemathesis.openapi.from_dict(create_app(Settings()).openapi(), config=CONFIG)


@pytest.fixture(scope="module")
def sqlite_store(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The URL of an empty store that all requests share."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('contract') / 'store.db')}"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Iterator[FastAPI]:
    """The application over a store with a few meetings, on each database."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_store")
    else:
        url = emptied(request.getfixturevalue("postgres_database"))
    store = Store(url)
    fill(store)
    yield create_app(Settings(database_url=url), extractor=OneMeeting)
    store.engine.dispose()


@pytest.fixture(scope="module")
def key(app: FastAPI) -> dict[str, str]:
    """The headers of somebody who may decide everything."""
    with writing(app.state.engine) as session:
        return {"Authorization": f"Bearer {create_key(session, 'ann', Access.ADMIN, NOON)}"}


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_breaks_the_contract(case: schemathesis.Case, app: FastAPI, key: dict[str, str]) -> None:
    """Right and wrong requests get documented statuses, types and shapes, and never a 500."""
    if case.meta.generation.mode.is_positive and CURSOR.fullmatch(str((case.query or {}).get("cursor", ""))):
        # A cursor that only looks right fits no filters, and every such request would end there.
        del case.query["cursor"]
    # That check asks again without the key, over a network; the tests of decisions ask every route without one.
    case.call_and_validate(app=app, headers=key, excluded_checks=[ignored_auth])
