"""`/` and `/meetings/{id}`: the search, and one meeting with everything that is known of it."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import orjson
from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from app.api.deps import ask
from app.api.parameters import AsOf
from app.api.shaping import MeetingParameters
from app.errors import SummitryError
from app.knowledge import states
from app.queries import history, meetings, passages, people
from app.queries.choosing import Keeper
from app.queries.filters import MeetingFilter
from app.queries.paging import Page, Window
from app.web import citation, evidence, facets, pages
from app.web.cards import Cards
from app.web.recipes import recipe
from app.web.search import Search, days_of

log = logging.getLogger(__name__)

router = APIRouter(include_in_schema=False, route_class=pages.PageRoute)

ORDERS = (("latest first", "-start"), ("earliest first", "start"), ("last changed", "-updated"))
DAY = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
# What the API can answer in besides JSON, of those that people open.
FORMATS = ("csv", "ics", "geojson", "atom")
FORMATS_OF_ONE = ("ics",)
# The place in the page where the counts come, which take longer than the list.
LATER = "<!--facets-->"
# What the form has a field for; everything else that is asked for, it keeps.
IN_FORM = frozenset({"q", "place", "datetime", "cursor"})
ACTIONS = {
    "create": "Recorded",
    "confirm": "One more report",
    "merge": "Merged with another record",
    "split": "Parted from another record",
    "correct": "Corrected",
    "retract": "Retracted",
    "reread": "Read again",
    "undo": "Decision taken back",
}


@router.get("/")
async def search(request: Request) -> Response:
    """Meetings that meet every filter, with the counts of each choice; the list is sent before these are known."""
    asked = Search.of(request)
    if _is_of_form(request, asked):
        return RedirectResponse(asked.link(), 303)
    window = asked.asked.window()
    found, cards, named = await ask(request, _listed, asked.filter, window, request.app.state.cards)
    if not found.records and not asked.given:
        return pages.page("empty.html")
    whole = pages.html("meetings.html", **_shown(request, asked, found, named), cards=cards)
    before, after = whole.split(LATER)

    async def parts() -> AsyncIterator[str]:
        yield before
        yield await _facets(request, asked)
        yield after

    return StreamingResponse(parts(), media_type="text/html", headers=pages.HEADERS)


async def _facets(request: Request, asked: Search) -> str:
    """The counts as a part of the page; where they cannot be had, the list stays, and says so."""
    try:
        return (await ask(request, _counted, asked, request.app.state.census)).decode()
    except SummitryError as error:
        log.error("request %s: no counts: %s", request.scope.get("request_id"), error)
        return pages.html("facets.html", facets=None, retry=asked.link())


def _counted(session: Session, asked: Search, keeper: Keeper) -> bytes:
    def count() -> bytes:
        return pages.html("facets.html", facets=facets.facets(session, asked, keeper), retry=asked.link()).encode()

    return keeper.tell(session, ("facets", asked.link()), count)


def _is_of_form(request: Request, asked: Search) -> bool:
    """Whether the address is as a form makes it, and not yet one to share."""
    return dict(request.query_params) != asked.given or len(request.query_params.multi_items()) != len(asked.given)


def _listed(
    session: Session, asked: MeetingFilter, window: Window, cards: Cards
) -> tuple[Page, list[Markup], dict[str, str]]:
    found = meetings.page(session, asked, window)
    wanted = {term for group in (*asked.person.groups, asked.person.excluded) for term in group}
    named = people.called(session, wanted) if wanted else {}
    return found, cards.of(session, found.records, asked.as_of), named


@cache
def _names_of_countries() -> Markup:
    return pages.part("names_of_countries", [state.name for state in states.all_states()])


def _shown(request: Request, asked: Search, found: Page, named: dict[str, str]) -> dict[str, Any]:
    given = asked.given
    sort = given.get("sort", "-start")
    following = asked.link(cursor=found.next_cursor) if found.next_cursor else None
    return {
        "given": given,
        "known": MeetingParameters.model_fields,
        "kept": {name: value for name, value in given.items() if name not in IN_FORM},
        "chips": asked.chips(named),
        "either": asked.either("country"),
        "together": asked.together("country"),
        "days": days_of(given.get("datetime")),
        "day_pattern": DAY,
        "countries": _names_of_countries(),
        "count": found.count,
        "orders": [(label, asked.link(sort=order), sort == order) for label, order in ORDERS],
        "first": asked.link(),
        "next": following,
        "views": f"/views{asked.question}",
        "tables": f"/tables{asked.question}",
        "recipe": recipe(request, "/v1/meetings", given, FORMATS),
    }


@router.get("/meetings/{meeting_id}")
async def meeting(request: Request, meeting_id: str) -> Response:
    """One meeting: its life, every value with the words for it in each article, what is contested, its history."""
    as_of = AsOf.of(request).moment
    record, contents, decisions = await ask(request, _known, meeting_id, as_of)
    told = evidence.told(record, contents)
    return pages.page(
        "meeting.html",
        meeting=record,
        told=told,
        shown=evidence.keys(told),
        numbers={one.source["id"]: number for number, one in enumerate(told, start=1)},
        history=decisions,
        actions=ACTIONS,
        as_of=request.query_params.get("as_of"),
        recipe=recipe(request, f"/v1/meetings/{meeting_id}", dict(request.query_params), FORMATS_OF_ONE),
    )


@router.get("/meetings/{meeting_id}/citation.bib")
async def bibtex(request: Request, meeting_id: str) -> Response:
    """How to cite the record, for a bibliography."""
    record = orjson.loads(await ask(request, meetings.one, meeting_id))
    return Response(citation.bibtex(record, *_seen(request, meeting_id)), media_type="application/x-bibtex")


@router.get("/meetings/{meeting_id}/citation.json")
async def csl(request: Request, meeting_id: str) -> Response:
    """How to cite the record, for a reference manager."""
    record = orjson.loads(await ask(request, meetings.one, meeting_id))
    cited = [citation.csl(record, *_seen(request, meeting_id))]
    return Response(orjson.dumps(cited), media_type="application/vnd.citationstyles.csl+json")


def _known(session: Session, meeting_id: str, as_of: datetime | None) -> tuple[Any, dict[str, str], list[Any]]:
    record = orjson.loads(meetings.one(session, meeting_id, as_of))
    articles = [source["article"]["id"] for source in record["sources"][: evidence.MOST_TEXTS]]
    decisions = [orjson.loads(step) for step in history.page(session, meeting_id, as_of).records]
    return record, passages.contents(session, articles), decisions


def _seen(request: Request, meeting_id: str) -> tuple[str, datetime]:
    """The address of the record's page, and when it was seen there."""
    return f"{str(request.base_url).rstrip('/')}/meetings/{meeting_id}", datetime.now(UTC)
