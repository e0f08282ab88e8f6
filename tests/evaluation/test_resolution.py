"""Grouping annotated meetings by the store's own code, and what is counted."""

from app.evaluation.records import GoldArticle
from app.evaluation.resolution import group_gold, group_own, in_order
from tests.builders import a_candidate

HELD = {
    "kind": "meeting",
    "status": "held",
    "level": "minister",
    "countries": ["DEU", "FRA"],
    "people": [{"name": "Rufus Firefly", "country": "FRA", "title": "Minister"}],
    "place": {"city": "Berlin", "country": "DEU"},
    "salience": "main",
    "evidence": "met",
}


def a_gold(name: str, *days: tuple[str, str]) -> GoldArticle:
    """An article of 3 March 2001 with a meeting for each day and group."""
    meetings = [HELD | {"start": day, "end": day, "cluster": cluster} for day, cluster in days]
    text = f"In the paper called {name}, of {len(name)} letters, the ministers met."
    return GoldArticle.of({"id": name, "text": text, "published": "2001-03-03", "meetings": meetings})


class Reader:
    """An extractor that finds one meeting of 2 March in every article."""

    version = "one-meeting-1"

    def extract_many(self, articles):
        """The same for each."""
        return ([a_candidate("FRA", "DEU", start="2001-03-02")] for _ in articles)


GOLDS = [a_gold("one", ("2001-03-02", "a")), a_gold("another", ("2001-03-02", "a"), ("2001-09-14", "b"))]


def test_gold_meetings_are_grouped_as_the_store_would():
    """Two accounts of one day are one meeting, another month is another."""
    grouping = group_gold(GOLDS)

    assert grouping.b_cubed.f1 == grouping.pairwise.f1 == 1.0
    assert list(grouping.wrong_pairs) == []


def test_a_meeting_that_was_not_read_is_missed_and_in_no_pair():
    """The figures are about the readings that there are."""
    grouping = group_own(GOLDS, Reader())

    assert (len(grouping.found), grouping.missed, grouping.spurious) == (2, 1, 0)
    assert grouping.as_json()["pairwise_f1"] == 1.0


def test_articles_come_by_day_or_shuffled_the_same_way_each_time():
    """A figure can be reproduced."""
    many = [a_gold(name) for name in "abcdefgh"]

    assert in_order(reversed(many)) == many
    assert in_order(many, seed=1) == in_order(many, seed=1) != many
