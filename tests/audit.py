"""The lock in, what is known to be wrong with the versions that it names out: `make audit`.

Where no database of vulnerabilities can be had, or it does not know a package, the lock itself is checked instead: that
it is whole, and that every package in it is pinned to contents that were seen when it was made.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).parent.parent
SECONDS = 300


def audited() -> list[dict[str, Any]] | None:
    """What the database says of each package; None where there was no answer at all."""
    command = ["-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json"]
    try:
        ran = subprocess.run(
            [sys.executable, *command, "--requirement", str(ROOT / "requirements.lock")],
            capture_output=True,
            check=False,
            text=True,
            timeout=SECONDS,
        )
        found: list[dict[str, Any]] = json.loads(ran.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return None
    return found


def main() -> int:
    """Print what was found, and return the exit code: 1 for a vulnerability, or a lock that is not whole."""
    found = audited()
    known = [one for one in found or [] if "skip_reason" not in one]
    for one in known:
        for flaw in one["vulns"]:
            mended = ", ".join(flaw["fix_versions"]) or "no version yet"
            typer.echo(f"{one['name']} {one['version']}: {flaw['id']}, mended in {mended}")
    typer.echo(
        f"{len(known)} packages were looked up, {sum(bool(one['vulns']) for one in known)} are known to be vulnerable."
    )
    if any(one["vulns"] for one in known):
        return 1
    if found is None or len(known) < len(found):
        typer.echo("The database does not tell of the others, or cannot be reached: the locks are checked instead.")
        tests = [str(ROOT / "tests" / "test_packaging.py"), "-q", "-k", "lock or shipped"]
        return subprocess.run([sys.executable, "-m", "pytest", *tests], cwd=ROOT, check=False).returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
