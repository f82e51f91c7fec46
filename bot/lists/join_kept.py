"""What two runs keep between runs, as texts, joined file by file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from bot.lists.memory import MEMORY, memory_text, parse_memory
from bot.lists.merge_memories import merge_memories, merge_snapshots
from bot.lists.snapshot import EVIDENCE, parse_snapshot, snapshot_text
from bot.model.errors import InputError


def join_kept(kept: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    """What both runs learnt, file by file; what cannot be read is nothing that was learnt."""
    both = dict(kept)
    for name, text in other.items():
        with suppress(InputError):
            join = _JOIN[PurePosixPath(name).name]
            both[name] = join(kept[name], text) if name in kept else text
    return both


def _both_memories(text: str, other: str) -> str:
    return memory_text(merge_memories(parse_memory(text), parse_memory(other)))


def _both_snapshots(text: str, other: str) -> str:
    return snapshot_text(merge_snapshots(parse_snapshot(text), parse_snapshot(other)))


_JOIN = {
    PurePosixPath(MEMORY).name: _both_memories,
    PurePosixPath(EVIDENCE).name: _both_snapshots,
}
"""By their names, in a folder as on the memory's branch."""
