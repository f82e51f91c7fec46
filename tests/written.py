"""A hand-written list over several runs: people merge what is proposed, and edit in between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.lists.registry.load import shipped_templates
from bot.model.change import Answers
from bot.model.observation import Observation, Tally
from bot.model.reference import Query
from bot.run.refresh import refresh
from bot.run.steps.observations import ObservationStore
from bot.run.steps.propose import RefreshResult
from bot.run.steps.services import Services
from bot.sources.recorded import RecordedSources
from tests.branches import Branches
from tests.build import NOW


@dataclass
class WrittenRepository:
    """Its files on the default branch, and what is open.

    `seen` is what the sources of the first round answer, `second` those of the second.
    """

    files: dict[str, str]
    seen: Sequence[Observation] = ()
    second: Sequence[Observation] = ()
    branches: Branches = field(default_factory=Branches)

    def run(self, now: datetime = NOW) -> RefreshResult:
        latest = {one.reference.key: one for one in self.seen}
        services = Services(
            RecordedSources([], latest),
            _Second(self.second),  # type: ignore[arg-type]
            self.branches,
            ObservationStore(Path("nowhere"), frozen=True),
        )
        return refresh({**shipped_templates(), **self.files}, services, now)

    def merge(self, topic: str) -> None:
        self.files |= self.branches.open.pop(topic).files

    def decline(self, topic: str, change: str) -> None:
        """Untick the box of a change."""
        (one,) = [one for one in self.branches.open[topic].changes if one.id == change]
        known = dict(self.branches.answers.declined)
        self.branches.answers = Answers({**known, one.id: one.digest})


@dataclass
class _Second:
    """Sources that are queried by name."""

    seen: Sequence[Observation]
    tallies: Sequence[Tally] = ()

    def look_by_name(
        self, queries: Mapping[str, Sequence[Query]], _now: datetime
    ) -> list[Observation]:
        wanted = {(name, one.reference.key) for name, some in queries.items() for one in some}
        return [one for one in self.seen if (one.source, one.reference.key) in wanted]
