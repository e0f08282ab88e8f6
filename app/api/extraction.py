"""What `POST /v1/extractions` takes and gives: a text in, meetings with their evidence out."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.api.explanation import ExplanationOfText, drawn
from app.api.schemas.shape import Date, Shape, Span
from app.domain import mentions
from app.domain.articles import Article
from app.domain.calendar import PartialDate
from app.domain.meetings import Kind, Level, MeetingCandidate, Person, Role, Salience, Status
from app.extraction.explanation import explain
from app.extraction.output import as_record

# A text to try: a long article has 20,000 characters. More is what `summitry ingest` is for.
LONGEST_TEXT = 100_000


def _is_day(text: str) -> str:
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError("write YYYY-MM-DD")
    return text


class Text(BaseModel):
    """A text to read, with what is known about it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str = Field(
        min_length=1,
        max_length=LONGEST_TEXT,
        description="The article's text, in English.",
        examples=["SEOUL - Diplomats of South Korea, Japan and China met in Seoul on Tuesday to prepare a summit."],
    )
    title: str | None = Field(
        default=None,
        min_length=1,
        max_length=1000,
        description="Headline.",
        examples=["Three neighbours prepare a summit"],
    )
    published: Annotated[str, AfterValidator(_is_day)] | None = Field(
        default=None,
        description="Day of publication, against which words such as `Tuesday` are read; without it such dates are "
        "unknown.",
        json_schema_extra={"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
        examples=["2023-09-26"],
    )
    outlet: str | None = Field(
        default=None, min_length=1, max_length=200, description="Who published it.", examples=["Example Times"]
    )
    explain: bool = Field(
        default=False,
        description="Whether to say as well which words of the text gave which value, in `explanation`.",
        examples=[True],
    )

    def article(self) -> Article:
        """The text as extraction reads it."""
        published = date.fromisoformat(self.published) if self.published else None
        return Article(text=self.text, title=self.title, published=published, outlet=self.outlet)


class ExtractedPerson(Shape):
    """A person who is named as taking part."""

    name: str = Field(description="The fullest form in the text.", examples=["Chung Byung-won"])
    country: str | None = Field(
        description="Alpha-3 code; null for an organisation's representative.", examples=["KOR"]
    )
    title: str | None = Field(description="Office, without the state.", examples=["Deputy Foreign Minister"])
    organisation: str | None = Field(description="Short name of the organisation represented.", examples=[None])
    role: Role = Field(description="What the person does at the meeting.", examples=["host"])


class ExtractedParty(Shape):
    """One side of the meeting."""

    code: str = Field(description="Alpha-3 code of a state, short name of an organisation.", examples=["KOR"])
    kind: str = Field(description="`state` or `organisation`.", examples=["state"])
    role: Role = Field(description="What this side does at the meeting.", examples=["host"])


class ExtractedPlace(Shape):
    """Where the meeting takes place."""

    city: str | None = Field(description="City.", examples=["Seoul"])
    country: str | None = Field(description="Alpha-3 code.", examples=["KOR"])
    venue: str | None = Field(description="Building or site.", examples=["Shilla Hotel"])
    latitude: float | None = Field(description="WGS 84 degrees north.", examples=[37.57])
    longitude: float | None = Field(description="WGS 84 degrees east.", examples=[126.98])
    precision: str | None = Field(
        description="What the place is known to: `venue`, `city`, `region`, `country`.", examples=["city"]
    )


class Proof(Shape):
    """Why a field has its value."""

    field: str = Field(
        description="Field of the meeting, or one member of a set, such as `party:KOR`.", examples=["party:KOR"]
    )
    quote: str = Field(description="The words.", examples=["hosted in Seoul"])
    span: Span = Field(description="Where the words stand in the content.")
    rule: str = Field(description="The rule that read them.", examples=["verb:host"])
    confidence: float = Field(ge=0, le=1, description="How sure the rule is.", examples=[0.9])


class ExtractedMeeting(Shape):
    """A meeting as the text has it: the fields of the annotation guidelines, and the evidence for each."""

    kind: Kind = Field(description="The form of the occasion.", examples=["meeting"])
    status: Status = Field(description="Where it stands.", examples=["held"])
    level: Level = Field(description="The rank at which every side takes part.", examples=["official"])
    start: str | None = Field(description="First day, in reduced ISO 8601 form.", examples=["2023-09-26"])
    end: str | None = Field(description="Last day, likewise.", examples=["2023-09-26"])
    countries: list[str] = Field(description="Alpha-3 codes, sorted.", examples=[["CHN", "JPN", "KOR"]])
    organisations: list[str] = Field(description="Short names, sorted.", examples=[["EU"]])
    people: list[ExtractedPerson] = Field(description="Those who are named as taking part.")
    place: ExtractedPlace = Field(description="Where; nulls for calls and where the text does not say.")
    salience: Salience = Field(description="Whether the text is about it.", examples=["main"])
    evidence: str = Field(
        description="The clause that best shows the meeting.",
        examples=["Diplomats of South Korea, Japan and China met"],
    )
    span: Span = Field(description="Where that clause stands in the content (title, empty line, text).")
    start_date: Date | None = Field(description="First day with its precision and how it was read.")
    end_date: Date | None = Field(description="Last day, likewise.")
    parties: list[ExtractedParty] = Field(description="All sides with their roles.")
    topics: list[str] = Field(description="What it is about.", examples=[["trade"]])
    series: str | None = Field(description="Name of the recurring format.", examples=["China-Japan-South Korea summit"])
    attribution: str | None = Field(description="Who the text says the claim comes from.", examples=["an official"])
    confidence: float = Field(
        ge=0, le=1, description="Probability that parties, status and start are right.", examples=[0.82]
    )
    proofs: list[Proof] = Field(description="The evidence, field by field.")


class Extraction(Shape):
    """What was found in the text."""

    meetings: list[ExtractedMeeting] = Field(description="The meetings, in the order of the text.")
    extractor: str = Field(description="The version of the rules and the model.", examples=["rules-1"])
    explanation: ExplanationOfText | None = Field(
        description="The text with the words that gave each value; null unless `explain` asked for it."
    )


def rendered(
    version: str, meetings: list[MeetingCandidate], article: Article, *, explained: bool = False
) -> dict[str, Any]:
    """The answer, in the shape of `Extraction`."""
    return {
        "meetings": [_meeting(meeting, article) for meeting in meetings],
        "extractor": version,
        "explanation": drawn(explain(article, meetings), len(meetings)) if explained else None,
    }


def _meeting(meeting: MeetingCandidate, article: Article) -> dict[str, Any]:
    return {
        **as_record(meeting, article),
        "people": [_person(person) for person in meeting.people],
        "place": {name: getattr(meeting.place, name, None) for name in ExtractedPlace.model_fields},
        "span": _span(meeting.evidence_span),
        "start_date": _date(meeting.start),
        "end_date": _date(meeting.end),
        "parties": [{"code": party.code, "kind": party.kind, "role": party.role} for party in meeting.parties],
        "topics": meeting.topics,
        "series": meeting.series,
        "attribution": meeting.attribution,
        "confidence": meeting.confidence,
        "proofs": [_proof(proof) for proof in meeting.evidence],
    }


def _person(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in ExtractedPerson.model_fields}


def _proof(proof: mentions.Evidence) -> dict[str, Any]:
    said = {"field": proof.field, "quote": proof.quote, "rule": proof.rule, "confidence": proof.confidence}
    return {**said, "span": _span(proof.span)}


def _span(span: mentions.Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _date(day: PartialDate | None) -> dict[str, Any] | None:
    if day is None:
        return None
    return {
        "date": day.iso,
        "earliest": day.earliest,
        "latest": day.latest,
        "precision": day.precision,
        "basis": day.basis,
    }
