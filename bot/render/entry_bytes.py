"""One entry as its sections draw it: whether a change of it is one that a reader would see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.model.entry import Entry, Registry
from bot.model.values.shown import ShownValue
from bot.render.evaluations import NO_RESULTS
from bot.render.tables import EntryView, table
from bot.render.templates import draw, environment


class EntryBytes:
    """Draws single entries by the templates of the sections that show them."""

    def __init__(self, files: Mapping[str, str], registry: Registry) -> None:
        self._env = environment(files)
        self._registry = registry

    def draw(self, section: str, views: Sequence[EntryView]) -> tuple[str, ...]:
        """What each section that shows the entries of `section` makes of these alone.

        Raises InputError for a template that cannot be drawn.
        """
        alone = Registry(
            self._registry.title, self._registry.sections, tuple(one.entry for one in views)
        )
        return tuple(
            draw(
                self._env,
                f"{part.id}.md.j2",
                section=part,
                entries=views,
                table=table(part, views),
                registry=alone,
                evaluations=NO_RESULTS,
            )
            for part in self._registry.sections
            if section in part.shows
        )

    def differ(
        self,
        before: tuple[Entry, Mapping[str, ShownValue]],
        after: tuple[Entry, Mapping[str, ShownValue]],
    ) -> bool:
        """Whether an entry reads differently with these shown values."""
        section = before[0].section
        drawn = [self.draw(section, [EntryView(*one)]) for one in (before, after)]
        return drawn[0] != drawn[1]
