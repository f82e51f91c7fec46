"""Every file of the site, which is built and never committed: one row each, of `SITE_OUTPUTS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.model.values.site import SiteContent
from bot.render.data.files import draw_toml
from bot.render.outputs import DATA, Draw
from bot.render.site.badges import draw_alive_badge, draw_checked_badge, draw_entries_badge
from bot.render.site.calendar import draw_calendar
from bot.render.site.feeds import draw_atom, draw_json_feed
from bot.render.site.pages import draw_all, draw_index

SiteDraw = Callable[[SiteContent], str]
"""From all that is known of a list to the text. Raises InputError."""


@dataclass(frozen=True)
class SiteOutput:
    """A file of the site, which is built and never committed; its path is one below `SITE`."""

    path: str
    draw: SiteDraw


SITE = "site"
"""The folder of the site, git-ignored."""
SITE_ASSETS = "bot/site/"
"""Where its style and scripts stand among the files that it is drawn from."""


def _data(draw: Draw) -> SiteDraw:
    """A file of data, of every list, whatever it keeps beside its README."""
    return lambda content: draw("", content.files, content.registry, content.snapshot)


def _asset(name: str) -> SiteOutput:
    return SiteOutput(name, lambda content: content.files[f"{SITE_ASSETS}{name}"])


SITE_OUTPUTS: tuple[SiteOutput, ...] = (
    SiteOutput("index.html", draw_index),
    SiteOutput("all.html", draw_all),
    SiteOutput("calendar.html", draw_calendar),
    SiteOutput("feed.xml", draw_atom),
    SiteOutput("feed.json", draw_json_feed),
    SiteOutput("badges/entries.svg", draw_entries_badge),
    SiteOutput("badges/checked.svg", draw_checked_badge),
    SiteOutput("badges/alive.svg", draw_alive_badge),
    *(SiteOutput(output.path, _data(output.draw)) for output in DATA),
    SiteOutput("models.toml", _data(draw_toml)),
    *map(
        _asset,
        (
            "app.js",
            "style.css",
            "noscript.css",
            "icon.svg",
            "dataTables.min.js",
            "dataTables.LICENSE.txt",
        ),
    ),
)


def draw_site(content: SiteContent) -> dict[str, str]:
    """Path below the list's folder → text of every file of its site. Raises InputError."""
    drawn = {f"{SITE}/{output.path}": output.draw(content) for output in SITE_OUTPUTS}
    return {f"{SITE}/.gitignore": "*\n", **drawn}
