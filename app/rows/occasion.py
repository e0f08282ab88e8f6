"""The cells of a row and the mapping in; the meeting as far as the columns tell it, each field with its words, out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from app.domain.calendar import PartialDate, Precision
from app.domain.meetings import Kind, Level, Party, PartyKind, Person, Place, PlacePrecision, Role, Status
from app.domain.mentions import Evidence
from app.errors import ArticleRejectedError
from app.extraction import ranks
from app.knowledge import series
from app.rows.cells import Cells, Said
from app.rows.dates import Days, days_of
from app.rows.mapping import Fields, Mapping, PersonFields
from app.rows.names import organisation_of, party_of, place_in, place_of, state_of
from app.rows.text import AS_PUBLISHED

PAST, UNDER_WAY, UPCOMING = "past", "under way", "upcoming"
STATUS = {PAST: Status.HELD, UNDER_WAY: Status.ONGOING, UPCOMING: Status.SCHEDULED}


@dataclass(slots=True)
class Occasion:
    """What the columns of a row tell of its meeting; a field that they do not tell is None or empty.

    `offices` are the words for each person's title, in their order.
    """

    content: str
    kind: Kind | None = None
    status: Status | None = None
    level: Level | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    place: Place | None = None
    series: str | None = None
    attribution: str | None = None
    parties: dict[str, Party] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    offices: list[Said | None] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)

    def show(self, name: str, said: Said) -> None:
        """Keep the words that show a field."""
        self.evidence.append(said.shows(name, self.content))

    def join(self, party: Party, said: Said) -> None:
        """Add a party; a role that says more than taking part stays."""
        held = self.parties.get(party.code)
        if held is None:
            self.show(f"party:{party.code}", said)
        if party.role is not Role.PARTICIPANT and (held is None or held.role is Role.PARTICIPANT):
            self.show(f"role:{party.code}", said)
        if held is None or held.role is Role.PARTICIPANT:
            self.parties[party.code] = party


def occasion_of(content: str, cells: Cells, mapping: Mapping) -> Occasion:
    """What the columns tell. Raises ArticleRejectedError, naming the column, for a value that cannot be understood."""
    found = Occasion(content)
    fields = mapping.fields
    _read_words(found, cells, fields)
    days, said = days_in(cells, fields)
    if days:
        found.start, found.end = days
        for name, one in zip(("start", "end"), said, strict=True):
            found.show(name, one)
    _read_status(found, cells)
    if found.end == found.start and found.status is Status.ONGOING:
        found.end = None
        found.evidence = [one for one in found.evidence if one.field != "end"]
    _read_parties(found, cells, fields)
    for person in mapping.people:
        _read_people(found, cells, person)
    _rank(found)
    _read_place(found, cells, fields)
    return found


def days_in(cells: Cells, fields: Fields) -> tuple[Days | None, list[Said]]:
    """The first and the last day with the words for each; one without a last day is one day.

    Raises ArticleRejectedError for words that are no date, and for an end before the start.
    """
    value = fields.date or fields.start
    said = cells.one(value)
    if value is None or said is None:
        return None, []
    start, end = _days(said, value.format)
    last = cells.one(fields.end)
    if last is not None and fields.end is not None:
        _, end = _days(last, fields.end.format or value.format)
    if end.latest < start.earliest:
        raise ArticleRejectedError(f"{(last or said).rule}: the end {end.latest} lies before the start")
    return (start, end), [said, last or said]


def _days(said: Said, forms: tuple[str, ...]) -> Days:
    try:
        return days_of(said.value, forms)
    except ValueError as error:
        raise ArticleRejectedError(f"{said.rule}: {error}") from None


def as_published(days: Days, published: date) -> str:
    """Where the days lay when the table was published; a day itself, and a month not over yet, count as ahead."""
    start, end = days
    if end.latest < published:
        return PAST
    exact = start.precision is Precision.DAY and end.precision is Precision.DAY
    return UNDER_WAY if exact and start.earliest < published else UPCOMING


def _read_words(found: Occasion, cells: Cells, fields: Fields) -> None:
    """The fields that hold one word of a vocabulary, or a name."""
    kind, level = cells.word(fields.kind, Kind, "kind"), cells.word(fields.level, Level, "level")
    status = cells.word(fields.status, Status, "status")
    if kind:
        found.kind = kind[0]
        found.show("kind", kind[1])
    if status:
        found.status = status[0]
        found.show("status", status[1])
    if level:
        found.level = level[0]
        found.show("level", level[1])
    named, by = cells.one(fields.series), cells.one(fields.attribution)
    if named:
        known = series.find(named.value)
        found.series = known.name if known else named.value
        found.show("series", named)
    if by:
        found.attribution = by.value
        found.show("attribution", by)


def _read_status(found: Occasion, cells: Cells) -> None:
    """Where no column tells the status: what the days were on the day of the table."""
    cell = cells.by_column.get(AS_PUBLISHED)
    if found.status is None and cell is not None and cell.value in STATUS:
        found.status = STATUS[cell.value]
        found.show("status", Said(cell.value, cell.span, "the days against the day of publication"))


def _read_parties(found: Occasion, cells: Cells, fields: Fields) -> None:
    for role, value in (
        (Role.HOST, fields.host),
        (Role.GUEST, fields.guest),
        (Role.MEDIATOR, fields.mediator),
        (Role.CHAIR, fields.chair),
        (Role.PARTICIPANT, fields.countries),
    ):
        for said in cells.all(value):
            party = party_of(said.value, role)
            if party is None:
                message = f'{said.rule}: no state or organisation is called {said.value[:60]!r}: say in "values"'
                raise ArticleRejectedError(f"{message} which one is meant")
            found.join(party, said)
    for said in cells.all(fields.organisations):
        found.join(organisation_of(said.value), said)


def _read_people(found: Occasion, cells: Cells, person: PersonFields) -> None:
    """The people of one entry of the mapping; titles and countries stand beside the names, or one for all."""
    names, titles = cells.all(person.name), cells.all(person.title)
    countries, bodies = cells.all(person.country), cells.all(person.organisation)
    for number, name in enumerate(names):
        title = _beside(titles, number, len(names))
        party, said = _side(found, _beside(countries, number, len(names)), _beside(bodies, number, len(names)), person)
        if party and said:
            found.join(party, said)
        state = party.code if party and party.kind is PartyKind.STATE else None
        body = party.code if party and party.kind is PartyKind.ORGANISATION else None
        called = " ".join(name.value.split())
        found.people.append(Person(called, state, title.value if title else None, body, person.role))
        found.offices.append(title)
        found.show(f"person:{called}", name)


def _beside(values: list[Said], number: int, names: int) -> Said | None:
    """The value that belongs to a name: the one at its place, or the only one. Raises where they do not match."""
    if len(values) not in (0, 1, names):
        message = f"{values[0].rule}: {len(values)} values beside {names} names"
        raise ArticleRejectedError(message)
    return values[number if len(values) == names else 0] if values else None


def _side(
    found: Occasion, country: Said | None, body: Said | None, person: PersonFields
) -> tuple[Party | None, Said | None]:
    """The party that a person speaks for, and the words that say so; by their role where no column tells."""
    if country:
        code = state_of(country.value)
        if code is None:
            raise ArticleRejectedError(f"{country.rule}: no state is called {country.value[:60]!r}")
        return Party(code, PartyKind.STATE, person.role), country
    if body:
        return organisation_of(body.value, person.role), body
    same = [party for party in found.parties.values() if party.role is person.role is not Role.PARTICIPANT]
    return (same[0], None) if len(same) == 1 else (None, None)


def _rank(found: Occasion) -> None:
    """The level by the offices of the people, where no column tells it."""
    if found.level is not None:
        return
    sides = [(p.country or p.organisation or "", ranks.of_title(p.title, p.country or "")) for p in found.people]
    level = ranks.lowest(sides)
    if level is not Level.UNKNOWN:
        found.level = level
        said = next(office for office, (_, rank) in zip(found.offices, sides, strict=True) if rank is level)
        if said is not None:
            found.show("level", Said(said.value, said.span, "the office of the lowest side"))


def _read_place(found: Occasion, cells: Cells, fields: Fields) -> None:
    """The place by its columns; a call has none, and a visit is where its host is."""
    if found.kind is Kind.CALL:
        return
    where = cells.all(fields.location)
    country, city, venue = (cells.one(value) for value in (fields.place_country, fields.city, fields.venue))
    code = state_of(country.value) if country else None
    if country and code is None:
        raise ArticleRejectedError(f"{country.rule}: no state is called {country.value[:60]!r}")
    if city or code or venue:
        found.place = place_of(city.value if city else None, code, venue.value if venue else None)
        _show_all(found, "place", [one for one in (city, country, venue) if one])
    elif where:
        found.place = place_in(", ".join(said.value for said in where))
        _show_all(found, "place", where)
    hosts = [p for p in found.parties.values() if p.role is Role.HOST and p.kind is PartyKind.STATE]
    if found.place is None and len(hosts) == 1:
        shown = next(one for one in found.evidence if one.field == f"party:{hosts[0].code}")
        found.place = Place(country=hosts[0].code, precision=PlacePrecision.COUNTRY)
        found.show("place", Said("", shown.span, "the host's country"))


def _show_all(found: Occasion, name: str, every: Iterable[Said]) -> None:
    """Keep each piece of a field that comes from several columns."""
    for said in every:
        found.show(name, said)
