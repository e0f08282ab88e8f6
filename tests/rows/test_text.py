"""The text of a row, and the way back to its cells."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.articles import Article
from app.rows.mapping import column_name
from app.rows.text import cells_of, render

COLUMNS = st.text(min_size=1, max_size=12).map(column_name).filter(bool)
VALUES = st.text(max_size=40)


def test_a_row_is_a_line_for_each_value():
    """Empty cells are left out, further lines are indented, colons leave the names of columns."""
    text = render([("Who:", "A. Envoy"), ("Empty", "  "), ("Notes", "one\n\ntwo: three")])

    assert text == "Who: A. Envoy\nNotes: one\n    \n    two: three"


def test_a_value_is_found_where_it_stands_in_the_content():
    """A title goes before the text, and spans count both."""
    article = Article("Who: A. Envoy\nWhere: Bern", title="A visit")

    cell = cells_of(article)["Where"]

    assert cell.span.of(article.content) == cell.value == "Bern"


def test_a_cell_of_several_values_gives_each_its_place():
    """Parted by the separator or by lines."""
    article = Article(render([("Who", "A; B ;;\nC")]))

    parts = list(cells_of(article)["Who"].parts(";"))

    assert [part.value for part in parts] == ["A", "B", "C"]
    assert [part.span.of(article.content) for part in parts] == ["A", "B", "C"]


@given(st.dictionaries(COLUMNS, VALUES, max_size=6))
def test_no_value_runs_into_another_column(cells):
    """Whatever a cell holds, the text gives the same columns back, and each value word for word."""
    article = Article(render(cells.items()) or "x")

    found = cells_of(article)

    assert set(found) == {column for column, value in cells.items() if value.strip()}
    for column, cell in found.items():
        assert cell.value.split() == cells[column].split()
        assert cell.span.of(article.content) == cell.value
