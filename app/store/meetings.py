"""The reports of one meeting in; its row, participants, topics, block keys and document out, all of one state."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.domain.calendar import PartialDate
from app.domain.meetings import Party, PartyKind
from app.resolution.blocking import marks
from app.resolution.policy import settle
from app.resolution.reports import MeetingFields, Report
from app.resolution.titles import title_of
from app.store.documents import Face, delegations, render
from app.store.identities import store_organisations, usual_names
from app.store.ids import organisation_id
from app.store.models import Meeting, MeetingBlock, MeetingTopic, Participant
from app.store.upsert import insert_rows


def write_meeting(session: Session, meeting_id: str, reports: Sequence[Report], now: datetime) -> MeetingFields:
    """Write what `reports`, all there are of the meeting, come to, and return it; old rows are replaced."""
    fields = settle(reports)
    store_organisations(session, fields.organisations)
    names = usual_names(session, (person.id for person in fields.people))
    title = title_of(fields)
    document = render(fields, Face(meeting_id, title, now, names))
    columns = {**_columns(fields), "title": title, "document": document, "updated_at": now}
    row = session.get(Meeting, meeting_id)
    if row is None:
        session.add(Meeting(id=meeting_id, created_at=now, version=1, **columns))
    else:
        for name, value in columns.items():
            setattr(row, name, value)
        row.version += 1
        for table in (Participant, MeetingTopic, MeetingBlock):
            session.execute(delete(table).where(table.meeting_id == meeting_id))
    session.flush()
    own = {"meeting_id": meeting_id}
    insert_rows(session, Participant, [own | row for row in _participants(fields)])
    insert_rows(session, MeetingTopic, [own | {"topic": topic} for topic in fields.topics])
    insert_rows(session, MeetingBlock, [own | asdict(mark) for mark in sorted(marks(fields, reports))])
    return fields


def _columns(fields: MeetingFields) -> dict[str, Any]:
    place = fields.place
    return {
        "kind": fields.kind.value,
        "status": fields.status.value,
        "level": fields.level.value,
        "salience": fields.salience.value,
        **_date_columns("start", fields.start),
        **_date_columns("end", fields.end),
        "venue": place.venue if place else None,
        "city": place.city if place else None,
        "place_country": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "place_precision": place.precision.value if place and place.precision else None,
        "series": fields.series,
        "confidence": fields.confidence,
        "source_count": fields.source_count,
        "independent_source_count": fields.independent_source_count,
        "first_reported": fields.first_reported,
        "last_reported": fields.last_reported,
    }


def _date_columns(name: str, day: PartialDate | None) -> dict[str, Any]:
    return {
        f"{name}_earliest": day.earliest if day else None,
        f"{name}_latest": day.latest if day else None,
        f"{name}_precision": day.precision.value if day else None,
        f"{name}_basis": day.basis.value if day else None,
    }


def _participants(fields: MeetingFields) -> list[dict[str, Any]]:
    """The rows in the order of the document: each party, then those who represent it."""
    rows: list[dict[str, Any]] = []
    for party, people in delegations(fields):
        side = _side(party)
        if party is not None:
            rows.append({**side, "person_id": None, "title": None, "role": party.role.value})
        rows.extend({**side, "person_id": p.id, "title": p.title, "role": p.role.value} for p in people)
    return [{"seq": seq, **row} for seq, row in enumerate(rows)]


def _side(party: Party | None) -> dict[str, str | None]:
    is_state = party is not None and party.kind is PartyKind.STATE
    return {
        "country": party.code if party and is_state else None,
        "organisation_id": organisation_id(party.code) if party and not is_state else None,
    }
