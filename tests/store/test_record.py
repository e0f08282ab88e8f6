"""The record: articles with candidates in, meetings with sources, claims, decisions and documents out."""

import orjson
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.meetings import Kind, Level, Role, Salience, Status
from app.errors import ArticleRejectedError
from app.store.engine import make_engine, writing
from app.store.models import (
    Claim,
    Meeting,
    MeetingTopic,
    Outlet,
    Participant,
    PersonName,
    PersonOffice,
    Source,
    StoredArticle,
    StoredDecision,
    StoredPerson,
)
from app.store.record import Reading, Recorded, record_article
from tests.builders import (
    BERLIN,
    NOON,
    SEOUL,
    a_candidate,
    a_person,
    a_state,
    an_article,
    an_organisation,
    some_evidence,
)


def record(session: Session, *candidates, article=None, now=NOON) -> Recorded:
    """Record one article with these candidates."""
    return record_article(session, Reading(article or an_article(), candidates, "test/1"), now)


def the_meeting(session: Session) -> Meeting:
    """The only meeting in the store."""
    return session.scalars(select(Meeting)).one()


def document(meeting: Meeting) -> dict:
    """The rendered document, read again."""
    return orjson.loads(meeting.document)


def test_a_first_report_creates_a_meeting(session: Session):
    """What one article says is what the record says."""
    recorded = record(session, a_candidate("FRA", "DEU", place=SEOUL, topics=("trade",)))

    meeting = the_meeting(session)
    assert recorded.created == (meeting.id,)
    assert (meeting.kind, meeting.status, meeting.level, meeting.city) == ("meeting", "held", "minister", "Seoul")
    assert session.scalars(select(MeetingTopic.topic)).all() == ["trade"]


def test_a_second_report_confirms_the_meeting(session: Session):
    """Two articles about one occasion make one meeting with two sources."""
    first = record(session, a_candidate(place=SEOUL))
    second = record(session, a_candidate(place=SEOUL), article=an_article(outlet="The Sylvania Times"))

    meeting = the_meeting(session)
    assert second.confirmed == first.created == (meeting.id,)
    assert (meeting.source_count, meeting.independent_source_count) == (2, 2)


def test_talks_on_another_day_are_another_meeting(session: Session):
    """Monday's talks and Thursday's are two."""
    record(session, a_candidate(start="2023-09-25"))
    record(session, a_candidate(start="2023-09-28"))

    assert session.scalar(select(func.count()).select_from(Meeting)) == 2


def test_of_many_gatherings_those_with_most_in_common_are_looked_at(session: Session, monkeypatch):
    """Others that share two of the states are nearer in time, and more than are compared."""
    monkeypatch.setattr("app.store.known.MOST_FOUND", 1)

    def gathering(*countries, start="2023-09-26", place=SEOUL):
        return a_candidate(*countries, start=start, place=place, kind=Kind.CONFERENCE)

    first = record(session, gathering("CHN", "USA", "FRA", "DEU"))
    others = [record(session, gathering("CHN", "USA", one, start="2023-09-27", place=BERLIN)) for one in ("IND", "BRA")]
    again = record(session, gathering("CHN", "USA", "FRA"))

    assert again.confirmed == first.created
    assert first.created[0] not in [one for recorded in others for one in recorded.confirmed + recorded.created]


def test_of_many_talks_of_two_states_those_of_the_nearest_days_are_looked_at(session: Session, monkeypatch):
    """Others of the same days' reach begin later, and earlier, and more are found than are compared."""
    monkeypatch.setattr("app.store.known.MOST_FOUND", 1)
    first = record(session, a_candidate(start="2023-09-26", place=SEOUL))
    for day in ("2023-09-28", "2023-09-23"):
        record(session, a_candidate(start=day, place=BERLIN))

    assert record(session, a_candidate(start="2023-09-26", place=SEOUL)).confirmed == first.created


def test_an_article_that_is_stored_changes_nothing(session: Session):
    """Reading the same article again is no second source."""
    article = an_article()
    record(session, a_candidate(), article=article)
    before = the_meeting(session).document

    again = record(session, a_candidate(), article=article)

    assert not again.stored
    assert the_meeting(session).document == before


def test_ids_are_the_same_in_every_store(session: Session):
    """A meeting's id depends on the article that first reported it alone."""
    article = an_article("A text.", outlet=None, title=None)
    recorded = record(session, a_candidate(people=(a_person("Nong Rong", "FRA"),)), article=article)

    assert recorded.created == ("m202309-f640301b22e608a3",)
    assert session.scalars(select(StoredPerson.id)).all() == ["pb6631fa32418be567d13"]


def test_the_document_says_what_the_rows_say(session: Session):
    """Lists return the document as it is, so it holds everything."""
    candidate = a_candidate(
        parties=(a_state("KOR", role=Role.HOST), a_state("JPN"), an_organisation("EU")),
        people=(a_person("Chung Byung-won", "KOR", title="Deputy Foreign Minister", role=Role.HOST),),
        place=SEOUL,
        level=Level.OFFICIAL,
        topics=("trade",),
    )
    record(session, candidate)

    meeting = the_meeting(session)
    person = session.scalars(select(StoredPerson)).one()
    assert document(meeting) == {
        "id": meeting.id,
        "url": f"/v1/meetings/{meeting.id}",
        "title": "EU, Japan and South Korea: meeting in Seoul, 26 September 2023",
        "kind": "meeting",
        "status": "held",
        "level": "official",
        "salience": "main",
        "start": {
            "date": "2023-09-26",
            "earliest": "2023-09-26",
            "latest": "2023-09-26",
            "precision": "day",
            "basis": "stated",
        },
        "end": {
            "date": "2023-09-26",
            "earliest": "2023-09-26",
            "latest": "2023-09-26",
            "precision": "day",
            "basis": "stated",
        },
        "countries": ["JPN", "KOR"],
        "organisations": ["EU"],
        "participants": [
            {"country": "JPN", "organisation": None, "role": "participant", "people": []},
            {
                "country": "KOR",
                "organisation": None,
                "role": "host",
                "people": [
                    {
                        "id": person.id,
                        "name": "Chung Byung-won",
                        "title": "Deputy Foreign Minister",
                        "role": "host",
                    }
                ],
            },
            {"country": None, "organisation": "EU", "role": "participant", "people": []},
        ],
        "place": {
            "venue": None,
            "city": "Seoul",
            "country": "KOR",
            "latitude": 37.57,
            "longitude": 126.98,
            "precision": "city",
        },
        "topics": ["trade"],
        "series": None,
        "confidence": 0.8,
        "source_count": 1,
        "independent_source_count": 1,
        "first_reported": "2023-09-26",
        "last_reported": "2023-09-26",
        "corrected": [],
        "updated_at": "2023-10-01T12:00:00Z",
    }


def test_participants_are_rows_in_the_order_of_the_document(session: Session):
    """Each party, then those who represent it."""
    candidate = a_candidate("KOR", "JPN", people=(a_person("Takehiro Funakoshi", "JPN"),))
    record(session, candidate)

    rows = session.scalars(select(Participant).order_by(Participant.seq)).all()
    assert [(row.country, row.person_id is not None) for row in rows] == [
        ("JPN", False),
        ("JPN", True),
        ("KOR", False),
    ]


def test_people_come_out_bit_by_bit(session: Session):
    """A later article adds a person whom the first did not name, and the fuller form of a name."""
    record(session, a_candidate(people=(a_person("Firefly", "FRA"),)))
    record(session, a_candidate(people=(a_person("Rufus Firefly", "FRA"), a_person("Gloria Teasdale", "DEU"))))

    people = [p["name"] for side in document(the_meeting(session))["participants"] for p in side["people"]]
    assert people == ["Gloria Teasdale", "Rufus Firefly"]


def test_two_people_of_one_name_are_kept_apart_by_party(session: Session):
    """The same name for another state is another identity."""
    record(session, a_candidate("FRA", "DEU", people=(a_person("Jean Martin", "FRA"), a_person("Jean Martin", "DEU"))))

    assert session.scalar(select(func.count()).select_from(StoredPerson)) == 2


def test_one_person_in_two_spellings_is_one_identity(session: Session):
    """Case, hyphens, accents and the order of names make no other person; each form is kept."""
    record(session, a_candidate("FRA", "KOR", people=(a_person("Yoon Suk Yeol", "KOR"),), start="2023-01-01"))
    record(session, a_candidate("FRA", "KOR", people=(a_person("YOON Suk-yeol", "KOR"),), start="2023-06-01"))

    assert session.scalar(select(func.count()).select_from(StoredPerson)) == 1
    assert {"Yoon Suk Yeol", "YOON Suk-yeol"} <= set(session.scalars(select(PersonName.name)))


def test_every_claim_points_at_its_words(session: Session):
    """A claim has the value, the words, and where they stand."""
    article = an_article("Ministers of both sides met in Seoul.", title=None)
    evidence = (some_evidence("place", 31, 36, quote="Seoul", confidence=0.9), some_evidence("party:KOR", 0, 9))
    record(session, a_candidate(place=SEOUL, evidence=evidence), article=article)

    claims = session.scalars(select(Claim).order_by(Claim.seq)).all()
    assert [(c.field, c.value, c.quote) for c in claims] == [
        ("place", "Seoul, KOR", "Seoul"),
        ("party:KOR", "KOR", "Ministers"),
    ]


def test_a_source_quotes_the_clause_that_shows_the_meeting(session: Session):
    """The quote is cut from the article as it is stored."""
    record(session, a_candidate(attribution="TBS"))

    source = session.scalars(select(Source)).one()
    assert (source.account.quote, source.attribution, source.extractor) == ("Ministers", "TBS", "test/1")


def test_decisions_say_what_was_done_and_why(session: Session):
    """The first report creates, the second confirms with the score of each feature."""
    record(session, a_candidate())
    record(session, a_candidate())

    created, confirmed = session.scalars(select(StoredDecision).order_by(StoredDecision.id))
    assert (created.action, confirmed.action) == ("create", "confirm")
    assert created.score is None
    assert confirmed.score > 4
    assert {"shared parties", "dates"} <= {feature["name"] for feature in confirmed.reasons["features"]}


def test_an_uncertain_pair_is_kept_apart_and_marked(session: Session):
    """Where a person should look, the decision names the other meeting."""
    record(session, a_candidate("FRA", "DEU", people=(a_person("Rufus Firefly", "FRA"),), place=SEOUL))
    record(session, a_candidate("FRA", "DEU", people=(a_person("Gloria Teasdale", "FRA"),), place=SEOUL))

    first, second = session.scalars(select(StoredDecision).order_by(StoredDecision.id))
    assert second.action == "create"
    assert second.reasons["review"]
    assert second.reasons["other"] == first.meeting_id


def test_a_copy_is_stored_and_not_counted_as_independent(session: Session):
    """Another outlet's print of the same words is a source of the meeting, not a second witness."""
    text = "Ministers of Freedonia and Sylvania met on Tuesday to talk about the price of ducks. " * 5
    record(session, a_candidate(), article=an_article(text, outlet="Agency"))
    recorded = record(session, a_candidate(), article=an_article(text.upper(), outlet="The Freedonia Post"))

    meeting = the_meeting(session)
    assert (meeting.source_count, meeting.independent_source_count) == (2, 1)
    copy = session.get(StoredArticle, recorded.article_id)
    assert (copy.copy_of, copy.copy_kind) == (recorded.copy_of, "exact")


def test_two_meetings_of_one_article_stay_two(session: Session):
    """An article that tells of two occasions tells of two, however alike."""
    record(session, a_candidate(), a_candidate(salience=Salience.BACKGROUND))

    assert session.scalar(select(func.count()).select_from(Meeting)) == 2


def test_a_planned_meeting_becomes_the_held_one(session: Session):
    """The life cycle is one record: what was scheduled is held by the later report."""
    record(
        session,
        a_candidate(status=Status.SCHEDULED, start="2023-09"),
        article=an_article(published="2023-08-20"),
    )
    record(session, a_candidate(start="2023-09-26"))

    meeting = the_meeting(session)
    assert (meeting.status, meeting.start_earliest.isoformat(), meeting.version) == ("held", "2023-09-26", 2)


def test_one_outlet_in_two_spellings_is_one(session: Session):
    """Outlets are told apart by their folded names."""
    record(session, article=an_article(outlet="Agence de Freedonie"))
    record(session, article=an_article(outlet="AGENCE DE FREEDONIÉ"))

    assert session.scalar(select(func.count()).select_from(Outlet)) == 1


def test_a_text_with_nul_characters_is_refused(session: Session):
    """PostgreSQL cannot hold them, so neither database does."""
    with pytest.raises(ArticleRejectedError, match="NUL"):
        record(session, article=an_article("a\x00b"))


def test_a_meeting_of_people_without_a_party_is_kept(session: Session):
    """Somebody whose party nobody told stands beside the parties."""
    record(session, a_candidate(people=(a_person("Rufus Firefly", None),), kind=Kind.CALL))

    last = document(the_meeting(session))["participants"][-1]
    assert (last["country"], last["organisation"], last["people"][0]["name"]) == (None, None, "Rufus Firefly")


def test_the_same_articles_make_the_same_record_in_any_store(sqlite_url: str, postgres_url: str):
    """Ids, documents and decisions are equal in every byte, on both databases."""
    texts = [an_article(published=day) for day in ("2023-08-20", "2023-09-26", "2023-09-27", "2023-10-02")]
    people = (a_person("Rufus Firefly", "FRA", title="President"),)
    readings = [
        Reading(texts[0], [a_candidate(status=Status.SCHEDULED, start="2023-09")], "test/1"),
        Reading(texts[1], [a_candidate(people=people), a_candidate("FRA", "ITA", start=None)], "test/1"),
        Reading(texts[2], [a_candidate(place=SEOUL, people=people)], "test/1"),
        Reading(texts[3], [a_candidate(start="2023-10-01", kind=Kind.CALL)], "test/1"),
    ]
    stores = []
    for url in (sqlite_url, postgres_url):
        with writing(make_engine(url)) as session:
            for what in readings:
                record_article(session, what, NOON)
            documents = session.scalars(select(Meeting.document).order_by(Meeting.id)).all()
            reasons = session.scalars(select(StoredDecision.reasons).order_by(StoredDecision.id)).all()
            stores.append((documents, reasons))

    assert stores[0] == stores[1]
    assert len(stores[0][0]) == 3


def sighted(session: Session, name: str, title: str | None, day: str, **fields) -> str:
    """Who somebody is taken for whom an article of that day names for France."""
    candidate = a_candidate("FRA", "DEU", start=day, people=(a_person(name, "FRA", title=title),))
    recorded = record(session, candidate, article=an_article(published=day, **fields))
    assert recorded.stored
    return session.scalars(select(Source).where(Source.article_id == recorded.article_id)).one().account.people[0]


def test_a_person_is_one_identity_across_articles(session: Session):
    """By surname and office, by another spelling, by the name turned round; the fullest name is the usual one."""
    first = sighted(session, "Zelenskyj", "Ambassador", "2023-01-10")

    assert sighted(session, "Wladimir Zelenskyj", "Ambassador", "2023-03-10") == first
    assert sighted(session, "Zelenskiy Wladimir", None, "2023-05-10") == first
    assert sighted(session, "Zelensky", "Ambassador", "2023-07-10") == first
    assert session.get(StoredPerson, first).name == "Wladimir Zelenskyj"


def test_the_offices_that_sources_show_are_kept_with_their_dates(session: Session):
    """From the first day to the last, and one row for every way to write the office."""
    person = sighted(session, "Jean Martin", "Foreign Minister", "2023-03-10")
    sighted(session, "Jean Martin", "French Foreign Minister", "2023-01-10")
    sighted(session, "Jean Martin", "Minister of Foreign Affairs", "2023-07-10")

    held = session.scalars(select(PersonOffice).where(PersonOffice.person_id == person)).all()
    assert [(row.rank, str(row.first), str(row.last)) for row in held] == [("minister", "2023-01-10", "2023-07-10")]


def test_two_people_of_one_name_are_kept_apart_by_their_offices(session: Session):
    """The president is not the ambassador of the same year."""
    president = sighted(session, "Jean Martin", "President", "2023-01-10")
    ambassador = sighted(session, "Jean Martin", "Ambassador", "2023-03-10")

    assert president != ambassador
    assert sighted(session, "Jean Martin", "President", "2023-05-10") == president
    assert sighted(session, "Jean Martin", "Ambassador", "2023-07-10") == ambassador
