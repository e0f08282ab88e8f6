"""The client against the server itself, and against servers that fail."""

import asyncio
from collections.abc import Iterator

import httpx
import networkx
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.client import AsyncClient, Client, ProblemError, to_dataframe
from app.config import Settings
from app.main import create_app
from tests.api.conftest import OneMeeting, Store, fill
from tests.client import shapes

BASE = "http://testserver"


@pytest.fixture
def app(sqlite_url: str) -> Iterator[FastAPI]:
    """The application over a store with a few meetings."""
    store = Store(sqlite_url)
    fill(store)
    yield create_app(Settings(database_url=sqlite_url), extractor=OneMeeting)
    store.engine.dispose()


@pytest.fixture
def client(app: FastAPI) -> Iterator[Client]:
    """A client of the application."""
    with TestClient(app) as served, Client(BASE, transport=served._transport) as client:
        yield client


@pytest.mark.parametrize("module", [*shapes.MODULES, "filters"])
def test_the_types_are_those_of_the_document(module: str) -> None:
    """`python -m tests.client.shapes` makes them new."""
    assert (shapes.FOLDER / f"{module}.py").read_text(encoding="utf-8") == shapes.modules()[module]


def test_a_list_is_walked_to_its_end(client: Client) -> None:
    """Whatever fits on a page; and its length is known beforehand."""
    meetings = client.meetings(limit=3)
    ids = [meeting["id"] for meeting in meetings]
    assert len(ids) == len(set(ids)) == meetings.count() == 4
    assert [len(page) for page in meetings.pages()] == [3, 1]
    assert [meeting["id"] for meeting in client.meetings(limit=500)] == ids


def test_a_filter_is_asked_as_it_is_given(client: Client) -> None:
    """Truth values, too."""
    assert {"CHN", "JPN"} <= set(next(iter(client.meetings(country="KOR,JPN,CHN")))["countries"])
    table = client.statistics("dyad,year", among="KOR,JPN,CHN", datetime="2020/2023", zeros=True)
    assert table["meta"]["zeros"] is True
    assert 0 in [group["meetings"] for group in table["data"]]


def test_every_list_and_every_record_can_be_had(client: Client) -> None:
    """One by one, and each record by the id that its list gives."""
    for meeting in client.meetings():
        assert client.meeting(meeting["id"])["sources"]
        assert all(field["claims"] for field in client.evidence(meeting["id"]))
        assert list(client.history(meeting["id"]))
    for person in client.people():
        stops = [stop["meeting"]["id"] for stop in client.itinerary(person["id"])]
        assert stops == [stop["meeting"]["id"] for stop in client.person(person["id"])["itinerary"]]
    for country in client.countries(min_meetings=1):
        assert client.country(country["code"])["levels"]
    for organisation in client.organisations():
        assert client.organisation(organisation["short"])["id"] == organisation["id"]
    for article in client.articles():
        assert client.article(article["id"])["content"]
    assert list(client.deleted_meetings()) == []


def test_the_asynchronous_client_gives_the_same(app: FastAPI, client: Client) -> None:
    """Lists, records and tables."""

    async def ask() -> tuple[list[str], str, int]:
        async with AsyncClient(BASE, transport=httpx.ASGITransport(app)) as other:
            ids = [meeting["id"] async for meeting in other.meetings(limit=2)]
            assert await other.meetings().count() == len(await other.meetings().to_dataframe()) == len(ids)
            meeting = await other.meeting(ids[0])
            return ids, meeting["title"], (await other.statistics("kind"))["meta"]["groups"]

    ids, title, groups = asyncio.run(ask())
    assert ids == [meeting["id"] for meeting in client.meetings()]
    assert title == client.meeting(ids[0])["title"]
    assert groups == client.statistics("kind")["meta"]["groups"]


def test_a_refusal_is_told_in_the_words_of_the_server(client: Client) -> None:
    """With the parameter that is wrong, and after one attempt."""
    with pytest.raises(ProblemError, match="Atlantis") as refused:
        list(client.meetings(country="Atlantis"))
    assert (refused.value.status, refused.value.parameter) == (400, "country")
    with pytest.raises(ProblemError) as missing:
        client.organisation("a/b ?")
    assert missing.value.status == 404


def test_records_become_a_table(client: Client) -> None:
    """Fields within fields have columns of their own."""
    frame = client.meetings().to_dataframe()
    assert len(frame) == 4
    assert {"id", "start.date", "place.city"} <= set(frame.columns)
    counts = to_dataframe(client.statistics("year")["data"])
    assert list(counts.columns) == ["year", "meetings"]


def test_networkx_reads_a_network_as_it_is(client: Client) -> None:
    """With the number of meetings as the weight."""
    found = client.network()
    graph = networkx.node_link_graph(dict(found), edges="edges")
    assert not graph.is_directed()
    assert {node["id"] for node in found["nodes"]} == set(graph)
    assert graph.number_of_edges() == len(found["edges"]) > 0
    assert all(graph.edges[one["source"], one["target"]]["weight"] == one["weight"] for one in found["edges"])


def flaky(*answers: httpx.Response | httpx.TransportError) -> httpx.MockTransport:
    """A server that gives these answers in turn."""
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        one = left.pop(0)
        if isinstance(one, httpx.TransportError):
            raise one
        return one

    return httpx.MockTransport(answer)


BUSY = httpx.Response(503, headers={"Retry-After": "0"}, json={"status": 503, "title": "Busy", "detail": "Later."})
PAGE = {"data": [{"id": "m1"}], "meta": {"count": 1}, "links": {"next": None}}


def test_what_fails_for_the_moment_is_asked_again() -> None:
    """A server that is busy, and a connection that breaks."""
    transport = flaky(BUSY, httpx.ConnectError("away"), httpx.Response(200, json=PAGE))
    with Client(BASE, transport=transport) as client:
        assert [meeting["id"] for meeting in client.meetings()] == ["m1"]


def test_what_fails_for_long_is_told() -> None:
    """After as many attempts as are allowed."""
    with Client(BASE, transport=flaky(BUSY, BUSY), attempts=2) as client, pytest.raises(ProblemError, match="503 Busy"):
        client.network()


def test_an_answer_that_is_no_document_is_told_as_well() -> None:
    """A proxy speaks otherwise than the server."""
    page = httpx.Response(404, text="<html>nothing here</html>")
    with Client(BASE, transport=flaky(page)) as client, pytest.raises(ProblemError, match="404 Not Found: <html>"):
        client.network()
