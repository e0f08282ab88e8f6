"""Questions in, records out, one after the other: the client of scripts and notebooks."""

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack

import httpx
from tenacity import Retrying

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


class Listing(Generic[T]):
    """A list on the server: its records are fetched page by page while one goes through them."""

    def __init__(self, client: "Client", path: str, asked: dict[str, str]) -> None:
        self._client, self._path, self._asked = client, path, asked

    def __iter__(self) -> Iterator[T]:
        """Every record, to the last page."""
        for page in self.pages():
            yield from page

    def pages(self) -> Iterator[list[T]]:
        """The records of each page."""
        found = self._client.get(self._path, self._asked)
        yield found["data"]
        while following := found["links"]["next"]:
            found = self._client.get(following)
            yield found["data"]

    def count(self) -> int:
        """How many records there are on all pages; at least, where the server stops counting."""
        return int(self._client.get(self._path, self._asked)["meta"]["count"])

    def to_dataframe(self) -> "pandas.DataFrame":
        """All records as a table. Needs pandas."""
        return to_dataframe(self)  # type: ignore[arg-type]


class Client:
    """A client of one server; close it, or use it in a `with` block."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout: float = TIMEOUT,
        attempts: int = ATTEMPTS,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """`attempts` is how often a question is asked at most, where the network or the server fails for the moment."""
        self._http = httpx.Client(base_url=base_url, timeout=timeout, transport=transport, follow_redirects=True)
        self._retrying = Retrying(**retries(attempts))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, path: str, asked: dict[str, str] | None = None) -> Any:
        """What the server answers at an address. Raises ProblemError and httpx.TransportError."""
        return self._retrying(lambda: content(self._http.get(path, params=asked or None)))

    def meetings(self, **asked: Unpack[MeetingFilters]) -> Listing[ListedMeeting]:
        """Meetings that meet every filter, the latest first."""
        return Listing(self, address("meetings"), parameters(asked))

    def meeting(self, meeting_id: str, *, as_of: str | None = None) -> MeetingWithSources:
        """One meeting with its life, its sources and the words behind each field."""
        found: MeetingWithSources = self.get(address("meetings", meeting_id), parameters({"as_of": as_of}))
        return found

    def evidence(
        self, meeting_id: str, *, field: str | None = None, as_of: str | None = None
    ) -> Listing[FieldEvidence]:
        """What every source says of a meeting, field by field."""
        return Listing(self, address("meetings", meeting_id, "evidence"), parameters({"field": field, "as_of": as_of}))

    def history(self, meeting_id: str, *, as_of: str | None = None) -> Listing[Decision]:
        """Every decision about a meeting."""
        return Listing(self, address("meetings", meeting_id, "history"), parameters({"as_of": as_of}))

    def deleted_meetings(self, **asked: Unpack[DeletedFilters]) -> Listing[Tombstone]:
        """Records that were retracted or merged."""
        return Listing(self, address("meetings", "deleted"), parameters(asked))

    def people(self, **asked: Unpack[PersonFilters]) -> Listing[Person]:
        """People by name."""
        return Listing(self, address("people"), parameters(asked))

    def person(self, person_id: str, *, as_of: str | None = None) -> PersonWithItinerary:
        """One person with offices and the latest meetings."""
        found: PersonWithItinerary = self.get(address("people", person_id), parameters({"as_of": as_of}))
        return found

    def itinerary(self, person_id: str, **asked: Unpack[ItineraryFilters]) -> Listing[Stop]:
        """Where somebody was, in which role and office."""
        return Listing(self, address("people", person_id, "itinerary"), parameters(asked))

    def countries(self, **asked: Unpack[CountryFilters]) -> Listing[CountryRecord]:
        """Countries by name."""
        return Listing(self, address("countries"), parameters(asked))

    def country(self, code: str, *, as_of: str | None = None) -> CountryWithPartners:
        """One country with its partners and its meetings by year."""
        found: CountryWithPartners = self.get(address("countries", code), parameters({"as_of": as_of}))
        return found

    def organisations(self, **asked: Unpack[OrganisationFilters]) -> Listing[Organisation]:
        """Organisations by short name."""
        return Listing(self, address("organisations"), parameters(asked))

    def organisation(self, key: str, *, as_of: str | None = None) -> Organisation:
        """One organisation, by id or name."""
        found: Organisation = self.get(address("organisations", key), parameters({"as_of": as_of}))
        return found

    def articles(self, **asked: Unpack[ArticleFilters]) -> Listing[Article]:
        """Articles, the latest first."""
        return Listing(self, address("articles"), parameters(asked))

    def article(self, article_id: str, *, as_of: str | None = None) -> ArticleWithReports:
        """One article with its text and the meetings that it reports."""
        found: ArticleWithReports = self.get(address("articles", article_id), parameters({"as_of": as_of}))
        return found

    def statistics(self, group_by: str, **asked: Unpack[StatisticsFilters]) -> StatisticsTable:
        """Numbers of meetings by one or two dimensions; `to_dataframe` takes the `data` of it."""
        found: StatisticsTable = self.get(address("statistics"), parameters({"group_by": group_by, **asked}))
        return found

    def network(self, **asked: Unpack[NetworkFilters]) -> NodeLink:
        """Who meets whom how often, as `networkx.node_link_graph` reads it."""
        found: NodeLink = self.get(address("network"), parameters(asked))
        return found
