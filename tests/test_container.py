"""The image, built for real and run as compose runs it: it answers, is small, has no rights and says what is in it.

`make image` runs this; it takes minutes, and so is no part of the other tests.
"""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.test_packaging import RUNTIME, pins

pytestmark = pytest.mark.container

ROOT = Path(__file__).parent.parent
CHECK = ROOT.parent / "shared" / "tools" / "container-check.sh"
STATE = Path(os.environ.get("STATE_DIR", "/var/tmp/ctr"))
IMAGE = "localhost/app:ci"
LARGEST = 450_000_000
# Taken out of the image again: see the Dockerfile.
LEFT_OUT = {"setuptools", "zstandard"}
# For other systems than that of the image.
ELSEWHERE = {"colorama"}
ENGINE = {"CONTAINERS_STORAGE_CONF": str(STATE / "storage.conf"), "CONTAINERS_CONF": str(STATE / "containers.conf")}

Run = Callable[..., str]


def missing() -> str | None:
    """Why there can be no container here."""
    if os.geteuid() != 0:
        return "building an image takes root"
    if shutil.which("apt-get") is None:
        return "the tools come by apt-get, which is not here"
    return None if CHECK.exists() else f"{CHECK.name}, which builds and runs the image, is not here"


@pytest.fixture(scope="module")
def image() -> str:
    """The image, which answered as a read-only container without any rights."""
    if reason := missing():
        pytest.skip(reason)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    ran = subprocess.run(
        ["bash", CHECK, ROOT],
        env={**os.environ, "PORT": port},
        capture_output=True,
        check=False,
        text=True,
        timeout=1800,
    )
    assert "healthcheck ok" in ran.stdout, ran.stdout[-2000:] + ran.stderr[-2000:]
    return IMAGE


def podman(*arguments: str) -> str:
    """What the engine prints."""
    ran = subprocess.run(
        ["podman", *arguments], env={**os.environ, **ENGINE}, capture_output=True, check=True, text=True
    )
    return ran.stdout


def inside(image: str, *command: str) -> str:
    """What a command prints in a container with as few rights as compose gives."""
    bounds = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges")
    return podman("run", "--rm", *bounds, "--entrypoint", command[0], image, *command[1:])


def test_it_is_small(image: str) -> None:
    """With the base that stands in here, which is larger than the real one."""
    assert int(podman("image", "inspect", "--format", "{{.Size}}", image)) < LARGEST


def test_it_runs_without_rights(image: str) -> None:
    """As a user of its own, without a program that would give it another one's rights."""
    assert inside(image, "id", "-u").strip() == "10001"
    assert inside(image, "sh", "-c", "find / -xdev -perm /6000 -type f 2>/dev/null; true").strip() == ""


def test_it_says_what_it_is_made_of(image: str) -> None:
    """Every package of the lock with its version, and nothing that was taken out again."""
    listing = json.loads(inside(image, "cat", "/srv/summitry/sbom.cdx.json"))

    found = {
        part["name"].lower().replace("_", "-").replace(".", "-"): part["version"] for part in listing["components"]
    }
    locked = {name: versions for name, versions in pins(RUNTIME).items() if name not in LEFT_OUT | ELSEWHERE}
    assert listing["bomFormat"] == "CycloneDX"
    assert listing["metadata"]["component"]["name"] == "summitry"
    assert {name: found.get(name) for name in locked if found.get(name) not in locked[name]} == {}
    assert set(found) - set(locked) == set()


def test_every_service_of_compose_can_run_in_it(image: str) -> None:
    """The worker's library is there, and the model is found."""
    assert "--processes" in inside(image, "summitry", "worker", "--help")
    inside(image, "python", "-c", "import procrastinate")
    found = podman("run", "--rm", "--read-only", "--tmpfs", "/tmp", "--entrypoint", "sh", image, "-c",
                   "summitry migrate >/dev/null && summitry doctor --json")  # fmt: skip
    assert {one["check"]: one["verdict"] for one in json.loads(found)}["language model"] == "well"
