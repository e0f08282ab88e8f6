"""The meetings of rows whose columns leave something to prose."""

from functools import cache

import pytest

from app.domain.articles import Article
from app.domain.meetings import Kind, Level, MeetingCandidate, Salience, Status
from app.extraction.reader import RuleReader
from app.rows.importers import CalendarImporter, readers_of
from app.rows.reader import RowReader
from tests.rows.tables import Silent, a_mapping, events_in, meetings_in, rows_in, the_row

MINISTRY = "X-WR-CALNAME:Ministry of Foreign Affairs of South Korea\n"
WHEN = "DTSTAMP:20240601T000000Z\nDTSTART;VALUE=DATE:20240526\nDTEND;VALUE=DATE:20240528"
TRIPS = """
name = "trips"
published = 2024-01-15
prose = "Purpose"
[fields]
date = "Dates"
host = "Country"
city = "City"
place_country = "Country"
kind = {column = "Kind", values = {"" = ""}}
[[people]]
name = {constant = "Barack Obama"}
title = {constant = "President"}
country = {constant = "United States"}
role = "guest"
"""

rules = cache(RuleReader)


def of_event(event: str, head: str = MINISTRY) -> list[MeetingCandidate]:
    """The meetings of one event by the calendar's own mapping."""
    (article,) = events_in(f"UID:1\n{WHEN}\n{event}", head=head)
    found = RowReader("calendar", CalendarImporter().layout.mapping, rules).extract(article)
    for candidate in found:
        assert all(evidence.span.of(article.content) == evidence.quote for evidence in candidate.evidence)
    return found


@pytest.mark.parametrize(
    ("summary", "countries", "kind"),
    [
        ("Meeting with Japan's Foreign Minister Yoko Kamikawa", ("JPN", "KOR"), Kind.MEETING),
        ("Bilateral meeting with Foreign Minister Kamikawa of Japan", ("JPN", "KOR"), Kind.MEETING),
        ("Telephone call with Secretary of State Antony Blinken", ("KOR", "USA"), Kind.CALL),
        ("Working visit to Warsaw", ("KOR", "POL"), Kind.VISIT),
        ("Minister Park Jin meets US Ambassador Philip Goldberg", ("KOR", "USA"), Kind.MEETING),
    ],
)
def test_a_summary_is_read_as_what_the_ministry_has_planned(summary, countries, kind):
    """Whose calendar it is need not be said in it."""
    (meeting,) = of_event(f"SUMMARY:{summary}")

    assert (meeting.countries, meeting.kind, meeting.status) == (countries, kind, Status.HELD)
    assert (meeting.start.iso, meeting.end.iso) == ("2024-05-26", "2024-05-27")


@pytest.mark.parametrize(
    ("status", "meant"), [("CANCELLED", Status.CANCELLED), ("TENTATIVE", Status.PROPOSED), ("CONFIRMED", Status.HELD)]
)
def test_the_status_of_an_event(status, meant):
    """A confirmed one goes by its days."""
    (meeting,) = of_event(f"SUMMARY:Meeting with Japan's Foreign Minister Yoko Kamikawa\nSTATUS:{status}")

    assert meeting.status is meant


def test_an_event_that_is_no_meeting_gives_none():
    """It is an article without meetings, and no failure."""
    assert of_event("SUMMARY:Reception for National Foundation Day") == []


def test_another_occasion_in_the_description_keeps_its_own_time():
    """What was before is background; the event's days are not put on it."""
    own, other = of_event(
        "SUMMARY:Meeting with Japan's Foreign Minister Yoko Kamikawa\n"
        "DESCRIPTION:Foreign Minister Park Jin met Secretary of State Antony Blinken in Washington on 3 February 2023."
    )

    assert (own.start.iso, own.salience) == ("2024-05-26", Salience.MAIN)
    assert (other.start.iso, other.salience) == ("2023-02-03", Salience.BACKGROUND)


def test_an_owner_may_be_named_where_the_outlet_is_no_office():
    """The mapping says whose calendar it is."""
    mapping = a_mapping('name = "mine"\nowner = "South Korea"\n')
    (article,) = events_in(f"UID:1\n{WHEN}\nSUMMARY:Meeting with the Prime Minister of Iraq", mapping=mapping)

    (meeting,) = readers_of(mapping, rules)[article.layout].extract(article)

    assert meeting.countries == ("IRQ", "KOR")


def test_the_prose_of_a_table_completes_its_row_and_adds_what_else_was_met():
    """The visitor of the columns is who met."""
    mapping = a_mapping(TRIPS)
    row = the_row(
        'Country,City,Purpose,Dates,Kind\nJordan,Amman,Met with King Abdullah II.,"March 22-23, 2013",\n', mapping
    )

    (meeting,) = meetings_in(row, mapping, rules)

    assert meeting.countries == ("JOR", "USA")
    assert [person.name for person in meeting.people] == ["Barack Obama", "Abdullah II"]
    assert (meeting.start.iso, meeting.end.iso, meeting.place.city) == ("2013-03-22", "2013-03-23", "Amman")
    assert meeting.level is Level.LEADER


def test_a_mapping_that_names_no_prose_needs_no_language_model():
    """Tables alone load in a moment."""

    def never() -> Silent:
        raise AssertionError("asked for")

    mapping = a_mapping()
    row = the_row("From,To,Guest,Host\n2023-05-01,,France,Germany\n", mapping)

    assert RowReader("table", mapping, never).version == "table-1+visits"
    assert len(RowReader("table", mapping, never).extract(row)) == 1


def test_a_row_of_another_mapping_gives_nothing_and_raises_nothing():
    """An extractor never raises for a text, however odd."""
    reader = RowReader("table", a_mapping(), Silent)

    assert list(reader.extract_many([Article("From: soon\nHost: x"), Article("Anything."), Article("")])) == [
        [],
        [],
        [],
    ]


def test_a_row_with_one_party_is_taken_where_its_prose_may_name_the_other():
    """Nothing is rejected before it is read."""
    mapping = a_mapping(TRIPS)

    (article,) = rows_in("Country,City,Purpose,Dates,Kind\n,Paris,Holiday,2013-03-22,\n", mapping)

    assert isinstance(article, Article)
    assert meetings_in(article, mapping) == []
