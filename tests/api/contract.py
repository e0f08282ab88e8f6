"""What asking the API at random takes: its document as schemathesis reads it, and walks along the document's links."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CheckFunction
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.stateful.state_machine import APIStateMachine, StepInput, StepOutput
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from app.config import Settings
from app.main import create_app

# A regular expression cannot say that an interval begins before it ends, that a name is a country's, or that a cursor
# belongs to the filters beside it: 400 is a right answer to values that only look right.
CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 1,
        # What takes long on a busy machine is not wrong.
        "request-timeout": 120,
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", "3xx", "400", "401", "403", "404", "409", "5xx"]},
            # A body that is too long is not looked at any further.
            "negative_data_rejection": {"expected-statuses": ["4xx", "5xx"]},
        },
    }
)
# A stream of events does not end; its tests read it.
SCHEMA = schemathesis.openapi.from_dict(create_app(Settings()).openapi(), config=CONFIG).exclude(path="/v1/events")
CURSOR = re.compile("[A-Za-z0-9_-]+")
# This check asks again without the key, over a network; the tests of decisions ask every route without one.
NOT_HERE: list[CheckFunction] = [ignored_auth]
# Some right requests about what is there are refused for what they would do.
NOT_ABOUT_RECORDS: list[CheckFunction] = [ignored_auth, positive_data_acceptance]


def asked(examples: int, *, again: bool = True) -> settings:
    """How many requests of each kind are made: the same ones `again` in every run, or others each time."""
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=again,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def ask(case: schemathesis.Case, app: FastAPI, key: dict[str, str]) -> None:
    """Make one request, right or wrong. Raises where the answer breaks the contract."""
    if case.meta.generation.mode.is_positive and CURSOR.fullmatch(str((case.query or {}).get("cursor", ""))):
        # A cursor that only looks right fits no filters, and every such request would end there.
        del case.query["cursor"]
    is_mixed = any(part.mode.is_negative for part in case.meta.components.values())
    # A wrong body beside a header that came out right by chance counts as right otherwise.
    excluded = NOT_ABOUT_RECORDS if case.meta.generation.mode.is_positive and is_mixed else NOT_HERE
    case.call_and_validate(app=app, headers=key, excluded_checks=excluded)


@dataclass
class Walked:
    """What came of walks: how many there were, their steps, how often each link was followed, and broken answers."""

    walks: int = 0
    steps: int = 0
    links: Counter[str] = field(default_factory=Counter)
    broken: list[BaseException] = field(default_factory=list)


def _ask_for_all(case: schemathesis.Case) -> None:
    """Filters that are made up find nothing, or are refused, and then there is nothing for a link to lead to."""
    if case.meta.generation.mode.is_positive:
        case.query = {name: value for name, value in (case.query or {}).items() if name == "group_by"}


def walk(
    app: FastAPI, key: dict[str, str], walked: Walked, begin: Callable[[], None] = lambda: None
) -> type[APIStateMachine]:
    """Requests one after the other, each of which may take its ids from an earlier answer; `begin` comes before."""

    class Walk(SCHEMA.as_state_machine()):  # type: ignore[misc]
        """Asks the application itself, with a key."""

        def setup(self) -> None:
            begin()
            walked.walks += 1

        def step(self, input: StepInput) -> StepOutput:  # noqa: A002 - the name that it has in schemathesis
            walked.steps += 1
            if input.transition is None and input.case.method == "GET":
                _ask_for_all(input.case)
            if input.transition is not None and input.is_applied:
                walked.links[input.transition.id] += 1
            output: StepOutput = super().step(input)
            return output

        def call(self, case: schemathesis.Case, **kwargs: Any) -> schemathesis.Response:
            return case.call(app=app, headers=key, **kwargs)

        def validate_response(self, response: schemathesis.Response, case: schemathesis.Case, **kwargs: Any) -> None:
            try:
                case.validate_response(response, headers=key, excluded_checks=NOT_ABOUT_RECORDS, **kwargs)
            except BaseException as error:
                walked.broken.append(error)
                raise

    return Walk
