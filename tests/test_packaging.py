"""What is shipped: the wheel, the locks, the Makefile and every file of the repository."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import EntryPoint, packages_distributions
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNTIME, BUILD, DEVELOPMENT = "requirements.lock", "requirements-build.lock", "requirements-dev.lock"
LOCKS = (RUNTIME, BUILD, "requirements-image.lock", DEVELOPMENT)
# What only some commands need, and say so where it is missing.
EXTRAS = {re.split(r"[<>=!~ ]", w)[0] for extra in PROJECT["project"]["optional-dependencies"].values() for w in extra}
SHIPPED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

# Built from parts, so that this file does not hold what it looks for.
REGISTRY = re.compile(
    "|".join(("py" + r"pi\b", "pythonhos" + "ted", "npm" + "js", r"\b(?:docker|ghcr|quay)\." + "io\\b")), re.I
)
MACHINE_PATH = re.compile(r"(?<![\w.~*])/(?:work|root|home|Users)" + r"/\w")


def pins(lock: str) -> dict[str, set[str]]:
    """The versions of each package in a lock file: one, or one for each range of Python versions."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def name_of(requirement: str) -> str:
    """The package that a requirement such as `psycopg[binary]>=3.2` asks for."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement).group()).lower()


def tracked_files() -> list[Path]:
    """Every file that is, or would be, committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: the list of files comes from git")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return sorted(path for path in paths if path.is_file())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> zipfile.ZipFile:
    """The wheel, built from the working tree."""
    (path,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    with zipfile.ZipFile(path) as opened:
        yield opened


def test_the_wheel_holds_every_shipped_file(wheel):
    """Data files, migrations, page files and seeds are found by an installed copy as by a checkout."""
    shipped = [path.relative_to(ROOT).as_posix() for path in tracked_files()]
    wanted = {name for name in shipped if name.split("/")[0] in SHIPPED}

    assert len(wanted) > 20
    assert wanted <= set(wheel.namelist())


def test_the_wheel_holds_no_tests_and_no_caches(wheel):
    """What is installed is what runs."""
    foreign = [name for name in wheel.namelist() if name.split("/")[0] not in (*SHIPPED, "summitry-0.1.0.dist-info")]

    assert foreign == []
    assert not [name for name in wheel.namelist() if "__pycache__" in name]


def test_the_wheel_carries_its_licence(wheel):
    """Whoever gets the wheel gets the licence with it."""
    (licence,) = [name for name in wheel.namelist() if name.endswith("licenses/LICENSE")]

    assert wheel.read(licence) == (ROOT / "LICENSE").read_bytes()


def test_the_installed_command_exists():
    """The entry point names something that can be called."""
    target = PROJECT["project"]["scripts"]["summitry"]

    assert callable(EntryPoint("summitry", target, "console_scripts").load())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes(lock):
    """An installation with --require-hashes needs one for each."""
    blocks = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]

    assert blocks
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock):
    """Where packages come from is the business of whoever installs."""
    text = (ROOT / lock).read_text()

    assert "://" not in text
    assert "--index" not in text


def test_every_dependency_is_locked():
    """What pyproject.toml asks for is what the lock installs."""
    groups = PROJECT["dependency-groups"]

    assert {name_of(wanted) for wanted in PROJECT["project"]["dependencies"]} <= pins(RUNTIME).keys()
    assert {name_of(wanted) for wanted in groups["build"]} <= pins(BUILD).keys()
    assert {name_of(wanted) for wanted in groups["dev"]} <= pins(DEVELOPMENT).keys()
    assert pins(DEVELOPMENT).keys() >= EXTRAS


@pytest.mark.parametrize(("folders", "lock"), [(SHIPPED, RUNTIME), (["tests"], DEVELOPMENT)], ids=["shipped", "tests"])
def test_every_import_is_locked(folders, lock):
    """A package that happens to be installed where the tests run is no dependency yet."""
    installed = packages_distributions()
    foreign = imported(folders) - sys.stdlib_module_names - {*SHIPPED, "tests"}
    locked = pins(lock).keys() | EXTRAS

    assert "sqlalchemy" in foreign
    assert {name for name in foreign if not {name_of(one) for one in installed.get(name, [])} & locked} == set()


def imported(folders: list[str]) -> set[str]:
    """The top-level names of everything that the Python files in these folders import."""
    names = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("lock", [RUNTIME, BUILD])
def test_tests_run_on_the_versions_that_are_shipped(lock):
    """The development lock holds the other two, version for version."""
    development = pins(DEVELOPMENT)

    assert {name: versions for name, versions in pins(lock).items() if development.get(name) != versions} == {}


def test_no_file_names_a_package_registry():
    """A mirror, or no network at all, must do as well."""
    assert places_of(REGISTRY) == []


def test_no_file_names_a_path_of_some_machine():
    """The project runs where it is put."""
    assert places_of(MACHINE_PATH) == []


def places_of(pattern: re.Pattern[str]) -> list[str]:
    """`file:line` of every match in the repository's text files."""
    places = []
    for path in tracked_files():
        for number, line in enumerate(path.read_bytes().decode("utf-8", "ignore").splitlines(), start=1):
            if pattern.search(line):
                places.append(f"{path.relative_to(ROOT)}:{number}")
    return places


@pytest.mark.parametrize(
    ("python", "complaint"),
    [("", "3.11 or newer and found none"), ("./old-python", "3.11 or newer; ./old-python is not")],
)
def test_setup_says_which_python_it_needs(tmp_path, python, complaint):
    """A machine with no Python, or only an old one, gets one clear line."""
    for name in ("Makefile", "pyproject.toml", RUNTIME, BUILD):
        shutil.copy(ROOT / name, tmp_path)
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    command = ["make", "setup", f"PYTHON={python}"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert ran.returncode == 2
    assert complaint in ran.stderr
    assert not (tmp_path / ".venv").exists()


def test_the_image_is_made_of_what_the_wheel_is_made_of():
    """A new top-level package must reach the image too."""
    copied = re.findall(r"^COPY (\S+) \1$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    sent = re.findall(r"^!(\w+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)

    assert copied == SHIPPED
    assert set(SHIPPED) <= set(sent)


def test_the_image_runs_a_supported_python_everywhere():
    """The paths in the Dockerfile follow its base image."""
    text = (ROOT / "Dockerfile").read_text()
    (version,) = re.findall(r"^FROM python:(\d\.\d+)-slim", text, re.MULTILINE)

    assert set(re.findall(r"lib/python(\d\.\d+)", text)) == {version}
    assert tuple(map(int, version.split("."))) >= (3, 11)
