"""`/v1/reviews`: pairs of records that the program could not tell apart, and people's verdicts."""

from fastapi import APIRouter, Request, Response

from app.api import responses
from app.api.access import Editor
from app.api.decisions import ReviewVerdict
from app.api.deps import ask, decide
from app.api.documentation import deciding, listing
from app.api.pages import ReviewPage
from app.api.parameters import Number, Paged
from app.queries import reviews
from app.store.reviews import decide_pair

router = APIRouter(tags=["Reviews"])


@router.get("/reviews", summary="List reviews", **listing(ReviewPage, Paged))
async def list_reviews(request: Request) -> Response:
    """Pairs of records that may be one meeting and wait for a verdict, the most useful verdict first.

    That is the pair nearest to the threshold from which the program itself merges; of those about equally near, the
    one with the most sources. Each comes with the compared features and both records.
    """
    window = Paged.of(request).window()
    return responses.page(request, await ask(request, reviews.page, window), window)


@router.post("/reviews/{number}", summary="Give a verdict", **deciding())
async def give_verdict(request: Request, number: Number, said: ReviewVerdict, editor: Editor) -> Response:
    """Say whether a pair is one meeting: `same` merges the records, `different` keeps them apart for good."""
    return await decide(
        request, lambda session, now: decide_pair(session, number, said.verdict, said.grounds(editor.name), now)
    )
