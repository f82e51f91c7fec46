"""One entry as its sections draw it: whether a change of it is one that a reader would see."""

from __future__ import annotations

from collections.abc import Mapping

from bot.model.entry import Registry
from bot.render.evaluations import NO_RESULTS
from bot.render.tables import EntryView, table
from bot.render.templates import draw, environment


class EntryBytes:
    """Draws single entries by the templates of the sections that show them."""

    def __init__(self, files: Mapping[str, str], registry: Registry) -> None:
        self._env = environment(files)
        self._registry = registry

    def draw(self, view: EntryView) -> tuple[str, ...]:
        """What each section that shows the entry makes of it alone.

        Raises InputError for a template that cannot be drawn.
        """
        alone = Registry(self._registry.title, self._registry.sections, (view.entry,))
        return tuple(
            draw(
                self._env,
                f"{part.id}.md.j2",
                section=part,
                entries=[view],
                table=table(part, [view]),
                registry=alone,
                evaluations=NO_RESULTS,
            )
            for part in self._registry.sections
            if view.entry.section in part.shows
        )
