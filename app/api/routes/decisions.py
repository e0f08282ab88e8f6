"""Decisions about records: corrections, merges, splits, retractions, and taking any of them back."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from sqlalchemy.orm import Session

from app.api.access import Admin, Editor, require
from app.api.decisions import Correction, Merge, Reasoned, Split
from app.api.deps import decide
from app.api.documentation import deciding
from app.api.parameters import Number
from app.queries import names
from app.store import decisions
from app.store.decisions import Decided
from app.store.keys import Holder
from app.store.ledger import Grounds
from app.store.undoing import access_to_undo, undo

router = APIRouter(tags=["Decisions"])

Id = Annotated[str, Path(description="The meeting's id.", examples=["m202309-4e5f60718293a1b2"])]


@router.patch("/meetings/{meeting_id}", summary="Correct a meeting", **deciding())
async def correct_meeting(request: Request, meeting_id: Id, said: Correction, editor: Editor) -> Response:
    """Give fields of a meeting their right values, which stand above all that articles report, now and later.

    A field that is left out stays as it is; null says that there is nothing to tell, where a field can be null.
    """
    of_id, grounds = _known(meeting_id), said.grounds(editor.name)
    return await decide(request, lambda session, now: decisions.correct(session, of_id, said.said(), grounds, now))


@router.post("/meetings/{meeting_id}/merge", summary="Merge two meetings", **deciding())
async def merge_meetings(request: Request, meeting_id: Id, said: Merge, editor: Editor) -> Response:
    """Make two records one: the one that was reported first stays, and the id of the other leads to it."""
    one_id, grounds = _known(meeting_id), said.grounds(editor.name)
    return await decide(request, lambda session, now: decisions.merge(session, one_id, said.other, grounds, now))


@router.post("/meetings/{meeting_id}/split", summary="Split a meeting", **deciding())
async def split_meeting(request: Request, meeting_id: Id, said: Split, editor: Editor) -> Response:
    """Part sources from a meeting, as a meeting of their own."""
    from_id, grounds = _known(meeting_id), said.grounds(editor.name)
    return await decide(request, lambda session, now: decisions.split(session, from_id, said.sources, grounds, now))


@router.post("/meetings/{meeting_id}/retract", summary="Retract a meeting", **deciding())
async def retract_meeting(request: Request, meeting_id: Id, said: Reasoned, admin: Admin) -> Response:
    """Take a record back: it is no meeting, or none that can be told of."""
    of_id, grounds = _known(meeting_id), said.grounds(admin.name)
    return await decide(request, lambda session, now: decisions.retract(session, of_id, grounds, now))


@router.post("/decisions/{number}/undo", summary="Take a decision back", **deciding())
async def undo_decision(request: Request, number: Number, said: Reasoned, editor: Editor) -> Response:
    """Make what a decision changed as it was before; taking back an undo makes the decision hold again.

    A decision that later ones build on is not taken back: 409 names these. A retraction, and what took one back, is
    for an `admin` to take back.
    """
    grounds = said.grounds(editor.name)
    return await decide(request, lambda session, now: _undo(session, number, editor, grounds, now))


def _undo(session: Session, number: int, holder: Holder, grounds: Grounds, now: datetime) -> Decided:
    require(holder, access_to_undo(session, number))
    made = undo(session, number, grounds, now)
    return Decided(made.id, made.meeting_id)


def _known(meeting_id: str) -> str:
    """The id, where it can be one. Raises NotFoundError."""
    return names.required_id(names.MEETING_ID, meeting_id, "meeting")
