"""A stored article with what a newer extractor reads in it in; the difference as decisions, and as a list, out.

A source keeps its id and its meeting when its account changes. It leaves the meeting only where it fits the other
reports no more, which is asked once all of them have been read anew: until then it is they that may be wrong. What a
person decided of a source's meeting stands.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from itertools import count
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.domain.articles import Article
from app.domain.meetings import MeetingCandidate
from app.resolution.meetings import Verdict, compare, decide, dossier_of
from app.resolution.places import located
from app.resolution.reports import Report
from app.resolution.rereading import pair
from app.store.accounts import StoredAccount, plain_of
from app.store.candidates import from_json, to_json
from app.store.changes import Change, Standing, standings
from app.store.corrections import corrections_of
from app.store.gathering import store_people
from app.store.ids import dated_id, meeting_id
from app.store.joining import Unparted, join_grown, parted_from
from app.store.known import Account, MeetingsInStore, accounts_of
from app.store.ledger import PROGRAM, Entry, Grounds, enter
from app.store.models import LATER, Action, DecisionMeeting, Source, SourceState, StoredArticle, StoredDecision
from app.store.record import Reading, apply, grounds_of, resolve_people

# What a report is known by: where one of these changes, it may be of another meeting than it seemed.
IDENTITY = ("parties", "people", "start", "end", "place", "kind", "level", "series")


class Kind(StrEnum):
    """What became of a source. `kept`: it stays as it is, though it is read otherwise, for a person's sake."""

    REWRITTEN = "rewritten"
    MOVED = "moved"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of an account before and after, as plain JSON values."""

    field: str
    before: Any
    after: Any

    @property
    def how(self) -> str:
        """Whether a value was `added`, `removed` or `changed`."""
        if self.before in (None, []):
            return "added"
        return "removed" if self.after in (None, []) else "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One source that is read otherwise; `meeting` is the one it belongs to now, or belonged to when it was withdrawn.

    `created` and `retracted` say that the meeting came to stand with it, or ceased to; `merged`, how many records its
    new account showed to be of one meeting with another.
    """

    kind: Kind
    article: str
    source: str
    meeting: str
    fields: tuple[FieldChange, ...] = ()
    created: bool = False
    merged: int = 0
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class NewReading:
    """What a newer extractor reads in a stored article; `settled` tells whether the run is done with another one."""

    article: Article
    candidates: Sequence[MeetingCandidate]
    extractor: str
    run_id: int | None = None
    settled: Callable[[str], bool] = lambda _article_id: True


def field_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields in which two candidates differ, both as the store holds them."""
    names = sorted(before.keys() | after.keys())
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return tuple(FieldChange(name, old, new) for name, old, new in pairs if old != new)


def reread_article(session: Session, article_id: str, what: NewReading, now: datetime) -> list[Difference]:
    """Bring the sources of an article to what is read in it now. All is in the caller's transaction."""
    row = session.get_one(StoredArticle, article_id)
    work = _Rereading(session, row, what, now)
    sources = list(session.scalars(select(Source).where(Source.article_id == row.id).order_by(Source.ordinal)))
    read = [located(candidate) for candidate in what.candidates]
    pairing = pair([from_json(source.account.candidate) for source in sources], read)
    for before, after in pairing.pairs:
        work.rewrite(sources[before], read[after])
    # Before the new ones, which would be kept apart from a meeting that this article seems to report already.
    for gone in pairing.gone:
        work.withdraw(sources[gone])
    ordinals = count(max((source.ordinal for source in sources), default=-1) + 1)
    for ordinal, new in zip(ordinals, pairing.new, strict=False):
        work.add(ordinal, read[new])
    row.extractor = what.extractor
    session.flush()
    for meeting in sorted({source.meeting_id for source in sources if source.meeting_id}):
        work.part_strangers(meeting)
    return work.found


@dataclass(slots=True)
class _Rereading:
    """One article while its sources are compared and changed."""

    session: Session
    row: StoredArticle
    what: NewReading
    now: datetime
    found: list[Difference] = field(default_factory=list)

    def rewrite(self, source: Source, candidate: MeetingCandidate) -> None:
        """Give a source the account that is read now; one that was withdrawn comes back."""
        home, changes = source.meeting_id, field_changes(source.account.candidate, to_json(candidate))
        people = _decided_by_people(self.session, source)
        if (home is None and people.placed) or (home is not None and not changes):
            return
        if to_json(candidate) in people.refused:
            self._note(Difference(Kind.KEPT, self.row.id, source.id, home or "", changes))
            return
        report = self._report(source.ordinal, candidate)
        new = StoredAccount.of(report, self.what.article, self.what.extractor)
        told = [Change.of_account(source.id, plain_of(source), new.plain)]
        if home is None:
            self._place(source, report, told)
            return
        self._enter(home, source.id, told, self._grounds(", ".join(change.field for change in changes)))
        merged = 0
        if standings(self.session, [home])[home] is Standing.STANDING:
            home, merged = self._grown(home)
        self._note(Difference(Kind.REWRITTEN, self.row.id, source.id, home, changes, merged=merged))

    def withdraw(self, source: Source) -> None:
        """Take a source from its meeting; a meeting that no other report is left of is retracted."""
        home = source.meeting_id
        if home is None or standings(self.session, [home])[home] is not Standing.STANDING:
            return
        alone = len(accounts_of(self.session, [home])) == 1
        corrected = bool(corrections_of(self.session, [home]))
        if (alone and corrected) or _decided_by_people(self.session, source).placed:
            self._note(Difference(Kind.KEPT, self.row.id, source.id, home))
            return
        changes = [Change.of_source(source.id, home, None)]
        if alone:
            changes.append(Change.of_standing(home, Standing.STANDING, Standing.ABSENT))
        action = Action.RETRACT if alone else Action.REREAD
        self._enter(home, source.id, changes, self._grounds("the article reports no such meeting"), action)
        self._note(Difference(Kind.WITHDRAWN, self.row.id, source.id, home, retracted=alone))

    def add(self, ordinal: int, candidate: MeetingCandidate) -> None:
        """Record a meeting that was not read in the article before."""
        report = self._report(ordinal, candidate)
        decision = decide(report, MeetingsInStore(self.session))
        what = self.what
        reading = Reading(what.article, [candidate], what.extractor, what.run_id)
        target = apply(self.session, decision, reading, self.now)
        source = self.session.scalars(select(Source.id).filter_by(article_id=self.row.id, ordinal=ordinal)).one()
        target, merged = (target, 0) if decision.creates else self._grown(target)
        self._note(Difference(Kind.ADDED, self.row.id, source, target, created=decision.creates, merged=merged))

    def part_strangers(self, meeting: str) -> None:
        """Move the sources that fit a meeting no more, once every report of it has been read anew; the latest first."""
        while standings(self.session, [meeting])[meeting] is Standing.STANDING:
            accounts = accounts_of(self.session, [meeting])
            if len(accounts) == 1 or not all(self._is_settled(account.report.article_id) for account in accounts):
                return
            altered = self._altered([account.source_id for account in accounts])
            suspects = [account for account in accounts if account.source_id in altered]
            suspects.sort(key=lambda account: account.report.rank, reverse=True)
            stranger = next((one for one in suspects if self._is_strange(one, accounts)), None)
            if stranger is None:
                return
            self._place(self.session.get_one(Source, stranger.source_id), stranger.report, [])

    def _is_settled(self, article_id: str) -> bool:
        return article_id == self.row.id or self.what.settled(article_id)

    def _altered(self, source_ids: Sequence[str]) -> set[str]:
        """The sources of which this extractor reads something otherwise that tells meetings apart."""
        rows = self.session.scalars(
            select(StoredDecision).where(
                StoredDecision.source_id.in_(source_ids), LATER, StoredDecision.action == Action.REREAD.value
            )
        )
        changes = [Change(**change) for row in rows for change in row.changes if change["field"] == "account"]
        return {
            change.id
            for change in changes
            if change.after["extractor"] == self.what.extractor
            and any(change.before["candidate"].get(name) != change.after["candidate"].get(name) for name in IDENTITY)
        }

    def _is_strange(self, account: Account, accounts: Sequence[Account]) -> bool:
        rest = [other.report for other in accounts if other.source_id != account.source_id]
        if compare(dossier_of([account.report]), dossier_of(rest)).verdict is not Verdict.DIFFERENT:
            return False
        source = self.session.get_one(Source, account.source_id)
        return not _decided_by_people(self.session, source).placed

    def _place(self, source: Source, report: Report, told: list[Change]) -> None:
        """Give a source that belongs to no meeting, or to the wrong one, the meeting that it is of."""
        home = source.meeting_id
        apart = {home, *parted_from(self.session, home)} if home else set()
        decision = decide(report, Unparted(MeetingsInStore(self.session), apart))
        target = decision.meeting_id or self._free_id(source)
        changes = [*told, Change.of_source(source.id, home, target)]
        if decision.creates:
            changes.append(Change.of_standing(target, Standing.ABSENT, Standing.STANDING))
        grounds = replace(grounds_of(decision, target), note=self._grounds("of another meeting").note)
        self._enter(target, source.id, changes, grounds)
        target, merged = (target, 0) if decision.creates else self._grown(target)
        kind = Kind.MOVED if home else Kind.ADDED
        article = source.article_id
        self._note(Difference(kind, article, source.id, target, created=decision.creates, merged=merged))

    def _grown(self, meeting: str) -> tuple[str, int]:
        """The record that a meeting is part of now, and how many were merged into one."""
        last = self.session.scalar(select(func.max(StoredDecision.id))) or 0
        joined = join_grown(self.session, MeetingsInStore(self.session), meeting, self.now)
        merges = (StoredDecision.id > last, StoredDecision.action == Action.MERGE.value)
        return joined, self.session.scalar(select(func.count()).select_from(StoredDecision).where(*merges)) or 0

    def _free_id(self, source: Source) -> str:
        """The id of the meeting that the source first reported, or another one that no record has."""
        made = (dated_id("m", source.id, "reread", str(number)) for number in count(1))
        first = meeting_id(source.article_id, source.ordinal)
        wanted = first
        while standings(self.session, [wanted])[wanted] is not Standing.ABSENT:
            wanted = next(made)
        return wanted

    def _report(self, ordinal: int, candidate: MeetingCandidate) -> Report:
        report, people = resolve_people(self.session, self.row, ordinal, candidate)
        store_people(self.session, people, self.now)
        return report

    def _grounds(self, why: str) -> Grounds:
        return Grounds(PROGRAM, f"read again by {self.what.extractor}: {why}")

    def _enter(
        self, meeting: str, source: str, changes: Sequence[Change], grounds: Grounds, action: Action = Action.REREAD
    ) -> None:
        enter(self.session, Entry(action, meeting, grounds, tuple(changes), source), self.now)

    def _note(self, difference: Difference) -> None:
        self.found.append(difference)


@dataclass(frozen=True, slots=True)
class _DecidedByPeople:
    """Whether people decided which meeting a source belongs to, and the accounts of it that they took back."""

    placed: bool
    refused: list[Any]


def _decided_by_people(session: Session, source: Source) -> _DecidedByPeople:
    """What people decided of a source, in any meeting that it ever belonged to."""
    had = select(SourceState.meeting_id).where(SourceState.source_id == source.id)
    touched = select(DecisionMeeting.decision_id).where(
        or_(DecisionMeeting.meeting_id == source.meeting_id, DecisionMeeting.meeting_id.in_(had))
    )
    query = select(StoredDecision).where(
        StoredDecision.actor != PROGRAM,
        or_(and_(StoredDecision.source_id == source.id, LATER), StoredDecision.id.in_(touched)),
    )
    changes = [Change(**change) for row in session.scalars(query) for change in row.changes]
    own = [change for change in changes if change.what == "source" and change.id == source.id]
    placed = any(change.field == "meeting" for change in own)
    return _DecidedByPeople(placed, [change.before["candidate"] for change in own if change.field == "account"])
