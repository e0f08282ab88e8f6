"""`/articles/{id}`: an article's text with every span in it from which a value was read."""

from typing import Any

import orjson
from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from app.api.deps import ask
from app.api.parameters import NoParameters
from app.extraction.explanation import CATEGORIES
from app.queries import articles, passages
from app.store.models import Claim
from app.web import evidence, pages
from app.web.marking import Shown, pieces
from app.web.recipes import recipe

router = APIRouter(include_in_schema=False, route_class=pages.PageRoute)


@router.get("/articles/{article_id}")
async def article(request: Request, article_id: str) -> Response:
    """An article with the meetings that it reports, and the words for each."""
    NoParameters.of(request)
    record, claims = await ask(request, _known, article_id)
    numbers = {source["id"]: number for number, source in enumerate(record["sources"], start=1)}
    marks = [_shown(claim, numbers) for every in claims.values() for claim in every if _is_shown(claim)]
    return pages.page(
        "article.html",
        article=record,
        text=pieces(record["content"], marks) if record["content"] is not None else (),
        numbers=numbers,
        recipe=recipe(request, f"/v1/articles/{article_id}", {}),
    )


def _known(session: Session, article_id: str) -> tuple[Any, dict[str, list[Claim]]]:
    record = orjson.loads(articles.one(session, article_id))
    return record, passages.claims(session, [source["id"] for source in record["sources"]])


def _is_shown(claim: Claim) -> bool:
    return claim.field not in evidence.NOT_SHOWN


def _shown(claim: Claim, numbers: dict[str, int]) -> Shown:
    category = CATEGORIES.get(claim.field.partition(":")[0])
    said = f"meeting {numbers[claim.source_id]}, {evidence.note(claim.field, claim.value)}"
    return Shown(claim.span_start, claim.span_end, claim.source_id, category or "other", said)
