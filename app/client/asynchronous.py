"""Questions in, records out, without waiting in a thread: the client of services."""

from collections.abc import AsyncIterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack

import httpx
from tenacity import AsyncRetrying

from app.client.analysis import NodeLink, StatisticsTable
from app.client.asking import ATTEMPTS, TIMEOUT, address, content, parameters, retries
from app.client.filters import (
    ArticleFilters,
    CountryFilters,
    DeletedFilters,
    ItineraryFilters,
    MeetingFilters,
    NetworkFilters,
    OrganisationFilters,
    PersonFilters,
    StatisticsFilters,
)
from app.client.frames import to_dataframe
from app.client.meetings import Decision, FieldEvidence, ListedMeeting, MeetingWithSources, Tombstone
from app.client.parties import (
    Article,
    ArticleWithReports,
    CountryRecord,
    CountryWithPartners,
    Organisation,
    Person,
    PersonWithItinerary,
    Stop,
)

if TYPE_CHECKING:
    import pandas

T = TypeVar("T")


class AsyncListing(Generic[T]):
    """A list on the server: its records are fetched page by page while one goes through them."""

    def __init__(self, client: "AsyncClient", path: str, asked: dict[str, str]) -> None:
        self._client, self._path, self._asked = client, path, asked

    async def __aiter__(self) -> AsyncIterator[T]:
        """Every record, to the last page."""
        async for page in self.pages():
            for record in page:
                yield record

    async def pages(self) -> AsyncIterator[list[T]]:
        """The records of each page."""
        found = await self._client.get(self._path, self._asked)
        yield found["data"]
        while following := found["links"]["next"]:
            found = await self._client.get(following)
            yield found["data"]

    async def count(self) -> int:
        """How many records there are on all pages; at least, where the server stops counting."""
        return int((await self._client.get(self._path, self._asked))["meta"]["count"])

    async def to_dataframe(self) -> "pandas.DataFrame":
        """All records as a table. Needs pandas."""
        return to_dataframe([record async for record in self])  # type: ignore[misc]


class AsyncClient:
    """A client of one server; close it, or use it in a `async with` block."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float = TIMEOUT,
        attempts: int = ATTEMPTS,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`attempts` is how often a question is asked at most, where the network or the server fails for the moment."""
        self._http = httpx.AsyncClient(base_url=base_url, timeout=timeout, transport=transport, follow_redirects=True)
        self._retrying = AsyncRetrying(**retries(attempts))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def get(self, path: str, asked: dict[str, str] | None = None) -> Any:
        """What the server answers at an address. Raises ProblemError and httpx.TransportError."""

        async def ask() -> Any:
            return content(await self._http.get(path, params=asked or None))

        return await self._retrying(ask)

    def meetings(self, **asked: Unpack[MeetingFilters]) -> AsyncListing[ListedMeeting]:
        """Meetings that meet every filter, the latest first."""
        return AsyncListing(self, address("meetings"), parameters(asked))

    async def meeting(self, meeting_id: str, *, as_of: str | None = None) -> MeetingWithSources:
        """One meeting with its life, its sources and the words behind each field."""
        found: MeetingWithSources = await self.get(address("meetings", meeting_id), parameters({"as_of": as_of}))
        return found

    def evidence(
        self, meeting_id: str, *, field: str | None = None, as_of: str | None = None
    ) -> AsyncListing[FieldEvidence]:
        """What every source says of a meeting, field by field."""
        return AsyncListing(
            self, address("meetings", meeting_id, "evidence"), parameters({"field": field, "as_of": as_of})
        )

    def history(self, meeting_id: str, *, as_of: str | None = None) -> AsyncListing[Decision]:
        """Every decision about a meeting."""
        return AsyncListing(self, address("meetings", meeting_id, "history"), parameters({"as_of": as_of}))

    def deleted_meetings(self, **asked: Unpack[DeletedFilters]) -> AsyncListing[Tombstone]:
        """Records that were retracted or merged."""
        return AsyncListing(self, address("meetings", "deleted"), parameters(asked))

    def people(self, **asked: Unpack[PersonFilters]) -> AsyncListing[Person]:
        """People by name."""
        return AsyncListing(self, address("people"), parameters(asked))

    async def person(self, person_id: str, *, as_of: str | None = None) -> PersonWithItinerary:
        """One person with offices and the latest meetings."""
        found: PersonWithItinerary = await self.get(address("people", person_id), parameters({"as_of": as_of}))
        return found

    def itinerary(self, person_id: str, **asked: Unpack[ItineraryFilters]) -> AsyncListing[Stop]:
        """Where somebody was, in which role and office."""
        return AsyncListing(self, address("people", person_id, "itinerary"), parameters(asked))

    def countries(self, **asked: Unpack[CountryFilters]) -> AsyncListing[CountryRecord]:
        """Countries by name."""
        return AsyncListing(self, address("countries"), parameters(asked))

    async def country(self, code: str, *, as_of: str | None = None) -> CountryWithPartners:
        """One country with its partners and its meetings by year."""
        found: CountryWithPartners = await self.get(address("countries", code), parameters({"as_of": as_of}))
        return found

    def organisations(self, **asked: Unpack[OrganisationFilters]) -> AsyncListing[Organisation]:
        """Organisations by short name."""
        return AsyncListing(self, address("organisations"), parameters(asked))

    async def organisation(self, key: str, *, as_of: str | None = None) -> Organisation:
        """One organisation, by id or name."""
        found: Organisation = await self.get(address("organisations", key), parameters({"as_of": as_of}))
        return found

    def articles(self, **asked: Unpack[ArticleFilters]) -> AsyncListing[Article]:
        """Articles, the latest first."""
        return AsyncListing(self, address("articles"), parameters(asked))

    async def article(self, article_id: str, *, as_of: str | None = None) -> ArticleWithReports:
        """One article with its text and the meetings that it reports."""
        found: ArticleWithReports = await self.get(address("articles", article_id), parameters({"as_of": as_of}))
        return found

    async def statistics(self, group_by: str, **asked: Unpack[StatisticsFilters]) -> StatisticsTable:
        """Numbers of meetings by one or two dimensions; `to_dataframe` takes the `data` of it."""
        found: StatisticsTable = await self.get(address("statistics"), parameters({"group_by": group_by, **asked}))
        return found

    async def network(self, **asked: Unpack[NetworkFilters]) -> NodeLink:
        """Who meets whom how often, as `networkx.node_link_graph` reads it."""
        found: NodeLink = await self.get(address("network"), parameters(asked))
        return found
