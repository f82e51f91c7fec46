"""A list's files → its outputs as they should read; no source is queried."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.lists.read import read_state
from bot.lists.registry.load import read_documents
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
    state = read_state(documents)
    return draw_outputs(state.settings.readme, documents, state.registry, state.snapshot)


def redraw(documents: Mapping[str, str]) -> dict[str, str]:
    """The documents with every output up to date, the outputs last. Raises InputError."""
    state = read_state(documents)
    return with_outputs(state.settings.readme, documents, state.registry, state.snapshot)


def draw_state(
    documents: Mapping[str, str], registry: Registry, settings: ListSettings
) -> dict[str, str]:
    """Every output of what was read already. Raises InputError."""
    snapshot = parse_snapshot(documents.get(OBSERVED))
    return draw_outputs(settings.readme, documents, registry, snapshot)
