"""Routes whose functions take the request alone: they get it as it is, without a search for parameters first."""

from collections.abc import Awaitable, Callable
from functools import cached_property
from inspect import signature

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

Handler = Callable[[Request], Awaitable[Response]]


class PlainRoute(APIRoute):
    """For the documentation, and for functions that take more, a route like any other."""

    @cached_property
    def plain(self) -> Handler | None:
        """The function, where it takes the request alone."""
        return self.endpoint if list(signature(self.endpoint).parameters) == ["request"] else None

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self.plain is None or scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        response = await self.plain(Request(scope, receive, send))
        await response(scope, receive, send)
