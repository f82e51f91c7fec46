"""A list's files → its outputs as they should read; no source is queried."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.lists.read import read_state
from bot.lists.registry.load import read_documents
from bot.render.outputs import draw_outputs, output_paths, with_outputs


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
