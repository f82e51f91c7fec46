"""`make screenshots`: the golden bodies and the README as GitHub shows them, into docs/images.

The pictures show what the tests hold the bot to, so they can be made again after a change. Each
text is drawn on a phone (390 pixels wide) and on a desktop, light and dark; what a page of the
docs shows is kept.
"""

from __future__ import annotations

import asyncio
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.publish.github.dashboard import TITLE
from bot.publish.github.markers import read_marker
from tests.world.browser import Screen, find_browser, open_screen
from tests.world.pages import page

PROJECT = Path(__file__).parents[2]
GOLDEN = PROJECT / "tests" / "golden"
IMAGES = PROJECT / "docs" / "images"
_QUALITY = 55


@dataclass(frozen=True)
class Device:
    """A screen: width and height in CSS pixels, and how many dots each of them has."""

    name: str
    width: int
    height: int
    scale: float


@dataclass(frozen=True)
class Text:
    """What is drawn: a golden file or the README, by the name of its pictures."""

    image: str
    golden: str
    number: int = 0
    title: str = ""
    meta: str = ""


PHONE = Device("phone", 390, 844, 1.5)
DESKTOP = Device("desktop", 900, 720, 1.0)
TEXTS = (
    *(
        Text(topic, f"pull_request.{topic}.md", number)
        for number, topic in enumerate(("metadata", "moved", "dead", "facts"), 1)
    ),
    Text("models", "pull_request.models.md", 6),
    Text("added", "added.md", 7, "Add New"),
    Text("configure", "bodies/configure.md", 8, "Configure listkeeper"),
    Text("dashboard", "dashboard.md", 5, TITLE, "listkeeper opened this issue"),
    Text("summary", "summary.md", 0, "Refresh the list", "Summary of the run"),
    Text("readme", "../../README.md", 0, "listkeeper", "README.md"),
)


def main() -> int:
    """Take all pictures; 1 when there is no browser, or when something is off the screen."""
    browser = find_browser()
    if browser is None:
        print("no browser: install chromium", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    outside = asyncio.run(take_all(browser))
    for image, texts in outside.items():
        print(f"{image}: off the screen: {texts}", file=sys.stderr)
    return 1 if outside else 0


async def take_all(browser: str) -> dict[str, list[str]]:
    """Every picture; and for each what does not fit on its screen."""
    outside: dict[str, list[str]] = {}
    async with open_screen(browser) as screen:
        for text in TEXTS:
            for device in (PHONE, DESKTOP):
                for dark in (False, True):
                    image, off = await take(screen, text, device, dark=dark)
                    print(f"docs/images/{image}" if image in in_docs() else image)
                    outside |= {image: off} if off else {}
    return outside


async def take(screen: Screen, text: Text, device: Device, *, dark: bool) -> tuple[str, list[str]]:
    """One picture: its name, and what does not fit."""
    image = f"{text.image}-{device.name}-{'dark' if dark else 'light'}.webp"
    await screen.show(
        html(text, dark=dark), device.width, device.height, scale=device.scale, dark=dark
    )
    if image in in_docs():
        (IMAGES / image).write_bytes(await screen.picture(_QUALITY))
    return image, await screen.outside()


@cache
def in_docs() -> frozenset[str]:
    """The names of the pictures that a page of the docs shows."""
    pages = (path.read_text(encoding="utf-8") for path in IMAGES.parent.glob("*.md"))
    return frozenset(name for text in pages for name in re.findall(r"images/([\w-]+\.webp)", text))


def html(text: Text, *, dark: bool) -> str:
    """The page that is taken."""
    markdown = (GOLDEN / text.golden).read_text(encoding="utf-8")
    meta = text.meta or f"listkeeper wants to merge 1 commit into main from listkeeper/{text.image}"
    shown = re.sub(r"<!-- listkeeper:(v1|below) .*?-->", "", markdown)
    title = text.title or read_marker(markdown).title
    state = "Open" if text.number else ""
    is_file = text.image == "readme"
    return page(title, meta, shown, number=text.number, state=state, dark=dark, is_file=is_file)


if __name__ == "__main__":
    sys.exit(main())
