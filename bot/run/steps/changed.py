"""What changed in a registry since a commit: the entries to query, and their rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.lists.git import changed_entries, read_documents_at, removed_entries
from bot.lists.registry.load import LIST, load
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.entry import Registry
from bot.model.errors import BrokenInputError, InputError
from bot.render.rows import draw_rows


@dataclass(frozen=True)
class ListDifference:
    """The ids of the entries that are new or changed, and their preview in Markdown."""

    changed: frozenset[str]
    preview: str


def difference_since(documents: Mapping[str, str], root: Path, commit: str) -> ListDifference:
    """Compare the list with that commit. A list that was broken or not there had no entries.

    Raises InputError for a list that is broken now, SettingsError when git has no such commit.
    """
    registry, _ = load(documents)
    past = read_documents_at(root, commit)
    before = _registry_of(past)
    changed, removed = changed_entries(before, registry), removed_entries(before, registry)
    snapshot = parse_snapshot(documents.get(OBSERVED))
    return ListDifference(changed, draw_rows(documents, registry, snapshot, changed, removed))


def _registry_of(past: Mapping[str, str]) -> Registry:
    try:
        return load(past)[0] if LIST in past else Registry("", (), ())
    except (InputError, BrokenInputError):
        return Registry("", (), ())
