"""An address and a signed message in, what came of sending it out; bounded in time and in where it may lead."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from app.errors import SourceUnavailableError
from app.sources.addresses import AddressRefusedError, Reach
from app.sources.clients import Timeouts, checked_client
from app.sources.fetch import retry_after

CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status of the answer, if there was one; why it was not good; after how many seconds it asks for another."""

    status: int | None
    error: str | None = None
    retry_after: float | None = None


class Post:
    """Sends messages. Redirects are not followed, and of an answer nothing is read but its head."""

    def __init__(self, reach: Reach, timeout: float, user_agent: str) -> None:
        self.timeout = timeout
        self._reach = reach
        self._agent = user_agent
        self._tls = httpx.create_ssl_context()

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
        """Send a body of JSON with these headers; the outcome tells of every failure in a few words."""
        timeouts = Timeouts(time.monotonic() + self.timeout, CONNECT_SECONDS, self.timeout)
        given = {"User-Agent": self._agent, "Content-Type": "application/json", **headers}
        try:
            with (
                checked_client(self._tls, self._reach, timeouts, redirects=0, headers=given) as client,
                client.stream("POST", url, content=body) as response,
            ):
                return _outcome(response)
        except AddressRefusedError as error:
            return Outcome(None, str(error))
        except httpx.TimeoutException:
            return Outcome(None, "no answer in time")
        # The words of these errors may repeat the address, in which there may be a secret.
        except (httpx.HTTPError, httpx.InvalidURL, SourceUnavailableError, UnicodeError) as error:
            return Outcome(None, f"no connection ({type(error).__name__})")


def _outcome(response: httpx.Response) -> Outcome:
    if response.is_success:
        return Outcome(response.status_code)
    wait = retry_after(response.headers.get("retry-after"))
    return Outcome(response.status_code, f"answered {response.status_code}", wait)
