"""Addresses: a URL in, the body of its answer out; bounded in size, time, redirects and where it may lead."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Protocol

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter

from app.errors import SourceUnavailableError
from app.sources.addresses import PUBLIC, Reach, shown_address
from app.sources.clients import Timeouts, checked_client
from app.sources.protocol import Fetched

# Busy or restarting: worth another try. A plain 500 seldom mends itself within seconds.
_PASSING = frozenset({429, 502, 503, 504})
_ENCODINGS = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_ACCEPT = "text/html, application/rss+xml, application/atom+xml, application/json, application/xml;q=0.9, */*;q=0.5"


class Validators(Protocol):
    """Where the validators of good answers are kept between runs; the store implements it."""

    def get(self, url: str) -> tuple[str | None, str | None] | None:
        """ETag and Last-Modified of the last answer that was taken whole; None where there was none."""
        ...

    def put(self, url: str, etag: str | None, last_modified: str | None) -> None:
        """Keep them. Called only after every article of the answer was handed out and asked beyond."""
        ...


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Bounds of a fetch. Sizes in bytes, times in seconds.

    `max_bytes` holds for the body as sent and as unpacked; `timeout` for one attempt, redirects included;
    `connect_timeout` and `read_timeout` for each phase of it. A server that asks to wait longer than
    `max_wait` before the next attempt is left for a later run.
    """

    reach: Reach = PUBLIC
    max_bytes: int = 25_000_000
    max_redirects: int = 5
    timeout: float = 60.0
    connect_timeout: float = 10.0
    read_timeout: float = 20.0
    attempts: int = 3
    max_wait: float = 30.0
    user_agent: str = "Summitry/0.1"


class _PassingError(SourceUnavailableError):
    """A failure that may be gone in a moment."""


class HttpFetcher:
    """Fetches over http and https; implements `protocol.Fetcher`. Holds no connection between two fetches."""

    def __init__(
        self, settings: FetchSettings, validators: Validators | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._settings = settings
        self._validators = validators
        self._sleep = sleep
        self._tls = httpx.create_ssl_context()

    def fetch(self, url: str) -> Fetched | None:
        """The present answer; None for "not modified". Raises SourceUnavailableError with one line that names `url`."""
        retrying = Retrying(
            stop=stop_after_attempt(self._settings.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(_PassingError),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(self._attempt, url)
        except SourceUnavailableError as error:
            message = f"{shown_address(url)}: {error}"
            raise SourceUnavailableError(message, error.status, error.retry_after) from error

    def keep(self, url: str, answer: Fetched) -> None:
        """Remember the validators of an answer that was taken whole."""
        if self._validators is not None and (answer.etag or answer.last_modified):
            self._validators.put(shown_address(url), answer.etag, answer.last_modified)

    def _wait(self, state: RetryCallState) -> float:
        """Seconds until the next attempt: the server's word, or 1, 2, 4 ... with a random part."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, _PassingError) else None
        return asked if asked is not None else wait_exponential_jitter(1, self._settings.max_wait)(state)

    def _attempt(self, url: str) -> Fetched | None:
        """One try, from connection to the last byte."""
        deadline = time.monotonic() + self._settings.timeout
        try:
            with self._client(deadline) as client, client.stream("GET", url, headers=self._conditions(url)) as response:
                return self._answer(response)
        except httpx.TooManyRedirects:
            message = f"redirects more than {self._settings.max_redirects} times (a loop?)"
            raise SourceUnavailableError(message) from None
        except (httpx.UnsupportedProtocol, httpx.InvalidURL, UnicodeError):
            raise SourceUnavailableError("not a complete http or https address") from None
        except httpx.TimeoutException:
            raise _PassingError("no complete answer in time") from None
        except httpx.RemoteProtocolError as error:
            raise _PassingError(f"no proper answer ({_brief(error)})") from None
        except httpx.DecodingError as error:
            raise SourceUnavailableError(f"the body cannot be unpacked ({_brief(error)})") from None
        except httpx.TransportError as error:
            raise _PassingError(f"no connection ({_brief(error)})") from None

    def _client(self, deadline: float) -> httpx.Client:
        """A client for one attempt, redirects included."""
        settings = self._settings
        return checked_client(
            self._tls,
            settings.reach,
            Timeouts(deadline, settings.connect_timeout, settings.read_timeout),
            redirects=settings.max_redirects,
            headers={"User-Agent": settings.user_agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
        )

    def _conditions(self, url: str) -> dict[str, str]:
        """The headers of a conditional request."""
        known = self._validators.get(shown_address(url)) if self._validators is not None else None
        etag, modified = known or (None, None)
        named = {"If-None-Match": etag, "If-Modified-Since": modified}
        return {name: value for name, value in named.items() if value}

    def _answer(self, response: httpx.Response) -> Fetched | None:
        """The body of a good answer. Raises SourceUnavailableError for any other."""
        if response.status_code == HTTPStatus.NOT_MODIFIED:
            return None
        if response.status_code != HTTPStatus.OK:
            raise self._refusal(response)
        content_type = Message()
        content_type["Content-Type"] = response.headers.get("content-type", "")
        return Fetched(
            url=str(response.url),
            body=self._body(response),
            media_type=content_type.get_content_type() if content_type["Content-Type"] else None,
            charset=content_type.get_content_charset(),
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
        )

    def _body(self, response: httpx.Response) -> bytes:
        """The unpacked body. Raises SourceUnavailableError where it is too large or packed in a way not asked for."""
        limit = self._settings.max_bytes
        too_large = SourceUnavailableError(f"larger than {limit:,} bytes (the limit is a setting)")
        packing = response.headers.get("content-encoding", "").strip().lower()
        # Chains ("gzip, gzip") and packings that were not asked for could unfold a single chunk to gigabytes.
        if packing not in _ENCODINGS:
            raise SourceUnavailableError(f"sends the content encoding {packing[:40]!r}, which was not asked for")
        announced = response.headers.get("content-length", "")
        if announced.isdecimal() and int(announced) > limit:
            raise too_large
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > limit or response.num_bytes_downloaded > limit:
                raise too_large
        return bytes(body)

    def _refusal(self, response: httpx.Response) -> SourceUnavailableError:
        """The error for an answer that is not good; one worth another try where the server says so."""
        code = response.status_code
        name = HTTPStatus(code).phrase if code in HTTPStatus._value2member_map_ else ""
        message = f"answered {code} {name}".strip()
        if code not in _PASSING:
            return SourceUnavailableError(message, code)
        wait = retry_after(response.headers.get("retry-after"))
        if wait is not None and wait > self._settings.max_wait:
            return SourceUnavailableError(f"{message} and asks to come back in {wait:.0f} seconds", code, wait)
        return _PassingError(message, code, wait)


def retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header, which is a number or a date; None where it is neither."""
    if not value:
        return None
    if value.strip().isdecimal():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _brief(error: Exception) -> str:
    """The text of an error as one short line."""
    return " ".join(str(error).split())[:160] or type(error).__name__
