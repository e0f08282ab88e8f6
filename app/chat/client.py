"""Messages in, the text of a chat model's answer out: POST {base}/chat/completions, within a budget of requests."""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from app.chat.prompt import Message
from app.errors import SummitryError
from app.sources.fetch import retry_after

ATTEMPTS = 3
# A server that asks to wait longer is left alone for this article. Seconds.
LONGEST_WAIT = 60.0
# The longest answer has 50 meetings of some kilobytes. Bytes.
LONGEST_ANSWER = 2_000_000


class NoAnswerError(SummitryError):
    """The model gave no usable answer: read the article in another way. The text is fit for logs."""


class BudgetSpentError(NoAnswerError):
    """As many requests were made as the run may make."""


class _PassingError(NoAnswerError):
    """A failure that may be gone in a moment; `wait` (seconds) is the server's own word."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(slots=True)
class Budget:
    """The requests that may still be made; safe to share between threads."""

    left: int
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def take(self) -> None:
        """Use up one. Raises BudgetSpentError where none is left."""
        with self._lock:
            if self.left <= 0:
                raise BudgetSpentError("the budget of requests is spent")
            self.left -= 1


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the model answers, and how it is asked. `parameters` are further members of each request."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    parameters: Mapping[str, Any] = field(default_factory=dict)


class ChatClient:
    """Asks one endpoint. Nothing that the server says, and never the key, stands in an error or in the log."""

    def __init__(self, endpoint: Endpoint, budget: Budget, sleep: Callable[[float], None] = time.sleep) -> None:
        self._endpoint = endpoint
        self._budget = budget
        self._sleep = sleep
        self._tls = httpx.create_ssl_context()

    def ask(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
        """The text of the answer. Raises BudgetSpentError, or NoAnswerError where several attempts gave none."""
        form = {"name": "meetings", "strict": True, "schema": schema}
        body = {
            **self._endpoint.parameters,
            "model": self._endpoint.model,
            "messages": messages,
            "response_format": {"type": "json_schema", "json_schema": form},
        }
        retrying = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=_wait,
            retry=retry_if_exception_type(_PassingError),
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(self._attempt, json.dumps(body).encode())

    def _attempt(self, body: bytes) -> str:
        self._budget.take()
        deadline = time.monotonic() + self._endpoint.timeout
        url = f"{self._endpoint.url.rstrip('/')}/chat/completions"
        try:
            # No proxies, no redirects: the key goes where the setting says and nowhere else.
            with (
                httpx.Client(verify=self._tls, trust_env=False, timeout=self._endpoint.timeout) as client,
                client.stream("POST", url, content=body, headers=self._headers()) as response,
            ):
                _refuse(response)
                return _content(_read(response, deadline))
        except httpx.TimeoutException:
            raise _PassingError("no complete answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _PassingError(f"no proper answer ({type(error).__name__})") from None

    def _headers(self) -> dict[str, str]:
        key = {"Authorization": f"Bearer {self._endpoint.key}"} if self._endpoint.key else {}
        return {"Content-Type": "application/json", **key}


def _wait(state: RetryCallState) -> float:
    """Seconds until the next attempt: the server's word, or 1, 2, 4 ... with a random part."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.wait if isinstance(error, _PassingError) else None
    return asked if asked is not None else wait_exponential_jitter(1, LONGEST_WAIT)(state)


def _refuse(response: httpx.Response) -> None:
    """Raise NoAnswerError for an answer that is not good; one worth another try where that may help."""
    code = response.status_code
    if code == HTTPStatus.OK:
        return
    message = f"the endpoint answered {code}"
    wait = retry_after(response.headers.get("retry-after"))
    passing = code == HTTPStatus.TOO_MANY_REQUESTS or code >= HTTPStatus.INTERNAL_SERVER_ERROR
    if not passing or (wait is not None and wait > LONGEST_WAIT):
        raise NoAnswerError(message)
    raise _PassingError(message, wait)


def _read(response: httpx.Response, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > LONGEST_ANSWER:
            raise NoAnswerError("the answer is too long")
        if time.monotonic() > deadline:
            raise _PassingError("no complete answer in time")
    return bytes(body)


def _content(body: bytes) -> str:
    """The words of the model; empty where there are none, or where they were cut off."""
    try:
        choice = json.loads(body)["choices"][0]
        text = choice["message"]["content"] if choice.get("finish_reason") != "length" else ""
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        text = ""
    return text if isinstance(text, str) else ""
