"""Tables of delimited text."""

import pytest

from app.errors import ArticleRejectedError
from app.rows.delimited import rows_of
from app.rows.table import BadRow, Row


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_finds_the_columns(delimiter):
    """Nobody has to say it."""
    text = "\n".join(delimiter.join(line) for line in (["A", "B"], ["1", "2"]))

    assert list(rows_of(text, {"A", "B"})) == [Row(2, {"A": "1", "B": "2"})]


def test_rows_are_numbered_by_their_first_line():
    """Quoted line breaks, blank lines and a title above the head count."""
    text = 'Visits; a table\r\n\r\nA;B\r\n"one\r\ntwo";2\r\n\r\n;\r\nthree;"say ""x"""\r\n'

    assert list(rows_of(text, {"A", "B"})) == [
        Row(4, {"A": "one\r\ntwo", "B": "2"}),
        Row(8, {"A": "three", "B": 'say "x"'}),
    ]


def test_a_row_with_too_many_cells_is_bad_and_the_rest_goes_on():
    """A comma in an unquoted value moves everything behind it."""
    first, second = rows_of("A,B\n1,2,3\n4\n", {"A"})

    assert isinstance(first, BadRow)
    assert first.reason.startswith("3 cells under 2 columns")
    assert second == Row(3, {"A": "4"})


def test_a_quotation_mark_that_never_closes_is_named():
    """It swallows what follows, up to the longest cell."""
    (bad,) = [row for row in rows_of('A,B\n"x' + "y" * 140_000, {"A"}) if isinstance(row, BadRow)]

    assert bad.number == 2
    assert "quotation mark" in bad.reason


def test_missing_columns_are_named_with_those_there():
    """Most often it is a slip of the pen."""
    with pytest.raises(ArticleRejectedError, match=r"no column 'Host' .*there are: From, Hosts"):
        list(rows_of("From,Hosts\n1,2\n", {"From", "Host"}))


def test_two_columns_of_one_name_are_refused_only_where_it_matters():
    """A second "Notes" that nobody asks for does no harm."""
    assert list(rows_of("A,N,N\n1,2,3\n", {"A"})) == [Row(2, {"A": "1", "N": "3"})]
    with pytest.raises(ArticleRejectedError, match="two columns are called 'N'"):
        list(rows_of("A,N,N\n1,2,3\n", {"N"}))
