"""What a field of a candidate claims, as the record keeps it."""

import pytest

from app.domain.meetings import Party, PartyKind, Role
from app.extraction.output import claimed_value
from tests.builders import a_candidate

HOSTED = (Party("KEN", PartyKind.STATE, Role.HOST), Party("UGA", PartyKind.STATE, Role.GUEST))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "held"),
        ("level", "minister"),
        ("start", "2023-09-26"),
        ("party:KEN", "KEN"),
        ("role:KEN", "host"),
        ("confidence", "0.80"),
    ],
)
def test_a_claim_holds_the_value_of_its_field(field: str, value: str) -> None:
    """Values and dates as text, the member of a set by itself, a role rather than whose it is."""
    assert claimed_value(a_candidate(parties=HOSTED), field) == value


def test_a_field_without_a_value_claims_nothing() -> None:
    """An unknown place is null, not an empty text."""
    assert claimed_value(a_candidate(), "place") is None
