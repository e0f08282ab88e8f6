"""Errors in, RFC 9457 problem documents out: the one table that says which error is which HTTP status."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import compile_path

from app.errors import (
    ArticleRejectedError,
    ConfigurationError,
    DecisionConflictError,
    GoneError,
    InvalidDecisionError,
    InvalidFilterError,
    MovedError,
    NotAcceptableError,
    NotAllowedError,
    NotFoundError,
    NotInstalledError,
    OverloadedError,
    StoreUnavailableError,
    SummitryError,
    TooManyRequestsError,
    UnknownKeyError,
)

log = logging.getLogger(__name__)

PROBLEM_TYPE = "application/problem+json"

STATUS: dict[type[SummitryError], int] = {
    InvalidFilterError: 400,
    UnknownKeyError: 401,
    NotAllowedError: 403,
    NotFoundError: 404,
    NotAcceptableError: 406,
    NotInstalledError: 501,
    OverloadedError: 503,
    TooManyRequestsError: 429,
    GoneError: 410,
    MovedError: 308,
    ArticleRejectedError: 422,
    InvalidDecisionError: 422,
    DecisionConflictError: 409,
    ConfigurationError: 503,
    StoreUnavailableError: 503,
}

# These errors are told to whoever runs the server, in its log: they may name its paths and addresses.
SPOKEN: dict[type[SummitryError], str] = {
    ConfigurationError: "This server is not set up for this request; its log says why.",
    StoreUnavailableError: "The store cannot be read at the moment; the server's log says why.",
}
RETRY_AFTER_SECONDS = "5"


def problem(
    request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None, **members: Any
) -> Response:
    """A problem document; `members` are added to those of RFC 9457."""
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "request_id": request.scope.get("request_id"),
        **members,
    }
    return Response(orjson.dumps(document), status, headers=dict(headers or {}), media_type=PROBLEM_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem document."""
    app.add_exception_handler(SummitryError, _of_summitry)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_body)


async def _of_summitry(request: Request, error: Exception) -> Response:
    return problem_of(request, error)


def problem_of(request: Request, error: Exception) -> Response:
    """The problem document of one of this program's own errors."""
    kind = next(kind for kind in type(error).__mro__ if kind in STATUS or kind is SummitryError)
    status = STATUS.get(kind, 500)
    headers = {"Retry-After": RETRY_AFTER_SECONDS} if status == 503 else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, TooManyRequestsError):
        headers["Retry-After"] = str(error.seconds)
    members: dict[str, Any] = {}
    if kind in SPOKEN:
        log.error("request %s cannot be served: %s", request.scope.get("request_id"), error)
    if isinstance(error, InvalidFilterError):
        members["parameter"] = error.parameter
        members["errors"] = [{"parameter": error.parameter, "reason": str(error)}]
    if isinstance(error, MovedError):
        members["target"] = error.target
        headers["Location"] = _instead(request, error.target)
    if isinstance(error, GoneError) and error.tombstone:
        members["tombstone"] = error.tombstone
    if isinstance(error, DecisionConflictError):
        members["decisions"] = error.decisions
    if isinstance(error, InvalidDecisionError):
        members["parameter"] = error.field
        members["errors"] = [{"parameter": error.field, "reason": str(error)}]
    return problem(request, status, SPOKEN.get(kind, str(error)), headers, **members)


def _instead(request: Request, target: str) -> str:
    """The address of this request with another record's id in it."""
    asked = request.path_params.get("meeting_id", "")
    path = request.url.path.replace(f"/{asked}", f"/{target}", 1)
    return f"{path}?{request.url.query}" if request.url.query else path


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - the type that this handler is installed for
    headers = dict(error.headers or {})
    detail = str(error.detail)
    if error.status_code == 404:
        detail = f"There is nothing at {request.url.path}; /docs lists what there is."
    if error.status_code == 405:
        allowed = _methods(request) or set(headers.get("Allow", "").split(", "))
        headers["Allow"] = ", ".join(sorted(allowed | {"HEAD"} if "GET" in allowed else allowed))
        detail = f"{request.method} is not possible here; possible: {headers['Allow']}."
    return problem(request, error.status_code, detail, headers)


def _methods(request: Request) -> set[str]:
    """The documented methods of this request's path, of all its routes; the error knows those of one alone."""
    paths: dict[str, dict[str, Any]] = request.app.openapi()["paths"]
    found = next((methods for path, methods in paths.items() if compile_path(path)[0].match(request.url.path)), {})
    return {method.upper() for method in found}


async def _of_body(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - the type that this handler is installed for
    reasons = [
        {"parameter": ".".join(str(part) for part in found["loc"][1:]) or "body", "reason": found["msg"]}
        for found in error.errors()
    ]
    detail = "; ".join(f"{reason['parameter']}: {reason['reason']}" for reason in reasons)
    return problem(request, 422, detail, parameter=reasons[0]["parameter"], errors=reasons)
