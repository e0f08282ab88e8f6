"""Rows for tests of queries: what a test cares about in, a stored record out."""

import itertools
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.domain.calendar import PartialDate
from app.resolution.names import name_key, plain
from app.store.candidates import to_json
from app.store.folding import key_of
from app.store.models import (
    ArticleText,
    Claim,
    Meeting,
    MeetingText,
    MeetingTopic,
    Outlet,
    Participant,
    PersonName,
    Source,
    SourceAccount,
    StoredArticle,
    StoredOrganisation,
    StoredPerson,
)
from app.store.postings import post, withdraw
from app.store.texts import joined, place_of
from tests.builders import a_candidate

NOON = datetime(2023, 10, 1, 12, tzinfo=UTC)


class Records:
    """Adds rows to a store; ids count up, so that a test can tell which record came first."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._numbers = itertools.count(1)
        self._outlets: dict[str, str] = {}

    def meeting(self, *parties: str, start: str | None = "2023-09-26", end: str | None = None, **fields: Any) -> str:
        """A meeting of states (by code), people (by id) and organisations (by id); `host` names the one that hosts."""
        meeting_id = self._id("m")
        host, topics = fields.pop("host", None), fields.pop("topics", ())
        first = PartialDate.parse(start) if start else None
        last = PartialDate.parse(end) if end else first
        row = {
            "title": "A meeting", "kind": "meeting", "status": "held", "level": "official", "salience": "main",
            "venue": None, "city": None, "place_country": None, "latitude": None, "longitude": None,
            "place_precision": None, "series": None, "confidence": 0.8, "source_count": 1,
            "independent_source_count": 1, "first_reported": None, "last_reported": None, "created_at": NOON,
            "updated_at": NOON, "merged_into": None, "retracted_at": None, "version": 1,
            **_dates("start", first), **_dates("end", last), **fields,
        }  # fmt: skip
        countries = [party for party in parties if len(party) == 3]
        sides = [party for party in parties if not party.startswith("p")]
        keys = {f"{name}_key": row[name] and key_of(row[name]) for name in ("city", "series")}
        days = last or first
        row |= {**keys, "party_count": len(sides), "last_day": days and days.latest}
        document = json.dumps({"id": meeting_id, "countries": countries, "organisations": []})
        self.session.add(Meeting(id=meeting_id, document=document, **row))
        self.session.flush()
        for seq, party in enumerate(parties):
            self.session.add(_participant(meeting_id, seq, party, "host" if party == host else "participant"))
        self.session.add_all(MeetingTopic(meeting_id=meeting_id, topic=topic) for topic in topics)
        self.session.flush()
        post(self.session, [meeting_id])
        return meeting_id

    def person(self, name: str, country: str | None = None, *forms: str, organisation: str | None = None) -> str:
        """A person, with the forms in which the name was written."""
        person_id = self._id("p")
        self.session.add(
            StoredPerson(id=person_id, name=name, country=country, organisation_id=organisation, created_at=NOON)
        )
        self.session.flush()
        for form in {name, *forms}:
            self.session.add(PersonName(person_id=person_id, name=form, key=name_key(form, country), created_at=NOON))
        self.session.flush()
        return person_id

    def delegate(self, meeting_id: str, person_id: str, country: str) -> None:
        """Somebody who speaks for a state at a meeting."""
        withdraw(self.session, [meeting_id])
        seq = self.session.query(Participant).filter_by(meeting_id=meeting_id).count()
        row = Participant(meeting_id=meeting_id, seq=seq, role="participant", person_id=person_id, country=country)
        self.session.add(row)
        self.session.flush()
        post(self.session, [meeting_id])

    def organisation(self, short: str, name: str | None = None, kind: str = "bloc") -> str:
        """An organisation."""
        organisation_id = self._id("o")
        self.session.add(
            StoredOrganisation(
                id=organisation_id,
                short=short,
                name=name or short,
                kind=kind,
                created_at=NOON,
                short_key=key_of(short),
                name_key=key_of(name or short),
            )
        )
        self.session.flush()
        return organisation_id

    def article(
        self,
        outlet: str | None = "Example Times",
        published: str | None = "2023-09-26",
        text: str = "Ministers met.",
        **fields: Any,
    ) -> str:
        """An article of an outlet."""
        article_id = self._id("a")
        row = {
            "source_id": None, "url": None, "title": "A title", "language": "en",
            "published_at": None, "authors": [], "dateline": None, "origin": "test", "fingerprint": article_id,
            "copy_of": None, "copy_kind": None, "extractor": "test-1", "run_id": None, "ingested_at": NOON, **fields,
        }  # fmt: skip
        day = date.fromisoformat(published) if published else None
        body = ArticleText(text=text)
        self.session.add(StoredArticle(id=article_id, outlet_id=self._outlet(outlet), published=day, body=body, **row))
        self.session.flush()
        return article_id

    def text(self, meeting_id: str, **passages: Iterable[str]) -> None:
        """The words of a meeting: passages of its title, names and evidence."""
        columns = {name: joined(passages.get(name, ())) for name in ("title", "names", "evidence")}
        start = self.session.get_one(Meeting, meeting_id).start_earliest
        self.session.add(MeetingText(id=place_of(meeting_id, start), meeting_id=meeting_id, **columns))
        self.session.flush()

    def source(self, meeting_id: str, article_id: str, *claims: str, ordinal: int = 0) -> str:
        """What an article reports of a meeting, with claims for some fields."""
        source_id = self._id("s")
        withdraw(self.session, [meeting_id])
        self.session.add(
            Source(
                id=source_id,
                meeting_id=meeting_id,
                since=NOON,
                article_id=article_id,
                ordinal=ordinal,
                status="held",
                salience="main",
                attribution=None,
                confidence=0.8,
                span_start=9,
                span_end=23,
                extractor="test-1",
                created_at=NOON,
                account=SourceAccount(quote="Ministers met.", candidate=to_json(a_candidate()), people=[]),
            )
        )
        self.session.flush()
        for seq, field in enumerate(claims):
            self.session.add(
                Claim(
                    source_id=source_id,
                    seq=seq,
                    field=field,
                    value="held",
                    span_start=9,
                    span_end=18,
                    quote="Ministers",
                    rule="test",
                    confidence=0.9,
                )
            )
        self.session.flush()
        post(self.session, [meeting_id])
        return source_id

    def _outlet(self, name: str | None) -> str | None:
        if name is None or name in self._outlets:
            return self._outlets.get(name or "")
        self._outlets[name] = self._id("l")
        self.session.add(Outlet(id=self._outlets[name], name=name, key=plain(name)))
        self.session.flush()
        return self._outlets[name]

    def _id(self, letter: str) -> str:
        return f"{letter}{next(self._numbers):010x}{0:010x}"


def _dates(which: str, day: PartialDate | None) -> dict[str, Any]:
    return {
        f"{which}_earliest": day and day.earliest,
        f"{which}_latest": day and day.latest,
        f"{which}_precision": day and day.precision.value,
        f"{which}_basis": day and day.basis.value,
    }


def _participant(meeting_id: str, seq: int, party: str, role: str) -> Participant:
    return Participant(
        meeting_id=meeting_id, seq=seq, role=role, title="Minister" if party.startswith("p") else None,
        country=party if len(party) == 3 else None,
        organisation_id=party if party.startswith("o") else None,
        person_id=party if party.startswith("p") else None,
    )  # fmt: skip
