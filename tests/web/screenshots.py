"""`python -m tests.web.screenshots`: every page, light and dark, wide and narrow, as pictures in `screenshots/`."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from app.config import Settings
from app.main import create_app
from tests.readme import demo_store
from tests.serving import served
from tests.web.browsers import chromium

ROOT = Path(__file__).parents[2]
SIZES = {"wide": {"width": 1440, "height": 1000}, "narrow": {"width": 360, "height": 740}}
PAGES = {
    "search": "/", "asked": "/?country=KOR,JPN&datetime=2023", "countries": "/countries", "country": "/countries/KOR",
    "people": "/people", "calendar": "/calendar?from=2023-01-01", "try": "/try?example", "error": "/?country=Wakanda",
    "tables": "/tables", "nothing": "/nothing/here",
}  # fmt: skip


def addresses(page: Page) -> dict[str, str]:
    """A page of every kind; the records with the most to show."""
    found = page.request.get("/v1/meetings?limit=500").json()["data"]
    most = max(found, key=lambda one: one["source_count"])
    article = page.request.get(most["url"]).json()["sources"][-1]["article"]["id"]
    person = next(one["id"] for side in most["participants"] for one in side["people"])
    records = {"meeting": f"/meetings/{most['id']}", "article": f"/articles/{article}", "person": f"/people/{person}"}
    return PAGES | records


def taken(browser: Browser, base: str, folder: Path, scheme: str, size: str) -> None:
    """Every page in one scheme and size."""
    context = browser.new_context(viewport=SIZES[size], color_scheme=scheme, base_url=base)
    page = context.new_page()
    for name, address in addresses(page).items():
        page.set_viewport_size(SIZES[size])
        page.goto(address)
        if page.locator(".view").count():
            expect(page.locator('.view .picture[aria-busy="true"]')).to_have_count(0)
        # What is out of sight is not painted.
        page.set_viewport_size({**SIZES[size], "height": page.evaluate("document.documentElement.scrollHeight")})
        page.screenshot(path=folder / f"{name}-{size}-{scheme}.png", full_page=True)
    context.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", help="another store, by its address, instead of one made of the seeds")
    parser.add_argument("--folder", type=Path, default=ROOT / "screenshots", help="where to put them")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.store:
        _all(create_app(Settings(database_url=given.store)), given.folder)
        return
    with demo_store() as client:
        _all(client.app, given.folder)


def _all(app: Any, folder: Path) -> None:
    with served(app) as base, chromium() as browser:
        for scheme in ("light", "dark"):
            for size in SIZES:
                taken(browser, base, folder, scheme, size)


if __name__ == "__main__":
    main()
