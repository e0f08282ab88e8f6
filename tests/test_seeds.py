"""The seeds: every report keeps the documented format, and its annotations can be checked in its text."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.meetings import Kind, Level, Salience, Status

SEEDS = Path(__file__).parent.parent / "seeds"
FILES = sorted((SEEDS / "articles").glob("*.json"))
ARTICLE_FIELDS = {"id", "title", "published", "outlet", "url", "language", "text", "meetings"}
MEETING_FIELDS = {
    "kind",
    "status",
    "level",
    "start",
    "end",
    "countries",
    "organisations",
    "people",
    "place",
    "salience",
    "evidence",
}
VALUES = {"kind": Kind, "status": Status, "level": Level, "salience": Salience}
COUNTRY = re.compile(r"[A-Z]{3}")
REDUCED_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
# Offices are annotated without the country that the text puts inside them.
OFFICES_WITHOUT_COUNTRY = {"secretary of the Security Council", "secretary of the Supreme National Security Council"}
SEATS_OF_GOVERNMENT = {"Washington": "White House", "Paris": "Élysée", "Moscow": "Kremlin"}

each_article = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def read(path: Path) -> dict[str, Any]:
    """The article in a seed file."""
    return json.loads(path.read_text(encoding="utf-8"))


def whole(article: dict[str, Any]) -> str:
    """All that a reader sees of an article: headline and body."""
    return f"{article['title']}\n{article['text']}"


def all_meetings() -> Iterator[dict[str, Any]]:
    """The meetings of all seeds."""
    for path in FILES:
        yield from read(path)["meetings"]


def first_day(reduced: str) -> date:
    """The first day of a date of reduced precision; raises ValueError where there is no such day."""
    year, month, day = [*reduced.split("-"), "1", "1"][:3]
    return date(int(year), int(month), int(day))


def people(article: dict[str, Any]) -> list[dict[str, Any]]:
    """Everybody named in the article's annotations."""
    return [person for meeting in article["meetings"] for person in meeting["people"]]


def test_there_are_enough_reports():
    """Thirty reports are the least that makes the figure worth printing."""
    assert len(FILES) >= 30


@each_article
def test_an_article_has_the_documented_fields(path):
    """Each file holds one article with its id, date, invented outlet and address, and a body."""
    article = read(path)

    assert set(article) == ARTICLE_FIELDS
    assert article["id"] == path.stem
    assert article["id"].startswith(date.fromisoformat(article["published"]).isoformat())
    assert article["url"].startswith("https://example.org/")
    assert article["language"] == "en"
    assert all(article[field].strip() for field in ("title", "outlet"))


@each_article
def test_an_article_is_a_short_report(path):
    """A report has 60 to 350 words in paragraphs without stray white space."""
    text = read(path)["text"]

    assert 60 <= len(text.split()) <= 350
    assert all(paragraph == " ".join(paragraph.split()) for paragraph in text.split("\n\n"))


@each_article
def test_a_meeting_has_the_documented_fields_and_values(path):
    """Each meeting has every field, and closed fields hold only their allowed values."""
    for meeting in read(path)["meetings"]:
        assert set(meeting) == MEETING_FIELDS
        assert set(meeting["place"]) == {"city", "country"}
        assert all(set(person) == {"name", "country", "title"} for person in meeting["people"])
        for field, allowed in VALUES.items():
            assert meeting[field] in {value.value for value in allowed}


@each_article
def test_a_meeting_has_at_least_two_parties(path):
    """One state alone meets nobody; a bloc stands for several states."""
    for meeting in read(path)["meetings"]:
        assert len(meeting["countries"]) + len(meeting["organisations"]) >= 2


@each_article
def test_countries_are_sorted_codes_and_people_belong_to_them(path):
    """Countries are sorted alpha-3 codes without repetition, and a person's country takes part."""
    for meeting in read(path)["meetings"]:
        countries = meeting["countries"]
        codes = [*countries, *filter(None, [meeting["place"]["country"]])]

        assert countries == sorted(set(countries))
        assert meeting["organisations"] == sorted(set(meeting["organisations"]))
        assert all(COUNTRY.fullmatch(code) for code in codes)
        assert {person["country"] for person in meeting["people"]} <= {*countries, None}


@each_article
def test_dates_are_real_and_in_order(path):
    """Dates have reduced precision, exist in the calendar, and the end is not before the start."""
    for meeting in read(path)["meetings"]:
        dates = [value for value in (meeting["start"], meeting["end"]) if value is not None]

        assert all(REDUCED_DATE.fullmatch(value) for value in dates)
        assert [first_day(value) for value in dates] == sorted(first_day(value) for value in dates)


@each_article
def test_dates_agree_with_the_status(path):
    """What was held had begun by the day of publication; what is scheduled had not ended."""
    article = read(path)
    published = article["published"]

    for meeting in article["meetings"]:
        start, end = meeting["start"], meeting["end"]
        if meeting["status"] in {Status.HELD, Status.ONGOING} and start:
            assert start <= published
        if meeting["status"] in {Status.SCHEDULED, Status.PROPOSED} and end:
            assert end >= published[: len(end)]


@each_article
def test_evidence_stands_in_the_article_word_for_word(path):
    """The evidence of each meeting is an exact substring of the text or the title."""
    article = read(path)

    for meeting in article["meetings"]:
        assert meeting["evidence"].strip()
        assert meeting["evidence"] in article["title"] or meeting["evidence"] in article["text"]


@each_article
def test_names_offices_and_cities_stand_in_the_article(path):
    """Nobody and no city is annotated that the article does not name; offices are written as reported."""
    article = read(path)
    text = whole(article)
    offices = {person["title"] for person in people(article) if person["title"]} - OFFICES_WITHOUT_COUNTRY
    cities = {meeting["place"]["city"] for meeting in article["meetings"] if meeting["place"]["city"]}

    assert all(person["name"] in text for person in people(article))
    assert all(office.casefold() in text.casefold() for office in offices)
    assert all(city in text or SEATS_OF_GOVERNMENT.get(city, city) in text for city in cities)


@each_article
def test_no_meeting_is_annotated_twice(path):
    """Two annotations of one article differ in more than their evidence."""
    seen = [json.dumps({**meeting, "evidence": ""}, sort_keys=True) for meeting in read(path)["meetings"]]

    assert len(seen) == len(set(seen))


@each_article
def test_an_article_that_reports_a_meeting_is_about_one(path):
    """Where there are meetings, at least one is the article's subject."""
    meetings = read(path)["meetings"]

    assert not meetings or any(meeting["salience"] == Salience.MAIN for meeting in meetings)


@pytest.mark.parametrize("field", VALUES)
def test_every_value_occurs_at_least_twice(field):
    """No kind, status, level or salience is left without examples."""
    counts = Counter(meeting[field] for meeting in all_meetings())

    assert all(counts[value.value] >= 2 for value in VALUES[field])


def test_some_articles_report_no_meeting():
    """Four articles or more have an empty list, so that false finds cost something."""
    assert sum(not read(path)["meetings"] for path in FILES) >= 4


def test_several_meetings_are_reported_by_two_outlets():
    """At least six held meetings of the same parties and day are the subject of articles of different outlets."""
    outlets: dict[tuple[str, ...], set[str]] = {}
    for article in map(read, FILES):
        for meeting in article["meetings"]:
            if meeting["status"] == Status.HELD:
                key = (meeting["start"] or "", *meeting["countries"], *meeting["organisations"])
                outlets.setdefault(key, set()).add(article["outlet"])

    assert sum(len(names) > 1 and len(key[0]) == len("2023-09-26") for key, names in outlets.items()) >= 6


def test_the_readme_names_only_articles_that_exist():
    """Every full article id that the README of the seeds names is a file."""
    named = re.findall(r"`(\d{4}-\d{2}-\d{2}-[a-z0-9-]+[a-z0-9])`", (SEEDS / "README.md").read_text(encoding="utf-8"))

    assert named
    assert set(named) <= {path.stem for path in FILES}
