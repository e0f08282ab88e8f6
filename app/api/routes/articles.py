"""`/v1/articles`: the texts that were read, and new ones to read."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Path, Request, Response

from app.api import pushing, responses
from app.api.access import Editor
from app.api.catalogue import ArticleParameters
from app.api.deps import ask
from app.api.documentation import listing, single
from app.api.pages import ArticlePage
from app.api.parameters import AsOf, NoParameters
from app.api.plain import PlainRoute
from app.api.problems import problems
from app.api.pushing import IdempotencyKey, PushedArticles, SentArticles
from app.api.schemas.articles import ArticleWithReports
from app.queries import articles

router = APIRouter(tags=["Articles"], route_class=PlainRoute)

Id = Annotated[str, Path(description="The article's id.", examples=["a9c8b7a6958473625140f"])]


@router.get("/articles", summary="List articles", **listing(ArticlePage, ArticleParameters))
async def list_articles(request: Request) -> Response:
    """Articles without their texts, the latest first."""
    asked = ArticleParameters.of(request)
    window = asked.window()
    choice = asked.choice(request)
    found = await ask(request, articles.page, asked.filter(), window)
    return await responses.listed(request, found, window, choice)


ANSWERS = {
    200: {"model": PushedArticles, "description": "All of them were there already."},
    201: {"model": PushedArticles, "description": "What became of each."},
    **problems(400, 401, 403, 409, 413, 422),
}


@router.post("/articles", summary="Send articles", status_code=201, responses=ANSWERS)
async def send_articles(
    request: Request, sent: SentArticles, editor: Editor, idempotency_key: IdempotencyKey = None
) -> Response:
    """Send articles; they are read and stored, and the answer says which meetings each reports.

    All are stored, or none where one cannot be. An article that is there already changes nothing, so a request whose
    answer was lost can be sent again as it is. For whole archives, `summitry ingest` is faster.
    """
    NoParameters.of(request)
    answer = await pushing.store(request, sent, sent.sender(editor.name, idempotency_key))
    created = any(one["stored"] for one in answer["data"])
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(answer), 201 if created else 200, headers=headers, media_type="application/json")


@router.get("/articles/{article_id}", summary="Get one article", **single(ArticleWithReports))
async def get_article(request: Request, article_id: Id) -> Response:
    """An article with its text, in which every span counts, and the meetings found in it."""
    asked = AsOf.of(request)
    return responses.record(await ask(request, articles.one, article_id, asked.moment))
