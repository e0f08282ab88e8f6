"""Short texts with one phenomenon each, read by the rules; the cases and what is expected of them lie in `phenomena/`.

A file is a topic, a case is `id`, `text`, `published`, perhaps `title` and `outlet`, and `expected`: the meetings as
the guidelines have them, each with the fields that the case is about (`people` are names, an empty string stands for
null). Fields left out are not compared, but for `countries` and `organisations`, which are empty then; no further
meeting may be reported. `known_failure` says in a few words what the rules still get wrong: such a case has to go on
failing, so that whoever mends it takes the mark away.
"""

import random
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.articles import Article
from app.domain.calendar import PartialDate
from app.domain.meetings import Kind, Level, Status
from app.extraction.output import as_record
from app.extraction.reader import RuleReader
from app.knowledge import organisations, states

FOLDER = Path(__file__).parent / "phenomena"
PARTIES = ("countries", "organisations")
LISTS = (*PARTIES, "people")
ENDINGS = ".!?,;:\"'”’)"
VALUES = ("kind", "status", "level", "start", "end", "city", "place_country")

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """A text, when it was published, and the meetings that it tells of."""

    id: str
    text: str
    published: date
    expected: list[Record]
    title: str | None = None
    outlet: str | None = None
    known_failure: str | None = None


def cases_by_file() -> dict[str, list[Case]]:
    """The cases of every file, by its topic."""
    files = sorted(FOLDER.glob("*.toml"))
    return {f.stem: [Case(**case) for case in tomllib.loads(f.read_text(encoding="utf-8"))["case"]] for f in files}


CASES = cases_by_file()


def parameter(topic: str, case: Case) -> Any:
    """A case as pytest takes it, with the mark of a known failure."""
    reason = case.known_failure
    marks = [pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)] if reason else []
    return pytest.param(case, id=f"{topic}-{case.id}", marks=marks)


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    """The rules with their model, loaded once."""
    return RuleReader()


def plain(record: Record) -> dict[str, Any]:
    """The fields that can be compared, from a record as it is printed."""
    names = [person["name"] for person in record["people"]]
    return {**record, "people": names, "city": record["place"]["city"], "place_country": record["place"]["country"]}


def comparable(record: Record, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The given fields of a meeting, lists without their order, an empty string as null."""
    sets = {field: sorted(record.get(field, [])) for field in LISTS if field in fields or field in PARTIES}
    return sets | {field: record[field] or None for field in VALUES if field in fields}


def agreement(expected: Record, got: Record) -> int:
    """How many of the expected fields are right; -1 where the parties differ."""
    want, have = comparable(expected, expected), comparable(got, expected)
    if any(want[field] != have[field] for field in PARTIES):
        return -1
    return sum(want[field] == have[field] for field in want)


def paired(expected: Sequence[Record], got: Sequence[Record]) -> list[tuple[Record | None, Record | None]]:
    """Expected and extracted meetings of the same parties, those that agree best first; then what is left of each."""
    grades = [(agreement(want, have), i, j) for i, want in enumerate(expected) for j, have in enumerate(got)]
    pairs: dict[int, int] = {}
    for _, i, j in sorted((grade for grade in grades if grade[0] >= 0), key=lambda grade: (-grade[0], *grade[1:])):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    matched = [(want, got[pairs[i]] if i in pairs else None) for i, want in enumerate(expected)]
    return matched + [(None, have) for j, have in enumerate(got) if j not in pairs.values()]


def differences(expected: Sequence[Record], got: Sequence[Record]) -> list[str]:
    """One line for each meeting that is wrong, missing or too many."""
    lines = []
    for want, have in paired(expected, got):
        if want is None:
            lines.append("not expected")
        elif have is None:
            lines.append(f"missing: {comparable(want, want)}")
        else:
            right, read = comparable(want, want), comparable(have, want)
            lines += [
                f"{field}: expected {right[field]}, got {read[field]}" for field in right if right[field] != read[field]
            ]
    return lines


def report(case: Case, got: Sequence[Record]) -> str:
    """Text, expected and got, as a failure shows them."""
    shown = [{field: meeting[field] for field in (*LISTS, *VALUES)} for meeting in got]
    expected = [comparable(meeting, meeting) for meeting in case.expected]
    parts = [f"({case.published:%a} {case.published}) {case.text}", "expected:", *expected, "got:", *shown]
    return "\n".join(["", *map(str, parts), *differences(case.expected, got)])


@pytest.mark.parametrize("case", [parameter(topic, case) for topic, cases in CASES.items() for case in cases])
def test_a_text_is_read_as_the_guidelines_have_it(reader: RuleReader, case: Case) -> None:
    """Every expected meeting, each with the fields given, and no other."""
    article = Article(text=case.text, title=case.title, published=case.published, outlet=case.outlet)
    got = [plain(as_record(candidate, article)) for candidate in reader.extract(article)]

    assert not differences(case.expected, got), report(case, got)


@pytest.mark.parametrize("topic", CASES)
def test_texts_that_break_off_are_read(reader: RuleReader, topic: str) -> None:
    """Headlines and texts that were cut end with any word, and without a full stop."""
    articles = []
    for case in CASES[topic]:
        words, numbers = case.text.split(), random.Random(case.id)
        end = numbers.choice((len(words), numbers.randint(1, len(words))))
        text = " ".join(words[:end]).rstrip(ENDINGS) or case.text
        articles.append(Article(text=text, published=case.published))
    assert len(list(reader.extract_many(articles))) == len(articles)


def test_every_case_has_a_name_of_its_own() -> None:
    """Lower case, hyphens, unique over all files."""
    names = Counter(case.id for cases in CASES.values() for case in cases)

    assert [
        name for name, count in names.items() if count > 1 or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    ] == []


@pytest.mark.parametrize("topic", CASES)
def test_expected_meetings_use_the_words_of_the_guidelines(topic: str) -> None:
    """Known fields only, with status and start always; vocabularies, codes, short names and dates that exist."""
    vocabularies: dict[str, set[str]] = {"kind": set(Kind), "status": set(Status), "level": set(Level)}
    known = {organisation.short for organisation in organisations.all_organisations()}
    for meeting in (meeting for case in CASES[topic] for meeting in case.expected):
        assert {"status", "start"} <= set(meeting) <= {*LISTS, *VALUES}
        assert all(meeting[field] in words for field, words in vocabularies.items() if field in meeting)
        codes = [*meeting.get("countries", []), meeting.get("place_country")]
        assert all(states.by_code(code) for code in codes if code)
        assert set(meeting.get("organisations", [])) <= known
        assert all(PartialDate.parse(meeting[day]) for day in ("start", "end") if meeting.get(day))


@pytest.mark.parametrize("topic", CASES)
def test_expected_names_stand_in_the_text(topic: str) -> None:
    """A misspelt name of a person or a city could never be read."""
    for case in CASES[topic]:
        for meeting in case.expected:
            people = " ".join(meeting.get("people", [])).split()
            assert [word for word in people if word not in case.text] == []
            # "At the White House" and "in the Angolan capital" give the city without naming it.
            known = (None, "", "Washington") if "capital" not in case.text else (meeting.get("city"),)
            assert meeting.get("city") in known or meeting["city"].casefold() in case.text.casefold()
