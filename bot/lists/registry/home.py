"""The registry as a home of a list: entries in `registry/*.yml`, drawn through templates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.lists.base import Files, Former, ListHome
from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.state import State

if TYPE_CHECKING:
    from bot.model.change import Edit, NewRow
    from bot.model.values.addition import AddedRows


def _read(files: Files, _former: Former) -> State:
    """Ids in a registry are people's own: none is ever another one than before."""
    registry, settings = load(files)
    return State(registry, settings, parse_snapshot(files.get(OBSERVED)), files=files)


def _edit(files: Files, edits: Sequence[Edit]) -> tuple[dict[str, str], list[Edit]]:
    """Links first: this moves no line, so that the places of the other edits stay valid."""
    from bot.lists.registry.edit_fields import apply_field_edits  # most runs only read
    from bot.lists.registry.edit_links import apply_link_edits
    from bot.model.change import FieldEdit, LinkEdit, NewRow

    links = [one for one in edits if isinstance(one, LinkEdit)]
    others = [one for one in edits if isinstance(one, FieldEdit | NewRow)]
    after, refused_links = apply_link_edits(files, links)
    after, refused = apply_field_edits(after, others)
    return after, [*refused_links, *refused]


def _add(files: Files, rows: Sequence[NewRow]) -> AddedRows:
    from bot.lists.registry.edit_fields import apply_field_edits
    from bot.model.change import NewRow, PlacedRow
    from bot.model.values.addition import AddedRows, RefusedRow

    after, failed = apply_field_edits(files, rows)
    refused = [one for one in failed if isinstance(one, NewRow)]
    placed = [PlacedRow(one.change, one.path) for one in rows if one not in refused]
    why = "the file is written in a rare form"
    return AddedRows(after, placed, [RefusedRow(one, why) for one in refused])


REGISTRY = ListHome(_read, _edit, _add)
