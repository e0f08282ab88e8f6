"""An article that is a row in, its meetings out: what the columns say, and what their prose says beside it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from app.domain.articles import Article
from app.domain.calendar import Basis, PartialDate
from app.domain.meetings import Kind, Level, MeetingCandidate, Party, Person, Place, Role, Salience, Status
from app.domain.mentions import Evidence, Span
from app.errors import ArticleRejectedError
from app.extraction.protocol import Extractor
from app.extraction.publishers import home_of
from app.knowledge import states
from app.rows.cells import Cells
from app.rows.layouts import extractor_of
from app.rows.mapping import Mapping
from app.rows.occasion import Occasion, occasion_of
from app.rows.prose import read_prose
from app.rows.text import cells_of

# Columns say outright what prose has to be understood for. What is left is slips of whoever filled the table.
CONFIDENCE = 0.95
# A row is quoted whole up to here (code points).
LONGEST_QUOTE = 600


class RowReader:
    """Reads the rows of one layout: `kind` is "table" or "calendar"; `prose` gives the extractor of running text."""

    def __init__(self, kind: str, mapping: Mapping, prose: Callable[[], Extractor]) -> None:
        self._mapping = mapping
        self._prose = prose
        self._name = extractor_of(f"{kind}/{mapping.name}")

    @property
    def version(self) -> str:
        """The kind of rows, the number of these rules and the mapping; with prose, also who reads that."""
        return f"{self._name}+{self._prose().version}" if self._mapping.prose else self._name

    def extract(self, article: Article) -> list[MeetingCandidate]:
        """The meetings of a row, the row's own first."""
        if not article.text:
            return []
        try:
            cells = cells_in(article)
            occasion = occasion_of(article.content, cells, self._mapping)
        except ArticleRejectedError:
            # The importer lets no such row pass; a text that another mapping made may hold one.
            return []
        prose = [cells.by_column[column] for column in self._mapping.prose if column in cells.by_column]
        read = read_prose(self._prose(), article, prose, self._subject(article, occasion)) if prose else []
        return list(meetings_of(occasion, read, cells.whole))

    def extract_many(self, articles: Iterable[Article]) -> Iterator[list[MeetingCandidate]]:
        """The meetings of each row, in order."""
        return map(self.extract, articles)

    def _subject(self, article: Article, occasion: Occasion) -> str | None:
        """Who acts where the prose leaves it out: the person of the columns, the owner, or the publishing office."""
        if len(occasion.people) == 1:
            return _introduced(occasion.people[0])
        if self._mapping.owner:
            return self._mapping.owner
        home = home_of(article)
        state = states.by_code(home or "")
        return state.name if state else home


def check(article: Article, mapping: Mapping) -> None:
    """Raise ArticleRejectedError, in one line, for a row from which no meeting can come."""
    occasion = occasion_of(article.content, cells_in(article), mapping)
    if len(occasion.parties) < 2:
        if mapping.prose:
            return
        named = ", ".join(sorted(occasion.parties)) or "nobody"
        raise ArticleRejectedError(f"names {named}: a meeting has two parties")
    if occasion.status is None:
        raise ArticleRejectedError('no status: map one, or give the day of the table ("published", --published)')


def meetings_of(occasion: Occasion, read: Iterable[MeetingCandidate], whole: Span) -> Iterator[MeetingCandidate]:
    """The row's own meeting, completed by the prose that tells of the same parties, and the others of the prose."""
    others = []
    own = candidate_of(occasion, whole) if len(occasion.parties) > 1 and occasion.status else None
    for candidate in read:
        if _elsewhen(candidate, occasion):
            others.append(replace(candidate, salience=Salience.BACKGROUND))
        elif own is not None and _codes(own.parties) == _codes(candidate.parties):
            own = _completed(own, candidate, occasion)
        else:
            others.append(_overlaid(candidate, occasion))
    if own is not None:
        yield own
    yield from others


def candidate_of(occasion: Occasion, whole: Span) -> MeetingCandidate:
    """A meeting that the columns tell."""
    roles = {party.role for party in occasion.parties.values()}
    kind = occasion.kind or (Kind.VISIT if {Role.HOST, Role.GUEST} <= roles else Kind.MEETING)
    content = occasion.content
    rest = [Evidence("meeting", whole, whole.of(content), "a row of a table"), *occasion.evidence]
    if occasion.kind is None:
        rest.append(Evidence("kind", whole, whole.of(content), "host and guest" if kind is Kind.VISIT else "not told"))
    return MeetingCandidate(
        kind=kind,
        status=occasion.status or Status.SCHEDULED,
        level=occasion.level or Level.UNKNOWN,
        parties=tuple(sorted(occasion.parties.values(), key=lambda party: party.code)),
        evidence_span=whole,
        start=occasion.start,
        end=occasion.end,
        people=tuple(occasion.people),
        place=None if kind is Kind.CALL else occasion.place,
        series=occasion.series,
        attribution=occasion.attribution,
        confidence=CONFIDENCE,
        evidence=tuple(rest),
    )


def _completed(own: MeetingCandidate, read: MeetingCandidate, occasion: Occasion) -> MeetingCandidate:
    """The row's meeting with what its prose adds: people, kind, level, place, series and topics not told by columns."""
    known = {person.name for person in own.people}
    added = {
        "people": (*own.people, *(person for person in read.people if person.name not in known)),
        "topics": read.topics,
        "series": own.series or read.series,
        "place": own.place or read.place,
        "kind": own.kind if occasion.kind else read.kind,
        "level": own.level if occasion.level else read.level,
        "evidence_span": read.evidence_span,
    }
    told = {evidence.field for evidence in occasion.evidence}
    fresh = [e for e in read.evidence if e.field not in told and e.field.partition(":")[0] not in _ROW_ONLY]
    kept = [e for e in own.evidence if e.field != "kind" or occasion.kind]
    return replace(own, **added, evidence=(*kept, *fresh))  # type: ignore[arg-type]


# What the columns of a row always tell themselves, once there are two parties.
_ROW_ONLY = {"meeting", "status", "start", "end", "salience", "party", "role", "confidence"}


def _overlaid(read: MeetingCandidate, occasion: Occasion) -> MeetingCandidate:
    """A meeting of the prose at the time, the place and with the people of its row."""
    told: dict[str, object] = {
        name: value
        for name in ("start", "end", "status", "kind", "level", "series", "attribution")
        if (value := getattr(occasion, name)) is not None
    }
    place = _nearer(occasion.place, read.place)
    if place is not None and told.get("kind", read.kind) is not Kind.CALL:
        told["place"] = place
    codes = _codes(read.parties)
    known = {person.name for person in read.people}
    joining = [p for p in occasion.people if (p.country or p.organisation) in codes and p.name not in known]
    fields = told.keys() | {f"person:{person.name}" for person in joining}
    shown = [e for e in occasion.evidence if e.field in fields]
    kept = [e for e in read.evidence if e.field not in told]
    people = (*read.people, *joining)
    return replace(read, **told, people=people, salience=Salience.MAIN, evidence=(*kept, *shown))  # type: ignore[arg-type]


def _nearer(told: Place | None, read: Place | None) -> Place | None:
    """The place of the columns, unless it says less than the prose does."""
    return read if told is None or (told.city is None and read is not None and read.city) else told


def _elsewhen(read: MeetingCandidate, occasion: Occasion) -> bool:
    """Whether a meeting of the prose is of another time than its row ("they last met in 2019")."""
    if read.start is None or occasion.start is None or read.start.basis is Basis.PUBLICATION:
        return False
    last = occasion.end or occasion.start
    window = PartialDate(occasion.start.earliest, max(last.latest, occasion.start.latest), occasion.start.precision)
    return not window.overlaps(read.start)


def _codes(parties: Iterable[Party]) -> set[str]:
    return {party.code for party in parties}


def _introduced(person: Person) -> str:
    """A person as a sentence begins with them: "President Barack Obama of the United States"."""
    state = states.by_code(person.country or "")
    party = state.name if state else person.organisation
    name = f"{person.title} {person.name}" if person.title else person.name
    return f"{name} of {party}" if party else name


def cells_in(article: Article) -> Cells:
    """The cells of a row's article, and the span that stands for the whole of it."""
    start = len(article.content) - len(article.text)
    return Cells(cells_of(article), Span(start, start + _shown_length(article.text)))


def _shown_length(text: str) -> int:
    """The characters that stand for the whole row: all of it, or its first lines where it goes on for long."""
    if len(text) <= LONGEST_QUOTE:
        return len(text)
    cut = text.rfind("\n", 1, LONGEST_QUOTE)
    return cut if cut > 0 else LONGEST_QUOTE
