"""Questions in, HTTP parameters out; HTTP answers in, their content or the problem that they tell of out."""

from collections.abc import Mapping
from typing import Any, TypedDict, cast
from urllib.parse import quote

import httpx
from tenacity import RetryCallState, retry_if_exception, stop_after_attempt, wait_random_exponential

from app.client.analysis import Problem

TIMEOUT = 30.0
ATTEMPTS = 4
# The server cannot answer now, and may soon.
PASSING = frozenset({429, 502, 503, 504})
LONGEST_WAIT = 30.0


class ProblemError(Exception):
    """The server refused or failed; `problem` is its RFC 9457 document, as far as it sent one."""

    def __init__(self, status: int, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(f"{status} {problem.get('title', '')}: {problem.get('detail', '')}")
        self.status = status
        self.problem = problem
        self.retry_after = retry_after

    @property
    def parameter(self) -> str:
        """The parameter that is wrong; empty where none is."""
        return self.problem.get("parameter", "")


class Retries(TypedDict):
    """How a question is asked again, as tenacity takes it."""

    stop: Any
    wait: Any
    retry: Any
    reraise: bool


def retries(attempts: int) -> Retries:
    """Ask again where the network or the server fails for the moment, after a while that grows."""
    return {
        "stop": stop_after_attempt(attempts),
        "wait": _wait,
        "retry": retry_if_exception(_is_passing),
        "reraise": True,
    }


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, httpx.TransportError) or (isinstance(error, ProblemError) and error.status in PASSING)


def _wait(state: RetryCallState) -> float:
    """As long as the server asks for, or else longer each time."""
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, ProblemError) and error.retry_after is not None:
        return min(error.retry_after, LONGEST_WAIT)
    return wait_random_exponential(multiplier=0.2, max=LONGEST_WAIT)(state)


def parameters(asked: Mapping[str, Any]) -> dict[str, str]:
    """What is asked as a query has it; what is None is not asked."""
    return {name: _written(value) for name, value in asked.items() if value is not None}


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def address(*parts: str) -> str:
    """The address of a record or of a part of it; names may hold any character."""
    return "/".join(["/v1", *(quote(part, safe="") for part in parts)])


def content(response: httpx.Response) -> Any:
    """What the server answered. Raises ProblemError."""
    if response.is_success:
        return response.json()
    try:
        problem = response.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict):
        problem = {"status": response.status_code, "title": response.reason_phrase, "detail": response.text[:200]}
    after = response.headers.get("retry-after", "")
    raise ProblemError(response.status_code, cast("Problem", problem), float(after) if after.isdigit() else None)
