"""Which account of now is which account of before."""

from app.domain.mentions import Span
from app.resolution.rereading import pair
from tests.builders import a_candidate, a_person

HERE, THERE = Span(0, 50), Span(60, 90)


def test_the_most_alike_are_paired_whatever_their_order() -> None:
    """Two meetings of the same states on different days."""
    early, late = a_candidate(start="2019-05", evidence_span=HERE), a_candidate(start="2023-09-26", evidence_span=THERE)

    assert pair([early, late], [late, early]).pairs == ((0, 1), (1, 0))


def test_a_day_that_is_read_otherwise_in_the_same_words_is_the_same_account() -> None:
    """The extractor has learnt to read the date."""
    before, now = (a_candidate(start=day, evidence_span=HERE) for day in ("2019", "2023-09-26"))

    assert pair([before], [now]).pairs == ((0, 0),)


def test_the_same_states_on_another_day_in_other_words_are_another_account() -> None:
    """One is gone, the other new."""
    found = pair([a_candidate(start="2019", evidence_span=HERE)], [a_candidate(evidence_span=THERE)])

    assert (found.pairs, found.gone, found.new) == ((), (0,), (0,))


def test_a_party_that_is_read_otherwise_leaves_the_account_the_same() -> None:
    """One state, the day and the words are as before."""
    before, now = (a_candidate("FRA", other, evidence_span=HERE) for other in ("DEU", "ITA"))

    assert pair([before], [now]).pairs == ((0, 0),)


def test_accounts_without_anybody_in_common_are_two() -> None:
    """Though they are read in the same words; a person in common is enough."""
    before, now = a_candidate("FRA", "DEU", evidence_span=HERE), a_candidate("USA", "MEX", evidence_span=HERE)
    assert pair([before], [now]).pairs == ()

    people = (a_person("Rufus Firefly", None),)
    with_somebody = [
        a_candidate(*states, evidence_span=HERE, people=people) for states in (("FRA", "DEU"), ("USA", "MEX"))
    ]
    assert pair(with_somebody[:1], with_somebody[1:]).pairs == ((0, 0),)
