"""Mapping files: what they may say, and how a mistake is named."""

from pathlib import Path

import pytest

from app.errors import ConfigurationError
from app.rows.mapping_file import calendar_mapping, line_of, load_mapping, read_mapping
from tests.rows.tables import a_mapping

SEEDS = Path(__file__).parents[2] / "seeds" / "tables"


def test_a_column_may_stand_alone():
    """`start = "From"` is short for a table with a column."""
    mapping = a_mapping('name = "m"\n[fields]\nstart = "From"\nhost = {column = "Host"}\n')

    assert mapping.fields.start.columns == ("From",)
    assert mapping.fields.host.columns == ("Host",)


def test_every_column_named_anywhere_is_needed():
    """Fields, people, key, prose and skipped rows all name columns."""
    mapping = a_mapping(
        'name = "m"\nkey = "Id"\nprose = ["Notes"]\nskip = {Type = "home"}\n'
        '[fields]\ncountries = ["A", "B"]\n[[people]]\nname = "Who"\ntitle = "Office"\n'
    )

    assert mapping.columns == {"Id", "Notes", "Type", "A", "B", "Who", "Office"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[fields]\n", "map.toml, line 1: name: Field required"),
        ('name = "m"\n\ncolour = "red"\n', "map.toml, line 3: colour: there is no such key"),
        ('name = "m"\n[fields]\nfrom = "From"\n', "map.toml, line 3: fields.from: there is no such key"),
        ('name = "M 1"\n', "map.toml, line 1: name: String should match"),
        ('name = "m"\n[fields]\nstart = {format = "%d.%m.%Y"}\n', 'line 3: fields.start: name a "column"'),
        (
            'name = "m"\n[fields.start]\ncolumn = "From"\nformat = "%d.%m."\n',
            "line 4: fields.start.format[0]",
        ),
        ('name = "m"\n[fields]\ndate = "D"\nend = "E"\n', 'line 2: fields: "date" holds both days'),
        ('name = "m"\n[[people]]\nname = "A"\n[[people]]\ntitle = "B"\n', "line 4: people[1].name: Field required"),
        ('name = "m"\n[[people]]\nname = "A"\nrole = "king"\n', "line 4: people[0].role: Input should be 'host'"),
        ('name = "m"\ndelimiter = "x"\n', "line 2: delimiter: Input should be"),
        ('name = "m"\npublished = "soon"\n', "line 2: published: Input should be a valid date"),
        ('name = "m"\nname = "n"\n', "map.toml: not TOML: Cannot overwrite a value (at line 2"),
        ("name = \n", "map.toml: not TOML: Invalid value (at line 1"),
    ],
)
def test_a_mistake_is_named_with_key_and_line(text, message):
    """One line tells where to look."""
    with pytest.raises(ConfigurationError) as refused:
        read_mapping(text, "map.toml")

    assert message in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_line_is_found_for_dotted_and_quoted_keys():
    """TOML has several ways to write one path."""
    text = 'a = 1\n[fields]\nstart.column = "X"\n["people list"]\n"b c" = 2\n'

    assert line_of(text, ("fields", "start", "column")) == 3
    assert line_of(text, ("people list", "b c")) == 5
    assert line_of(text, ("nowhere",)) == 1


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 1_000_001])
def test_a_file_that_is_no_text_is_refused(tmp_path, content):
    """The file is named."""
    path = tmp_path / "m.toml"
    path.write_bytes(content)

    with pytest.raises(ConfigurationError, match=r"m\.toml"):
        load_mapping(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    """The file is named."""
    with pytest.raises(ConfigurationError, match="cannot be read"):
        load_mapping(tmp_path / "none.toml")


def test_the_mappings_that_come_along_are_good():
    """The calendar's own one, and the example in the seeds."""
    assert calendar_mapping().name == "calendar"
    assert load_mapping(SEEDS / "visits.toml").name == "visits"


def test_a_mapping_is_laid_over_another_field_by_field():
    """What the upper one does not say stays."""
    over = a_mapping('name = "mine"\nowner = "Freedonia"\n[fields]\nkind = {constant = "call"}\n')

    laid = over.over(calendar_mapping())

    assert (laid.name, laid.owner, laid.fields.kind.constant) == ("mine", "Freedonia", "call")
    assert laid.fields.start.columns == ("start",)
    assert laid.prose == ("summary", "description")
