"""Cells made of several answers, one of which is missing: they stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.entry import Entry
from bot.model.fields import EntryField, ValueForm
from bot.model.kinds import HUB_REPOSITORIES
from bot.model.reference import Reference
from bot.model.snapshot import Snapshot


@dataclass(frozen=True)
class SilentParts:
    """The missing answers that a cell has to wait for.

    `silent` maps the key of a reference of which nothing is known to the source that did not
    answer.
    """

    silent: Mapping[str, str] = field(default_factory=dict)

    def why(self, entry: Entry, one: EntryField, after: Snapshot) -> str:
        """Which answer the cell of an entry lacks, in words; empty when it is complete."""
        lacking = [
            self.silent[reference.key]
            for reference in _parts(entry, one, after)
            if reference.key in self.silent and not _known(reference, one, after)
        ]
        return f"{lacking[0]} did not answer for every part of it" if lacking else ""


def _parts(entry: Entry, one: EntryField, after: Snapshot) -> list[Reference]:
    """The references whose answers make up the cell, in the order in which they are read."""
    parts = [
        reference
        for reference in dict.fromkeys(link.link.reference for link in entry.links)
        if reference.kind in one.kinds
    ]
    if one.name == "licence":
        hub = [reference for reference in parts if reference.kind in HUB_REPOSITORIES]
        is_known = any(_known(reference, one, after) for reference in hub)
        return hub if entry.kind == "model" or is_known else parts
    if one.name == "stars" or (one.name not in _OF_ALL and one.form is not ValueForm.RESULTS):
        first = next((n for n, part in enumerate(parts) if _known(part, one, after)), len(parts))
        return parts[:first]
    return parts


_OF_ALL = frozenset({"downloads", "status"})
"""Fields made from all references of an entry; others show the first known value."""


def _known(reference: Reference, one: EntryField, after: Snapshot) -> bool:
    return any(after.get(reference, name) is not None for name in one.facts)
