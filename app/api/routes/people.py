"""`/v1/people`: those who were named as taking part."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api import responses
from app.api.catalogue import PersonParameters
from app.api.deps import ask
from app.api.documentation import listing, single
from app.api.pages import PersonPage
from app.api.parameters import AsOf
from app.api.schemas.parties import PersonWithOffices
from app.queries import people

router = APIRouter(tags=["People"])

Id = Annotated[str, Path(description="The person's id.", examples=["p3f1c9d20b7a4e8865d12"])]


@router.get("/people", summary="List people", **listing(PersonPage, PersonParameters))
async def list_people(request: Request) -> Response:
    """People by name, with the number of their meetings and where these are listed."""
    asked = PersonParameters.of(request)
    window = asked.window()
    choice = asked.choice(request)
    found = await ask(request, people.page, asked.filter(), window)
    return await responses.listed(request, found, window, choice)


@router.get("/people/{person_id}", summary="Get one person", **single(PersonWithOffices))
async def get_person(request: Request, person_id: Id) -> Response:
    """A person with all forms of the name and the offices reported; `meetings.url` lists the meetings."""
    asked = AsOf.of(request)
    return responses.record(request, await ask(request, people.one, person_id, asked.moment))
