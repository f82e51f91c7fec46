"""What a visitor sees first: on a phone, the list begins on the first screen."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

from markdown_it import MarkdownIt

from tests.build import ROOT
from tests.programs import need

WIDTH, HEIGHT = 390, 844
"""The screen of a phone, in CSS pixels."""
README = (ROOT / "README.md").read_text(encoding="utf-8")
LIST = "The list: GPT alternatives"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
# As github.com sets a README on a phone: https://github.com/sindresorhus/github-markdown-css
PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 16px; width: 358px; font: 16px/1.5 "Noto Sans", Helvetica, Arial,
  sans-serif; overflow-wrap: break-word; }
h1, h2 { margin: 24px 0 16px; padding-bottom: .3em; border-bottom: 1px solid; line-height: 1.25; }
h1 { font-size: 2em; } h2 { font-size: 1.5em; } body > :first-child { margin-top: 0; }
p, ul, pre { margin: 0 0 16px; } ul { padding-left: 2em; } li + li { margin-top: .25em; }
pre { padding: 16px; overflow: auto; } pre, code { font: 85%/1.45 monospace; }
:not(pre) > code { padding: .2em .4em; } pre code { font-size: 100%; }
</style>"""


def top_of_the_list(markdown: str, folder: Path) -> int:
    """At which pixel from the top of the README the list begins."""
    need(next(filter(shutil.which, BROWSERS), BROWSERS[0]))
    browser = next(filter(shutil.which, BROWSERS))
    script = (
        "<script>document.title = [...document.querySelectorAll('h2')]"
        f".find(one => one.textContent == '{LIST}').offsetTop</script>"
    )
    source = folder / "page.html"
    source.write_text(PAGE + MarkdownIt("gfm-like").render(markdown) + script, encoding="utf-8")
    flags = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile")
    ran = subprocess.run(
        [browser, *flags, "--dump-dom", source.as_uri()],
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = re.search(r"<title>(\d+)</title>", ran.stdout)
    assert found, "the page has no such heading"
    return int(found[1])


def test_the_list_begins_on_the_first_screen_of_a_phone(tmp_path: Path) -> None:
    head = README.partition(f"## {LIST}")[0]
    assert top_of_the_list(README, tmp_path) <= HEIGHT, f"{len(head.split())} words before the list"
