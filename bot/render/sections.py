"""A section drawn by its own template: in the README, or for one entry alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.model.entry import Registry, Section
from bot.model.snapshot import Snapshot
from bot.render.evaluations import NO_RESULTS, evaluations_table
from bot.render.pictures import FOLDER, picture
from bot.render.sandbox import BoundedEnvironment
from bot.render.tables import EntryView, Table, drawn_columns, in_order, table
from bot.render.templates import draw, environment


def draw_section(
    env: BoundedEnvironment,
    section: Section,
    rows: Sequence[EntryView],
    registry: Registry,
    results: Table = NO_RESULTS,
    columns: Sequence[str] | None = None,
    figures: str = FOLDER,
) -> str:
    """The section with these rows; `columns` are those of its table, by default all with a value.

    `figures` is the folder of figures as seen from the README. Raises InputError for a template
    that cannot be drawn.
    """
    shown = picture(section, rows, registry)
    return draw(
        env,
        f"{section.id}.md.j2",
        section=section,
        entries=rows,
        table=table(section, rows, columns),
        registry=registry,
        picture=shown and replace(shown, folder=figures),
        evaluations=results if section.evaluations else NO_RESULTS,
    )


class SectionDrawer:
    """Draws the sections of one list for given versions of its entries."""

    def __init__(self, files: Mapping[str, str], registry: Registry, snapshot: Snapshot) -> None:
        self._env = environment(files)
        self._registry = registry
        shows = registry.shows_evaluations
        self._results = evaluations_table(registry, snapshot) if shows else NO_RESULTS

    def draw(self, views: Mapping[str, EntryView], names: Sequence[str] = ()) -> dict[str, str]:
        """Section id → its text, of the sections named, or of all. `views` holds every entry.

        Raises InputError for a template that cannot be drawn.
        """
        listed = tuple(views[entry.id].entry for entry in self._registry.entries)
        registry = replace(self._registry, entries=listed)
        return {
            section.id: draw_section(
                self._env, section, _rows(registry, section, views), registry, self._results
            )
            for section in registry.sections
            if not names or section.id in names
        }

    def columns(self, views: Mapping[str, EntryView]) -> dict[str, list[str]]:
        """Section id → the columns of its table that are not blank in every row."""
        return {
            section.id: drawn_columns(section, _rows(self._registry, section, views))
            for section in self._registry.sections
        }

    def draw_alone(self, view: EntryView, columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
        """Section id → the drawing of the entry alone, for each section that shows it.

        Raises InputError for a template that cannot be drawn so.
        """
        alone = Registry(self._registry.title, self._registry.sections, (view.entry,))
        return {
            part.id: draw_section(self._env, part, [view], alone, columns=columns.get(part.id))
            for part in self._registry.sections
            if view.entry.section in part.shows
        }


def _rows(registry: Registry, section: Section, views: Mapping[str, EntryView]) -> list[EntryView]:
    return in_order(section, [views[entry.id] for entry in registry.shown_in(section)])
