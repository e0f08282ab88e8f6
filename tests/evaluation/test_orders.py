"""The order in which articles arrive makes no difference: a few seeds in a few orders; `tests.bench.orders` has all."""

from tests.bench.orders import agreements, articles, changed_by_reingesting, put_together, shuffled

FEW, ORDERS = 24, 3


def test_the_same_reports_are_put_together_in_any_order():
    """All but one in a hundred pairs, and nearly all of those that are put together at all."""
    told = articles(FEW, seed=7, seeds=12)
    found = [put_together(order) for order in shuffled(told, ORDERS)]

    agreed = agreements(found, sum(len(candidates) for _, candidates in told))
    assert found[0]
    assert min(one.of_all for one in agreed) >= 0.99
    assert min(one.of_together for one in agreed) >= 0.9


def test_recording_everything_again_changes_nothing():
    """No table has a row more."""
    assert changed_by_reingesting(articles(8, seed=7, seeds=4)) == []
