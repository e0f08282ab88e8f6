"""`/try`: reads a text that somebody pastes, and stores it for those who hold a key."""

from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.api.access import identify, require
from app.api.deps import Reader
from app.api.errors import STATUS
from app.api.extraction import Text, rendered
from app.api.pushing import SentArticle, SentArticles, store
from app.domain.access import Access
from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.errors import InvalidDecisionError, NotAllowedError, UnknownKeyError
from app.extraction.explanation import Mark, explain
from app.web import evidence, pages
from app.web.marking import Shown, pieces

router = APIRouter(include_in_schema=False, route_class=pages.PageRoute)

EXAMPLE = {
    "title": "Three neighbours prepare a summit",
    "text": (
        "SEOUL - Deputy Foreign Minister Chung Byung-won met his Chinese and Japanese counterparts in Seoul on Tuesday "
        "to prepare a summit of their leaders, South Korea's foreign ministry said.\n\n"
        "The summit, which had been planned for December, was put off until next year."
    ),
    "published": "2023-09-26",
    "outlet": "Example Times",
}
FIELDS = ("title", "text", "published", "outlet")


@router.get("/try")
async def form(request: Request) -> Response:
    """An empty form, or one with an example in it."""
    given = EXAMPLE if "example" in request.query_params else dict.fromkeys(FIELDS, "")
    return pages.page("try.html", **_shown(request, given))


@router.post("/try")
async def attempt(request: Request) -> Response:
    """The meetings in the text with the words for each; or, with a key, the article as it is stored now."""
    sent = dict(parse_qsl((await request.body()).decode("utf-8", "replace"), keep_blank_values=True))
    given = {name: sent.get(name, "").replace("\r\n", "\n") for name in FIELDS}
    try:
        text = Text.model_validate({name: value.strip() for name, value in given.items() if value.strip()})
    except ValidationError as error:
        return pages.page("try.html", 422, **_shown(request, given, complaint=_complaint(error)))
    article = text.article()
    reader: Reader = request.app.state.reader
    version, meetings = await reader.read(article)
    if "store" not in sent:
        return pages.page("try.html", **_shown(request, given, read=_read(version, meetings, article)))
    try:
        stored = await _stored(request, sent.get("key", "").strip(), text)
    except (UnknownKeyError, NotAllowedError, InvalidDecisionError) as error:
        shown = _shown(request, given, read=_read(version, meetings, article), complaint=str(error))
        return pages.page("try.html", STATUS[type(error)], **shown)
    return RedirectResponse(f"/articles/{stored}", 303)


async def _stored(request: Request, key: str, text: Text) -> str:
    """The id of the article, sent as by `POST /v1/articles`.

    Raises UnknownKeyError, NotAllowedError, InvalidDecisionError.
    """
    if not key:
        raise UnknownKeyError("Storing takes a key. Whoever runs the server makes one with `summitry keys create`.")
    holder = await identify(request, key)
    require(holder, Access.EDITOR)
    try:
        sent = SentArticles(articles=[SentArticle.model_validate(text.model_dump(include=set(FIELDS)))])
    except ValidationError as error:
        raise InvalidDecisionError(_complaint(error), "text") from error
    answer = await store(request, sent, sent.sender(holder.name, None))
    return str(answer["data"][0]["article"])


def _read(version: str, meetings: list[MeetingCandidate], article: Article) -> dict[str, Any]:
    """What was read: the meetings, and the text with the words for each marked."""
    explanation = explain(article, meetings)
    marks = [_mark(mark) for mark in explanation.marks if mark.evidence.field not in evidence.NOT_SHOWN]
    found = rendered(version, meetings, article)["meetings"]
    return {"version": version, "meetings": found, "text": pieces(explanation.content, marks)}


def _mark(mark: Mark) -> Shown:
    span = mark.evidence.span
    said = f"meeting {mark.meeting + 1}, {evidence.note(mark.evidence.field, mark.value)}"
    return Shown(span.start, span.end, f"m{mark.meeting + 1}", mark.category or "other", said)


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = str(first["loc"][0])
    if name == "text" and first["type"] == "missing":
        return "Paste the text of an article."
    return f"{name}: {first['msg']}"


def _shown(
    request: Request, given: dict[str, str], read: dict[str, Any] | None = None, complaint: str = ""
) -> dict[str, Any]:
    base = f"{str(request.base_url).rstrip('/')}/v1"
    return {"given": given, "read": read, "complaint": complaint, "base": base}
