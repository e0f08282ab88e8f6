"""Routes whose functions take the request alone: they get it as it is, without a search for parameters first."""

from collections.abc import Callable, Coroutine
from inspect import signature
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class PlainRoute(APIRoute):
    """For the documentation, and for functions that take more, a route like any other."""

    def get_route_handler(self) -> Handler:
        """The function itself, where it takes the request alone."""
        handler: Handler = self.endpoint
        return handler if list(signature(handler).parameters) == ["request"] else super().get_route_handler()
