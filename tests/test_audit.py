"""`make audit`, with the answers of a database of vulnerabilities given: what fails it, and what it falls back on."""

import json
import subprocess
from collections.abc import Callable

import pytest

from tests import audit

SOUND = {"name": "httpx", "version": "0.28.1", "vulns": []}
FLAWED = {"name": "orjson", "version": "3.0.0", "vulns": [{"id": "CVE-2024-27454", "fix_versions": ["3.9.15"]}]}
UNKNOWN = {"name": "nobody-knows", "skip_reason": "not found"}

Answers = Callable[..., list[list[str]]]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Has programs answer with these texts, the last one failing; gives what is run."""

    def given(*texts: str) -> list[list[str]]:
        left, ran = list(texts), []

        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
            ran.append(command)
            return subprocess.CompletedProcess(command, 5 if len(left) == 1 else 0, left.pop(0))

        monkeypatch.setattr(subprocess, "run", run)
        return ran

    return given


def test_a_package_with_a_known_flaw_fails(answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named, with the version in which the flaw is mended."""
    ran = answers(json.dumps({"dependencies": [SOUND, FLAWED, UNKNOWN]}))

    assert audit.main() == 1
    assert "orjson 3.0.0: CVE-2024-27454, mended in 3.9.15" in capsys.readouterr().out
    assert [command[2] for command in ran] == ["pip_audit"]


def test_packages_that_are_all_known_and_sound_pass(answers: Answers) -> None:
    """Then nothing else is looked at."""
    ran = answers(json.dumps({"dependencies": [SOUND]}))

    assert audit.main() == 0
    assert len(ran) == 1


@pytest.mark.parametrize("told", ["", json.dumps({"dependencies": [SOUND, UNKNOWN]})])
def test_where_not_all_is_told_the_locks_decide(answers: Answers, told: str) -> None:
    """Without a database, or with one that misses some, a lock that is not whole fails."""
    ran = answers(told, "")

    assert audit.main() == 5
    assert [command[2] for command in ran] == ["pip_audit", "pytest"]
