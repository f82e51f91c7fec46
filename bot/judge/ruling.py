"""From change, memory and pins to the ruling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.model.change import Change
from bot.model.decision import Ruling, Way
from bot.model.errors import Where
from bot.model.memory import Memory
from bot.model.options.policy import Policy
from bot.model.state import State


@dataclass(frozen=True)
class Rules:
    """Everything that may stop a change.

    `pins` maps entry id → field → why it is pinned; `refused` and `unwritten` are those of `State`,
    `hidden` holds the ids of values of one topic that no reader would see; `ticked` maps the id of
    each change with a ticked box in an open pull request to its digest.
    """

    policy: Policy
    memory: Memory
    pins: Mapping[str, Mapping[str, str]]
    refused: Mapping[tuple[str, str], Where] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    unwritten: Mapping[str, str] = field(default_factory=dict)
    ticked: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, state: State, memory: Memory, ticked: Mapping[str, str] | None = None) -> Rules:
        """The rules of a list, with the memory that this run leaves behind."""
        pins = {entry.id: entry.pins for entry in state.registry.entries}
        policy = state.settings.policy
        return cls(
            policy, memory, pins, state.refused, unwritten=state.unwritten, ticked=ticked or {}
        )

    def pin(self, entry: str, field: str) -> str:
        """Why a field is pinned, empty when it is not."""
        pins = self.pins.get(entry, {})
        names = (field, field.split(":")[0], field.removeprefix("links."))
        return next((pins[name] for name in names if name in pins), "")

    def rule(self, change: Change) -> Change:
        """The change with its ruling: held when pinned or declined, else unchanged."""
        pin = self.pin(change.entry, change.field)
        if pin:
            return replace(change, ruling=Ruling.HOLD, reason=f"pinned: {pin}")
        names = self.memory.change_ids(change.entry, change.field)
        if any(self.memory.rejects(name, change.digest_under(name)) for name in names):
            return replace(change, ruling=Ruling.HOLD, reason="a reviewer declined this value")
        if change.id in self.unwritten:
            reason = f"the bot cannot write it: {self.unwritten[change.id]}"
            return replace(change, ruling=Ruling.HOLD, reason=reason)
        place = self.refused.get((change.id, change.before))
        if place:
            reason = f"the bot cannot write that at {place}"
            return replace(change, ruling=Ruling.HOLD, reason=reason)
        return change

    def accepts(self, change: Change) -> bool:
        """Whether a person ticked it, on the dashboard or in a pull request."""
        names = self.memory.change_ids(change.entry, change.field)
        return any(
            self.memory.way_of(name, change.digest_under(name)) is Way.ACCEPT
            or self.ticked.get(name) == change.digest_under(name)
            for name in names
        )

    def is_refused(self, change: Change) -> bool:
        """Whether it is held only because its edit cannot be made in the list."""
        return (change.id, change.before) in self.refused


def paused_until(memory: Memory, topic: str, today: str) -> str:
    """The day until which a topic rests, empty when it does not."""
    until = memory.rests.get(topic, "")
    return until if until > today else ""
