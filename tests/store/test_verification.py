"""The rules of the store: a sound one breaks none; each kind of damage is found, and by the rule that it breaks."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.store.engine import make_engine, writing
from app.store.models import RunState
from app.store.runs import Counts, finish_run, start_run
from app.store.verification import check, verify
from tests.builders import NOON
from tests.store.ledgers import Ledger
from tests.store.test_copying import fill

DAMAGE = {
    "UPDATE meetings SET document = replace(document, 'leader', 'minister')": "records are what their sources say",
    "UPDATE meetings SET source_count = source_count + 1": "records are what their sources say",
    "DELETE FROM meeting_blocks": "records are what their sources say",
    "UPDATE meeting_texts SET names = ''": "records are what their sources say",
    "DELETE FROM postings WHERE facet = 'dyad'": "lists have every record",
    "UPDATE sources SET meeting_id = (SELECT max(id) FROM meetings)": "decisions replay to the present state",
    "DELETE FROM corrections": "decisions replay to the present state",
    "UPDATE meetings SET version = version + 1": "decisions replay to the present state",
    "UPDATE articles SET kept = 'none'": "texts are kept as is said",
    "DELETE FROM article_texts": "texts and accounts are there",
    "DELETE FROM source_accounts": "texts and accounts are there",
    "UPDATE ingest_runs SET read = read + 1": "runs account for their articles",
}


def wrong(session) -> set[str]:
    """The rules that something breaks."""
    session.expire_all()
    return {finding.rule for finding in check(session) if finding.wrong}


def test_a_store_with_every_kind_of_decision_is_sound(engine):
    """Merged, split, corrected, retracted, read again, taken back."""
    fill(engine)
    with writing(engine) as session:
        ledger = Ledger(session)
        one = ledger.meeting("POL", "CZE", start="2023-03-03")
        ledger.meeting("POL", "CZE", start="2023-03-03")
        ledger.split(one, ledger.sources(one)[-1])
        gone = ledger.meeting("USA", "CAN", start="2023-04-04")
        ledger.undo(ledger.retract(gone))
        ledger.retract(gone)
        ledger.undo(ledger.correct(one, level="leader"))
        unmade = ledger.meeting("BRA", "ARG", start="2023-06-06")
        ledger.undo(ledger.last)
        assert ledger.sources(unmade) == []

    found = verify(engine)

    assert [fault for finding in found for fault in finding.faults] == []
    assert {finding.rule for finding in found if not finding.looked_at} <= {
        "file is sound",
        "references lead to rows",
        "runs account for their articles",
        "texts are kept as is said",
    }


def test_damage_is_found(engine):
    """By the rule that it breaks, perhaps by others too."""
    fill(engine)
    with Session(engine) as session:
        finish_run(session, start_run(session, ["a"], NOON), Counts(), RunState.FINISHED, NOON)
        session.commit()
        assert wrong(session) == set()
        for statement, rule in DAMAGE.items():
            session.execute(text(statement))
            assert rule in wrong(session), statement
            session.rollback()


def test_a_reference_that_leads_nowhere_is_found(sqlite_url):
    """As a damaged file may have it; PostgreSQL lets none come about."""
    engine = make_engine(sqlite_url)
    fill(engine)
    with engine.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            connection.execute(text("DELETE FROM articles"))

    with Session(engine) as session:
        assert "references lead to rows" in wrong(session)
    engine.dispose()
