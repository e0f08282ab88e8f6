"""The shapes of all lists, for the documentation alone: a page of records, about the list, and where it goes on."""

from typing import Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from app.api.problems import Tombstone
from app.api.schemas.articles import Article
from app.api.schemas.decisions import Decision, Review
from app.api.schemas.evidence import FieldEvidence
from app.api.schemas.lists import Facet, ListedMeeting, MeetingExcerpt
from app.api.schemas.parties import CountryRecord, Organisation, Person
from app.api.schemas.portraits import Stop
from app.api.schemas.runs import IngestRun
from app.api.schemas.shape import Shape


class Meta(Shape):
    """About the list as a whole."""

    count: int = Field(ge=0, description="Records on all pages.", examples=[2])
    count_is: Literal["exact", "at_least", "estimated"] = Field(
        description="Whether `count` is the number, or counting stopped there.", examples=["exact"]
    )
    limit: int = Field(ge=1, le=500, description="Most records on this page.", examples=[25])


class MeetingMeta(Meta):
    """About the list as a whole."""

    facets: dict[str, Facet] | SkipJsonSchema[None] = Field(
        default=None,
        description="With `facet`: for each dimension its most frequent values.",
        examples=[{"country": {"count_is": "exact", "values": [{"value": "KOR", "meetings": 12}]}}],
    )


class Links(Shape):
    """Addresses around this page."""

    self: str = Field(description="This page.", examples=["/v1/meetings?country=KOR"])
    next: str | None = Field(
        description="The next page; null on the last one.", examples=["/v1/meetings?country=KOR&cursor=WyJh"]
    )


class MeetingPage(Shape):
    """A page of meetings."""

    data: list[ListedMeeting | MeetingExcerpt] = Field(
        description="The meetings: in full, or with `select` the fields named."
    )
    meta: MeetingMeta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class PersonPage(Shape):
    """A page of people."""

    data: list[Person] = Field(description="The people.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class CountryPage(Shape):
    """All countries that were asked for."""

    data: list[CountryRecord] = Field(description="The countries.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class OrganisationPage(Shape):
    """A page of organisations."""

    data: list[Organisation] = Field(description="The organisations.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class ArticlePage(Shape):
    """A page of articles."""

    data: list[Article] = Field(description="The articles.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class ReviewPage(Shape):
    """A page of pairs that wait for a verdict."""

    data: list[Review] = Field(description="The pairs.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class IngestRunPage(Shape):
    """A page of runs of the ingest job."""

    data: list[IngestRun] = Field(description="The runs.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class TombstonePage(Shape):
    """A page of records that do not stand any more."""

    data: list[Tombstone] = Field(description="What is left of them.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class ItineraryPage(Shape):
    """A page of a person's itinerary."""

    data: list[Stop] = Field(description="The meetings.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class EvidencePage(Shape):
    """The evidence for every field of a meeting."""

    data: list[FieldEvidence] = Field(description="The fields.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")


class HistoryPage(Shape):
    """A page of the decisions about a meeting."""

    data: list[Decision] = Field(description="The decisions, the earliest first.")
    meta: Meta = Field(description="About the list as a whole.")
    links: Links = Field(description="Addresses around this page.")
