"""README.md: its tables against the program, its examples against the store that `make demo` fills."""

import json
import re
from collections.abc import Iterator
from datetime import date
from types import ModuleType

import pytest
from starlette.testclient import TestClient

from app.api.parameters import MeetingFilters
from app.errors import ConfigurationError
from app.rows.mapping import Fields, Mapping
from app.rows.mapping_file import read_mapping
from app.sources.dates import Stamp
from app.sources.limits import Limits
from app.sources.protocol import Document, Draft, Rejected
from tests import readme

README = readme.PATH.read_text(encoding="utf-8")
EXAMPLES = readme.examples(README)
RENEW = "README.md is behind the program: `make readme` brings its tables and answers up to date"


@pytest.fixture(scope="module")
def demo() -> Iterator[TestClient]:
    """The API on the demo store."""
    with readme.demo_store() as client:
        yield client


@pytest.mark.parametrize("title", readme.GENERATED)
def test_a_table_says_what_the_program_has(title):
    """Every setting, command and address is in its table, with the same words as in the program's own help."""
    assert readme.rows(README, title) == list(readme.GENERATED[title]()), RENEW


def test_every_filter_is_in_the_table():
    """Each parameter by which meetings are narrowed, and none that is not there any more."""
    table = " ".join(line.split(" | ")[0] for line in readme.section(README, "Filters").splitlines() if line[:1] == "|")

    assert set(re.findall(r"([a-z_]+)=", table)) == set(MeetingFilters.model_fields)


@pytest.mark.parametrize("written", re.findall(r"`([a-z_]+=[^`]+)`", readme.section(README, "Filters")))
def test_every_example_of_a_filter_is_understood(demo: TestClient, written: str):
    """As it stands in the table or in the text; relevance goes with words."""
    asked = dict(pair.split("=", 1) for pair in [written.replace("\\|", "|")])

    assert demo.get("/v1/meetings", params=asked).status_code == 200


def test_every_task_of_make_is_in_the_table():
    """The table of tasks is what `make` lists."""
    tasks = re.findall(r"^([a-z]+):.*## ", (readme.ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    documented = [name.strip("`").removeprefix("make ") for name, _ in readme.rows(README, "Work on it")]

    assert documented == [task for task in tasks if task != "help"]


def test_the_layout_names_every_part():
    """A part of the program that the README does not explain is missed, and one that is gone as well."""
    documented = re.findall(r"^([a-z/]+)  +\S", readme.section(README, "Layout"), re.MULTILINE)
    parts = {path.parent.relative_to(readme.ROOT).as_posix() for path in (readme.ROOT / "app").glob("*/__init__.py")}

    assert {name for name in documented if name.startswith("app/")} == parts
    assert all((readme.ROOT / name).is_dir() for name in documented)


def test_the_example_of_a_source_format_works():
    """The module that the README writes out reads what it says it reads, and refuses the rest line by line."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", readme.section(README, "Add a source format"), re.M | re.S)
    reader = ModuleType("tables")
    exec(compile(code, "README.md", "exec"), reader.__dict__)
    table = b"published\ttitle\ttext\n2023-09-26\tTalks in Seoul\tEnvoys met.\n2023-09-27\tNo text\n"

    good, bad = reader.read(Document.of_bytes("a.tsv", table), Limits())

    assert reader.recognises(table.decode())
    assert reader.SUFFIXES
    assert reader.MEDIA_TYPES
    assert good == Draft("Envoys met.", "a.tsv#1", "Talks in Seoul", published=Stamp(date(2023, 9, 26)))
    assert isinstance(bad, Rejected)


def test_the_example_of_a_mapping_is_the_one_that_comes_along():
    """The README shows the mapping of the table in the seeds, and the message for a slip in it."""
    shown = readme.section(README, "Tables and calendars")
    (mapping,) = re.findall(r"^```toml\n(.*?)^```$", shown, re.M | re.S)
    file = (readme.ROOT / "seeds/tables/visits.toml").read_text(encoding="utf-8")
    wrong = file.replace("start =", "from =")

    assert read_mapping(mapping, "README.md") == read_mapping(file, "visits.toml")
    with pytest.raises(ConfigurationError) as refused:
        read_mapping(wrong, "visits.toml")
    assert f"summitry: {refused.value}" in shown


def test_every_field_of_a_mapping_is_in_the_table():
    """What a mapping may name is documented, and nothing else."""
    shown = readme.section(README, "Tables and calendars")
    documented = {
        word for cell, _ in readme.rows(README, "Tables and calendars") for word in re.findall(r"`(\w+)`", cell)
    }

    assert documented == set(Fields.model_fields)
    assert all(
        f"`{name}`" in shown or f"{name} =" in shown for name in Mapping.model_fields.keys() - {"fields", "people"}
    )


def test_there_are_five_examples():
    """A change of the README's form must not leave its examples unread."""
    assert len(EXAMPLES) >= 5


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.words[-1])
def test_an_example_gives_the_answer_that_is_shown(demo, example):
    """Each request of the README gives what stands under it."""
    assert readme.differences(json.loads(example.answer), example.asked(demo)) == [], RENEW


def test_the_session_in_python_prints_what_is_shown(demo):
    """Each line of the README's sessions gives the output that stands under it."""
    sessions = readme.SESSION.findall(README)
    assert len(sessions) >= 2
    with readme.replaying(demo) as replayed:
        for session in sessions:
            assert replayed(session) == session, RENEW


@pytest.mark.parametrize("target", re.findall(r"\]\((?!https?://|#)([^)]+)\)", README))
def test_a_link_leads_to_a_file(target):
    """Links within the repository do not break."""
    assert (readme.ROOT / target).exists()


@pytest.mark.parametrize(
    ("shown", "real", "count"),
    [
        ({"a": 1, "…": "…"}, {"a": 1, "b": 2}, 0),
        ({"a": 1}, {"a": 1, "b": 2}, 1),
        ({"a": 2, "…": "…"}, {"a": 1, "b": 2}, 1),
        ({"a": "…"}, {"a": 1}, 0),
        ({"a": "…"}, {}, 1),
        ([1, "…"], [1, 2], 0),
        ([1], [1, 2], 1),
        ([1, 2, "…"], [1], 1),
        ([{"a": 1}], [{"a": 2}], 1),
    ],
)
def test_the_comparison_finds_what_differs(shown, real, count):
    """The examples are checked by a comparison that can fail."""
    assert len(readme.differences(shown, real)) == count


@pytest.mark.parametrize(
    ("shown", "real", "made"),
    [
        ({"a": 2, "…": "…"}, {"a": 1, "b": 2}, {"a": 1, "…": "…"}),
        ({"a": 2}, {"a": 1, "b": 2}, {"a": 1, "b": 2}),
        ([{"a": 2, "…": "…"}], [{"a": 1, "b": 2}, {"a": 3}], [{"a": 1, "…": "…"}, {"a": 3, "…": "…"}]),
        ([1, 2, "…"], [3], [3, "…"]),
        ("…", {"a": 1}, "…"),
    ],
)
def test_an_answer_made_new_leaves_out_the_same_parts(shown, real, made):
    """What `make readme` writes has the form that was there, and the values of now."""
    assert readme.shaped(shown, real) == made
    assert readme.differences(made, real) == []
