"""All of a list that a run needs, parsed once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.model.entry import Registry
from bot.model.errors import Where
from bot.model.memory import Memory
from bot.model.options.settings import ListSettings
from bot.model.snapshot import Snapshot
from bot.model.written import WrittenList


@dataclass(frozen=True)
class State:
    """A list as it stands: entries, settings, snapshot, memory, files.

    files    path → text, as they were parsed
    pending  topic → the values that its open pull request shows
    refused  (change id, text before) → the place where the list's home could not make that edit
    hidden   ids of changes that would leave the drawn bytes of their entry as they are
    written  where all that stands in a hand-written list is written
    begun    when the run, or its first machine, began to look; None: all observations are its own
    """

    registry: Registry
    settings: ListSettings
    snapshot: Snapshot = field(default_factory=Snapshot)
    memory: Memory = field(default_factory=Memory)
    files: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, Snapshot] = field(default_factory=dict)
    refused: Mapping[tuple[str, str], Where] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    written: WrittenList = field(default_factory=WrittenList)
    begun: datetime | None = None
