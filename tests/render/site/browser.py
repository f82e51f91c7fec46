"""A headless Chromium that reads a site from memory: no server, and no network."""

from __future__ import annotations

import mimetypes
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

HOME = "https://octo.github.io/list/"
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PROGRAM = next(filter(shutil.which, NAMES), NAMES[0])
PACKAGES = Path(__file__).parent / "browser"
"""What npm brings: axe-core and the validator of HTML."""
_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) window.shifts += one.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of this machine."""
    with sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which(PROGRAM), args=["--no-sandbox"]
        )
        try:
            yield browser
        finally:
            browser.close()


def open_site(browser: Browser, files: Mapping[str, str], where: str = "", **options: Any) -> Page:
    """A page of the site; what its console complains of is kept in `complaints_of`."""
    page = browser.new_context(**options).new_page()
    complaints: list[str] = []
    _COMPLAINTS[page] = complaints
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.add_init_script(_SHIFTS)

    def answer(route: Route) -> None:
        path = route.request.url.partition("?")[0].partition("#")[0].removeprefix(HOME)
        text = files.get(f"site/{path or 'index.html'}")
        if text is None:
            route.abort()
        else:
            kind = mimetypes.guess_type(path or "index.html")[0] or "text/plain"
            route.fulfill(body=text, content_type=f"{kind}; charset=utf-8")

    page.route("**/*", answer)
    page.goto(HOME + where)
    return page


_COMPLAINTS: dict[Page, list[str]] = {}


def complaints_of(page: Page) -> list[str]:
    """What its console said: errors, and what the policy of the page refused."""
    return _COMPLAINTS[page]


def names(page: Page) -> list[str]:
    """The names in the table, from above."""
    return page.locator("button.open").all_inner_texts()


def expect_names(page: Page, wanted: list[str]) -> None:
    """Wait until these names stand in the table, from above; fails if they never do."""
    expect(page.locator("button.open")).to_have_text(wanted)


def violations(page: Page) -> list[tuple[str, int]]:
    """What axe-core finds against the rules of accessibility: rule, number of places."""
    # by evaluation, not as a script element: the page's policy would refuse that
    page.evaluate((PACKAGES / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document)")
    return [(one["id"], len(one["nodes"])) for one in found["violations"]]
