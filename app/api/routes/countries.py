"""`/v1/countries`: states and entities with foreign relations of their own."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.api import responses
from app.api.catalogue import CountryParameters
from app.api.deps import ask
from app.api.documentation import listing, single
from app.api.pages import CountryPage
from app.api.parameters import AsOf
from app.api.schemas.portraits import CountryWithPartners
from app.queries import countries
from app.queries.paging import MOST, Window

router = APIRouter(tags=["Countries"])

Code = Annotated[str, Path(description="ISO 3166-1 alpha-3 or alpha-2 code, or an English name.", examples=["KOR"])]


@router.get("/countries", summary="List countries", **listing(CountryPage, CountryParameters))
async def list_countries(request: Request) -> Response:
    """All countries by name, on one page, with the number of their meetings and where these are listed."""
    asked = CountryParameters.of(request)
    choice = asked.choice(request)
    found = await ask(request, countries.page, asked.filter())
    return await responses.listed(request, found, Window(MOST), choice)


@router.get("/countries/{code}", summary="Get one country", **single(CountryWithPartners))
async def get_country(request: Request, code: Code) -> Response:
    """A country with its partners, its meetings by level and year, and the latest and the next of them.

    `meetings.url` lists all of its meetings. What is upcoming is seen from today, or from the day of `as_of`.
    """
    asked = AsOf.of(request)
    return responses.record(await ask(request, countries.one, code, datetime.now(UTC), asked.moment))
