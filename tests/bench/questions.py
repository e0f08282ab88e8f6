"""A seed in, questions that analysts ask out: as an address of this API, and as SQL for Datasette over the same tables.

The SQL uses the tables of the record with the indexes that they have, and gives the same meetings with their
participants; it spares itself the count of all of them, and meetings that began before an interval and last into it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from tests.bench.store import DAYS, FIRST_DAY, Diplomacy

PAGE = 25
SHOWN = """
SELECT m.id, m.title, m.kind, m.status, m.level, m.start_earliest, m.start_latest, m.start_precision, m.last_day,
  m.city, m.place_country, m.source_count, m.independent_source_count, m.confidence, m.updated_at,
  (SELECT json_group_array(json_object('country', p.country, 'organisation', p.organisation_id, 'person', p.person_id,
    'title', p.title, 'role', p.role)) FROM participants p WHERE p.meeting_id = m.id) AS participants
"""
STANDING = "m.merged_into IS NULL AND m.retracted_at IS NULL"
LATEST = f"ORDER BY m.start_earliest DESC, m.id DESC LIMIT {PAGE}"
TAKES_PART = "EXISTS (SELECT 1 FROM participants c WHERE c.country = :{0} AND c.meeting_id = m.id)"


@dataclass(frozen=True, slots=True)
class Question:
    """One question in both languages."""

    path: str
    sql: str
    values: tuple[tuple[str, str], ...]

    def for_datasette(self, database: str) -> str:
        """The address at which Datasette answers it."""
        return f"/{database}.json?" + urlencode([("sql", self.sql), ("_shape", "array"), *self.values])


class Analyst:
    """Asks without end; no two questions are alike."""

    def __init__(self, seed: int) -> None:
        self._numbers = random.Random(seed)
        self._world = Diplomacy(seed)

    def by_country_and_date(self) -> Question:
        """The latest 25 meetings of a country in some months or years."""
        (country,) = self._world.codes.some(1)
        first, last = self._interval()
        sql = (
            f"{SHOWN} FROM meetings m WHERE m.start_earliest BETWEEN :a AND :b AND {TAKES_PART.format('c')} "
            f"AND {STANDING} {LATEST}"
        )
        path = _path("meetings", country=country, datetime=f"{first}/{last}")
        return Question(path, sql, (("c", country), ("a", first), ("b", last)))

    def by_three_countries(self) -> Question:
        """The latest 25 meetings of three countries since some day."""
        three = self._world.codes.some(3)
        first, _ = self._interval()
        together = " INTERSECT ".join(f"SELECT meeting_id FROM participants WHERE country = :{c}" for c in "cde")
        sql = f"{SHOWN} FROM meetings m WHERE m.id IN ({together}) AND m.start_earliest >= :a AND {STANDING} {LATEST}"
        path = _path("meetings", country=",".join(three), datetime=f"{first}/..")
        return Question(path, sql, (*zip("cde", three, strict=True), ("a", first)))

    def by_person(self) -> Question:
        """The latest 25 meetings of a person since some day."""
        (country,) = self._world.codes.some(1)
        person = self._world.people[country].draw().id
        first, _ = self._interval()
        sql = (
            f"{SHOWN} FROM meetings m WHERE m.id IN (SELECT meeting_id FROM participants WHERE person_id = :p) "
            f"AND m.start_earliest >= :a AND {STANDING} {LATEST}"
        )
        return Question(_path("meetings", person=person, datetime=f"{first}/.."), sql, (("p", person), ("a", first)))

    def by_text(self) -> Question:
        """The latest 25 meetings whose title, names or evidence have a word, since some day."""
        word = self._numbers.choice(self._world.vocabulary)
        first, _ = self._interval()
        of_word = "meeting_words w JOIN meeting_texts t ON t.id = w.rowid WHERE meeting_words MATCH :q"
        found = f"SELECT t.meeting_id FROM {of_word}"
        sql = f"{SHOWN} FROM meetings m WHERE m.id IN ({found}) AND m.start_earliest >= :a AND {STANDING} {LATEST}"
        return Question(_path("meetings", q=word, datetime=f"{first}/.."), sql, (("q", word), ("a", first)))

    def by_year(self) -> Question:
        """The number of meetings of a country in each year since some day."""
        (country,) = self._world.codes.some(1)
        first, _ = self._interval()
        sql = (
            f"SELECT substr(m.start_earliest, 1, 4) AS year, count(*) FROM meetings m WHERE m.start_earliest >= :a "
            f"AND m.id IN (SELECT meeting_id FROM participants WHERE country = :c) AND {STANDING} GROUP BY year"
        )
        path = _path("statistics", group_by="year", country=country, datetime=f"{first}/..")
        return Question(path, sql, (("c", country), ("a", first)))

    def _interval(self) -> tuple[str, str]:
        first = FIRST_DAY + timedelta(days=self._numbers.randrange(DAYS))
        last: date = first + timedelta(days=self._numbers.randrange(30, 730))
        return first.isoformat(), last.isoformat()


QUESTIONS: dict[str, Callable[[Analyst], Question]] = {
    "country_date": Analyst.by_country_and_date,
    "three_countries": Analyst.by_three_countries,
    "person": Analyst.by_person,
    "text": Analyst.by_text,
    "group_by_year": Analyst.by_year,
}


def _path(of: str, **asked: str) -> str:
    return f"/v1/{of}?{urlencode(asked, safe=',/')}"
