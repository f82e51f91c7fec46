"""A list's files → its outputs as they should read; no source is queried."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.lists.registry.load import load, read_documents
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.entry import Registry
from bot.model.options.settings import ListSettings
from bot.render.bodies.trial import try_reports
from bot.render.outputs import draw_outputs, output_paths, with_outputs

__all__ = ["draw_documents", "draw_state", "read_list", "redraw", "try_reports"]


def read_list(root: Path) -> dict[str, str]:
    """Everything that a list's outputs are drawn from, and these as they stand.

    Raises InputError like `read_documents`.
    """
    return read_documents(root, output_paths())


def draw_documents(documents: Mapping[str, str]) -> dict[str, str]:
    """Every output as it should read, the README last. Raises InputError."""
    return draw_state(documents, *load(documents))


def redraw(documents: Mapping[str, str]) -> dict[str, str]:
    """The documents with every output up to date, the outputs last. Raises InputError."""
    registry, settings = load(documents)
    snapshot = parse_snapshot(documents.get(OBSERVED))
    return with_outputs(settings.readme, documents, registry, snapshot)


def draw_state(
    documents: Mapping[str, str], registry: Registry, settings: ListSettings
) -> dict[str, str]:
    """Every output of what was read already. Raises InputError."""
    snapshot = parse_snapshot(documents.get(OBSERVED))
    return draw_outputs(settings.readme, documents, registry, snapshot)
