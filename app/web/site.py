"""Adds the explorer to an application."""

from fastapi import FastAPI
from starlette.routing import Route

from app.web import assets
from app.web.routes import articles, attempt, calendar, meetings, parties, views


def install(app: FastAPI) -> None:
    """Give `app` its pages, and the files that they need."""
    for module in (meetings, parties, articles, calendar, attempt, views):
        app.include_router(module.router)
    app.include_router(views.tables)
    app.router.routes.append(Route("/static/{version}/{name:path}", assets.serve, methods=["GET"]))
