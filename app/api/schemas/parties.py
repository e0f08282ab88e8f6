"""What people, states and organisations look like."""

from pydantic import Field

from app.api.schemas.shape import MeetingsLink, Shape


class Person(Shape):
    """Somebody who was named as taking part in meetings."""

    id: str = Field(description="Opaque id.", examples=["p3f1c9d20b7a4e8865d12"])
    url: str = Field(description="Address of the record in this API.", examples=["/v1/people/p3f1c9d20b7a4e8865d12"])
    name: str = Field(description="Usual form of the name.", examples=["Chung Byung-won"])
    names: list[str] = Field(
        description="All forms in which it was written, sorted.", examples=[["Chung", "Chung Byung-won"]]
    )
    country: str | None = Field(description="Alpha-3 code of the state represented.", examples=["KOR"])
    organisation: str | None = Field(description="Short name of the organisation represented.", examples=[None])
    meetings: MeetingsLink = Field(description="The meetings in which the person takes part.")


class CountryRecord(Shape):
    """A state and its meetings."""

    code: str = Field(description="ISO 3166-1 alpha-3 code (`XKX` for Kosovo).", examples=["KOR"])
    alpha2: str | None = Field(description="ISO 3166-1 alpha-2 code.", examples=["KR"])
    url: str = Field(description="Address of the record in this API.", examples=["/v1/countries/KOR"])
    name: str = Field(description="Usual English name.", examples=["South Korea"])
    names: list[str] = Field(
        description="Other English names that filters understand.", examples=[["Republic of Korea", "ROK"]]
    )
    meetings: MeetingsLink = Field(description="The meetings in which the state takes part.")


class Organisation(Shape):
    """An organisation, bloc or movement that was a party to meetings."""

    id: str = Field(description="Opaque id.", examples=["o11223344556677889900"])
    url: str = Field(
        description="Address of the record in this API.", examples=["/v1/organisations/o11223344556677889900"]
    )
    short: str = Field(description="Usual short name.", examples=["EU"])
    name: str = Field(description="Full name.", examples=["European Union"])
    kind: str = Field(description="What sort of organisation it is.", examples=["bloc"])
    meetings: MeetingsLink = Field(description="The meetings in which it takes part.")
