"""`summitry export`: the same files as the API gives, in their place or on standard output."""

import csv
import io
import json
from typing import Any

import icalendar
import pyarrow.parquet
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from app.api import exports
from app.cli import parts
from app.cli.export import FILTERS
from app.cli.exporting import EXPORTS
from app.config import Settings
from app.main import create_app
from app.store.schema import migrate
from tests.api.conftest import Store, fill


@pytest.fixture
def api(engine: Engine) -> TestClient:
    """The API over the store that the command works on, with a few meetings in it."""
    migrate(engine)
    fill(Store(engine.url.render_as_string(hide_password=False)))
    return TestClient(create_app(Settings(database_url=engine.url.render_as_string(hide_password=False))))


@pytest.mark.parametrize("listing", EXPORTS)
def test_every_list_comes_as_the_api_gives_it(command: Any, api: TestClient, listing: str) -> None:
    """In JSON lines on standard output, with the number of records on standard error."""
    path = "meetings/deleted" if listing == "deleted" else listing
    ran = command("export", "--list", listing)

    assert (ran.code, ran.out) == (0, api.get(f"/v1/exports/{path}").text)
    assert ran.err == f"{len(ran.out.splitlines())} records\n"


def test_filters_and_order_are_those_of_the_api(command: Any, api: TestClient) -> None:
    """Each is an option of the same name."""
    query = {"country": "FRA", "sort": "start", "min_sources": "1"}
    ran = command("export", "--country", "FRA", "--sort", "start", "--min-sources", "1", "--format", "json")

    assert json.loads(ran.out) == api.get("/v1/exports/meetings", params={**query, "format": "json"}).json()
    assert len(json.loads(ran.out)["data"]) == 3


def test_the_ending_of_the_file_says_the_format(command: Any, api: TestClient, tmp_path: Any) -> None:
    """Unless the option does."""
    for name in ("m.csv", "m.ics", "m.parquet", "m.txt"):
        form = ("--format", "csv") if name == "m.txt" else ()
        assert command("export", tmp_path / name, *form).code == 0

    rows = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text(), newline="")))
    assert len(rows) == pyarrow.parquet.read_table(tmp_path / "m.parquet").num_rows == 4
    assert (tmp_path / "m.txt").read_text() == (tmp_path / "m.csv").read_text()
    assert len(icalendar.Calendar.from_ical((tmp_path / "m.ics").read_bytes()).walk("VEVENT")) == 3


def test_links_lead_to_the_server_that_is_named(command: Any, api: TestClient) -> None:
    """A file alone does not know where it comes from."""
    ran = command("export", "--format", "ics", "--server", "https://summitry.example/")
    assert "URL:https://summitry.example/v1/meetings/m" in ran.out


def test_a_file_is_there_in_whole_or_not_at_all(
    command: Any, api: TestClient, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older one stays as it was when the new one breaks off."""

    def broken(*_arguments: Any) -> Any:
        yield b"half"
        raise OSError("the disk is full")

    (tmp_path / "m.csv").write_text("before")
    monkeypatch.setattr(parts, "exported", broken)
    with pytest.raises(OSError, match="the disk is full"):
        command("export", tmp_path / "m.csv")

    assert [path.name for path in tmp_path.glob("*m.csv*")] == ["m.csv"]
    assert (tmp_path / "m.csv").read_text() == "before"


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["--country", "Atlantis"], "--country"),
        (["--format", "xlsx"], "--format"),
        (["m.pdf"], "--format"),
        (["--rows", "dyads"], "--rows"),
        (["--list", "treaties"], "--list"),
        (["--list", "people", "--min-sources", "2"], "--min-sources"),
    ],
)
def test_what_cannot_be_exported_is_refused_by_name(
    command: Any, api: TestClient, arguments: list[str], option: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 2, and no file."""
    monkeypatch.chdir(tmp_path)
    ran = command("export", *arguments)

    assert (ran.code, ran.out) == (2, "")
    assert option in ran.err
    assert not (tmp_path / "m.pdf").exists()


def test_a_store_that_is_not_there_is_told_of(command: Any) -> None:
    """Nothing is made by asking."""
    assert command("export").code == 1


def test_every_filter_of_the_api_is_an_option() -> None:
    """And no other."""
    models = (
        exports.MeetingExport, exports.PersonExport, exports.OrganisationExport, exports.ArticleExport,
        exports.DeletedExport,
    )  # fmt: skip
    assert set(FILTERS) == {name for model in models for name in model.model_fields} - {"format", "rows"}
