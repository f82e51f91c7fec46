"""The content of the reports of a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.change import Change, NewRow, OpenQuestion, PlacedRow
from bot.model.dashboard import Sender
from bot.model.decision import Ruling, Topic
from bot.model.entry import Registry


@dataclass(frozen=True)
class FailingLink:
    """A link that is gone, but not on enough days to be called dead."""

    entry_name: str
    field: str
    url: str
    since: str
    where: str = ""
    """Its `path:line` in the list."""
    entry: str = ""
    """The entry's id."""


@dataclass(frozen=True)
class News:
    """The content of a report."""

    registry: Registry
    changes: Sequence[Change] = ()
    doubts: Sequence[OpenQuestion] = ()
    """Questions that this run raised."""
    curated: Sequence[OpenQuestion] = ()
    """Questions that people wrote into the registry."""
    outages: Mapping[str, str] = field(default_factory=dict)
    missed: Sequence[FailingLink] = ()
    rests_until: str = ""
    """The day until which routine values rest, empty when they do not."""
    rest_days: int = 30
    dead_after: tuple[int, int] = (3, 7)
    """On how many days a link must be gone to be proposed, and over how many; zeros for never."""
    today: str = ""
    """The day of the run (YYYY-MM-DD)."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The files of the proposal that is described, as they would be."""
    rows: Sequence[NewRow] = ()
    """The entries that the proposal adds."""
    placed: Sequence[PlacedRow] = ()
    """Where each of them stands in the files of the proposal."""
    not_offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Reason → ids of models that were found and are not offered."""
    undrawn: frozenset[str] = frozenset()
    """The ids of changed links that no section of the README draws."""
    in_place: bool = False
    """Whether the list is hand-written, and edited where it stands."""
    dead_mark: str = ""
    """How a hand-written list marks a dead link, as it is written."""
    sender: Sender = field(default_factory=Sender)
    badges: int = 0
    """Pictures whose addresses follow a repository to its new name."""

    def of(self, topic: Topic) -> list[Change]:
        """The applied changes of one topic."""
        return [c for c in self.changes if c.topic is topic and c.ruling is Ruling.APPLY]
