"""The shapes of all records, for the documentation alone: answers are written by `app.queries` and not validated here.

A test compares what is served with these models.
"""

from datetime import date as day
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.domain.calendar import Basis, Precision
from app.domain.meetings import Kind, Level, PlacePrecision, Role, Salience, Status


class Shape(BaseModel):
    """Base of all shapes: no other fields than these are served."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


class Date(Shape):
    """A day that is known to lie between two days, and how that was read from the text."""

    date: str | None = Field(
        description="The finest of `YYYY-MM-DD`, `YYYY-MM` and `YYYY` that holds the interval; null where none does.",
        examples=["2023-09-26"],
    )
    earliest: day = Field(description="First day that it can be.", examples=["2023-09-26"])
    latest: day = Field(description="Last day that it can be.", examples=["2023-09-26"])
    precision: Precision = Field(description="How finely the date is known.", examples=["day"])
    basis: Basis = Field(
        description="How it was read: stated in full, or inferred from the publication date, a weekday, another date.",
        examples=["weekday"],
    )


class Span(Shape):
    """A half-open range of characters in the article's `content`."""

    start: int = Field(ge=0, description="First character, counted from 0 in Unicode code points.", examples=[67])
    end: int = Field(ge=1, description="The character after the last one.", examples=[142])


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

    id: str = Field(description="Opaque id, the same for the same articles.", examples=["m0a1b2c3d4e5f60718293"])
    url: str = Field(description="Address of the record in this API.", examples=["/v1/meetings/m0a1b2c3d4e5f60718293"])
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


class ArticleReference(Shape):
    """An article in few words."""

    id: str = Field(description="The article's id.", examples=["a9c8b7a6958473625140f"])
    url: str = Field(description="Address of the record in this API.", examples=["/v1/articles/a9c8b7a6958473625140f"])
    title: str | None = Field(description="Headline.", examples=["Three neighbours prepare a summit"])
    outlet: str | None = Field(description="Who published it.", examples=["Example Times"])
    link: str | None = Field(
        description="Address at the publisher's.", examples=["https://news.example/2023/09/26/three-neighbours"]
    )
    published: day | None = Field(description="Day of publication.", examples=["2023-09-26"])
    copy_of: str | None = Field(
        description="Id of the article whose text it repeats; null for a text of its own.", examples=[None]
    )


class Claim(Shape):
    """One field's value in one source, with the words that show it."""

    field: str = Field(
        description="Field of the meeting, or one member of a set, such as `party:KOR`.", examples=["party:KOR"]
    )
    value: str | None = Field(description="What this source says.", examples=["host"])
    quote: str = Field(description="The words.", examples=["hosted in Seoul"])
    span: Span = Field(description="Where the words stand in the article's content.")
    rule: str = Field(description="The rule that read them.", examples=["verb:host"])
    confidence: float = Field(ge=0, le=1, description="How sure the rule is.", examples=[0.9])


class Source(Shape):
    """What one article reports about the meeting."""

    id: str = Field(description="The source's id.", examples=["s5566778899aabbccddee"])
    article: ArticleReference = Field(description="The article.")
    status: Status = Field(description="Where the meeting stood, by this article.", examples=["held"])
    salience: Salience = Field(description="Whether this article is about the meeting.", examples=["main"])
    attribution: str | None = Field(
        description="Who the article says the claim comes from; null where it speaks for itself.",
        examples=["a senior official"],
    )
    confidence: float = Field(
        ge=0, le=1, description="Probability that parties, status and start are read rightly.", examples=[0.82]
    )
    extractor: str = Field(description="The version of the rules and the model that read it.", examples=["rules-1"])
    quote: str = Field(
        description="The clause that best shows the meeting.",
        examples=["Diplomats of the three countries met in Seoul on Tuesday"],
    )
    span: Span = Field(description="Where that clause stands in the article's content.")
    claims: list[Claim] = Field(description="The evidence, field by field.")


class CorrectionReference(Shape):
    """Who corrected a field, when and why."""

    decision: int = Field(description="Number of the decision, by which it can be taken back.", examples=[42])
    actor: str = Field(description="Who decided; `summitry` is the program.", examples=["ann"])
    at: datetime = Field(description="When, UTC.", examples=["2024-01-05T12:00:00Z"])
    note: str | None = Field(description="Why, in the words of that person.", examples=["By the ministry's calendar."])


class LifeStep(Shape):
    """A step in the life of a meeting: from here on it stood so."""

    status: Status = Field(description="Where the meeting stood.", examples=["postponed"])
    start: Date | None = Field(description="The first day that this source gives; null where it gives none.")
    reported: day | None = Field(description="Publication day of the source.", examples=["2023-11-26"])
    source: str | None = Field(
        description="Id of the source; null for what a person says.", examples=["s5566778899aabbccddee"]
    )
    quote: str | None = Field(
        description="The clause of the source that best shows it; null for what a person says.",
        examples=["the summit that Seoul had hoped to host in December has been put off"],
    )
    correction: CorrectionReference | None = Field(description="Who said so, where a person did.")


class Contention(Shape):
    """One of the values that are claimed of a field."""

    value: Any = Field(
        description="The value, in the form of the field; `parties` are codes and names.", examples=["held"]
    )
    chosen: bool = Field(description="Whether the record has this value.", examples=[True])
    sources: list[str] = Field(description="Ids of the sources that say so.", examples=[["s5566778899aabbccddee"]])
    independent_source_count: int = Field(
        ge=0, description="The same as a number, with copies of one text counted once.", examples=[1]
    )


class ContestedField(Shape):
    """A field of which sources, or a source and a person, say different things."""

    field: str = Field(description="The field; `parties` stands for countries and organisations.", examples=["status"])
    policy: str = Field(
        description="How the record's value follows from what is claimed.",
        examples=["The latest report; but a mere plan takes back nothing that was further on."],
    )
    correction: CorrectionReference | None = Field(description="Who set the value, where a person did.")
    claims: list[Contention] = Field(description="The record's value, then the others by the number of their sources.")


class MeetingWithSources(Meeting):
    """A meeting with everything that is reported about it."""

    life_cycle: list[LifeStep] = Field(description="Where it stood, step by step, with the source of each.")
    contested: list[ContestedField] = Field(description="What is claimed differently, side by side.")

    sources: list[Source] = Field(description="What each article reports, the earliest first.")


class Feature(Shape):
    """One aspect under which two reports were compared."""

    name: str = Field(description="The aspect.", examples=["shared parties"])
    score: float = Field(description="From -1, speaks against one meeting, to 1, speaks for it.", examples=[0.8])
    detail: str = Field(description="What was found.", examples=["JPN, KOR"])


class MovedSource(Shape):
    """A source that a decision gave to the meeting, or took from it."""

    id: str = Field(description="The source's id.", examples=["s5566778899aabbccddee"])
    article: ArticleReference = Field(description="The article.")
    status: Status = Field(description="Where the meeting stood, by this article.", examples=["held"])
    attribution: str | None = Field(
        description="Who the article says the claim comes from; null where it speaks for itself.",
        examples=["a senior official"],
    )
    quote: str = Field(
        description="The clause that best shows the meeting.",
        examples=["Diplomats of the three countries met in Seoul on Tuesday"],
    )
    span: Span = Field(description="Where that clause stands in the article's content.")


class FieldChange(Shape):
    """A field of the record that a decision changed."""

    field: str = Field(
        description="The field; `standing` says whether the record counts, `merged_into` which one took over.",
        examples=["status"],
    )
    before: Any = Field(description="The value before; null where there was none.", examples=["scheduled"])
    after: Any = Field(description="The value since.", examples=["held"])


class Decision(Shape):
    """A decision about a meeting: who changed what, when and why."""

    decision: int = Field(description="Its number; decisions stand in the order of their numbers.", examples=[42])
    actor: str = Field(description="Who decided; `summitry` is the program.", examples=["summitry"])
    at: datetime = Field(
        description="When, UTC; `as_of` this moment gives the record that came of it.",
        examples=["2024-01-05T12:00:00Z"],
    )
    note: str | None = Field(description="Why, in the words of a person.", examples=["By the ministry's calendar."])
    action: Literal["create", "confirm", "merge", "split", "correct", "retract", "reread", "undo"] = Field(
        description="What was done; `confirm` adds one more report, `reread` tells one as a newer extractor reads it.",
        examples=["confirm"],
    )
    score: float | None = Field(description="The sum of the features with their weights, in points.", examples=[12.5])
    features: list[Feature] = Field(description="How the report and the meeting compare, where they were compared.")
    compared_with: str | None = Field(
        description="The meeting that was compared, where it is another one.", examples=["m0a1b2c3d4e5f60718293"]
    )
    review: bool = Field(description="Whether a person should look at the pair.", examples=[False])
    undoes: int | None = Field(description="The decision that this one takes back.", examples=[None])
    meetings: list[str] = Field(
        description="All meetings that the decision changed.", examples=[["m0a1b2c3d4e5f60718293"]]
    )
    undone_by: int | None = Field(description="The decision that takes this one back, while it holds.", examples=[None])
    sources_added: list[MovedSource] = Field(description="Reports that came to the meeting, with their words.")
    sources_removed: list[MovedSource] = Field(description="Reports that left the meeting, with their words.")
    changes: list[FieldChange] = Field(description="What changed in the record.")


class Review(Shape):
    """Two records that may be one meeting."""

    id: int = Field(description="Its number: that of the decision that made the first record.", examples=[42])
    url: str = Field(description="Where the verdict is sent.", examples=["/v1/reviews/42"])
    score: float = Field(description="The sum of the features with their weights, in points.", examples=[4.3])
    threshold: float = Field(description="From so many points the program merges by itself.", examples=[4.5])
    features: list[Feature] = Field(description="How the two compared.")
    asked_at: datetime = Field(description="Since when the pair waits, UTC.", examples=["2024-01-05T12:00:00Z"])
    meetings: list[Meeting] = Field(description="Both records, the younger one first.")


class MeetingsLink(Shape):
    """How many meetings a record takes part in, and where they are listed."""

    count: int = Field(ge=0, description="Number of meetings.", examples=[12])
    url: str = Field(description="Address of the list in this API.", examples=["/v1/meetings?country=KOR"])


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


class Office(Shape):
    """A title under which a person was reported."""

    title: str = Field(description="The office as reported.", examples=["Deputy Foreign Minister"])
    meetings: int = Field(ge=1, description="Meetings at which it was reported.", examples=[3])
    first: day | None = Field(description="First day of the earliest of these meetings.", examples=["2023-09-26"])
    last: day | None = Field(description="First day of the latest of these meetings.", examples=["2024-05-27"])


class PersonWithOffices(Person):
    """A person with the offices held, as reported."""

    offices: list[Office] = Field(description="Titles reported, the most frequent first.")


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


class Article(ArticleReference):
    """One text from one outlet."""

    language: str = Field(description="ISO 639-1 code.", examples=["en"])
    authors: list[str] = Field(description="Bylines.", examples=[["A. Reporter"]])
    copy_kind: Literal["exact", "syndicated", "version"] | None = Field(
        description="How it repeats `copy_of`: the same words, another outlet's print, or another state of the page.",
        examples=[None],
    )
    meeting_count: int = Field(ge=0, description="Meetings that it reports.", examples=[2])


class MeetingReference(Shape):
    """A meeting in few words."""

    id: str = Field(description="The meeting's id.", examples=["m0a1b2c3d4e5f60718293"])
    url: str = Field(description="Address of the record in this API.", examples=["/v1/meetings/m0a1b2c3d4e5f60718293"])
    title: str = Field(
        description="Who, where and when in one line.",
        examples=["China, Japan and South Korea: meeting in Seoul, 26 September 2023"],
    )


class Report(Shape):
    """What an article says about one meeting."""

    id: str = Field(description="The source's id.", examples=["s5566778899aabbccddee"])
    meeting: MeetingReference = Field(description="The meeting.")
    status: Status = Field(description="Where the meeting stood, by this article.", examples=["held"])
    salience: Salience = Field(description="Whether the article is about the meeting.", examples=["main"])
    quote: str = Field(
        description="The clause that best shows the meeting.",
        examples=["Diplomats of the three countries met in Seoul on Tuesday"],
    )
    span: Span = Field(description="Where that clause stands in `content`.")


class ArticleWithReports(Article):
    """An article with its text and the meetings found in it."""

    content: str = Field(
        description="Title, an empty line, and the text; every span counts characters in it.",
        examples=["Three neighbours prepare a summit\n\nDiplomats of the three countries met in Seoul on Tuesday."],
    )
    sources: list[Report] = Field(description="The meetings that it reports, in the order of the text.")
