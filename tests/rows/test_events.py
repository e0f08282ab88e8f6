"""Events of calendars."""

import pytest

from app.domain.articles import Article
from app.sources.protocol import Rejected
from tests.rows.tables import a_mapping, day, events_in

TALKS = "UID:1\nDTSTAMP:20240601T000000Z\nSUMMARY:Talks"


def lines_of(article: Article) -> dict[str, str]:
    """The lines of a row's text."""
    return dict(line.split(": ", 1) for line in article.text.splitlines())


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("DTSTART;VALUE=DATE:20240526", "2024-05-26", "2024-05-26"),
        ("DTSTART;VALUE=DATE:20240526\nDTEND;VALUE=DATE:20240528", "2024-05-26", "2024-05-27"),
        ("DTSTART;VALUE=DATE:20240526\nDURATION:P2D", "2024-05-26", "2024-05-27"),
        ("DTSTART:20240526T100000\nDTEND:20240526T110000", "2024-05-26", "2024-05-26"),
        ("DTSTART:20240526T220000\nDTEND:20240527T000000", "2024-05-26", "2024-05-26"),
        ("DTSTART;TZID=Asia/Seoul:20240526T230000\nDURATION:PT2H", "2024-05-26", "2024-05-27"),
        ("DTSTART:20240526T230000Z\nDTEND:20240526T233000Z", "2024-05-26", "2024-05-26"),
        ("DTSTART;VALUE=DATE:20240526\nDTEND;VALUE=DATE:20240526", "2024-05-26", "2024-05-26"),
    ],
)
def test_the_days_of_an_event_are_its_first_and_its_last(times, start, end):
    """DTEND is the first moment after it."""
    (article,) = events_in(f"{TALKS}\n{times}")

    assert (lines_of(article)["start"], lines_of(article)["end"]) == (start, end)


def test_a_moment_in_utc_is_put_into_the_zone_of_the_calendar():
    """At eight in the evening in London it is the next day in Seoul."""
    (article,) = events_in(f"{TALKS}\nDTSTART:20240526T200000Z", head="X-WR-TIMEZONE:Asia/Seoul\n")

    assert lines_of(article)["start"] == "2024-05-27"


def test_folded_lines_and_escapes_are_undone():
    """RFC 5545 folds at 75 bytes and escapes commas."""
    (article,) = events_in("UID:1\nDTSTART;VALUE=DATE:20240526\nSUMMARY:Talks\\, and\n  lunch\nDESCRIPTION:One\\nTwo")

    assert article.title == "Talks, and lunch"
    assert article.text.endswith("description: One\n    Two")


def test_names_are_kept_and_mail_addresses_are_not():
    """A calendar's guests did not ask to be in the record with their addresses."""
    (article,) = events_in(
        f"{TALKS}\nDTSTART;VALUE=DATE:20240526\nORGANIZER;CN=Protocol:mailto:p@example.org\n"
        "ATTENDEE;CN=A. Envoy:mailto:a@example.org\nATTENDEE:mailto:b@example.org"
    )

    assert lines_of(article)["organizer"] == "Protocol"
    assert lines_of(article)["attendee"] == "A. Envoy"
    assert "example.org" not in article.text


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("UID:1\nSUMMARY:X", "without DTSTART"),
        ("UID:1\nDTSTART:soon\nSUMMARY:X", ""),
        ("UID:1\nDTSTART;VALUE=DATE:20240526\nRRULE:FREQ=DAILY\nSUMMARY:X", "recurs"),
        ("DTSTART;VALUE=DATE:20240526\nSUMMARY:X", "key is empty"),
    ],
)
def test_a_bad_event_is_rejected_by_its_line_and_costs_no_other(event, reason):
    """The line is that of BEGIN:VEVENT."""
    bad, good = events_in(event, f"{TALKS}\nDTSTART;VALUE=DATE:20240526")

    assert isinstance(bad, Rejected)
    assert bad.origin == "c.ics#2"
    assert reason in bad.reason
    assert isinstance(good, Article)


def test_the_occasion_of_a_series_that_was_moved_is_taken():
    """RECURRENCE-ID names one occasion, which is an event of its own."""
    (article,) = events_in(f"{TALKS}\nDTSTART;VALUE=DATE:20240526\nRECURRENCE-ID;VALUE=DATE:20240525")

    assert article.source_id == "1 / 2024-05-25"


def test_alarms_and_a_broken_end_do_no_harm():
    """An alarm has a description of its own, and a file may break off."""
    (article,) = events_in(
        f"{TALKS}\nDTSTART;VALUE=DATE:20240526\nBEGIN:VALARM\nTRIGGER:-PT5M\nDESCRIPTION:Wake up\nEND:VALARM"
    )

    assert "Wake up" not in article.text


def test_an_event_was_published_when_the_calendar_last_had_it():
    """The latest of its stamps; the calendar's own name is the outlet."""
    (article,) = events_in(
        f"{TALKS}\nCREATED:20240101T000000Z\nLAST-MODIFIED:20240501T000000Z\nDTSTART;VALUE=DATE:20240526",
        head="X-WR-CALNAME:Protocol Office\n",
    )

    assert (article.published, article.outlet) == (day("2024-06-01"), "Protocol Office")
    assert lines_of(article)["As published"] == "past"


@pytest.mark.parametrize(
    ("published", "seen"), [("2024-05-20", "upcoming"), ("2024-05-27", "under way"), ("2024-05-29", "past")]
)
def test_a_mapping_may_give_the_day_of_the_calendar(published, seen):
    """It goes before the stamps of the events."""
    mapping = a_mapping(f'name = "mine"\npublished = {published}\n')

    (article,) = events_in(f"{TALKS}\nDTSTART;VALUE=DATE:20240526\nDTEND;VALUE=DATE:20240529", mapping=mapping)

    assert lines_of(article)["As published"] == seen
    assert article.layout == "calendar/mine"
