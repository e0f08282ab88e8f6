"""`/v1/meetings`: who met whom."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api import responses
from app.api.catalogue import DeletedParameters, EvidenceParameters, HistoryParameters
from app.api.deps import ask, ask_at_once
from app.api.documentation import listing, part, single
from app.api.pages import EvidencePage, HistoryPage, MeetingPage, TombstonePage
from app.api.parameters import OneMeetingParameters
from app.api.schemas.evidence import MeetingWithSources
from app.api.shaping import MeetingParameters
from app.queries import deleted, history, meetings, proofs
from app.queries.paging import MOST, Window

router = APIRouter(tags=["Meetings"])

Id = Annotated[str, Path(description="The meeting's id.", examples=["m202309-4e5f60718293a1b2"])]


@router.get("/meetings", summary="List meetings", **listing(MeetingPage, MeetingParameters))
async def list_meetings(request: Request) -> Response:
    """Meetings that meet every filter given, the latest first. Merged and retracted records are left out."""
    asked = MeetingParameters.of(request)
    window = asked.window()
    choice = asked.choice(request)
    question = (asked.filter(), window, asked.shape(), asked.facets())
    found = await ask_at_once(request, meetings.page_at_once, meetings.page, *question)
    return await responses.listed(request, found, window, choice)


@router.get("/meetings/deleted", summary="List deleted meetings", **listing(TombstonePage, DeletedParameters))
async def list_deleted_meetings(request: Request) -> Response:
    """Records that were retracted, or merged into another one, the earliest first: for those who keep a copy.

    What was undone since stands again and is left out.
    """
    asked = DeletedParameters.of(request)
    window = asked.window()
    choice = asked.choice(request)
    found = await ask(request, deleted.page, asked.filter(), window)
    return await responses.listed(request, found, window, choice)


@router.get(
    "/meetings/{meeting_id}",
    summary="Get one meeting",
    **single(MeetingWithSources, 308, 406, 410, parameters=OneMeetingParameters),
)
async def get_meeting(request: Request, meeting_id: Id) -> Response:
    """A meeting with its life, every article that reports it, and the words behind each field.

    Where sources contradict each other, `contested` has what each of them says, and how the record was settled.
    """
    asked = OneMeetingParameters.of(request)
    choice = asked.choice(request)
    return await responses.one(request, await ask(request, meetings.one, meeting_id, asked.moment), choice)


@router.get(
    "/meetings/{meeting_id}/evidence",
    summary="Get the evidence of one meeting",
    **part(EvidencePage, EvidenceParameters, 308, 410),
)
async def get_evidence(request: Request, meeting_id: Id) -> Response:
    """Field by field, what every source says of it: value, words, where they stand, and the rule that read them.

    `field=party` is all of `party:KOR`, `party:JPN` and so on.
    """
    asked = EvidenceParameters.of(request)
    found = await ask(request, proofs.page, meeting_id, asked.field, asked.moment)
    return responses.page(request, found, Window(MOST))


@router.get(
    "/meetings/{meeting_id}/history", summary="Get the history of one meeting", **part(HistoryPage, HistoryParameters)
)
async def get_history(request: Request, meeting_id: Id) -> Response:
    """Every decision about a meeting, with its reasons, the words behind it and what it changed, the earliest first.

    Also of a meeting that was merged or retracted.
    """
    asked = HistoryParameters.of(request)
    window = asked.window()
    return responses.page(request, await ask(request, history.page, meeting_id, asked.moment, window), window)
