"""`/countries`, `/people` and each of them: who takes part, how often, and in what."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.api.catalogue import CountryParameters, PersonParameters
from app.api.deps import ask
from app.api.parameters import AsOf
from app.queries import countries, filters, meetings, people
from app.queries.filters import CountryFilter
from app.queries.paging import MOST, Page, Window
from app.web import pages
from app.web.cards import Cards
from app.web.recipes import recipe
from app.web.routes.calendar import AHEAD
from app.web.search import PLAIN

router = APIRouter(include_in_schema=False, route_class=pages.PageRoute)

PAST = "held|ongoing"
# As many as are told apart in a row.
MOST_YEARS = 40


@router.get("/countries")
async def all_countries(request: Request) -> Response:
    """Countries with the number of their meetings, those with the most first."""
    asked = CountryParameters.read(_given(request))
    found = await ask(request, _countries, asked.filter())
    most = max((one["meetings"]["count"] for one in found), default=0)
    met = [one for one in found if one["meetings"]["count"]]
    others = [one for one in found if not one["meetings"]["count"]]
    met.sort(key=lambda one: -one["meetings"]["count"])
    return pages.page(
        "countries.html",
        name=asked.name or "",
        met=met,
        others=others,
        most=most,
        recipe=recipe(request, "/v1/countries", _given(request), ("csv",)),
    )


@router.get("/countries/{code}")
async def country(request: Request, code: str) -> Response:
    """A country: whom it meets, how often in each year, when and where; its latest meetings, and those ahead."""
    as_of = AsOf.of(request).moment
    record, ahead, latest = await ask(request, _country, code, as_of, request.app.state.cards)
    if code != record["code"]:
        return RedirectResponse(f"/countries/{record['code']}", 308)
    today = datetime.now(UTC).date().isoformat()
    own = {"country": record["code"]}
    years = [one for one in record["years"] if one["year"]][-MOST_YEARS:]
    return pages.page(
        "country.html",
        country=record,
        sections=(
            (
                "Ahead",
                _search({**own, "datetime": f"{today}/..", "status": AHEAD, "sort": "start"}),
                ahead,
            ),
            ("Latest", _search({**own, "status": PAST}), latest),
        ),
        years=years,
        most=max((one["meetings"] for one in years), default=0) or 1,
        recipe=recipe(request, f"/v1/countries/{record['code']}", dict(request.query_params)),
    )


@router.get("/people")
async def all_people(request: Request) -> Response:
    """People by name, page by page."""
    asked = PersonParameters.read(_given(request))
    window = asked.window()
    found = await ask(request, people.page, asked.filter(), window)
    return pages.page(
        "people.html",
        name=asked.name or "",
        people=[orjson.loads(record) for record in found.records],
        count=found.count,
        next=_next(request, found),
        recipe=recipe(request, "/v1/people", _given(request), ("csv",)),
    )


@router.get("/people/{person_id}")
async def person(request: Request, person_id: str) -> Response:
    """A person: offices and names, and every meeting in the order of time."""
    as_of = AsOf.of(request).moment
    record, found, cards = await ask(request, _person, person_id, request.app.state.cards, as_of)
    return pages.page(
        "person.html",
        person=record,
        cards=cards,
        count=found.count,
        recipe=recipe(request, f"/v1/people/{person_id}", dict(request.query_params)),
    )


def _next(request: Request, found: Page) -> str | None:
    if found.next_cursor is None:
        return None
    return f"{request.url.path}?{urlencode({**_given(request), 'cursor': found.next_cursor}, safe=PLAIN)}"


def _given(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.query_params.items() if value}


def _countries(session: Session, asked: CountryFilter) -> list[dict[str, Any]]:
    return [orjson.loads(record) for record in countries.page(session, asked).records]


def _country(
    session: Session, code: str, as_of: datetime | None, cards: Cards
) -> tuple[dict[str, Any], list[Markup], list[Markup]]:
    """The record, and the cards of the meetings ahead and of the latest ones."""
    record = orjson.loads(countries.one(session, code, datetime.now(UTC), as_of))
    ahead, latest = (cards.of(session, list(map(orjson.dumps, record[part])), as_of) for part in ("upcoming", "latest"))
    return record, ahead, latest


def _search(asked: dict[str, str]) -> str:
    """The address of the search that asks for this."""
    return f"/?{urlencode(asked, safe=PLAIN)}"


def _person(
    session: Session, person_id: str, cards: Cards, as_of: datetime | None
) -> tuple[dict[str, Any], Page, list[Markup]]:
    record = orjson.loads(people.one(session, person_id, as_of))
    asked = filters.meetings({"person": person_id})
    found = meetings.page(session, asked, Window(MOST, "-start"))
    return record, found, cards.of(session, found.records)
