"""The words of a meeting are kept in step with its record, on both databases."""

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.store.models import MeetingText
from tests.builders import SEOUL, a_person, an_article
from tests.store.ledgers import Ledger


def words(session: Session) -> dict[str, MeetingText]:
    """The words of every meeting that has some."""
    session.expire_all()
    return {row.meeting_id: row for row in session.scalars(select(MeetingText))}


def found(session: Session, word: str) -> list[str]:
    """The meetings that the database's own index has for a word."""
    if session.get_bind().dialect.name == "sqlite":
        where = "id IN (SELECT rowid FROM meeting_words WHERE meeting_words MATCH :word)"
    else:
        where = "words @@ CAST(:word AS tsquery)"
    statement = text(f"SELECT meeting_id FROM meeting_texts WHERE {where} ORDER BY meeting_id")
    return list(session.scalars(statement, {"word": word}))


def test_a_new_meeting_is_found_by_title_names_and_evidence(session: Session) -> None:
    """Folded: without case and accents, states by their adjectives too, each passage once and apart from the next."""
    ledger = Ledger(session)
    people = (a_person("Élodie Müller", "FRA"),)
    article = an_article("Ministers of both sides met.", title="Talks in Seoul")

    meeting = ledger.meeting("FRA", "JPN", article=article, people=people, place=SEOUL)

    row = words(session)[meeting]
    assert row.title.startswith("france and japan")
    assert row.names.startswith("fra ¶ france ¶ french ¶")
    assert " ¶ elodie muller ¶ " in row.names
    assert " ¶ seoul ¶ kor ¶ south korea ¶ " in row.names
    assert row.evidence == "talks in ¶ talks in seoul"
    assert found(session, "muller") == found(session, "talks") == [meeting]
    assert found(session, "Müller") == []


def test_a_further_report_adds_its_words(session: Session) -> None:
    """What a second article says is found as well, and the first one's words still are."""
    ledger = Ledger(session)
    meeting = ledger.meeting("FRA", "JPN", article=an_article("Envoys met.", title=None, published="2023-09-26"))

    assert ledger.meeting("FRA", "JPN", article=an_article("Delegates met.", title=None)) == meeting

    assert found(session, "delegates") == found(session, "envoys") == [meeting]


def test_a_corrected_field_is_found_by_its_new_words(session: Session) -> None:
    """The old title is found no more."""
    ledger = Ledger(session)
    meeting = ledger.meeting("FRA", "JPN", place=SEOUL)

    ledger.correct(meeting, place={"city": "Busan", "country": "KOR"})

    assert found(session, "seoul") == []
    assert found(session, "busan") == [meeting]


def test_a_merged_or_retracted_record_has_no_words(session: Session) -> None:
    """Those of the record that took over hold both; what is undone comes back."""
    ledger = Ledger(session)
    one = ledger.meeting("FRA", "JPN", article=an_article("Envoys met.", title=None, published="2023-09-25"))
    other = ledger.meeting("USA", "MEX", article=an_article("Delegates met.", title=None))

    merge = ledger.merge(one, other)
    assert found(session, "delegates") == found(session, "envoys") == [one]
    assert list(words(session)) == [one]

    ledger.undo(merge)
    assert found(session, "delegates") == [other]

    ledger.retract(other)
    assert found(session, "delegates") == []
