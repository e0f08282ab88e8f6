"""What a run of the ingest job looks like, and how far all of them are."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.api.schemas.shape import Shape


class IngestCounts(Shape):
    """What became of what was read."""

    read: int = Field(ge=0, description="Articles and other inputs that were looked at.", examples=[1200])
    stored: int = Field(ge=0, description="Articles that are new in the store.", examples=[1180])
    unchanged: int = Field(ge=0, description="Those that were there already.", examples=[17])
    copies: int = Field(ge=0, description="Stored ones that repeat the text of another.", examples=[140])
    failed: int = Field(ge=0, description="Inputs that could not be taken.", examples=[3])
    meetings_created: int = Field(ge=0, description="Meetings that were not known before.", examples=[92])
    meetings_confirmed: int = Field(ge=0, description="Reports of meetings that were known.", examples=[51])


class IngestRun(Shape):
    """One run of the ingest job."""

    id: int = Field(description="Its number.", examples=[7])
    url: str = Field(description="Address of the record in this API.", examples=["/v1/ingest/runs/7"])
    state: Literal["running", "finished", "interrupted", "failed"] = Field(
        description="Where it stands. One that was killed is `running` until the next run begins.", examples=["running"]
    )
    inputs: list[str] = Field(
        description="The first 20 of the paths and addresses that it reads.", examples=[["archive.warc.gz"]]
    )
    input_count: int = Field(ge=0, description="How many it reads.", examples=[1])
    started_at: datetime = Field(description="When it began, UTC.", examples=["2024-01-05T12:00:00Z"])
    finished_at: datetime | None = Field(description="When it ended; null while it goes on.", examples=[None])
    seconds: float = Field(ge=0, description="How long it took, or takes so far.", examples=[61.5])
    articles_per_second: float = Field(ge=0, description="Articles read a second.", examples=[19.51])
    articles: IngestCounts = Field(description="What became of what it read so far.")


class IngestFailure(Shape):
    """An input that could not be taken."""

    id: int = Field(description="Its number, for `summitry failures`.", examples=[3])
    origin: str = Field(description="Which input it is.", examples=["archive.jsonl#812"])
    stage: Literal["read", "extract", "record"] = Field(description="What could not be done.", examples=["read"])
    reason: str = Field(description="Why not.", examples=["no text"])
    at: datetime = Field(description="When that was, UTC.", examples=["2024-01-05T12:00:41Z"])
    resolved_at: datetime | None = Field(
        description="When it was taken after all, or failed anew; null if it was not.", examples=[None]
    )


class IngestRunWithFailures(IngestRun):
    """One run of the ingest job with what it could not take."""

    failures_open: int = Field(ge=0, description="Its failures that were not resolved since.", examples=[3])
    failures: list[IngestFailure] = Field(description="Its failures, the first 100.")


class IngestQueue(Shape):
    """What the queue has for the workers, in chunks of about a thousand articles."""

    waiting: int = Field(ge=0, description="Chunks that nobody has taken.", examples=[12])
    under_way: int = Field(ge=0, description="Chunks that a worker has in hand.", examples=[4])
    done: int = Field(ge=0, description="Chunks that are done.", examples=[84])
    failed: int = Field(ge=0, description="Chunks that were given up or cut in two.", examples=[0])
    articles_left: int = Field(ge=0, description="About how many articles are left in it.", examples=[15500])
    workers: int = Field(ge=0, description="Workers that gave a sign of life in the last 30 seconds.", examples=[4])


class IngestProgress(Shape):
    """How far all runs are."""

    runs_going: int = Field(ge=0, description="Runs that go on now.", examples=[4])
    articles_per_second: float = Field(
        ge=0, description="Articles a second of these runs together, each since it began.", examples=[78.2]
    )
    articles: IngestCounts = Field(description="What all runs came to so far.")
    queue: IngestQueue | None = Field(description="What waits for workers; null where there is no queue.")
