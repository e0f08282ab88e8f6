"""A browser for tests of pages: the machine's Chromium."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# What a browser asks of other servers by itself, and what a machine without a sandbox for it cannot give.
OPTIONS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class BrowserMissingError(Exception):
    """There is no Chromium; the text says how to get one."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running Chromium. Raises BrowserMissingError."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise BrowserMissingError("no Chromium; on Debian or Ubuntu: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()
