"""What one person or one state looks like, with the meetings around it."""

from datetime import date as day

from pydantic import Field

from app.api.schemas.analysis import Levels
from app.api.schemas.articles import MeetingReference
from app.api.schemas.meetings import Meeting, Place
from app.api.schemas.parties import CountryRecord, Person
from app.api.schemas.shape import Date, Shape
from app.domain.meetings import Kind, Level, Role, Status


class Stop(Shape):
    """A meeting in somebody's itinerary."""

    meeting: MeetingReference = Field(description="The meeting.")
    kind: Kind = Field(description="Its form.", examples=["meeting"])
    status: Status = Field(description="Where it stands.", examples=["held"])
    level: Level = Field(description="Its rank.", examples=["official"])
    start: Date | None = Field(description="First day; null where no report lets a reader tell.")
    end: Date | None = Field(description="Last day; null where not told.")
    place: Place | None = Field(description="Where; null for calls and where no report says.")
    countries: list[str] = Field(description="All states that take part.", examples=[["CHN", "JPN", "KOR"]])
    organisations: list[str] = Field(description="All organisations that take part.", examples=[["EU"]])
    role: Role = Field(description="What the person does there.", examples=["host"])
    title: str | None = Field(description="Office at the time, as reported.", examples=["Deputy Foreign Minister"])


class Office(Shape):
    """A title under which a person was reported."""

    title: str = Field(description="The office as reported.", examples=["Deputy Foreign Minister"])
    meetings: int = Field(ge=1, description="Meetings at which it was reported.", examples=[3])
    first: day | None = Field(description="First day of the earliest of these meetings.", examples=["2023-09-26"])
    last: day | None = Field(description="First day of the latest of these meetings.", examples=["2024-05-27"])


class Tenure(Shape):
    """An office with the days at which sources show a person in it; it may have begun earlier and lasted longer."""

    office: str = Field(
        description="The office, in one form for all ways to write it.", examples=["deputy foreign minister"]
    )
    rank: Level | None = Field(description="The rank that it gives.", examples=["official"])
    first: day = Field(description="The earliest day at which a source shows it.", examples=["2023-09-26"])
    last: day = Field(description="The latest such day.", examples=["2024-05-27"])


TENURE = {"office": "deputy foreign minister", "rank": "official", "first": "2023-09-26", "last": "2024-05-27"}


class PersonWithItinerary(Person):
    """A person with the offices held, as reported, and the latest meetings."""

    offices: list[Office] = Field(description="Titles reported at meetings that stand, the most frequent first.")
    tenures: list[Tenure] | None = Field(
        description="Offices in which any source shows the person, in the order of their days; people are told apart "
        "by them. Null with `as_of`: only what is known now is kept.",
        examples=[[TENURE]],
    )
    itinerary: list[Stop] = Field(description="The latest meetings, the latest first, 50 at most.")


class Partner(Shape):
    """A state that another one meets."""

    country: str = Field(description="Alpha-3 code.", examples=["JPN"])
    name: str = Field(description="Usual English name.", examples=["Japan"])
    meetings: int = Field(ge=1, description="Meetings in which both take part.", examples=[9])
    levels: Levels = Field(description="The same by rank.")
    first: day | None = Field(description="First day of the earliest of them.", examples=["2019-12-24"])
    last: day | None = Field(description="First day of the latest of them.", examples=["2024-05-27"])


class Year(Shape):
    """A year and its meetings."""

    year: int | None = Field(description="The year; null for meetings that lie in no year for sure.", examples=[2023])
    meetings: int = Field(ge=0, description="Number of meetings.", examples=[12])


class CountryWithPartners(CountryRecord):
    """A state, whom it meets, how often in each year, and the meetings around today."""

    levels: Levels = Field(description="Numbers of meetings by rank.")
    partners: list[Partner] = Field(description="Whom it meets most, the most frequent first, 20 at most.")
    years: list[Year] = Field(description="Every year from the first to the last one, those without meetings, too.")
    latest: list[Meeting] = Field(description="What was held or is going on, the latest first, 5 at most.")
    upcoming: list[Meeting] = Field(
        description="What is scheduled or proposed for today, by UTC, or later, the nearest first, 5 at most."
    )
