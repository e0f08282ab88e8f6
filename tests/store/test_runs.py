"""The log of the ingest job: runs, failures and feed validators."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.errors import NotFoundError
from app.store.models import IngestFailure, IngestRun, RunState
from app.store.runs import (
    Counts,
    Failure,
    Validators,
    close_dead_runs,
    finish_run,
    open_failures,
    record_failure,
    remember_fetch,
    resolve_failure,
    resolve_failures_of,
    start_run,
    update_run,
    validators_of,
)
from tests.builders import NOON

LATER = NOON + timedelta(minutes=5)
BROKEN = Failure("a.txt", "read", "the file is empty")


def test_a_run_starts_with_nothing_counted(session: Session):
    """It is running until somebody says otherwise."""
    run = session.get(IngestRun, start_run(session, ["seeds/"], NOON))

    assert run is not None
    assert (run.state, run.read, run.inputs, run.finished_at) == ("running", 0, ["seeds/"], None)


def test_a_run_keeps_its_counts_as_it_goes(session: Session):
    """A run that is killed tells how far it came."""
    number = start_run(session, [], NOON)
    update_run(session, number, Counts(read=3, stored=2, failed=1))

    run = session.get(IngestRun, number)
    assert run is not None
    session.refresh(run)
    assert (run.read, run.stored, run.failed, run.state) == (3, 2, 1, "running")


def test_a_finished_run_has_an_end_and_its_counts(session: Session):
    """The counts at the end are the ones that stay."""
    number = start_run(session, [], NOON)
    finish_run(session, number, Counts(read=4, stored=4, meetings_created=2), RunState.FINISHED, LATER)

    run = session.get(IngestRun, number)
    assert run is not None
    session.refresh(run)
    assert (run.state, run.finished_at, run.meetings_created) == ("finished", LATER, 2)


def test_a_run_that_never_was_cannot_finish(session: Session):
    """A wrong number is an error."""
    with pytest.raises(NotFoundError):
        finish_run(session, 99, Counts(), RunState.FINISHED, NOON)


def test_runs_that_were_killed_are_closed_as_interrupted(session: Session):
    """Finished ones stay as they are."""
    dead, done = start_run(session, [], NOON), start_run(session, [], NOON)
    finish_run(session, done, Counts(), RunState.FINISHED, NOON)

    assert close_dead_runs(session, LATER) == 1
    states = {run.id: run.state for run in session.query(IngestRun).populate_existing()}
    assert states == {dead: "interrupted", done: "finished"}


def test_a_failure_is_open_until_it_is_resolved(session: Session):
    """A retry that works takes it off the list."""
    run = start_run(session, [], NOON)
    number = record_failure(session, run, BROKEN, NOON)
    assert [failure.reason for failure in open_failures(session)] == ["the file is empty"]

    resolve_failure(session, number, LATER)

    assert open_failures(session) == []


def test_an_input_that_fails_again_has_one_open_failure(session: Session):
    """The reason is the latest one; the history stays."""
    first, second = start_run(session, [], NOON), start_run(session, [], LATER)
    record_failure(session, first, BROKEN, NOON)
    record_failure(session, second, Failure("a.txt", "read", "the file is binary"), LATER)

    assert [(f.run_id, f.reason) for f in open_failures(session)] == [(second, "the file is binary")]
    assert session.query(IngestFailure).count() == 2
    assert open_failures(session, run_id=first) == []


def test_taking_an_input_resolves_its_failures(session: Session):
    """Other inputs' failures stay open."""
    run = start_run(session, [], NOON)
    record_failure(session, run, BROKEN, NOON)
    record_failure(session, run, Failure("b.txt", "read", "the file is empty"), NOON)

    resolve_failures_of(session, "a.txt", LATER)

    assert [failure.origin for failure in open_failures(session)] == ["b.txt"]


def test_a_failure_that_never_was_cannot_be_resolved(session: Session):
    """A wrong number is an error."""
    with pytest.raises(NotFoundError):
        resolve_failure(session, 99, NOON)


def test_validators_are_kept_by_address(session: Session):
    """The last good answer's validators replace those before."""
    url = "https://example.org/feed"
    assert validators_of(session, url) is None

    remember_fetch(session, url, Validators('"1"', None), NOON)
    remember_fetch(session, url, Validators('"2"', "Tue, 26 Sep 2023 10:00:00 GMT"), LATER)

    assert validators_of(session, url) == Validators('"2"', "Tue, 26 Sep 2023 10:00:00 GMT")
