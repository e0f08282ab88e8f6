"""How fast the explorer is in a browser over a large store: seconds, bytes and the work of a frame, as a table.

`python -m tests.bench.page` makes the store where there is none yet, opens the search in Chromium, and brushes over the
timeline while the browser records what its main thread does.
"""

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page
from rich.console import Console
from rich.table import Table

from tests.bench import servers
from tests.bench.queries import FOLDER, store
from tests.web.browsers import chromium

WANTED = {
    "first list, ms": 300,
    "four views, ms": 1000,
    "main thread until then, ms of processor": None,
    "first page, kB gzip": 350,
    "script of a frame while brushing, ms (p95)": 16,
    "script of a frame while brushing, ms (longest)": None,
}
SIZE = {"width": 1440, "height": 1000}
# A hand draws a range for two seconds and a half.
STEPS, STEP_SECONDS = 60, 0.04
SECONDS_TO_START = 15.0
FRAME_MICROSECONDS = 16_667
SEEN = """([what, number]) => new Promise((done) => {
  // What is there is seen with the next frame.
  const seen = () => requestAnimationFrame(() => done(performance.now()));
  const look = () => (document.querySelectorAll(what).length >= number ? seen() : setTimeout(look, 4));
  look();
})"""
PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
  const [first] = list.getEntriesByName("first-contentful-paint");
  if (first) done(first.startTime);
}).observe({ type: "paint", buffered: true }))"""
LIST, VIEWS = [".card", 1], ['.view .picture[aria-busy="false"]', 4]
# What runs scripts, on the main thread.
CALLS = ("FunctionCall", "FireAnimationFrame", "EventDispatch", "RunMicrotasks")


def measured(file: Path, rounds: int) -> dict[str, float]:
    """The medians of some first visits, and what brushing takes."""
    with servers.summitry(f"sqlite:///{file.resolve()}") as server, chromium() as browser:
        # What the server reads when it starts is read when somebody comes.
        time.sleep(SECONDS_TO_START)
        visits = [_visit(browser, server.address) for _ in range(rounds)]
        found = {name: statistics.median(visit[name] for visit in visits) for name in visits[0]}
        return found | _brushing(browser, server.address)


def _visit(browser: Browser, address: str) -> dict[str, float]:
    """A first visit, with nothing in the browser's cache."""
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    received = [0.0]
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    # Time of the thread, which other programs' turns do not count in.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(address, wait_until="commit")
    # A frame begins before what is in it is laid out: a list that is there is visible when something is painted.
    first = max(page.evaluate(SEEN, LIST), page.evaluate(PAINTED))
    views = page.evaluate(SEEN, VIEWS)
    spent = {one["name"]: 1000 * one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    page.wait_for_load_state("networkidle")
    context.close()
    kilobytes = sum(received) / 1000
    return dict(zip(WANTED, (first, views, spent["TaskDuration"], kilobytes), strict=False))


def _brushing(browser: Browser, address: str) -> dict[str, float]:
    """The work of scripts in each frame while a range is drawn and moved."""
    context = browser.new_context(viewport=SIZE)
    page = context.new_page()
    page.goto(address)
    page.evaluate(SEEN, VIEWS)
    session = context.new_cdp_session(page)
    events = _traced(session, page)
    context.close()
    frames = sorted(_scripting(events).values())
    named = "script of a frame while brushing, ms"
    return {f"{named} (p95)": frames[int(0.95 * (len(frames) - 1))], f"{named} (longest)": frames[-1]}


def _traced(session: CDPSession, page: Page) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    done: list[bool] = []
    session.on("Tracing.tracingComplete", lambda _data: done.append(True))
    session.send("Tracing.start", {"categories": "devtools.timeline", "transferMode": "ReportEvents"})
    box = page.locator("#timeline .brush .overlay").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.2 * box["width"], middle)
    page.mouse.down()
    for step in range(STEPS):
        page.mouse.move(box["x"] + (0.2 + 0.6 * step / STEPS) * box["width"], middle)
        time.sleep(STEP_SECONDS)
    page.mouse.up()
    session.send("Tracing.end")
    while not done:
        page.wait_for_timeout(50)
    return events


def _scripting(events: Sequence[dict[str, Any]]) -> dict[int, float]:
    """Milliseconds of scripts in each sixtieth of a second; of calls within calls only the outermost."""
    calls = [one for one in events if one["ph"] == "X" and one["name"] in CALLS]
    frames: dict[int, float] = {}
    until = 0
    for one in sorted(calls, key=lambda one: (one["ts"], -one.get("dur", 0))):
        if one["ts"] < until:
            continue
        until = one["ts"] + one.get("dur", 0)
        # What the processor spent, where the trace has it: other programs' turns are not the page's.
        frame, spent = one["ts"] // FRAME_MICROSECONDS, one.get("tdur", one.get("dur", 0)) / 1000
        frames[frame] = frames.get(frame, 0.0) + spent
    return frames or {0: 0.0}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--meetings", type=int, default=100_000, help="size of the store")
    parser.add_argument("--rounds", type=int, default=9, help="first visits, of which the median counts")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where stores are kept between runs")
    parser.add_argument("--store", type=Path, help="the file of a store that is there already")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    given = parser.parse_args(arguments)
    found = measured(given.store or store(given.folder, given.meetings), given.rounds)
    if given.json:
        Console().print_json(json.dumps(found))
        return
    size = given.store or f"{given.meetings:,} meetings"
    table = Table("measured", "value", "wanted, at most", title=f"The explorer over {size}")
    for name, value in found.items():
        table.add_row(name, f"{value:.1f}", "" if WANTED[name] is None else str(WANTED[name]))
    Console().print(table)


if __name__ == "__main__":
    main()
