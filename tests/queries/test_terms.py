"""How lists of alternatives are read."""

import pytest

from app.domain.meetings import Status
from app.errors import InvalidFilterError
from app.queries import filters
from app.queries.terms import MOST_TERMS, Parameter, Terms, one_of

STATUS = Parameter("status", one_of(Status), single=True)


def test_a_bar_means_either_and_a_comma_means_both() -> None:
    """`KOR|JPN` is one group of two; `KOR,JPN` is two groups of one."""
    assert filters.COUNTRY.parse("KOR|JPN") == Terms(groups=(("JPN", "KOR"),))
    assert filters.COUNTRY.parse("KOR,JPN") == Terms(groups=(("JPN",), ("KOR",)))


def test_both_can_be_mixed_and_a_mark_excludes() -> None:
    """A comma binds less than a bar; the mark before a group excludes all of it."""
    assert filters.COUNTRY.parse("KOR|JPN,CHN,!USA") == Terms((("CHN",), ("JPN", "KOR")), ("USA",))
    assert filters.COUNTRY.parse("!USA|KOR") == filters.COUNTRY.parse("!USA,!KOR") == Terms(excluded=("KOR", "USA"))


@pytest.mark.parametrize("written", ["KR", "kr", "kor", "South Korea", "south korea", "Republic of Korea", " KOR "])
def test_a_country_is_understood_by_code_and_by_name(written: str) -> None:
    """Codes and names in any case mean the alpha-3 code."""
    assert filters.COUNTRY.parse(written).groups == (("KOR",),)


def test_a_country_is_understood_by_its_adjective() -> None:
    """A demonym stands for its state."""
    assert filters.COUNTRY.parse("Japanese").groups == (("JPN",),)


def test_the_same_question_in_another_order_is_equal() -> None:
    """Order and repetition mean nothing, so cursors fit both ways of writing."""
    assert filters.COUNTRY.parse("JPN,KOR,KR") == filters.COUNTRY.parse("KOR,JPN")


@pytest.mark.parametrize("written", ["", ",", "KOR,", "|KOR", "!", "KOR|!JPN", "!!KOR", "!|KOR", "!KOR|"])
def test_an_empty_or_tangled_value_is_refused(written: str) -> None:
    """The parameter is named, so that the sender knows where to look."""
    with pytest.raises(InvalidFilterError) as refused:
        filters.COUNTRY.parse(written)
    assert refused.value.parameter == "country"


def test_an_unknown_country_is_refused_with_a_hint() -> None:
    """A slip of the pen is not answered with an empty list."""
    with pytest.raises(InvalidFilterError, match="Portugal"):
        filters.COUNTRY.parse("Potugal")


def test_two_values_at_once_are_refused_where_a_record_has_one() -> None:
    """`held,scheduled` can only mean either, and the text says how to write that."""
    with pytest.raises(InvalidFilterError, match=r"held\|scheduled"):
        STATUS.parse("held,scheduled")


def test_a_word_that_is_not_in_the_vocabulary_is_refused_with_the_words() -> None:
    """The possible words are listed."""
    with pytest.raises(InvalidFilterError, match="postponed"):
        STATUS.parse("done")


def test_more_values_than_any_question_needs_are_refused() -> None:
    """One request cannot cause SQL without end."""
    with pytest.raises(InvalidFilterError):
        filters.PERSON.parse("|".join(f"name{number}" for number in range(MOST_TERMS + 1)))
