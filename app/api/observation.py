"""ASGI middleware: requests in, a line in the log and a place in the metrics for each out."""

import logging
import time

from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.manners import ANSWER, HEADERS_ALONE
from app.api.metrics import Metrics

log = logging.getLogger(__name__)

# What leads to no route: files of pages, and addresses at which there is nothing. They could be any number.
NO_ROUTE = "other"


class Observation:
    """Stands outside all that refuses or answers; where that fails, `Manners` tells the client so, with status 500."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; it is over when the last of its answer is sent."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        self._metrics.under_way += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._metrics.under_way -= 1
            seconds = time.perf_counter() - started
            status = scope[ANSWER].status or 500
            method = "HEAD" if HEADERS_ALONE in scope else scope["method"]
            route = route_of(scope)
            self._metrics.note(method, route, status, seconds)
            if log.isEnabledFor(logging.INFO):
                _tell(scope, method, route, status, seconds)


def route_of(scope: Scope) -> str:
    """The address as the documentation has it: `/v1/meetings/{meeting_id}`, of which there are few."""
    route: BaseRoute | None = scope.get("route")
    template: str = getattr(route, "path", "")
    if not template:
        return NO_ROUTE
    path: str = scope["path"]
    if path.endswith(template):
        return path
    # A route knows its path without the prefix under which it was included.
    before = path.split("/")[: -template.count("/")]
    return "/".join(before) + template


def _tell(scope: Scope, method: str, route: str, status: int, seconds: float) -> None:
    """The path without what was asked: a question may hold what is nobody's business."""
    log.info(
        "%s %r %s",
        method,
        scope["path"],
        status,
        extra={
            "request_id": scope.get("request_id"),
            "method": method,
            "path": scope["path"],
            "route": route,
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "client": scope["client"][0] if scope.get("client") else None,
        },
    )
