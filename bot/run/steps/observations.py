"""Observations of earlier runs, stored beside the list, so that answers need no new query."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from bot.lists.files import write_files
from bot.lists.observations import read_observations, write_observations
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
    _latest: dict[bytes, list[Observation]] = field(default_factory=dict, repr=False)
    """Digest of the file that was read last → what is in it, which a long list has once."""

    def read(self) -> list[Observation] | None:
        """All stored observations; None when there are none, or none that can be read."""
        try:
            raw = (self.root / OBSERVATIONS).read_bytes()
            digest = sha256(raw).digest()
            if digest not in self._latest:
                observations = read_observations(raw, OBSERVATIONS)
                self._latest.clear()
                self._latest[digest] = observations
            return self._latest[digest]
        except (OSError, InputError):
            return None

    def keep(self, observations: Sequence[Observation]) -> None:
        """Store these, and of the earlier ones those that they do not replace, if possible."""
        if self.frozen or not observations:
            return
        oldest = max(seen.at for seen in observations) - _LONGEST
        kept = {_key(seen): seen for seen in self.read() or () if seen.at >= oldest}
        for seen in observations:
            kept[_key(seen)] = seen
            if not isinstance(seen, Unsure):
                kept.pop((seen.source, seen.reference.key, True), None)
        text = write_observations([kept[key] for key in sorted(kept)])
        with suppress(PublishError):
            write_files(self.root, {OBSERVATIONS: text})


def _key(seen: Observation) -> tuple[str, str, bool]:
    """A day without an answer does not replace what was known before it."""
    return seen.source, seen.reference.key, isinstance(seen, Unsure)
