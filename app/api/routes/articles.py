"""`/v1/articles`: the texts that were read, and new ones to read."""

from typing import Annotated

from fastapi import APIRouter, Header, Path, Request, Response

from app.api import pushing, responses
from app.api.access import Editor
from app.api.catalogue import ArticleParameters
from app.api.deps import ask, read
from app.api.documentation import listing, single
from app.api.intake import BatchRecord, accept, shown
from app.api.pages import ArticlePage
from app.api.parameters import AsOf, NoParameters
from app.api.problems import problems
from app.api.pushing import MOST_AT_ONCE, IdempotencyKey, PushedArticles, SentArticles
from app.api.schemas.articles import ArticleWithReports
from app.domain.access import Access
from app.queries import articles
from app.store import batches

router = APIRouter(tags=["Articles"])

Id = Annotated[str, Path(description="The article's id.", examples=["a202309-6958473625140f1e"])]


@router.get("/articles", summary="List articles", **listing(ArticlePage, ArticleParameters))
async def list_articles(request: Request) -> Response:
    """Articles without their texts, the latest first."""
    asked = ArticleParameters.of(request)
    window = asked.window()
    choice = asked.choice(request)
    found = await ask(request, articles.page, asked.filter(), window)
    return await responses.listed(request, found, window, choice)


LOCATION = {
    "Location": {
        "description": "Where it can be asked what became of them.",
        "schema": {"type": "string"},
        "example": "/v1/articles/batches/b0a1b2c3d4e5f60718293",
    }
}
ANSWERS = {
    200: {"model": PushedArticles, "description": "All of them were there already."},
    201: {"model": PushedArticles, "description": "What became of each."},
    202: {"model": BatchRecord, "description": "They are read soon; `url` tells how far it is.", "headers": LOCATION},
    **problems(400, 401, 403, 409, 413, 422),
}
BATCH = {200: {"model": BatchRecord, "description": "How far it is."}, **problems(400, 403, 404)}
BatchId = Annotated[str, Path(description="The batch's id.", examples=["b0a1b2c3d4e5f60718293"])]
Prefer = Annotated[
    str | None,
    Header(
        max_length=200,
        description="`respond-async` for an answer at once, however few articles there are (RFC 7240).",
        examples=["respond-async"],
    ),
]


@router.post("/articles", summary="Send articles", status_code=201, responses=ANSWERS)
async def send_articles(
    request: Request,
    sent: SentArticles,
    editor: Editor,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Send articles; they are read and stored, and the answer says which meetings each reports.

    Up to fifty are read at once, and all of them stored or none. More are taken as a batch that is read soon, each by
    itself, and so is any number with `Prefer: respond-async`. An article that is there already changes nothing, so a
    request whose answer was lost can be sent again as it is. For whole archives, `summitry ingest` is faster.
    """
    NoParameters.of(request)
    later = len(sent.articles) > MOST_AT_ONCE or "respond-async" in (prefer or "")
    answer = await (accept if later else pushing.store)(request, sent, sent.sender(editor.name, idempotency_key))
    if "batch" in answer:
        found = await read(request, lambda session: shown(batches.batch(session, answer["batch"], editor.name)))
        accepted = responses.private(found, 202)
        accepted.headers["Location"] = found["url"]
        return accepted
    created = any(one["stored"] for one in answer["data"])
    return responses.private(answer, 201 if created else 200)


@router.get("/articles/batches/{batch_id}", summary="Get one batch of articles", responses=BATCH)
async def get_batch(request: Request, batch_id: BatchId, editor: Editor) -> Response:
    """How far a batch of articles is read that was sent with one's own key, and what became of each article."""
    NoParameters.of(request)
    holder = None if editor.role.includes(Access.ADMIN) else editor.name
    return responses.private(await read(request, lambda session: shown(batches.batch(session, batch_id, holder))))


@router.get("/articles/{article_id}", summary="Get one article", **single(ArticleWithReports))
async def get_article(request: Request, article_id: Id) -> Response:
    """An article with its text, in which every span counts, and the meetings found in it."""
    asked = AsOf.of(request)
    return responses.record(await ask(request, articles.one, article_id, asked.moment))
