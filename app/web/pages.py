"""A template and its values in, a page with its security headers out; errors of pages as pages."""

import logging
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from typing import Any

from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.api.errors import SPOKEN, STATUS
from app.errors import GoneError, InvalidFilterError, MovedError, SummitryError
from app.web import assets, evidence, words

log = logging.getLogger(__name__)

# Everything comes from files of this server. Of what stands in a page's own text one script runs and one sheet holds:
# those that are known by their hashes.
POLICY = (
    f"default-src 'none'; script-src 'self' {assets.allowed('start.js')}; style-src {assets.allowed('style.css')}; "
    "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
}

ENVIRONMENT = Environment(
    loader=PackageLoader("app.web"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
ENVIRONMENT.filters.update(words.FILTERS, slug=evidence.slug)
ENVIRONMENT.globals.update(
    asset=assets.address, written=assets.written, bases=words.BASES, field_names=words.FIELDS, claimed=words.claimed
)

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


def prepare() -> None:
    """Read every template, which takes a tenth of a second that the first visitor would wait for."""
    for name in ENVIRONMENT.list_templates(extensions=["html"]):
        ENVIRONMENT.get_template(name)


def html(template: str, **values: Any) -> str:
    """A template with its values, as text."""
    return ENVIRONMENT.get_template(template).render(**values)


def part(macro: str, *values: Any) -> Markup:
    """What several pages show in the same way."""
    found: Markup = getattr(ENVIRONMENT.get_template("parts.html").module, macro)(*values)
    return found


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A template with its values, as a page."""
    return HTMLResponse(html(template, **values), status, headers=HEADERS)


class PageRoute(APIRoute):
    """A route whose errors are pages too."""

    def get_route_handler(self) -> Handler:
        """The handler of the route, with errors made pages."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except MovedError as error:
                return RedirectResponse(_instead(request, error.target), 308)
            except SummitryError as error:
                return failure(request, error)

        return handled


def failure(request: Request, error: SummitryError) -> Response:
    """The page that says what went wrong, and what to do."""
    kind = next((kind for kind in type(error).__mro__ if kind in STATUS), SummitryError)
    status = STATUS.get(kind, 500)
    if kind in SPOKEN:
        log.error("request %s cannot be served: %s", request.scope.get("request_id"), error)
    said = SPOKEN.get(kind, str(error))
    parameter = error.parameter if isinstance(error, InvalidFilterError) else None
    tombstone = error.tombstone if isinstance(error, GoneError) else None
    return _failure(request, status, said, parameter=parameter, tombstone=tombstone)


def nothing_here(request: Request) -> Response:
    """The page for an address at which there is nothing."""
    return _failure(request, 404, f"There is nothing at {request.url.path}.", parameter=None, tombstone=None)


def _failure(request: Request, status: int, said: str, **values: Any) -> Response:
    title = HTTPStatus(status).phrase
    retry = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    request_id = request.scope.get("request_id")
    return page("failure.html", status, title=title, said=said, code=status, retry=retry, number=request_id, **values)


def _instead(request: Request, target: str) -> str:
    asked = request.path_params.get("meeting_id", "")
    path = request.url.path.replace(f"/{asked}", f"/{target}", 1)
    return f"{path}?{request.url.query}" if request.url.query else path


def wants_page(request: Request) -> bool:
    """Whether whoever asks is a browser, which shows pages rather than documents."""
    return "text/html" in request.headers.get("accept", "")
