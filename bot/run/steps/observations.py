"""Observations of earlier runs, stored beside the list, so that answers need no new query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.lists.files import write_files
from bot.lists.observations import IsWanted, read_observations, write_observations
from bot.model.errors import InputError, PublishError
from bot.model.observation import Observation, Unsure

OBSERVATIONS = ".listkeeper/cache/observations.json"
_LONGEST = timedelta(days=45)
"""Days after which an observation that no source repeated is dropped."""


@dataclass(frozen=True)
class ObservationStore:
    """Each source's last certain observation of a reference, marked silent where it is older.

    Losing it costs only time.
    """

    root: Path
    frozen: bool = False
    """In a dry run it is read and never written."""

    def read(self, is_wanted: IsWanted = lambda _: True) -> list[Observation] | None:
        """The stored observations that are wanted; None when there are none that can be read."""
        try:
            with (self.root / OBSERVATIONS).open("rb") as lines:
                return read_observations(lines, OBSERVATIONS, is_wanted)
        except (OSError, InputError):
            return None

    def keep(self, observations: Sequence[Observation]) -> None:
        """Store these, and of the earlier ones those that they do not replace, if possible."""
        if self.frozen or not observations:
            return
        oldest = max(seen.at for seen in observations) - _LONGEST
        new = _Latest(observations)
        earlier = self.read(lambda seen: seen.at >= oldest and not new.replaces(seen)) or ()
        text = write_observations(sorted((*earlier, *new.observations), key=_key))
        with suppress(PublishError):
            write_files(self.root, {OBSERVATIONS: text})


class _Latest:
    """The last ones of a run. An answer replaces the one before it, and the days without one."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self.observations: list[Observation] = []
        self._answered: dict[str, set[str]] = defaultdict(set)
        self._silent: dict[str, set[str]] = defaultdict(set)
        for seen in reversed(observations):
            if not self.replaces(seen):
                self.observations.append(seen)
                kind = self._silent if isinstance(seen, Unsure) else self._answered
                kind[seen.source].add(seen.reference.key)

    def replaces(self, seen: Observation) -> bool:
        """Whether one of them takes the place of an earlier one."""
        source, key = seen.source, seen.reference.key
        is_silent = isinstance(seen, Unsure) and key in self._silent[source]
        return is_silent or key in self._answered[source]


def _key(seen: Observation) -> tuple[str, str, bool]:
    """A day without an answer does not replace what was known before it."""
    return seen.source, seen.reference.key, isinstance(seen, Unsure)
