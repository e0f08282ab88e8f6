"""What a meeting looks like in a list."""

from datetime import date as day
from datetime import datetime

from pydantic import Field

from app.api.schemas.shape import Date, Shape
from app.domain.meetings import Kind, Level, PlacePrecision, Role, Salience, Status


class Place(Shape):
    """Where the meeting takes place, never finer than the reports say."""

    venue: str | None = Field(description="Building or site, as reported.", examples=["Shilla Hotel"])
    city: str | None = Field(description="City.", examples=["Seoul"])
    country: str | None = Field(description="Alpha-3 code of the state it lies in.", examples=["KOR"])
    latitude: float | None = Field(description="WGS 84 degrees north, of the city or the state.", examples=[37.57])
    longitude: float | None = Field(description="WGS 84 degrees east, of the city or the state.", examples=[126.98])
    precision: PlacePrecision | None = Field(description="What the coordinates stand for.", examples=["city"])


class Delegate(Shape):
    """A person who is named as taking part."""

    id: str | None = Field(description="The person's id.", examples=["p3f1c9d20b7a4e8865d12"])
    name: str = Field(description="Usual form of the name.", examples=["Chung Byung-won"])
    title: str | None = Field(
        description="Office as reported, without the state.", examples=["Deputy Foreign Minister"]
    )
    role: Role = Field(description="What the person does at the meeting.", examples=["host"])


class Participant(Shape):
    """One side of the meeting: a state or an organisation, and the people who represent it."""

    country: str | None = Field(description="Alpha-3 code; null for an organisation.", examples=["KOR"])
    organisation: str | None = Field(description="Usual short name; null for a state.", examples=["EU"])
    role: Role = Field(description="What this side does at the meeting.", examples=["host"])
    people: list[Delegate] = Field(description="Those who are named as representing it.")


class Meeting(Shape):
    """One occasion on which representatives of at least two parties meet or speak, or are said to be going to."""

    id: str = Field(
        description="Id, the same for the same articles; begins with the month of the first report.",
        examples=["m202309-4e5f60718293a1b2"],
    )
    url: str = Field(
        description="Address of the record in this API.", examples=["/v1/meetings/m202309-4e5f60718293a1b2"]
    )
    title: str = Field(
        description="Who, where and when in one line.",
        examples=["China, Japan and South Korea: meeting in Seoul, 26 September 2023"],
    )
    kind: Kind = Field(description="The form of the occasion.", examples=["meeting"])
    status: Status = Field(description="Where it stands, by the latest report.", examples=["held"])
    level: Level = Field(
        description="The rank at which every side takes part: the lower decides.", examples=["official"]
    )
    salience: Salience = Field(
        description="Whether an article is about it (`main`), or all mention it in passing (`background`).",
        examples=["main"],
    )
    start: Date | None = Field(description="First day; null where no report lets a reader tell.")
    end: Date | None = Field(description="Last day, equal to `start` for one day; null where not told.")
    countries: list[str] = Field(
        description="Alpha-3 codes of the states that take part, sorted.", examples=[["CHN", "JPN", "KOR"]]
    )
    organisations: list[str] = Field(
        description="Short names of the organisations that take part, sorted.", examples=[["EU"]]
    )
    participants: list[Participant] = Field(description="All sides, with the people who represent them.")
    place: Place | None = Field(description="Where; null for calls and where no report says.")
    topics: list[str] = Field(description="What it is about.", examples=[["trade"]])
    series: str | None = Field(
        description="Name of the recurring format it belongs to.", examples=["China-Japan-South Korea summit"]
    )
    confidence: float = Field(
        ge=0, le=1, description="Probability that parties, status and start are all right.", examples=[0.82]
    )
    source_count: int = Field(ge=0, description="Articles that report it.", examples=[2])
    independent_source_count: int = Field(
        ge=0, description="The same, with copies of one text counted once.", examples=[2]
    )
    first_reported: day | None = Field(description="Publication day of the earliest report.", examples=["2023-09-26"])
    last_reported: day | None = Field(description="Publication day of the latest report.", examples=["2023-09-27"])
    corrected: list[str] = Field(
        description="Fields that have their value from a person, whatever the articles say, sorted.",
        examples=[["start"]],
    )
    updated_at: datetime = Field(description="When this record last changed, UTC.", examples=["2024-01-05T12:00:00Z"])
