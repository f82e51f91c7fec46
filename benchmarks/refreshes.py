"""A refresh of a hand-written list in a world where all is well, or where some links have moved."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.lists.registry.load import shipped_templates
from bot.model.observation import Facts, Found, Moved, Observation
from bot.model.reference import Kind, Query, Reference
from bot.publish.local import FolderPublisher
from bot.run.refresh import refresh
from bot.run.steps.observations import ObservationStore
from bot.run.steps.services import Services
from bot.sources.dispatch import SourceSet
from tests.build import NOW


@dataclass
class WellSource:
    """A source of everything: each reference is there under its own name, or where it moved."""

    moves: Mapping[str, Reference] = field(default_factory=dict)
    name: str = "web"
    requests: int = 0
    notes: list[str] = field(default_factory=list)

    def knows(self, _reference: Reference) -> bool:
        return True

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        for query in queries:
            to = self.moves.get(query.reference.key)
            facts = _facts(to or query.reference, query.about)
            if to:
                yield Moved(
                    reference=query.reference,
                    source=self.name,
                    at=now,
                    evidence=query.url,
                    to=to,
                    certain=True,
                    facts=facts,
                )
            else:
                there = {str(place): True for place in query.places}
                yield Found(
                    reference=query.reference,
                    source=self.name,
                    at=now,
                    evidence=query.url,
                    facts=facts,
                    places=there,
                )

    def close(self) -> None:
        """Nothing is held."""


def _facts(reference: Reference, about: str) -> Facts:
    """Its own name, and nothing that a row might show differently."""
    if reference.kind is Kind.REPO:
        return {"name": reference.name}
    if reference.kind is Kind.PAPER:
        return {"id": reference.name, "title": about}
    if reference.kind is Kind.PAGE:
        return {"status": 200, "title": about}
    return {"id": reference.name}


def refreshed(files: Mapping[str, str], moves: Mapping[str, Reference]) -> dict[str, bytes]:
    """The files of a list after a refresh that writes into its folder."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
        services = Services(
            SourceSet([WellSource(moves)]),
            SourceSet([]),
            FolderPublisher(root),
            ObservationStore(root),
        )
        refresh({**shipped_templates(), **files}, services, NOW)
        return {path: (root / path).read_bytes() for path in files}


def replacements(
    before: bytes, after: bytes, spans: Sequence[tuple[int, int]]
) -> list[bytes] | None:
    """What stands in place of each span afterwards; None if any other byte differs."""
    found: list[bytes] = []
    at = last = 0
    for start, end in [*sorted(spans), (len(before), len(before))]:
        kept = before[last:start]
        if not after.startswith(kept, at):
            return None
        at += len(kept)
        last = end
        if start == len(before):
            break
        stop = _end(after, at, before[end : end + 1])
        found.append(after[at:stop])
        at = stop
    return found if at == len(after) else None


def _end(after: bytes, at: int, letter: bytes) -> int:
    """Where an address that begins here ends: before the letter that stood behind the old one."""
    stop = after.find(letter, at) if letter else len(after)
    return stop if stop >= 0 else len(after)
