"""`/v1/people`: those who were named as taking part."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api import responses
from app.api.catalogue import ItineraryParameters, PersonParameters
from app.api.deps import ask
from app.api.documentation import listing, part, single
from app.api.pages import ItineraryPage, PersonPage
from app.api.parameters import AsOf
from app.api.schemas.portraits import PersonWithItinerary
from app.queries import itineraries, people

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


@router.get("/people/{person_id}", summary="Get one person", **single(PersonWithItinerary))
async def get_person(request: Request, person_id: Id) -> Response:
    """A person with all forms of the name, the offices reported, and the latest meetings with place, role and office.

    `meetings.url` lists the meetings in full, `/itinerary` tells all of them as these.
    """
    asked = AsOf.of(request)
    return responses.record(await ask(request, people.portrait, person_id, asked.moment))


@router.get(
    "/people/{person_id}/itinerary", summary="Get a person's itinerary", **part(ItineraryPage, ItineraryParameters)
)
async def get_itinerary(request: Request, person_id: Id) -> Response:
    """Meetings at which a person is, the latest first, with place, days, and the role and office at each.

    All filters of meetings narrow it; `sort=start` tells it from the beginning.
    """
    asked = ItineraryParameters.of(request)
    window = asked.window()
    found = await ask(request, itineraries.page, person_id, asked.filter(), window)
    return responses.page(request, found, window)
