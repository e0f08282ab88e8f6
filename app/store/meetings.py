"""What a record follows from in; its row, participants, topics, block keys and document out, all of one state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Delete, bindparam, delete

from app.domain.calendar import PartialDate
from app.domain.meetings import Party, PartyKind
from app.resolution.blocking import Mark, marks
from app.resolution.policy import Corrections, settle
from app.resolution.reports import MeetingFields, Report
from app.resolution.titles import title_of
from app.store.documents import Face, delegations, render
from app.store.folding import key_of
from app.store.gathering import Gathered
from app.store.ids import organisation_id
from app.store.models import Meeting, MeetingBlock, MeetingTopic, Participant
from app.store.organisations import store_organisations
from app.store.upsert import insert_rows, table_of

COLUMNS = tuple(column.name for column in table_of(Meeting).columns)


def _without(model: type[Participant | MeetingTopic | MeetingBlock]) -> Delete:
    return delete(table_of(model)).where(table_of(model).c.meeting_id == bindparam("own"))


WITHOUT_ROWS = (_without(Participant), _without(MeetingTopic))
WITHOUT_BLOCKS = _without(MeetingBlock)


@dataclass(frozen=True, slots=True)
class Content:
    """What a record follows from; `retracted` also says that its making was undone."""

    reports: Sequence[Report]
    corrections: Corrections
    merged_into: str | None = None
    retracted: bool = False

    @property
    def stands(self) -> bool:
        """Whether the record counts."""
        return self.merged_into is None and not self.retracted


def new_meeting(meeting_id: str, now: datetime) -> Meeting:
    """The row of a meeting that is not in the store yet; it is written with its first state."""
    return Meeting(id=meeting_id, created_at=now, version=0)


def write_meeting(gathered: Gathered, row: Meeting, content: Content, now: datetime) -> int:
    """Write what the content comes to, and return the version of the meeting; old rows are replaced.

    A record without reports, which does not stand, keeps its last rows as a memory of what it was.
    """
    session = gathered.session
    row.version += 1
    row.updated_at = now
    row.merged_into = content.merged_into
    row.retracted_at = (row.retracted_at or now) if content.retracted else None
    found = _rewrite(gathered, row, content) if content.reports else frozenset()
    if row.version > 1:
        session.execute(WITHOUT_BLOCKS, {"own": row.id})
    if content.stands:
        insert_rows(session, MeetingBlock, [_block(row.id, mark) for mark in sorted(found)])
    session.flush()
    return row.version


def _rewrite(gathered: Gathered, row: Meeting, content: Content) -> frozenset[Mark]:
    """Everything that follows from the reports and corrections; gives the marks by which the meeting is found."""
    session, fields = gathered.session, settle(content.reports, content.corrections)
    store_organisations(session, fields.organisations, row.updated_at)
    names = gathered.people.usual_names(person.id for person in fields.people)
    title = title_of(fields)
    document = render(fields, Face(row.id, title, row.updated_at, names))
    for name, value in {**columns_of(fields), "title": title, "document": document}.items():
        setattr(row, name, value)
    if row.version == 1:
        insert_rows(session, Meeting, [{column: getattr(row, column) for column in COLUMNS}])
    else:
        session.flush()
        for statement in WITHOUT_ROWS:
            session.execute(statement, {"own": row.id})
    own = {"meeting_id": row.id}
    gathered.later(Participant, [own | one for one in sides_of(fields)])
    gathered.later(MeetingTopic, [own | {"topic": topic} for topic in fields.topics])
    return marks(fields, content.reports)


def _block(meeting_id: str, mark: Mark) -> dict[str, Any]:
    return {"meeting_id": meeting_id, "key": mark.key, "earliest": mark.earliest, "latest": mark.latest}


def columns_of(fields: MeetingFields) -> dict[str, Any]:
    """The columns of a meeting that say what it is, without its title and document."""
    place = fields.place
    return {
        "kind": fields.kind.value,
        "status": fields.status.value,
        "level": fields.level.value,
        "salience": fields.salience.value,
        **_date_columns("start", fields.start),
        **_date_columns("end", fields.end),
        "last_day": last.latest if (last := fields.end or fields.start) else None,
        "venue": place.venue if place else None,
        "city": place.city if place else None,
        "city_key": key_of(place.city) if place and place.city else None,
        "place_country": place.country if place else None,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "place_precision": place.precision.value if place and place.precision else None,
        "series": fields.series,
        "series_key": key_of(fields.series) if fields.series else None,
        "party_count": len(fields.parties),
        # As documents show it: who asks for 0.82 means what is shown so.
        "confidence": round(fields.confidence, 2),
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


def sides_of(fields: MeetingFields) -> list[dict[str, Any]]:
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
