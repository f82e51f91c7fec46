"""All of a list that a run needs, parsed once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.entry import Registry
from bot.model.errors import Where
from bot.model.memory import Memory
from bot.model.observation import Observation
from bot.model.options.settings import ListSettings
from bot.model.snapshot import Snapshot
from bot.model.values.written import WrittenList


@dataclass(frozen=True)
class State:
    """A list as it stands: entries, settings, snapshot, memory, files.

    files    path → text, as they were parsed
    pending  topic → the values that its open pull request shows
    refused  (change id, text before) → the place where the list's home could not make that edit
    unwritten  change id → why the list's home could not write that new row
    hidden   topic → ids of values that would leave the drawn bytes as they are
    written  where all that stands in a hand-written list is written
    evidence what is known of the values that a hand-written list shows, under `entry:<id>`
    warnings  settings that are about nothing in the list, as a person reads them
    kept     what earlier runs observed; it stands in for what no source answers in this run
    """

    registry: Registry
    settings: ListSettings
    snapshot: Snapshot = field(default_factory=Snapshot)
    memory: Memory = field(default_factory=Memory)
    files: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, Snapshot] = field(default_factory=dict)
    refused: Mapping[tuple[str, str], Where] = field(default_factory=dict)
    unwritten: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kept: Sequence[Observation] = ()
    warnings: Sequence[str] = ()
    written: WrittenList = field(default_factory=WrittenList)
    evidence: Snapshot = field(default_factory=Snapshot)
