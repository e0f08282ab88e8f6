"""The API keeps the contract of its OpenAPI document, whatever is sent: schemathesis with all its default checks."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import settings
from sqlalchemy import select

from app.config import Settings
from app.domain.access import Access
from app.main import create_app
from app.store.engine import reading, writing
from app.store.keys import create_key
from app.store.models import Meeting, Source, StoredDecision
from tests.api.conftest import OneMeeting, Store, fill
from tests.api.contract import NOT_ABOUT_RECORDS, SCHEMA, Walked, ask, asked, walk
from tests.builders import NOON
from tests.databases import emptied

EXAMPLES = 25
WALKS, STEPS = 5, 20


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
@asked(EXAMPLES)
def test_no_request_breaks_the_contract(case: schemathesis.Case, app: FastAPI, key: dict[str, str]) -> None:
    """Right and wrong requests get documented statuses, types and shapes, and never a 500."""
    ask(case, app, key)


@SCHEMA.include(path_regex="merge|split|retract|undo|reviews/|meetings/[^/]*$", method_regex="POST|PATCH").parametrize()
@asked(EXAMPLES // 4)
def test_no_decision_breaks_the_contract(case: schemathesis.Case, app: FastAPI, key: dict[str, str]) -> None:
    """Right requests about records, sources and decisions that are there; some are refused for what they would do."""
    if case.meta.generation.mode.is_positive:
        _name_what_is_there(case, app)
    case.call_and_validate(app=app, headers=key, excluded_checks=NOT_ABOUT_RECORDS)


def _name_what_is_there(case: schemathesis.Case, app: FastAPI) -> None:
    """Give a request ids from the store in place of made-up ones; which, follows from the body."""
    dice = random.Random(repr(case.body))
    with reading(app.state.engine) as session:
        meetings, sources, decisions = (
            list(session.scalars(select(table.id).order_by(table.id))) for table in (Meeting, Source, StoredDecision)
        )
    chosen = {"meeting_id": dice.choice(meetings), "number": dice.choice(decisions)}
    case.path_parameters.update({name: chosen[name] for name in case.path_parameters})
    if isinstance(case.body, dict) and "other" in case.body:
        case.body["other"] = dice.choice(meetings)
    if isinstance(case.body, dict) and "sources" in case.body:
        case.body["sources"] = dice.sample(sources, 1)


def test_no_walk_along_the_links_breaks_the_contract(app: FastAPI, key: dict[str, str]) -> None:
    """From lists to records, their histories, decisions and back: each request takes its ids from an earlier answer."""
    walked = Walked()
    walk(app, key, walked).run(settings=settings(asked(WALKS), stateful_step_count=STEPS))

    assert walked.links
