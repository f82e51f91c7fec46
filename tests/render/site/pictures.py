"""`make screenshots`: the page of this repository's list, into docs/images, by Chromium."""

from __future__ import annotations

from bot.render.site.outputs import draw_site
from bot.run.render import read_list
from bot.run.site import site_content
from tests.build import ROOT
from tests.render.site.browser import chromium, open_site

IMAGES = ROOT / "docs" / "images"
WIDE = {"viewport": {"width": 1200, "height": 760}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "device_scale_factor": 1.5,
}


def main() -> None:
    """Take both pictures."""
    files = draw_site(site_content(ROOT, read_list(ROOT)))
    with chromium() as browser:
        for name, where, options in (
            ("page", "?sort=-released", WIDE),
            ("page-phone-dark", "?q=llama#llama", PHONE),
        ):
            page = open_site(browser, files, where, **options)
            page.wait_for_selector("button.open")
            page.screenshot(path=str(IMAGES / f"{name}.png"))
            print(f"docs/images/{name}.png")


if __name__ == "__main__":
    main()
