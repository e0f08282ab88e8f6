"""The command as a whole: help, the store, the version, and mistakes in settings."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest.standins import contents

COMMANDS = ["migrate", "ingest", "failures", "extract", "evaluate", "serve", "demo", "version"]
ROOT = Path(__file__).parents[2]


def test_help_names_every_command(command):
    """Who types `summitry` alone sees what there is."""
    shown = command("--help").out

    assert [name for name in COMMANDS if not re.search(rf"^\W*{name}\b", shown, re.MULTILINE)] == []


@pytest.mark.parametrize("name", [*COMMANDS, "failures list", "failures retry"])
def test_every_command_explains_itself(command, name):
    """Each has a sentence, and each of its options too."""
    ran = command(*name.split(), "--help")

    assert ran.code == 0
    assert f"summitry {name}" in ran.out
    assert "Show this message and exit" in ran.out


def test_help_and_serve_do_not_load_the_language_model():
    """Its library takes more than a second to import."""
    script = "import sys, app.cli, app.main; print([n for n in ('spacy', 'trafilatura') if n in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_migrate_makes_the_store_and_its_folder(command, tmp_path, engine):
    """A second call changes nothing."""
    for _ in range(2):
        ran = command("migrate")
        assert (ran.code, "up to date" in ran.out) == (0, True)

    assert contents(engine)["articles"] == []


def test_a_wrong_setting_is_one_line_and_exit_code_1(command, monkeypatch):
    """No traceback for a slip of the pen."""
    monkeypatch.setenv("SUMMITRY_PORT", "eighty")

    ran = command("serve")

    assert ran.code == 1
    assert ran.err.startswith("summitry: SUMMITRY_PORT: ")
    assert ran.err.count("\n") == 1


def test_a_store_that_cannot_be_made_is_one_line(command, monkeypatch, tmp_path):
    """The line says which store."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("SUMMITRY_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'store.db'}")

    ran = command("migrate")

    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "store.db" in ran.err


def test_version_is_printed(command):
    """One line."""
    assert re.fullmatch(r"summitry\b.*\n", command("version").out)
