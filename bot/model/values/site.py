"""What the site of a list is drawn from: the list, what is remembered, and what happened to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.model.change import OpenQuestion
from bot.model.entry import Registry
from bot.model.memory import Memory
from bot.model.observation import Observation
from bot.model.snapshot import Snapshot

EventKind = Literal["new", "moved", "gone", "died", "retired", "removed"]


@dataclass(frozen=True)
class ListEvent:
    """Something that happened to an entry, on the day (YYYY-MM-DD) of the commit that shows it.

    `before` and `after` are addresses: where a link led, and where it leads now or its copy lies.
    `was` is the entry's id before, where it is that of its link and changed with it.
    """

    kind: EventKind
    entry: str
    name: str
    day: str
    before: str = ""
    after: str = ""
    was: str = ""

    @property
    def key(self) -> str:
        """The same for the same event, whenever and wherever the site is built.

        A link that moved or is dead is known by its address: a run notices it on one day, and
        people merge it on another.
        """
        kind = "died" if self.kind == "gone" else self.kind
        day = "" if kind in {"moved", "died"} else self.day
        return "/".join(filter(None, (self.was or self.entry, kind, day, self.before)))


@dataclass(frozen=True)
class SiteContent:
    """A list as its site shows it; what is not at hand is empty, and shown as not known.

    observed  what sources answered last, by the key of the reference
    events    the latest first
    questions what only a person can settle, by what was observed last
    address   where the site will stand, with a slash at its end; empty where nobody said
    """

    registry: Registry
    snapshot: Snapshot
    files: Mapping[str, str]
    memory: Memory = field(default_factory=Memory)
    observed: Mapping[str, Observation] = field(default_factory=dict)
    events: Sequence[ListEvent] = ()
    questions: Sequence[OpenQuestion] = ()
    address: str = ""
