"""ASGI middleware: a request in, refused where its client asks for too much or has no key that reading takes here.

A client is the holder of a key or, without one, an address. Limits hold over all server processes of one store: each
process takes small parts of what is left in a window of time, and deals them out by itself.
"""

import ipaddress
import math
import time
from collections.abc import Awaitable
from dataclasses import dataclass
from functools import partial

from anyio import to_thread
from sqlalchemy import Engine
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.access import MISSING, identify, key_in
from app.api.errors import problem_of
from app.api.manners import ANSWER, headers_of
from app.api.subscriptions import identify_by, mark_in
from app.errors import SummitryError, TooManyRequestsError, UnknownKeyError
from app.store.allowances import Window, take
from app.store.engine import writing

WINDOW_SECONDS = 60
# Of what a client has in a window; so a window takes about so many writes to the store from each process.
PART = 1 / 20
# Wrong keys from one address in a window. A right one is random: nobody finds it in as many tries as there can be.
WRONG_KEYS = 20
MOST_CLIENTS = 10_000
# The server's own health, and what its pages and documents are made of.
OPEN = ("/health/", "/docs", "/openapi.json", "/assets/")


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may read, and how much; `per_minute` is 0 for no limit."""

    needs_key: bool
    per_minute: int


NO_RULES = Rules(needs_key=False, per_minute=0)


@dataclass(slots=True)
class _Share:
    """What a process may still answer of one client's requests in this window, and what is left there for all."""

    mine: int = 0
    others: int = 1


class Limit:
    """So many of something a client and window, over all processes."""

    def __init__(self, engine: Engine, name: str, most: int) -> None:
        self._engine = engine
        self._name = name
        self._most = most
        self._part = max(1, math.ceil(most * PART))
        self._window = 0
        self._shares: dict[str, _Share] = {}

    async def count(self, client: str) -> bool:
        """Count one; False where there is none left."""
        share = self._share(client)
        if not share.mine and share.others:
            window = Window(f"{self._name}:{client}", self._window, self._most)
            share.mine, share.others = await to_thread.run_sync(self._take, window)
        if not share.mine:
            return False
        share.mine -= 1
        return True

    def left(self, client: str) -> int:
        """How many are left, as far as this process knows."""
        share = self._share(client)
        return share.mine + share.others

    def _share(self, client: str) -> _Share:
        number = int(time.time()) // WINDOW_SECONDS
        if number != self._window or len(self._shares) >= MOST_CLIENTS:
            self._window, self._shares = number, {}
        return self._shares.setdefault(client, _Share())

    def _take(self, window: Window) -> tuple[int, int]:
        with writing(self._engine, unseen=True) as session:
            return take(session, window, self._part)


class Turnstile:
    """Stands inside what gives requests their ids, and outside everything that takes time."""

    def __init__(self, app: ASGIApp, engine: Engine, rules: Rules) -> None:
        self.app = app
        self._rules = rules
        self._is_open = rules == NO_RULES
        self._requests = Limit(engine, "requests", rules.per_minute)
        self._wrong_keys = Limit(engine, "wrong keys", WRONG_KEYS)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith(OPEN):
            return self.app(scope, receive, send)
        given = headers_of(scope).get(b"authorization")
        key = key_in(given.decode("latin-1")) if given else None
        if key is None and self._is_open and mark_in(scope) is None:
            return self.app(scope, receive, send)
        return self._checked(key, scope, receive, send)

    async def _checked(self, key: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        try:
            await self._let_in(request, key)
        except SummitryError as error:
            response = problem_of(request, error)
            if key is None and response.status_code == 401:
                # Browsers ask for a key then, and feed readers know what to send.
                response.headers["WWW-Authenticate"] = 'Bearer, Basic realm="Summitry"'
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    async def _let_in(self, request: Request, key: str | None) -> None:
        """Count the request, and tell its client of the limit. Raises UnknownKeyError and TooManyRequestsError."""
        client = await self._client(request, key)
        if not self._rules.per_minute:
            return
        if not await self._requests.count(client):
            raise TooManyRequestsError(f"{self._rules.per_minute} requests a minute are answered.", _seconds_left())
        request.scope[ANSWER].touch(partial(self._mark, self._requests.left(client)))

    async def _client(self, request: Request, key: str | None) -> str:
        """Who asks. Raises UnknownKeyError, and TooManyRequestsError from an address that keeps on guessing keys."""
        address = network_of(request)
        opened_by = mark_in(request.scope) if key is None else None
        if key is None and opened_by is None:
            if self._rules.needs_key:
                raise UnknownKeyError(MISSING)
            return address
        if not self._wrong_keys.left(address):
            raise TooManyRequestsError("Too many wrong keys came from this address.", _seconds_left())
        try:
            holder = await (identify(request, key) if key is not None else identify_by(request, opened_by or ""))
            return f"key {holder.key_id}"
        except UnknownKeyError:
            await self._wrong_keys.count(address)
            raise

    def _mark(self, left: int, message: Message) -> None:
        headers = MutableHeaders(scope=message)
        headers["RateLimit-Policy"] = f'"requests";q={self._rules.per_minute};w={WINDOW_SECONDS}'
        headers["RateLimit"] = f'"requests";r={left};t={_seconds_left()}'


def network_of(request: Request) -> str:
    """The client's address; of IPv6, where one client has many, the network."""
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else host


def _seconds_left() -> int:
    """Until the window is over."""
    return WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS
