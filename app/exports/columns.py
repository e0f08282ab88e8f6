"""The tables of all lists: which columns each has, in which order, and what each means."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from app.exports.records import (
    Article,
    Country,
    Date,
    Delegate,
    Delegation,
    Meeting,
    MeetingOf,
    MeetingsLink,
    Organisation,
    Participant,
    Person,
    Place,
    Tombstone,
)
from app.exports.tables import Cell, Column, Row, Table, Values, by_name, from_rows

Part = tuple[str, Cell, str]

OF_DATE: tuple[Part, ...] = (
    ("date", Cell.CODE, "the finest of YYYY-MM-DD, YYYY-MM and YYYY that holds it"),
    ("earliest", Cell.DAY, "the first day that it can be"),
    ("latest", Cell.DAY, "the last day that it can be"),
    ("precision", Cell.CODE, "how finely it is known"),
    ("basis", Cell.CODE, "how it was read"),
)


def _parts(field: str, of: str, parts: tuple[Part, ...]) -> Iterator[Column]:
    for name, cell, meaning in parts:
        yield Column(f"{field}_{name}", field, cell, f"{of}: {meaning}")


def _plain(*columns: Part) -> Iterator[Column]:
    for name, cell, meaning in columns:
        yield Column(name, name, cell, meaning)


def _of_meetings(of: str) -> tuple[Column, Column]:
    return (
        Column("meeting_count", "meetings", Cell.INTEGER, f"meetings in which {of} takes part"),
        Column("meetings_url", "meetings", Cell.CODE, "address of the list of these meetings"),
    )


MEETING_COLUMNS = (
    *_plain(
        ("id", Cell.CODE, "the meeting's id"),
        ("url", Cell.CODE, "address of the record in this API"),
        ("title", Cell.TEXT, "who, where and when in one line"),
        ("kind", Cell.CODE, "the form of the occasion"),
        ("status", Cell.CODE, "where it stands"),
        ("level", Cell.CODE, "the rank at which every side takes part"),
        ("salience", Cell.CODE, "whether an article is about it"),
    ),
    *_parts("start", "first day", OF_DATE),
    *_parts("end", "last day", OF_DATE),
    *_plain(
        ("countries", Cell.CODES, "states that take part, alpha-3"),
        ("organisations", Cell.TEXTS, "organisations that take part, short names"),
    ),
    Column("people", "participants", Cell.TEXTS, "names of the people who take part"),
    Column("venue", "place", Cell.TEXT, "building or site"),
    Column("city", "place", Cell.TEXT, "city"),
    Column("place_country", "place", Cell.CODE, "state it takes place in, alpha-3"),
    Column("latitude", "place", Cell.NUMBER, "WGS 84 degrees north"),
    Column("longitude", "place", Cell.NUMBER, "WGS 84 degrees east"),
    Column("place_precision", "place", Cell.CODE, "what the coordinates stand for"),
    *_plain(
        ("topics", Cell.TEXTS, "what it is about"),
        ("series", Cell.TEXT, "recurring format it belongs to"),
        ("confidence", Cell.NUMBER, "probability that parties, status and start are all right"),
        ("source_count", Cell.INTEGER, "articles that report it"),
        ("independent_source_count", Cell.INTEGER, "the same, with copies of one text counted once"),
        ("first_reported", Cell.DAY, "day of the earliest report"),
        ("last_reported", Cell.DAY, "day of the latest report"),
        ("corrected", Cell.CODES, "fields that have their value from a person"),
        ("updated_at", Cell.MOMENT, "when the record last changed"),
    ),
)
PARTICIPANT_COLUMNS = (
    Column("participant_country", "participants", Cell.CODE, "the side, where it is a state, alpha-3"),
    Column("participant_organisation", "participants", Cell.TEXT, "the side, where it is an organisation, short name"),
    Column("participant_role", "participants", Cell.CODE, "what the side does at the meeting"),
    Column("person_id", "participants", Cell.CODE, "id of the person; empty for a side of which nobody is named"),
    Column("person_name", "participants", Cell.TEXT, "name of the person"),
    Column("person_title", "participants", Cell.TEXT, "office, as reported"),
    Column("person_role", "participants", Cell.CODE, "what the person does at the meeting"),
)
PERSON_COLUMNS = (
    *_plain(
        ("id", Cell.CODE, "the person's id"),
        ("url", Cell.CODE, "address of the record in this API"),
        ("name", Cell.TEXT, "usual form of the name"),
        ("names", Cell.TEXTS, "all forms in which it was written"),
        ("country", Cell.CODE, "state represented, alpha-3"),
        ("organisation", Cell.TEXT, "organisation represented, short name"),
    ),
    *_of_meetings("the person"),
)
ORGANISATION_COLUMNS = (
    *_plain(
        ("id", Cell.CODE, "the organisation's id"),
        ("url", Cell.CODE, "address of the record in this API"),
        ("short", Cell.TEXT, "usual short name"),
        ("name", Cell.TEXT, "full name"),
        ("kind", Cell.CODE, "what sort of organisation it is"),
    ),
    *_of_meetings("it"),
)
COUNTRY_COLUMNS = (
    *_plain(
        ("code", Cell.CODE, "ISO 3166-1 alpha-3 code (XKX for Kosovo)"),
        ("alpha2", Cell.CODE, "ISO 3166-1 alpha-2 code"),
        ("url", Cell.CODE, "address of the record in this API"),
        ("name", Cell.TEXT, "usual English name"),
        ("names", Cell.TEXTS, "other English names that filters understand"),
    ),
    *_of_meetings("the state"),
)
ARTICLE_COLUMNS = tuple(
    _plain(
        ("id", Cell.CODE, "the article's id"),
        ("url", Cell.CODE, "address of the record in this API"),
        ("title", Cell.TEXT, "headline"),
        ("outlet", Cell.TEXT, "who published it"),
        ("link", Cell.TEXT, "address at the publisher's"),
        ("published", Cell.DAY, "day of publication"),
        ("copy_of", Cell.CODE, "id of the article whose text it repeats"),
        ("language", Cell.CODE, "ISO 639-1 code"),
        ("authors", Cell.TEXTS, "bylines"),
        ("copy_kind", Cell.CODE, "how it repeats the other one"),
        ("meeting_count", Cell.INTEGER, "meetings that it reports"),
    )
)
TOMBSTONE_COLUMNS = tuple(
    _plain(
        ("id", Cell.CODE, "the record's id"),
        ("title", Cell.TEXT, "its title"),
        ("deleted", Cell.CODE, "retracted or merged"),
        ("at", Cell.MOMENT, "since when"),
        ("merged_into", Cell.CODE, "id of the record that took over"),
        ("decision", Cell.INTEGER, "number of the decision that did it"),
        ("actor", Cell.TEXT, "who decided"),
        ("reason", Cell.TEXT, "why, in the words of that person"),
    )
)


def _meetings(meetings: Sequence[MeetingOf[Any]]) -> Values:
    of = by_name(MeetingOf, meetings)
    return [
        *(of[name] for name in ("id", "url", "title", "kind", "status", "level", "salience")),
        *by_name(Date, of["start"]).values(),
        *by_name(Date, of["end"]).values(),
        of["countries"],
        of["organisations"],
        [[person.name for side in sides for person in side.people] for sides in of["participants"]],
        *by_name(Place, of["place"]).values(),
        *(of[name] for name in ("topics", "series", "confidence", "source_count", "independent_source_count")),
        *(of[name] for name in ("first_reported", "last_reported", "corrected", "updated_at")),
    ]


def _participants(meetings: Sequence[Meeting]) -> Values:
    told = [
        (meeting, side, person)
        for meeting in meetings
        for side in meeting.participants
        for person in side.people or (None,)
    ]
    if not told:
        return []
    of, sides, people = zip(*told, strict=True)
    side = by_name(Participant, sides)
    return [*_meetings(of), side["country"], side["organisation"], side["role"], *by_name(Delegate, people).values()]


def _as_named(kind: type[Struct], columns: Sequence[Column]) -> Callable[[Sequence[Any]], Values]:
    """How records are arranged whose columns are their members."""

    def arranged(records: Sequence[Any]) -> Values:
        of = by_name(kind, records)
        return [of[column.field] for column in columns]

    return arranged


def _link(link: MeetingsLink) -> Row:
    return (link.count, link.url)


MEETINGS = Table.of(MeetingOf[Delegation], MEETING_COLUMNS, _meetings)
PARTICIPANTS = Table.of(Meeting, (*MEETING_COLUMNS, *PARTICIPANT_COLUMNS), _participants)
PEOPLE = Table.of(
    Person,
    PERSON_COLUMNS,
    from_rows(lambda p: ((p.id, p.url, p.name, p.names, p.country, p.organisation, *_link(p.meetings)),)),
)
ORGANISATIONS = Table.of(
    Organisation,
    ORGANISATION_COLUMNS,
    from_rows(lambda o: ((o.id, o.url, o.short, o.name, o.kind, *_link(o.meetings)),)),
)
COUNTRIES = Table.of(
    Country, COUNTRY_COLUMNS, from_rows(lambda c: ((c.code, c.alpha2, c.url, c.name, c.names, *_link(c.meetings)),))
)
ARTICLES = Table.of(Article, ARTICLE_COLUMNS, _as_named(Article, ARTICLE_COLUMNS))
TOMBSTONES = Table.of(Tombstone, TOMBSTONE_COLUMNS, _as_named(Tombstone, TOMBSTONE_COLUMNS))
