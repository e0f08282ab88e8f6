"""`--mapping`: tables and calendars from the command line."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.models import Meeting, StoredArticle
from tests.cli.reports import counted
from tests.rows.tables import HEAD, VISITS


@pytest.fixture
def table(tmp_path):
    """A table with a good and a bad row."""
    path = tmp_path / "visits.csv"
    path.write_text(f"{HEAD}\n2023-05-01,,France,Germany\nsoon,,Spain,Italy\n")
    return path


@pytest.fixture
def mapping(tmp_path):
    """What its columns mean."""
    path = tmp_path / "visits.toml"
    path.write_text(VISITS)
    return path


def test_a_table_is_stored_and_its_bad_row_named(command, table, mapping, engine):
    """The exit code says that something failed."""
    ran = command("ingest", table, "--mapping", mapping)

    assert ran.code == 1
    assert f"failed: {table}#3: column From: 'soon'" in ran.err
    assert counted(ran.out)["stored"] == "1"
    with Session(engine) as session:
        assert session.scalars(select(Meeting.kind)).all() == ["visit"]


def test_a_mended_row_is_read_again(command, table, mapping, engine):
    """With the mapping by which it is understood."""
    command("ingest", table, "--mapping", mapping)
    table.write_text(table.read_text().replace("soon", "2023-06-01"))

    ran = command("failures", "retry", "--mapping", mapping)

    assert ran.code == 0
    with Session(engine) as session:
        assert len(session.scalars(select(StoredArticle.id)).all()) == 2


def test_a_mapping_can_be_tried_without_a_store(command, table, mapping, store):
    """`extract` prints what each row comes to."""
    ran = command("extract", table, "--mapping", mapping)

    (line,) = map(json.loads, ran.out.splitlines())
    assert line["meetings"][0]["countries"] == ["DEU", "FRA"]
    assert not store.exists()


def test_a_mistake_in_a_mapping_stops_before_anything_is_read(command, table, mapping, store):
    """The line and the key are named."""
    mapping.write_text(f'{VISITS}ending = "To"\n')

    ran = command("ingest", table, "--mapping", mapping)

    assert ran.code == 1
    assert ran.err.strip() == f"summitry: {mapping}, line 10: fields.ending: there is no such key"
    assert not store.exists()


def test_a_table_without_a_mapping_is_not_read_as_prose(command, table):
    """The way on is named."""
    ran = command("ingest", table)

    assert ran.code == 1
    assert "--mapping" in ran.err
