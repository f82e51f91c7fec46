"""The badges of a site: entries, the last check, and how many links are alive."""

from __future__ import annotations

from bot.model.values.site import SiteContent
from bot.render.figures.badge import alive_badge, checked_badge, entries_badge
from bot.render.pictures import draw_badge
from bot.render.site.health import link_health


def draw_entries_badge(content: SiteContent) -> str:
    """How many entries the list has. Raises InputError."""
    return draw_badge(content.files, entries_badge(len(content.registry.entries)))


def draw_checked_badge(content: SiteContent) -> str:
    """The day of the latest certain answer about a link. Raises InputError."""
    days = (link_health(link, content).checked for _, link in content.registry.links())
    return draw_badge(content.files, checked_badge(max(days, default="")))


def draw_alive_badge(content: SiteContent) -> str:
    """The share of links that are alive, of those that were ever checked. Raises InputError."""
    states = [link_health(link, content).state for _, link in content.registry.links()]
    checked = [state for state in states if state != "unchecked"]
    alive = sum(state in ("alive", "moved") for state in checked)
    return draw_badge(content.files, alive_badge(alive, len(checked)))
