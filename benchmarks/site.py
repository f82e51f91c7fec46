"""The site of a list: sizes, processor time to build it, how long readers wait in Chromium.

`python -m benchmarks.site` prints the tables of docs/page.md, for the list of this repository and
for composed lists of 1,000 and 5,000 entries.
"""

from __future__ import annotations

import gzip
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page

from bot.model.values.site import SiteContent
from bot.render.site.outputs import draw_site
from bot.run.render import read_list
from bot.run.site import site_content
from tests.render.site.browser import chromium, open_site
from tests.render.site.sample import large

RUNS = 7
PAGE = ("index.html", "style.css", "dataTables.min.js", "app.js", "icon.svg")
"""What a reader's browser loads."""
SHOWN = (*PAGE[:1], "all.html", "list.json", "list.csv", "feed.xml")
_UNTIL = """
async ([act, done]) => {
  const start = performance.now();
  eval(act);
  while (!eval(done)) await new Promise((frame) => setTimeout(frame));
  document.body.offsetHeight;
  return performance.now() - start;
}
"""
SORTED = "document.querySelector('th[data-key={}]').ariaSort === '{}'"


def lists() -> Iterator[tuple[str, SiteContent]]:
    """The lists that are measured."""
    root = Path()
    yield "this list", site_content(root, read_list(root))
    yield "1,000 entries", large(1000)
    yield "5,000 entries", large(5000)


def packed(text: str) -> float:
    """The size in kB as a server sends it."""
    return len(gzip.compress(text.encode(), 9)) / 1000


def sort_times(page: Page, key: str) -> float:
    """Milliseconds to sort by a column, there and back."""
    times: list[float] = []
    for way in ("ascending", "descending") * RUNS:
        click = f"document.querySelector('th[data-key={key}] [role=button]').click()"
        done = SORTED.format(key, way)
        if way == "ascending" and times:
            page.locator(f"th[data-key={key}]").click()  # the third click takes the order away
        times.append(page.evaluate(_UNTIL, [click, done]))
    return statistics.median(times)


def search_time(page: Page) -> float:
    """Milliseconds from a letter in the search to the rows that fit."""
    times: list[float] = []
    for word in ("number 1", "mit", "entry 000", "h7", "") * RUNS:
        act = f"q.value='{word}';q.dispatchEvent(new Event('input'))"
        times.append(page.evaluate(_UNTIL, [act, "true"]))
    return statistics.median(times)


def wait(browser: Browser, files: Mapping[str, str]) -> list[float]:
    """Milliseconds: until the rows stand there, to sort by text, by date, to search."""
    loads = []
    for _ in range(3):
        page = open_site(browser, files, bypass_csp=True)
        page.wait_for_selector("button.open")
        loads.append(page.evaluate("performance.now()"))
    sorts = [sort_times(page, "name"), sort_times(page, "released")]
    return [statistics.median(loads), *sorts, search_time(page)]


def main() -> None:
    """Print both tables."""
    sizes, waits = [], []
    with chromium() as browser:
        for name, content in lists():
            start = time.process_time()
            files = draw_site(content)
            seconds = time.process_time() - start
            whole = sum(packed(files[f"site/{path}"]) for path in PAGE)
            each = [f"{packed(files[f'site/{path}']):.0f}" for path in SHOWN]
            sizes.append([name, f"{whole:.0f}", *each, f"{seconds:.1f}"])
            waits.append([name, *(f"{one:.0f}" for one in wait(browser, files))])
    head = ["", "page with all it loads", *SHOWN, "built in s"]
    _table(head, sizes)
    _table(["", "rows there", "sort by name", "sort by date", "search"], waits)


def _table(head: list[str], rows: list[list[str]]) -> None:
    print("|", " | ".join(head), "|\n|---" + "|--:" * (len(head) - 1) + "|")
    for row in rows:
        print("|", " | ".join(row), "|")
    print()


if __name__ == "__main__":
    main()
