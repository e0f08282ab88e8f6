"""`/v1/articles`: the texts that were read."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api import responses
from app.api.catalogue import ArticleParameters
from app.api.deps import ask
from app.api.documentation import listing, single
from app.api.pages import ArticlePage
from app.api.parameters import AsOf
from app.api.plain import PlainRoute
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


@router.get("/articles/{article_id}", summary="Get one article", **single(ArticleWithReports))
async def get_article(request: Request, article_id: Id) -> Response:
    """An article with its text, in which every span counts, and the meetings found in it."""
    asked = AsOf.of(request)
    return responses.record(await ask(request, articles.one, article_id, asked.moment))
