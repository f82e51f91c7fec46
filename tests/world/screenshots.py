"""`make screenshots`: the golden bodies as GitHub shows them, into docs/images, by Chromium.

The pictures show what the tests hold the bot to, so they can be made anew after a change.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.publish.github.dashboard import TITLE
from bot.publish.github.markers import read_marker
from tests.world.pages import page

PROJECT = Path(__file__).parents[2]
GOLDEN = PROJECT / "tests" / "golden"
IMAGES = PROJECT / "docs" / "images"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Shot:
    """One picture: of which text, how wide and high in CSS pixels, whether on a dark page."""

    image: str
    text: str
    height: int
    width: int = 860
    scale: float = 1.0
    dark: bool = False
    title: str = ""
    number: int = 0


SHOTS = (
    Shot("moved", "pull_request.moved.md", 900, number=2),
    Shot("dead", "pull_request.dead.md", 760, number=3),
    Shot("metadata", "pull_request.metadata.md", 830, dark=True, number=1),
    Shot("facts", "pull_request.facts.md", 900, number=4),
    Shot("models", "pull_request.models.md", 900, number=6),
    Shot("dashboard", "dashboard.md", 1170, title=TITLE, number=5),
    Shot("phone", "pull_request.dead.md", 844, width=390, scale=1.5, number=3),
    Shot("phone-dark", "pull_request.moved.md", 844, width=390, scale=1.5, dark=True, number=2),
)


def main() -> int:
    """Take all pictures; 1 when there is no browser to take them with."""
    browser = next(filter(None, map(shutil.which, _NAMES)), None)
    if browser is None:
        print(f"no browser: install one of {', '.join(_NAMES)}", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    for shot in SHOTS:
        take(browser, shot, IMAGES / f"{shot.image}.png")
        print(f"docs/images/{shot.image}.png")
    return 0


def html(shot: Shot) -> str:
    """The page that is taken."""
    text = (GOLDEN / shot.text).read_text(encoding="utf-8")
    topic = shot.text.split(".")[1] if shot.text.startswith("pull") else Path(shot.text).stem
    meta = f"listkeeper wants to merge 1 commit into main from listkeeper/{topic}"
    if topic == "dashboard":
        meta = "listkeeper opened this issue"
    shown = re.sub(r"<!-- listkeeper:(v1|below) .*?-->", "", text)
    title = shot.title or read_marker(text).title
    return page(title, meta, shown, number=shot.number, state="Open", dark=shot.dark)


def take(browser: str, shot: Shot, image: Path) -> None:
    """One picture. Raises CalledProcessError when the browser fails."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(html(shot), encoding="utf-8")
        where = (
            f"--user-data-dir={folder}/profile",
            f"--window-size={shot.width},{shot.height}",
            f"--force-device-scale-factor={shot.scale}",
            f"--screenshot={image}",
            source.as_uri(),
        )
        subprocess.run([browser, *_FLAGS, *where], check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
