"""`/v1/webhooks`: who is told of what happens to the record, and how that goes."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.access import Editor, require_public
from app.api.deps import read, write
from app.api.parameters import NoParameters, Parameters, Whole
from app.api.problems import problems
from app.api.responses import private
from app.api.webhooks import Attempts, NewWebhook, WantedWebhook, WebhookRecord, Webhooks, shown, told
from app.domain.access import Access
from app.store import webhooks
from app.store.keys import Holder

router = APIRouter(tags=["Subscriptions"])

Id = Annotated[str, Path(description="The webhook's id.", examples=["w0a1b2c3d4e5f60718293"])]


class Last(Parameters):
    """How much of the log is wanted."""

    limit: Whole = Field(default=25, ge=1, le=500, description="Most attempts.", examples=[25])


MADE = {201: {"model": NewWebhook, "description": "The webhook, and its secret."}, **problems(400, 403, 409, 413, 422)}
ALL = {200: {"model": Webhooks, "description": "The webhooks."}, **problems(400, 403)}
ONE = {200: {"model": WebhookRecord, "description": "The webhook."}, **problems(400, 403, 404)}
NONE = {204: {"description": "There is no such webhook any more."}, **problems(400, 403, 404)}
LOG = {200: {"model": Attempts, "description": "The attempts."}, **problems(400, 403, 404)}


@router.post("/webhooks", summary="Make a webhook", status_code=201, responses=MADE)
async def make_webhook(request: Request, wanted: WantedWebhook, editor: Editor) -> Response:
    """Have every event of a filter posted to an address, in order, signed, and again until it is taken.

    Messages are those of `GET /v1/events`, signed as Standard Webhooks has it; `webhook-id` stays the same when one is
    sent again. After thirty failures in a row, or 410, nothing is sent until somebody resumes it; nothing is lost.
    """
    NoParameters.of(request)
    require_public(request, wanted.url)
    wish = wanted.wish()

    def made(session: Session) -> dict[str, Any]:
        webhook = webhooks.add(session, wish, editor.name, datetime.now(UTC))
        return shown(webhook) | {"secret": webhook.secret}

    return private(await write(request, made), 201)


@router.get("/webhooks", summary="List webhooks", responses=ALL)
async def list_webhooks(request: Request, editor: Editor) -> Response:
    """Webhooks that were made with one's own key, and how each does; an admin sees all."""
    NoParameters.of(request)
    return private(
        {
            "data": await read(
                request,
                lambda session: list(map(shown, webhooks.webhooks(session, _of(editor)))),
            )
        }
    )


@router.get("/webhooks/{webhook_id}", summary="Get one webhook", responses=ONE)
async def get_webhook(request: Request, webhook_id: Id, editor: Editor) -> Response:
    """A webhook, and how it does; its secret is not shown again."""
    NoParameters.of(request)
    return private(await read(request, lambda session: shown(webhooks.webhook(session, webhook_id, _of(editor)))))


@router.delete("/webhooks/{webhook_id}", summary="Delete a webhook", status_code=204, responses=NONE)
async def delete_webhook(request: Request, webhook_id: Id, editor: Editor) -> Response:
    """Tell it nothing any more, and forget what it was told."""
    NoParameters.of(request)
    await write(request, lambda session: webhooks.remove(session, webhook_id, _of(editor)))
    return Response(status_code=204)


@router.post("/webhooks/{webhook_id}/resume", summary="Resume a webhook", responses=ONE)
async def resume_webhook(request: Request, webhook_id: Id, editor: Editor) -> Response:
    """Try again at once, from the first event on that was not taken, whether it was stopped or waits."""
    NoParameters.of(request)
    now = datetime.now(UTC)
    return private(await write(request, lambda session: shown(webhooks.resume(session, webhook_id, _of(editor), now))))


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    summary="List deliveries",
    responses=LOG,
    openapi_extra=Last.documentation(),
)
async def list_deliveries(request: Request, webhook_id: Id, editor: Editor) -> Response:
    """The last attempts to tell a webhook something, the latest first: when, and with which status or error."""
    most = Last.of(request).limit

    def found(session: Session) -> list[dict[str, Any]]:
        return list(map(told, webhooks.deliveries(session, webhook_id, _of(editor), most)))

    return private({"data": await read(request, found)})


def _of(holder: Holder) -> str | None:
    """Whose webhooks somebody may see: None for everybody's."""
    return None if holder.role.includes(Access.ADMIN) else holder.name
