"""Adds the explorer to an application."""

from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.web import assets, pages
from app.web.routes import articles, attempt, calendar, meetings, parties, views

# Under these there are no pages.
DOCUMENTS = ("/v1/", "/health", "/static/")


def install(app: FastAPI) -> None:
    """Give `app` its pages, and the files that they need."""
    for module in (meetings, parties, articles, calendar, attempt, views):
        app.include_router(module.router)
    app.include_router(views.tables)
    app.add_exception_handler(HTTPException, _in_pages(app.exception_handlers[HTTPException]))
    app.router.routes.append(Route("/static/{version}/{name:path}", assets.serve, methods=["GET"]))


def _in_pages(otherwise: Any) -> Any:
    """An address at which there is nothing is a page for browsers, and a problem document for programs."""

    async def handled(request: Request, error: Exception) -> Response:
        missing = isinstance(error, HTTPException) and error.status_code == 404
        if missing and pages.wants_page(request) and not request.url.path.startswith(DOCUMENTS):
            return pages.nothing_here(request)
        found: Response = await otherwise(request, error)
        return found

    return handled
