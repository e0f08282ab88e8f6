"""Places in an article's content: offsets in, quotes out."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of Unicode code points in `Article.content`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Raise ValueError for a range that is negative or empty."""
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, got {self.start}..{self.end}")

    def of(self, content: str) -> str:
        """The text that the span covers."""
        return content[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a field of a candidate has its value: the words, the rule that read them, how sure it is.

    `field` is a field of `MeetingCandidate` ("kind", "status", "level", "start", "end", "place", "salience",
    "series", "attribution", "meeting" for the whole clause) or one member of a set ("party:KOR", "role:KOR",
    "person:Nong Rong", "topic:trade"). `confidence` is 0 to 1.
    """

    field: str
    span: Span
    quote: str
    rule: str
    confidence: float = 1.0
