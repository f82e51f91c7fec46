"""A list as data out of its entries and the snapshot: the shapes of the export, with sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict

from bot.model.entry import Entry, EntryLink, Registry
from bot.model.fields import ENTRY_FIELDS, EVALUATIONS
from bot.model.provenance import Origin
from bot.model.snapshot import Snapshot
from bot.model.values.evaluations import evaluations
from bot.model.values.shown import ShownValue, shown_values
from bot.render.data.cells import whole_text
from bot.render.data.shapes import (
    ExportedEntry,
    ExportedField,
    ExportedLink,
    ExportedResult,
    ExportedRetirement,
    ExportReport,
    ValueSource,
)

PEOPLE = "people"
"""The source of a value that people wrote and gave evidence for."""


def exported_list(registry: Registry, snapshot: Snapshot) -> ExportReport:
    """The list as data, without places and days: it differs only where a reader sees it."""
    sections = section_paths(registry)
    return ExportReport(
        version=1,
        title=whole_text(registry.title),
        entries=[_entry(entry, snapshot, sections) for entry in registry.entries],
        links=[],
        unread=[],
    )


def section_paths(registry: Registry) -> dict[str, str]:
    """Section id → what readers call it."""
    return {section.id: section.title for section in registry.sections}


def field_names(registry: Registry) -> list[str]:
    """Every field that an entry of this list may have, its own ones last."""
    own = {field.name for entry in registry.entries for field in entry.own_fields}
    return [name for name in ENTRY_FIELDS if name != EVALUATIONS] + sorted(own)


def _entry(entry: Entry, snapshot: Snapshot, sections: Mapping[str, str]) -> ExportedEntry:
    found = ExportedEntry(
        id=whole_text(entry.id),
        name=whole_text(entry.name),
        kind=entry.kind or None,
        section=[whole_text(sections.get(entry.section, entry.section))],
        fields=dict(_fields(entry, snapshot)),
        links=[_link(link) for link in entry.links],
    )
    if results := [
        ExportedResult(**{name: whole_text(text) for name, text in asdict(one).items()})
        for _, one in evaluations(entry, snapshot)
    ]:
        found = found.model_copy(update={"results": results})
    if not entry.retired:
        return found
    given = {name: whole_text(text) for name, text in asdict(entry.retired).items()}
    return found.model_copy(update={"retired": ExportedRetirement(**given)})


def _link(link: EntryLink) -> ExportedLink:
    plain = ExportedLink(
        url=whole_text(link.link.url),
        role=link.role or None,
        reference=whole_text(str(link.link.reference)),
    )
    marked = {"dead_since": link.dead_since, "archived_copy": link.archived_copy}
    return plain.model_copy(update={name: whole_text(one) for name, one in marked.items() if one})


def _fields(entry: Entry, snapshot: Snapshot) -> Iterator[tuple[str, ExportedField]]:
    shown = shown_values(entry, snapshot)
    for name, curated in entry.values.items():
        text = curated if isinstance(curated, str) else ", ".join(curated)
        seen = entry.evidence.get(name, "")
        sources = [ValueSource(source=PEOPLE, evidence=whole_text(seen))] if seen else []
        yield name, _field(text, text, "curated", sources)
    for name, value in shown.items():
        if name not in entry.values:
            yield name, _shown(entry, name, value, snapshot)


def _shown(entry: Entry, name: str, value: ShownValue, snapshot: Snapshot) -> ExportedField:
    filled = snapshot.filled(entry.id, name)
    origin: Origin = "filled" if filled else "asked"
    found = [filled, *(snapshot.get(reference, fact) for reference, fact in value.origins)]
    pairs = {(one.source, one.evidence) for one in found if one and one.evidence}
    if name == EVALUATIONS:
        curated = {one.source for one in entry.results}
        pairs |= {
            (PEOPLE if one.source in curated else "hub", one.source)
            for _, one in evaluations(entry, snapshot)
        }
    sources = [ValueSource(source=who, evidence=whole_text(url)) for who, url in sorted(pairs)]
    exact = value.text if value.number is None else str(value.number)
    return _field(value.text, exact, origin, sources)


def _field(text: str, value: str, origin: Origin, sources: list[ValueSource]) -> ExportedField:
    return ExportedField(
        text=whole_text(text), value=whole_text(value), origin=origin, sources=sources
    )
