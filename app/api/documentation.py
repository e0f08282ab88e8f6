"""The OpenAPI document and the page that shows it, without anything from another server."""

from typing import Any, get_args

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.staticfiles import StaticFiles
from swagger_ui_bundle import swagger_ui_path

from app.api.decisions import Decided
from app.api.formats import Formatted
from app.api.links import add_links
from app.api.media import media
from app.api.parameters import AsOf, Parameters
from app.api.problems import Problem, problems
from app.exports.formats import Format

VERSION = "0.1.0"
TITLE = "Summitry"
SUMMARY = "The record of who met whom."
DESCRIPTION = """\
Summitry reads news articles and official readouts, works out the diplomatic meetings they report, and keeps one record
of each meeting with its parties, people, dates, place and status, and with the sentence behind every field.

**Try it:** open `POST /v1/extractions` and press *Execute*: a text is read, nothing is stored. Then ask
`GET /v1/meetings` for a country.

**Dates** never claim more than the reports say: `earliest` and `latest` enclose the day, `precision` says how finely it
is known, `basis` how it was read.

**Any past moment** can be asked about with `as_of`: the answer is what was known then. Every change of a record is a
decision with its reasons, which `GET /v1/meetings/{id}/history` tells.

**Decisions** need a key, in `Authorization: Bearer KEY`; reading needs none. An `editor` reviews, corrects, merges,
splits and takes decisions back; an `admin` also retracts, and alone takes a retraction back. Each decision is kept with
the holder's name and the reason.

**Lists** have `data`, `meta` and `links`. Follow `links.next` (also in the `Link` header) until it is null. Parameters
that do not exist are refused. **Errors** are RFC 9457 problem documents. **Caching:** every record and list has an
`ETag`; send it back in `If-None-Match`, and the answer is 304 where nothing changed. `HEAD` works wherever `GET` does.
"""
LICENCE = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
TAGS = [
    {"name": "Meetings", "description": "Who met whom, when, where, at what level, and who says so."},
    {"name": "People", "description": "Those who were named as taking part."},
    {"name": "Countries", "description": "States and entities with foreign relations of their own."},
    {"name": "Organisations", "description": "Blocs, agencies and movements that were parties to meetings."},
    {
        "name": "Analysis",
        "description": "Numbers of meetings by country, dyad, year and more; who meets whom how often.",
    },
    {"name": "Exports", "description": "Whole lists as files, sent as they are read, in any format."},
    {"name": "Articles", "description": "The texts that were read, and what was found in them."},
    {
        "name": "Subscriptions",
        "description": "Webhooks, which are told what happens; addresses of feeds to follow.",
    },
    {"name": "Reviews", "description": "Pairs that only a person can tell apart."},
    {"name": "Decisions", "description": "Corrections, merges, splits and retractions, each with who and why."},
    {"name": "Extraction", "description": "Reads a text of yours; nothing is stored."},
    {"name": "Health", "description": "For whatever watches the server."},
]

PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Summitry: the API</title>
<link rel="stylesheet" href="docs/assets/swagger-ui.css">
<link rel="icon" type="image/png" href="docs/assets/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; <a href="openapi.json">openapi.json</a> says the same without.</noscript>
<script src="docs/assets/swagger-ui-bundle.js"></script>
<script src="docs/start.js"></script>
</body>
</html>
"""
START = """\
SwaggerUIBundle({
  url: "openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
  displayRequestDuration: true, tryItOutEnabled: true, defaultModelsExpandDepth: 0
});
"""
# The bundle sets style attributes; everything else comes from files of this server.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
VALIDATORS = {
    "ETag": {
        "description": "Names exactly this answer; send it back in `If-None-Match`.",
        "schema": {"type": "string"},
        "example": '"6f1ed002ab5595859014ebf0951522d9"',
    }
}
FILE = {
    "Content-Disposition": {
        "description": "How the file is called; without it for JSON.",
        "schema": {"type": "string"},
        "example": 'attachment; filename="meetings.csv"',
    }
}
LINK = {
    "Link": {
        "description": 'The address of the next page, `rel="next"` (RFC 8288); absent on the last one.',
        "schema": {"type": "string"},
        "example": '</v1/meetings?cursor=WyJh>; rel="next"',
    }
}


def listing(shape: type[BaseModel], parameters: type[Parameters]) -> dict[str, Any]:
    """How a route that answers with a page is documented; keyword arguments of a FastAPI route."""
    return _listed({"model": shape, "description": "One page.", "headers": {**VALIDATORS, **LINK}}, shape, parameters)


def part(shape: type[BaseModel], parameters: type[Parameters], *statuses: int) -> dict[str, Any]:
    """How a route that answers with a page about one record is documented; `statuses` as for `single`."""
    documented = listing(shape, parameters)
    return {**documented, "responses": {**documented["responses"], **problems(404, *statuses)}}


def answer(shape: type[BaseModel], parameters: type[Parameters]) -> dict[str, Any]:
    """How a route that answers a question in one piece is documented."""
    return _listed({"model": shape, "description": "The answer.", "headers": VALIDATORS}, shape, parameters)


def _listed(found: dict[str, Any], shape: type[BaseModel], parameters: type[Parameters]) -> dict[str, Any]:
    """The same with the media types of what `data` of the shape holds, where it can be had in several."""
    statuses = [400]
    if issubclass(parameters, Formatted):
        (record,) = get_args(shape.model_fields["data"].annotation)
        # Of several shapes the first is that of a whole record.
        record = next(iter(get_args(record)), record)
        others = [form for form in parameters.formats if form is not Format.JSON]
        found |= {"content": media(parameters, record, others), "headers": found["headers"] | FILE}
        statuses = [400, 406, 501]
    responses = {200: found, 304: UNCHANGED, **problems(*statuses)}
    return {"responses": responses, "openapi_extra": parameters.documentation()}


def exporting(record: type[BaseModel], parameters: type[Parameters]) -> dict[str, Any]:
    """How a route that answers with all records of a kind is documented."""
    assert issubclass(parameters, Formatted)  # noqa: S101 - what an export is
    content = media(parameters, record, parameters.formats)
    found = {"description": "All that was asked for.", "headers": FILE, "content": content}
    return {
        "response_class": StreamingResponse,
        "responses": {200: found, **problems(400, 406, 501)},
        "openapi_extra": parameters.documentation(),
    }


def single(shape: type[BaseModel], *statuses: int, parameters: type[Parameters] = AsOf) -> dict[str, Any]:
    """How a route that answers with one record is documented; `statuses` are its errors besides 400 and 404."""
    found: dict[str, Any] = {"model": shape, "description": "The record.", "headers": VALIDATORS}
    if issubclass(parameters, Formatted):
        others = [form for form in parameters.formats if form is not Format.JSON]
        found |= {"content": media(parameters, shape, others), "headers": VALIDATORS | FILE}
    responses = {200: found, 304: UNCHANGED, **problems(400, 404, *statuses)}
    return {"responses": responses, "openapi_extra": parameters.documentation()}


def deciding() -> dict[str, Any]:
    """How a route that makes a decision is documented."""
    made = {"model": Decided, "description": "The decision that was made."}
    return {"responses": {200: made, **problems(400, 401, 403, 404, 409, 413, 422)}}


UNCHANGED = {"description": "Nothing changed since the answer that `If-None-Match` names; there is no body."}


def install(app: FastAPI) -> None:
    """Give `app` its OpenAPI document and `/docs`."""
    app.openapi = lambda: app.openapi_schema or _document(app)  # type: ignore[method-assign]
    app.mount("/docs/assets", StaticFiles(directory=str(swagger_ui_path)), name="docs-assets")
    app.add_api_route("/docs", _page, include_in_schema=False)
    app.add_api_route("/docs/start.js", _start, include_in_schema=False)


async def _page() -> Response:
    return HTMLResponse(PAGE, headers={"Content-Security-Policy": POLICY})


async def _start() -> Response:
    return Response(START, media_type="text/javascript")


def _document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=TITLE,
        version=VERSION,
        summary=SUMMARY,
        description=DESCRIPTION,
        routes=app.routes,
        tags=TAGS,
        license_info=LICENCE,
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    _, shared = models_json_schema([(Problem, "serialization")], ref_template="#/components/schemas/{model}")
    schemas.update(shared["$defs"])
    for operation in (operation for path in document["paths"].values() for operation in path.values()):
        _forget_default_422(operation)
    add_links(document)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    app.openapi_schema = document
    return document


def _forget_default_422(operation: dict[str, Any]) -> None:
    """FastAPI documents a 422 of its own shape for every route with a path parameter; none is ever given."""
    content = operation["responses"].get("422", {}).get("content", {})
    if "application/json" in content:
        del operation["responses"]["422"]
