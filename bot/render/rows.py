"""A few rows as readers will see them, for reviewers of a changed registry."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.model.entry import Registry
from bot.model.snapshot import Snapshot
from bot.render.markdown import escape
from bot.render.sections import draw_section
from bot.render.tables import entry_views, in_order
from bot.render.templates import environment


def draw_rows(
    documents: Mapping[str, str],
    registry: Registry,
    snapshot: Snapshot,
    changed: Collection[str],
    removed: Sequence[str] = (),
) -> str:
    """The changed entries, each in its section, and the names of the removed ones.

    Raises InputError for a template that cannot be drawn.
    """
    parts = ["## What changes in the list", *_sections(documents, registry, snapshot, changed)]
    if removed:
        parts.append(f"Removed: {', '.join(escape(name) for name in removed)}")
    if len(parts) == 1:
        parts.append("No entry changed.")
    return "\n\n".join(parts) + "\n"


def _sections(
    documents: Mapping[str, str],
    registry: Registry,
    snapshot: Snapshot,
    changed: Collection[str],
) -> Iterator[str]:
    """Only sections with entries: a figure of a few entries has no meaning."""
    env = environment(documents)
    for section in registry.sections:
        entries = [one for one in registry.shown_in(section) if one.id in changed and section.kinds]
        rows = in_order(section, entry_views(entries, snapshot))
        if rows:
            drawn = draw_section(env, section, rows, registry)
            yield f"### {escape(section.title)}\n\n{drawn.strip()}"
