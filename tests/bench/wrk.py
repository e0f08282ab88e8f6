"""Addresses in, how fast a server answers them out: drives `wrk` with each address once."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 8
# How long an answer may take, and how long a run of slow ones lasts at most.
LONGEST_SECONDS = 60.0
SCRIPT = """
local paths, at = {}, 0
for line in io.lines(os.getenv("BENCH_PATHS")) do paths[#paths + 1] = line end
request = function()
  at = at + 1
  if at > #paths then wrk.thread:stop() end
  return wrk.format("GET", paths[(at - 1) % #paths + 1])
end
done = function(summary, latency, requests)
  local e = summary.errors
  local bad = e.connect + e.read + e.write + e.status + e.timeout
  local p50, p99 = latency:percentile(50), latency:percentile(99)
  local form = '\\nFIGURES {"requests": %d, "microseconds": %d, "bytes": %d, "p50": %d, "p99": %d, "bad": %d}\\n'
  io.write(string.format(form, summary.requests, summary.duration, summary.bytes, p50, p99, bad))
end
"""


@dataclass(frozen=True, slots=True)
class Drive:
    """What one run measured; latencies in milliseconds."""

    per_second: float
    p50: float
    p99: float
    bytes_each: float


def installed() -> bool:
    """Whether `wrk` is there."""
    return shutil.which("wrk") is not None


def drive(address: str, paths: Sequence[str], seconds: float, headers: Mapping[str, str] | None = None) -> Drive:
    """Ask for every path once, until they or the time are over. Raises RuntimeError where an answer is an error.

    Who answers nothing in the time has longer, up to `LONGEST_SECONDS`.
    """
    found = _driven(address, paths, seconds, headers or {})
    while not found["requests"] and not found["bad"] and seconds < LONGEST_SECONDS:
        seconds *= 4
        found = _driven(address, paths, seconds, headers or {})
    if found["bad"] or not found["requests"]:
        raise RuntimeError(f"{found['bad']} of {found['requests']} answers were errors: {address}{paths[0]}")
    return Drive(
        found["requests"] / found["microseconds"] * 1e6,
        found["p50"] / 1000,
        found["p99"] / 1000,
        found["bytes"] / found["requests"],
    )


def _driven(address: str, paths: Sequence[str], seconds: float, headers: Mapping[str, str]) -> dict[str, float]:
    """What `wrk` counted."""
    with tempfile.TemporaryDirectory(prefix="summitry-wrk-") as folder:
        script, listed = Path(folder, "script.lua"), Path(folder, "paths")
        script.write_text(SCRIPT, "utf-8")
        listed.write_text("\n".join(paths), "utf-8")
        command = [shutil.which("wrk") or "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s"]
        command += ["--timeout", f"{round(LONGEST_SECONDS)}s", "-s", str(script)]
        for name, value in headers.items():
            command += ["-H", f"{name}: {value}"]
        done = subprocess.run(
            [*command, address], env={"BENCH_PATHS": str(listed)}, capture_output=True, text=True, check=True
        )
    line = next(line for line in done.stdout.splitlines() if line.startswith("FIGURES "))
    counted: dict[str, float] = json.loads(line.removeprefix("FIGURES "))
    return counted
