"""`/v1/organisations`: blocs, agencies and movements that were parties to meetings."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api import responses
from app.api.catalogue import OrganisationParameters
from app.api.deps import ask
from app.api.documentation import listing, single
from app.api.pages import OrganisationPage
from app.api.parameters import AsOf
from app.api.schemas.parties import Organisation
from app.queries import organisations

router = APIRouter(tags=["Organisations"])

Key = Annotated[str, Path(description="The organisation's id, short name or full name.", examples=["EU"])]


@router.get("/organisations", summary="List organisations", **listing(OrganisationPage, OrganisationParameters))
async def list_organisations(request: Request) -> Response:
    """Organisations by short name, with the number of their meetings and where these are listed."""
    asked = OrganisationParameters.of(request)
    window = asked.window()
    choice = asked.choice(request)
    return await responses.listed(
        request, await ask(request, organisations.page, asked.filter(), window), window, choice
    )


@router.get("/organisations/{key}", summary="Get one organisation", **single(Organisation))
async def get_organisation(request: Request, key: Key) -> Response:
    """An organisation with the number of its meetings; `meetings.url` lists them."""
    asked = AsOf.of(request)
    return responses.record(await ask(request, organisations.one, key, asked.moment))
