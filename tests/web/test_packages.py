"""What the pages use of other people's work: the bundle is of the locked versions, small, and carries its licences."""

import gzip
import json
import re
from pathlib import Path

import app.web

WEB = Path(app.web.__file__).parent
VENDOR = WEB / "static" / "vendor"
LOCK = json.loads((WEB / "packages" / "package-lock.json").read_text(encoding="utf-8"))
VERSIONS = json.loads((VENDOR / "versions.json").read_text(encoding="utf-8"))


def test_the_bundle_is_of_the_locked_versions():
    """`make web` brings both together."""
    locked = {path.removeprefix("node_modules/"): one.get("version") for path, one in LOCK["packages"].items()}
    wanted = json.loads((WEB / "packages" / "package.json").read_text(encoding="utf-8"))["dependencies"]

    assert len(VERSIONS) > 10
    assert {name: version for name, version in VERSIONS.items() if locked[name] != version} == {}
    assert wanted.items() <= VERSIONS.items()


def test_every_bundled_package_has_its_licence_beside_it():
    """With its version."""
    licences = (VENDOR / "licences.txt").read_text(encoding="utf-8")
    told = dict(re.findall(r"^([a-z0-9-]+) (\d+\.\d+\.\d+)$", licences, re.MULTILINE))

    assert told == VERSIONS
    assert all("Copyright" in one for one in licences.split("-" * 80))


def test_the_lock_names_no_address_and_a_hash_for_each_package():
    """Where packages come from is the business of whoever builds."""
    packages = {path: one for path, one in LOCK["packages"].items() if path}

    assert not [path for path, one in packages.items() if "resolved" in one]
    assert [path for path, one in packages.items() if not one.get("integrity", "").startswith("sha512-")] == []


def test_the_first_page_is_small():
    """All files of the search together, as they are sent."""
    files = [path for path in (WEB / "static").rglob("*") if path.suffix in (".js", ".css", ".json", ".svg")]

    assert sum(len(gzip.compress(path.read_bytes(), 5)) for path in files) < 150_000
