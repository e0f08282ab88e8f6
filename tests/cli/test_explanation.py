"""`summitry extract --explain`: the text with its marks, in colours or brackets, and a table a meeting."""

import io

import pytest
from rich.console import Console

from app.cli.explanation import bracketed, show
from app.domain.mentions import Evidence, Span
from app.extraction.explanation import explain
from tests.builders import a_candidate, an_article
from tests.ingest.standins import a_folder, a_report

TEXT = "Minister Rufus Firefly of France [sic] met\nGermans in Bonn."


def words(field: str, quote: str, rule: str = "argument") -> Evidence:
    """Words of the text that show a field."""
    start = TEXT.index(quote)
    return Evidence(field, Span(start, start + len(quote)), quote, rule)


MEETING = a_candidate(
    evidence=(
        words("meeting", "Minister Rufus Firefly of France [sic] met\nGermans", "verb meet"),
        words("kind", "met"),
        words("status", "met", "past tense"),
        words("party:FRA", "Minister Rufus Firefly of France"),
        words("person:Rufus Firefly", "Rufus Firefly"),
        words("party:DEU", "Germans "),
    )
)


def shown(*candidates, text: str = TEXT, **console: object) -> str:
    """What is printed for an article with these meetings."""
    out = Console(file=io.StringIO(), **console)  # type: ignore[arg-type]
    show(out, an_article(text, title=None, source_id="a1"), candidates)
    return out.file.getvalue()


def test_without_a_terminal_marks_are_brackets_cut_where_they_overlap():
    """Each label says whose mark it is, what it is, and its value."""
    assert bracketed(explain(an_article(TEXT, title=None), [MEETING])) == (
        "[Minister|1 party FRA] [Rufus Firefly|1 party FRA, 1 person Rufus Firefly] [of France|1 party FRA] [sic] "
        "[met|1 trigger meeting, 1 status held]\n[Germans|1 party DEU] in Bonn."
    )


def test_a_file_gets_no_colours():
    """Whole lines, and the table under them."""
    out = shown(MEETING)

    assert "\x1b" not in out
    assert bracketed(explain(an_article(TEXT, title=None), [MEETING])) in out
    assert out.startswith("a1, The Freedonia Post, 2023-09-26\n")


def test_the_table_has_field_value_words_and_rule():
    """Under a line with the parties and the frame."""
    lines = [" ".join(line.split()) for line in shown(MEETING).splitlines()]

    assert "1. meeting, held: DEU, FRA (verb meet: 'met')" in lines
    assert "field value words rule" in lines
    assert "status held met past tense" in lines
    assert "person Rufus Firefly Rufus Firefly argument" in lines


def test_a_terminal_gets_colours_and_their_legend():
    """The text itself stays as it is."""
    out = shown(MEETING, force_terminal=True, color_system="standard", width=200, no_color=False)

    assert "\x1b[4;35mmet\x1b[0m" in out
    assert "\x1b[1;32mRufus Firefly\x1b[0m" in out
    assert "[sic]" in out
    assert "trigger\x1b[0m" in out


@pytest.mark.parametrize("console", [{"no_color": True}, {"color_system": None}])
def test_a_terminal_without_colours_gets_brackets(console):
    """Nothing hangs on colour alone."""
    assert "|1 party DEU]" in shown(MEETING, force_terminal=True, width=200, **console)


def test_a_text_commands_no_terminal():
    """Escapes in an article are shown as dots, and marks stay where they were."""
    text = TEXT.replace("[sic]", "\x1b[2J\x07")
    evidence = (Evidence("party:DEU", Span(text.index("Germans"), text.index("Germans") + 7), "Germans", "\x1b[31m"),)
    out = shown(a_candidate(evidence=evidence), text=text)

    assert "\x1b" not in out
    assert "\x07" not in out
    assert "·[2J·" in out
    assert "[Germans|1 party DEU]" in out


def test_an_article_without_a_meeting_says_so():
    """After its text."""
    assert shown().endswith("in Bonn.\nNo meeting.\n\n")


def test_the_command_explains_each_article_in_order(command, tmp_path):
    """Instead of lines of JSON."""
    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2, text="Nothing.")])

    ran = command("extract", "--explain", folder)

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.index("r1, 2023-09-26") < ran.out.index("1. meeting, held: DEU, FRA") < ran.out.index("r2, ")
    assert "No meeting." in ran.out
