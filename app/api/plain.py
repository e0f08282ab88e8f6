"""ASGI middleware: requests for routes that take the request alone in, answered without a search for more, out.

FastAPI looks for a route among all of them, and makes room for parameters, files and tasks that it may need: for a list
that takes longer than to read its records. Compression stands here, too, since it looks at every message.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from inspect import signature
from types import ModuleType

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.errors import problem_of
from app.api.manners import headers_of
from app.errors import SummitryError


class Plain:
    """Stands in front of the framework, which has the same routes for the documentation and for other methods."""

    def __init__(self, app: ASGIApp, routes: Mapping[str, APIRoute], compress: Callable[[ASGIApp], ASGIApp]) -> None:
        self.app = app
        self._routes = routes
        self._compressed = compress(self._answered)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one request. A list for somebody who accepts no encoding does not pass what compresses."""
        route = self._route_of(scope)
        if route is None or _accepts_encodings(scope):
            return self._compressed(scope, receive, send)
        return _answer(route, scope, receive, send)

    def _answered(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        route = self._route_of(scope)
        return self.app(scope, receive, send) if route is None else _answer(route, scope, receive, send)

    def _route_of(self, scope: Scope) -> APIRoute | None:
        return self._routes.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None


async def _answer(route: APIRoute, scope: Scope, receive: Receive, send: Send) -> None:
    scope["route"] = route
    request = Request(scope, receive, send)
    try:
        response = await route.endpoint(request)
    except SummitryError as error:
        response = problem_of(request, error)
    await response(scope, receive, send)


def _accepts_encodings(scope: Scope) -> bool:
    return b"accept-encoding" in headers_of(scope)


def plain_routes(modules: Sequence[ModuleType], prefix: str) -> dict[str, APIRoute]:
    """The routes of some modules, by their addresses under a prefix, that are for GET and take the request alone."""
    routes = [route for module in modules for route in module.router.routes]
    return {prefix + route.path: route for route in routes if "GET" in route.methods and _is_plain(route)}


def _is_plain(route: APIRoute) -> bool:
    return list(signature(route.endpoint).parameters) == ["request"] and not route.dependencies
