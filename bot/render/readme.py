"""The README with its regions drawn from the state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from bot.model.entry import Registry, Section
from bot.model.errors import InputError, Where
from bot.model.snapshot import Snapshot
from bot.render.evaluations import NO_RESULTS, evaluations_table
from bot.render.pictures import folder_from
from bot.render.regions import Region, begin_marker, end_marker, fill_regions, regions
from bot.render.sections import draw_section
from bot.render.tables import entry_views, in_order
from bot.render.templates import environment


def draw_readme(
    path: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """The README with every region redrawn. Raises InputError."""
    if path not in documents:
        hint = "restore it, markers and all"
        raise InputError(Where(path), "the README is missing", hint=hint)
    own = [section for section in registry.sections if section.file in ("", path)]
    return _drawn(path, documents, registry, snapshot, own)


def draw_page(
    path: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> str:
    """A further file with every region redrawn. Raises InputError."""
    own = [section for section in registry.sections if section.file == path]
    if path not in documents:
        hint = f"write it, with {begin_marker(own[0].id)} and {end_marker(own[0].id)}"
        raise InputError(Where(path), f"the file of '{own[0].title}' is missing", hint=hint)
    return _drawn(path, documents, registry, snapshot, own)


def _drawn(
    path: str,
    documents: Mapping[str, str],
    registry: Registry,
    snapshot: Snapshot,
    sections: Sequence[Section],
) -> str:
    _refuse_to_empty(path, documents[path], registry)
    env = environment(documents)
    drawn = {}
    results = evaluations_table(registry, snapshot) if registry.shows_evaluations else NO_RESULTS
    for section in sections:
        rows = in_order(section, entry_views(registry.shown_in(section), snapshot))
        folder = folder_from(path)
        drawn[section.id] = draw_section(env, section, rows, registry, results, figures=folder)
    _refuse_blank(path, documents[path], registry, drawn)
    return fill_regions(path, documents[path], drawn)


def _refuse_to_empty(path: str, text: str, registry: Registry) -> None:
    """Raise InputError for a section that shows rows in the README and has no entry any more."""
    empty = {
        section.id: section
        for section in registry.sections
        if section.kinds and not (section.may_be_empty or section.evaluations)
        if not registry.shown_in(section)
    }
    for region in _with_rows(path, text, empty.keys()):
        title = empty[region.name].title
        raise InputError(
            Where(path, region.first),
            f"the section '{title}' would lose all of its rows: it has no entry any more",
            hint="restore its entries in registry/, or allow it in registry/list.yml: "
            f"`may_be_empty: true` under `id: {region.name}`",
        )


def _refuse_blank(path: str, text: str, registry: Registry, drawn: Mapping[str, str]) -> None:
    """Raise InputError for a section with rows whose template draws nothing of its entries."""
    titles = {
        section.id: section.title
        for section in registry.sections
        if section.id in drawn and not drawn[section.id].strip() and not section.may_be_empty
    }
    for region in _with_rows(path, text, titles.keys()):
        raise InputError(
            Where(f"templates/{region.name}.md.j2"),
            f"the section '{titles[region.name]}' would lose all of its rows: this draws nothing",
            hint="does it read a field by a wrong name? docs/configuration.md lists them",
        )


def _with_rows(path: str, text: str, names: Set[str]) -> Iterator[Region]:
    """The regions with these names that show a link."""
    if not names:
        return
    from bot.parsing.source.document import read_document  # few lists lose all rows of a section

    lines = text.split("\n")
    for region in regions(path, text):
        shown = "\n".join(lines[region.first : region.last])
        if region.name in names and read_document(shown).links:
            yield region
