"""Tables in JSON."""

import pytest

from app.errors import ArticleRejectedError
from app.rows.objects import rows_of
from app.rows.table import BadRow, Row


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('[{"a": "1"}, {"a": "2"}]', None),
        ('{"visits": [{"a": "1"}, {"a": "2"}], "count": 2}', None),
        ('{"data": {"visits": [{"a": "1"}, {"a": "2"}], "more": []}}', "data.visits"),
        ('{"a": "1"}\n{"a": "2"}\n', None),
    ],
)
def test_a_list_is_found_wherever_it_lies(text, path):
    """Bare, wrapped, at a path, or one object a line."""
    assert list(rows_of(text, path)) == [Row(1, {"a": "1"}), Row(2, {"a": "2"})]


def test_values_become_text():
    """Objects within give columns of their own, lists a value a line; nothing is left out."""
    (row,) = rows_of('[{"n": 3, "no": null, "yes": true, "place": {"city": "Bern"}, "who": ["A", "B"]}]', None)

    assert row.cells == {"n": "3", "no": "", "yes": "true", "place.city": "Bern", "who": "A\nB"}


def test_what_is_no_object_is_a_bad_row():
    """The others are read."""
    assert list(rows_of('[1, {"a": "x"}]', None)) == [
        BadRow(1, "a JSON int where an object was expected"),
        Row(2, {"a": "x"}),
    ]


def test_a_bad_line_costs_no_other():
    """JSON Lines are read line by line."""
    good, bad = rows_of('{"a": "1"}\n{"a": \n', None)

    assert good == Row(1, {"a": "1"})
    assert bad.reason.startswith("not JSON")


@pytest.mark.parametrize(("text", "path"), [("[1,", None), ('{"a": 1}', "b"), ('{"a": {"b": 1}}', "a.b.c")])
def test_a_document_without_a_list_is_refused(text, path):
    """The path is named."""
    with pytest.raises(ArticleRejectedError, match=path or "not JSON"):
        list(rows_of(text, path))
