"""Meetings in, those out whose rows and documents are not what follows from their sources and corrections."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.resolution.blocking import marks
from app.resolution.policy import NO_CORRECTIONS, settle
from app.resolution.reports import MeetingFields
from app.resolution.titles import title_of
from app.store.corrections import corrections_of
from app.store.documents import Face, render
from app.store.known import reports_of
from app.store.meetings import columns_of, sides_of
from app.store.models import Meeting, MeetingBlock, MeetingText, MeetingTopic, Participant, PersonName
from app.store.texts import texts_of

BATCH = 500
WORDS = ("title", "names", "evidence")

Parts = Mapping[str, Mapping[str, list[Any]]]


def rendered(session: Session) -> Iterator[str | None]:
    """For each meeting: None where all of it is as it should be, else the parts that are not."""
    ids = iter(session.scalars(select(Meeting.id).order_by(Meeting.id)).all())
    while part := list(islice(ids, BATCH)):
        yield from _checked(session, part)
        session.expunge_all()


def _checked(session: Session, ids: Sequence[str]) -> Iterator[str | None]:
    reports, said, parts = reports_of(session, ids), corrections_of(session, ids), _parts(session, ids)
    words = {text["meeting_id"]: [{name: text[name] for name in WORDS}] for text in texts_of(session, ids)}
    for row in session.scalars(select(Meeting).where(Meeting.id.in_(ids)).order_by(Meeting.id)):
        wrong = []
        stands = row.merged_into is None and row.retracted_at is None
        # A record without reports, which does not stand, keeps its last rows as a memory of what it was.
        if reports.get(row.id):
            fields = settle(reports[row.id], said.get(row.id, NO_CORRECTIONS))
            wrong = [name for name, agrees in _rows_agree(row, fields, parts[row.id]) if not agrees]
            blocks = {tuple(asdict(mark).values()) for mark in marks(fields, reports[row.id])} if stands else set()
            wrong += ["block keys"] if blocks != set(parts[row.id]["blocks"]) else []
        wrong += ["words"] if words.get(row.id, []) != parts[row.id]["words"] else []
        yield f"meeting {row.id}: {', '.join(wrong)} not as its sources have it" if wrong else None


def _rows_agree(row: Meeting, fields: MeetingFields, parts: Mapping[str, list[Any]]) -> Iterator[tuple[str, bool]]:
    title = title_of(fields)
    yield from ((name, getattr(row, name) == value) for name, value in columns_of(fields).items())
    yield "title", row.title == title
    yield "topics", set(parts["topics"]) == set(fields.topics)
    yield "participants", parts["sides"] == sides_of(fields)
    names = _names_in(row.document)
    yield "names", set(names.items()) <= set(parts["names"])
    yield "document", row.document == render(fields, Face(row.id, title, row.updated_at, names))


def _names_in(document: str) -> dict[str, str]:
    """The names that a document has for people: each was the usual one when the document was written."""
    sides = orjson.loads(document)["participants"]
    return {person["id"]: person["name"] for side in sides for person in side["people"]}


def _parts(session: Session, ids: Sequence[str]) -> Parts:
    """What hangs on each meeting in other tables, in the order of its keys."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    sides = select(Participant).where(Participant.meeting_id.in_(ids)).order_by(Participant.meeting_id, Participant.seq)
    for side in session.scalars(sides):
        columns = ("seq", "country", "organisation_id", "person_id", "title", "role")
        found[side.meeting_id]["sides"].append({name: getattr(side, name) for name in columns})
    for topic in session.scalars(select(MeetingTopic).where(MeetingTopic.meeting_id.in_(ids))):
        found[topic.meeting_id]["topics"].append(topic.topic)
    for block in session.scalars(select(MeetingBlock).where(MeetingBlock.meeting_id.in_(ids))):
        found[block.meeting_id]["blocks"].append((block.key, block.earliest, block.latest))
    for text in session.scalars(select(MeetingText).where(MeetingText.meeting_id.in_(ids))):
        found[text.meeting_id]["words"].append({name: getattr(text, name) for name in WORDS})
    forms = (
        select(Participant.meeting_id, PersonName.person_id, PersonName.name)
        .join(PersonName, PersonName.person_id == Participant.person_id)
        .where(Participant.meeting_id.in_(ids))
    )
    for meeting_id, person_id, name in session.execute(forms):
        found[meeting_id]["names"].append((person_id, name))
    return found
