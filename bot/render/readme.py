"""The README with its regions drawn from the state."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.entry import Registry
from bot.model.errors import InputError, Where
from bot.model.snapshot import Snapshot
from bot.model.values.shown import shown_release
from bot.render.evaluations import NO_RESULTS, evaluations_table
from bot.render.regions import splice
from bot.render.sections import draw_section
from bot.render.tables import entry_views
from bot.render.templates import environment


def draw_readme(
    path: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """The README with every region redrawn. Raises InputError."""
    if path not in documents:
        hint = "restore it, markers and all"
        raise InputError(Where(path), "the README is missing", hint=hint)
    env = environment(documents)
    drawn = {}
    results = evaluations_table(registry, snapshot) if registry.shows_evaluations else NO_RESULTS
    for section in registry.sections:
        entries = registry.shown_in(section, lambda entry: shown_release(entry, snapshot))
        rows = entry_views(entries, snapshot)
        drawn[section.id] = draw_section(env, section, rows, registry, results)
    return splice(path, documents[path], drawn)
