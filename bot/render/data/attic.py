"""The attic: entries that left the README, with the reason, the day and what took their place."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.entry import Registry
from bot.model.snapshot import Snapshot
from bot.render.data.listing import section_paths
from bot.render.tables import entry_views
from bot.render.templates import draw, environment


def draw_attic(
    _path: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """`ATTIC.md`: the latest first."""
    retired = [entry for entry in registry.entries if entry.retired]
    retired.sort(key=lambda entry: entry.retired.day if entry.retired else "", reverse=True)
    rows = entry_views(retired, snapshot)
    titles = section_paths(registry)
    env = environment(documents)
    return draw(env, "attic.md.j2", title=registry.title, rows=rows, sections=titles)
