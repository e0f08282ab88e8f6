"""How well two clusterings of the same reports agree."""

import pytest

from app.evaluation.coreference import Agreement, b_cubed, pairwise

# Bagga and Baldwin's example of 1998: five, two and five reports; the answer joins the second group to the third.
TRUTH = {n: "first" if n <= 5 else "second" if n <= 7 else "third" for n in range(1, 13)}
ANSWER = {n: "one" if n <= 5 else "two" for n in range(1, 13)}


def test_equal_clusterings_agree_wholly():
    """The names of the clusters make no difference."""
    other_names = {report: cluster.upper() for report, cluster in TRUTH.items()}

    assert pairwise(TRUTH, other_names) == b_cubed(TRUTH, other_names) == Agreement(1.0, 1.0)


def test_b_cubed_is_the_mean_over_reports():
    """Precision 16/21 and recall 1, as in the paper."""
    agreement = b_cubed(TRUTH, ANSWER)

    assert agreement.precision == pytest.approx(16 / 21)
    assert agreement.recall == pytest.approx(1.0)


def test_pairwise_counts_pairs():
    """21 pairs belong together, 31 are put together."""
    agreement = pairwise(TRUTH, ANSWER)

    assert agreement.precision == pytest.approx(21 / 31)
    assert agreement.recall == 1.0
    assert agreement.f1 == pytest.approx(2 * 21 / (31 + 21))


def test_reports_all_apart_are_precise_and_find_nothing():
    """There is no pair to be wrong."""
    agreement = pairwise(TRUTH, {report: report for report in TRUTH})

    assert (agreement.precision, agreement.recall, agreement.f1) == (1.0, 0.0, 0.0)


def test_clusterings_of_other_reports_cannot_be_compared():
    """A forgotten report would raise the score."""
    with pytest.raises(ValueError, match="1 reports are in one"):
        b_cubed(TRUTH, {report: cluster for report, cluster in ANSWER.items() if report != 12})
