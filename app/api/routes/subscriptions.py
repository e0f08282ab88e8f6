"""`/v1/subscriptions`: addresses of feeds and calendars that can be opened without a key."""

from fastapi import APIRouter, Request, Response

from app.api.access import Reader
from app.api.parameters import NoParameters
from app.api.problems import problems
from app.api.responses import private
from app.api.subscriptions import Subscription, WantedSubscription, opened

router = APIRouter(tags=["Subscriptions"])

MADE = {200: {"model": Subscription, "description": "The address."}, **problems(400, 403, 413, 422)}


@router.post("/subscriptions", summary="Make an address to subscribe to", responses=MADE)
async def make_subscription(request: Request, wanted: WantedSubscription, reader: Reader) -> Response:
    """The address of a feed or calendar with a mark that opens it, and nothing else, where reading takes a key.

    For feed readers and calendars that can send no key. It lasts as long as the key that it is made with: make a key of
    the role `reader` for it, and revoke that key to close it.
    """
    NoParameters.of(request)
    return private(await opened(request, wanted, reader))
