"""Copies of stores: all of one state, on either database, checked; never into a store that has something already."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.errors import TransferError
from app.store import copying
from app.store.copying import copy_store, working_copy
from app.store.engine import make_engine, snapshot, writing
from app.store.models import Meeting, StoredDecision
from app.store.sums import sums_of
from tests.store.ledgers import Ledger


def fill(engine) -> None:
    """Two meetings that were merged, a third one that was corrected."""
    with writing(engine) as session:
        ledger = Ledger(session)
        one, other = ledger.meeting("FRA", "DEU", start="2023-01-02"), ledger.meeting("ITA", "ESP", start="2023-05-02")
        ledger.merge(one, other)
        ledger.correct(ledger.meeting("JPN", "IND", start="2023-09-02"), level="leader")


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_a_copy_has_every_row_and_goes_on_from_there(request, engine, to):
    """On either database from either; the next decision gets the next number."""
    if engine.dialect.name == to == "postgresql":
        pytest.skip("needs two databases on one server")
    fill(engine)
    file = f"sqlite:///{request.getfixturevalue('tmp_path') / 'copy.db'}"
    target = make_engine(file if to == "sqlite" else request.getfixturevalue("postgres_url"))

    found = copy_store(engine, target)

    with snapshot(engine) as session:
        assert found == sums_of(session)
        numbers = session.scalars(select(StoredDecision.id)).all()
    assert (found["meetings"].rows, found["sources"].rows, found["meeting_texts"].rows) == (3, 3, 2)
    with writing(target) as session:
        Ledger(session).meeting("KEN", "EGY", start="2023-11-02")
        assert Ledger(session).last == max(numbers) + 1
    target.dispose()


def test_a_store_with_rows_takes_no_copy(engine, tmp_path):
    """What is there is not mixed with what comes."""
    fill(engine)
    target = make_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    copy_store(engine, target)

    with pytest.raises(TransferError, match="already"):
        copy_store(engine, target)
    target.dispose()


def test_a_copy_is_of_one_state_and_a_difference_is_told(engine, tmp_path, monkeypatch):
    """What others write meanwhile is not in it; what the copy has otherwise is an error."""
    fill(engine)
    real = copying._transfer

    def disturbed(session, target):
        with writing(engine) as other:
            Ledger(other).meeting("KEN", "EGY", start="2023-11-02")
        real(session, target)

    # The first statement of a snapshot fixes its state.
    monkeypatch.setattr(copying, "_transfer", lambda session, target: (sums_of(session), disturbed(session, target)))
    target = make_engine(f"sqlite:///{tmp_path / 'copy.db'}")
    found = copy_store(engine, target)
    assert found["meetings"].rows == 3
    target.dispose()

    def tampered(session, target):
        real(session, target)
        with writing(target) as other:
            other.execute(update(Meeting).values(title="Something else"))

    monkeypatch.setattr(copying, "_transfer", tampered)
    target = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    with pytest.raises(TransferError, match="differs from the original in meetings;"):
        copy_store(engine, target)
    target.dispose()


def test_a_working_copy_is_a_store_of_its_own(engine):
    """Whatever is done to it leaves the store alone."""
    fill(engine)
    with working_copy(engine) as copy, writing(copy) as session:
        Ledger(session).meeting("KEN", "EGY", start="2023-11-02")

    with Session(engine) as session:
        assert len(session.scalars(select(Meeting)).all()) == 3
