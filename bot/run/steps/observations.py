"""Observations of earlier runs, stored beside the list, so that answers need no new query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
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

    def read(self, wanted: IsWanted = lambda _: True) -> list[Observation] | None:
        """The stored observations that are wanted; None when there are none that can be read."""
        try:
            raw = (self.root / OBSERVATIONS).read_bytes()
            return read_observations(raw, OBSERVATIONS, wanted)
        except (OSError, InputError):
            return None

    def keep(self, observations: Sequence[Observation]) -> None:
        """Store these, and of the earlier ones those that they do not replace, if possible."""
        if self.frozen or not observations:
            return
        oldest = max(seen.at for seen in observations) - _LONGEST
        latest, replaced = _latest(observations)
        earlier = self.read(lambda seen: seen.at >= oldest and _key(seen) not in replaced) or []
        text = write_observations(sorted([*earlier, *latest], key=_key))
        with suppress(PublishError):
            write_files(self.root, {OBSERVATIONS: text})


def _latest(
    observations: Iterable[Observation],
) -> tuple[Iterable[Observation], Set[tuple[str, str, bool]]]:
    """The last ones, and the keys of all that they replace: an answer ends the days without one."""
    latest: dict[tuple[str, str, bool], Observation] = {}
    replaced = set()
    for seen in observations:
        latest[_key(seen)] = seen
        replaced.add(_key(seen))
        if not isinstance(seen, Unsure):
            silence = (seen.source, seen.reference.key, True)
            latest.pop(silence, None)
            replaced.add(silence)
    return latest.values(), replaced


def _key(seen: Observation) -> tuple[str, str, bool]:
    """A day without an answer does not replace what was known before it."""
    return seen.source, seen.reference.key, isinstance(seen, Unsure)
