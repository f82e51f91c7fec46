"""New entries as readers will see them, drawn by their section's own template."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Protocol

from rich.markup import escape as rich_escape

from bot.model.change import PlacedRow
from bot.model.entry import Registry
from bot.model.snapshot import Snapshot
from bot.render.markdown import Md
from bot.render.sections import draw_section
from bot.render.tables import entry_views
from bot.render.templates import environment

_SHORT = 3
"""A text of so many signs may stand in a row by chance."""


def draw_entries(documents: Mapping[str, str], registry: Registry, ids: Collection[str]) -> Md:
    """The entries of these ids, section by section. Raises InputError for a broken template."""
    env = environment(documents)
    drawn = []
    for section in registry.sections:
        entries = [entry for entry in registry.entries if entry.section == section.id]
        rows = entry_views([entry for entry in entries if entry.id in ids], Snapshot())
        if rows:
            drawn.append(draw_section(env, section, rows, registry).strip())
    return Md("\n\n".join(drawn))


class _Fields(Protocol):
    @property
    def fields(self) -> Mapping[str, object]: ...


def row_values(row: _Fields) -> Iterator[tuple[str, str]]:
    """Every field of a new row with content of its own, the links by their role."""
    for name, value in row.fields.items():
        if name == "links" and isinstance(value, dict):
            yield from ((role, _text(url)) for role, url in value.items())
        elif name not in {"id", "evidence", "name"}:
            yield name, _text(value)


def written_values(row: _Fields, placed: PlacedRow) -> Iterator[tuple[str, str]]:
    """Of all that is known of a new row what a hand-written list shows, as it stands there."""
    text = placed.text.replace("\\", "")
    for name, value in row_values(row):
        role = "hub" if name == "weights" else name
        if name not in {"kind", "section"} and (
            role in placed.shown or (len(value) > _SHORT and value in text)
        ):
            yield name, value


def row_evidence(row: _Fields, name: str) -> str:
    """Where a field of a new row was read, empty when the row does not show it."""
    known = row.fields.get("evidence")
    return str(known.get(name, "")) if isinstance(known, dict) else ""


def row_lacks(row: PlacedRow, unknown: Mapping[str, str]) -> list[str]:
    """What rows beside a new one have and it lacks.

    Each with the reason why nobody knows it that `unknown` holds.
    """
    lacks = []
    for name in row.missing:
        part, _, role = name.partition(".")
        called = {"links": role, "labels": f"the text of its {role} link"}.get(part, name)
        why = unknown.get(role or name, "")
        lacks.append(f"{called} ({why})" if why and part != "labels" else called)
    return lacks


def placed_text(row: PlacedRow, unknown: Mapping[str, str]) -> list[str]:
    """A row of a hand-written list for a terminal: where it stands, its lines, what it lacks."""
    below = f", below {' / '.join(row.section)}" if row.section else ""
    lacks, lacking = "; ".join(row_lacks(row, unknown)), ", ".join(row.lacking)
    return [
        rich_escape(row.place + below),
        *map(rich_escape, row.text.splitlines()),
        *([f"[dim]rows there have, and no source gave:[/] {rich_escape(lacks)}"] if lacks else []),
        *([f"[dim]without it:[/] {rich_escape(lacking)}; translate it there"] if lacking else []),
    ]


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
