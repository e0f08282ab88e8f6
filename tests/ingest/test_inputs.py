"""The stream of inputs and how many there are."""

from app.domain.articles import Article
from app.ingest.inputs import Unchanged, items_of, number_of
from app.sources.protocol import ReadOptions, Rejected
from tests.ingest.standins import Answers, a_folder, a_report


def test_sources_are_read_in_the_order_given(tmp_path):
    """What an address says stands where the address stood."""
    folder = a_folder(tmp_path / "in", [a_report(1), a_report(2)])
    fetcher = Answers({"https://a.example/": None})

    items = list(items_of(["https://a.example/", str(folder), "https://b.example/"], ReadOptions(), fetcher))

    assert [type(item) for item in items] == [Unchanged, Article, Article, Rejected]


def test_the_number_is_the_sum_over_the_sources(tmp_path):
    """The bar knows how far it has to go."""
    one = a_folder(tmp_path / "one", [a_report(1), a_report(2)])
    other = a_folder(tmp_path / "other", [a_report(3)])

    assert number_of([str(one), str(other)]) == 3


def test_the_number_is_unknown_where_one_source_does_not_tell(tmp_path):
    """A feed's length shows when it is fetched."""
    folder = a_folder(tmp_path / "one", [a_report(1)])

    assert number_of([str(folder), "https://a.example/feed"]) is None
