"""The fetched values that the README is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.observation import Value, seen_value
from bot.model.reference import Reference


@dataclass(frozen=True, slots=True)
class FetchedValue:
    """One fetched value: its source, its day (YYYY-MM-DD), and a URL that shows it."""

    value: Value
    source: str
    day: str
    evidence: str = ""

    def __post_init__(self) -> None:
        """Whatever a file says that was fetched, people see all of it."""
        object.__setattr__(self, "value", seen_value(self.value))


@dataclass(frozen=True)
class Snapshot:
    """Reference key → field → fetched value. Stars belong to the repository, not to the row.

    What was filled in for a blank of one row stands under `entry:<id>`.
    """

    values: Mapping[str, Mapping[str, FetchedValue]] = field(default_factory=dict)

    def get(self, reference: Reference, name: str) -> FetchedValue | None:
        """The fetched value of one field, or None when it is not known."""
        return self.values.get(reference.key, {}).get(name)

    def filled(self, entry: str, name: str) -> FetchedValue | None:
        """The value filled in for a field that an entry leaves blank, or None."""
        return self.values.get(entry_key(entry), {}).get(name)


def entry_key(entry: str) -> str:
    """The key of the values filled in for an entry."""
    return f"entry:{entry}"
