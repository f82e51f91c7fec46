"""What a run asks, in which round, and what it makes of what earlier runs kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import bot.run.steps.propose
from bot.lists.memory import memory_text
from bot.model.memory import Memory, Trace
from bot.model.observation import Found, Observation
from bot.model.options.watch import Watch
from bot.model.reference import Query
from bot.run.refresh import rebuild, refresh
from bot.run.steps.observations import ObservationStore
from bot.run.steps.outcome import draw_outcome
from bot.run.steps.propose import RefreshResult
from bot.run.steps.services import Services
from bot.sources.dispatch import SourceSet
from tests.branches import Branches
from tests.build import LIST, NOW, TOOLS, documents, gone, reference, unsure
from tests.judge.finds import found as model

ALPHA, GAMMA = "https://github.com/old/alpha", "https://huggingface.co/acme/gamma-7b"
WATCHED = (
    LIST
    + """\
  - {id: models, title: Models, kinds: [model], columns: [name]}
watches: {accounts: [acme], ticked: true}
"""
)
README = "<!-- listkeeper:begin models -->\n<!-- listkeeper:end models -->\n"
NEW = model("acme/New-7B", licence="mit")
FAILED = unsure("https://huggingface.co/acme", "hub")


@dataclass
class Scripted:
    """A source that answers from what it is given, and notes what it was asked."""

    name: str
    answers: Sequence[Observation] = ()
    finds: Sequence[Observation] = ()
    requests: int = 0
    notes: list[str] = field(default_factory=list)
    asked: list[Query] = field(default_factory=list)

    def knows(self, _reference: object) -> bool:
        return True

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        self.asked += queries
        known = {seen.reference: seen for seen in self.answers}
        for query in queries:
            usual = Found(reference=query.reference, source=self.name, at=now, evidence=query.url)
            yield replace(known.get(query.reference, usual), at=now)

    def search(self, _watches: Sequence[Watch], now: datetime) -> Iterator[Observation]:
        yield from (replace(seen, at=now) for seen in self.finds)

    def close(self) -> None:
        """Nothing is held."""


def watched() -> dict[str, str]:
    files = documents(**{"registry/list.yml": WATCHED})
    section = {"templates/models.md.j2": files["templates/tools.md.j2"]}
    return {**files, **section, "README.md": files["README.md"] + README}


@dataclass
class Runs:
    """Runs over the same folder and the same open branches."""

    root: Path
    files: dict[str, str] = field(default_factory=watched)
    branches: Branches = field(default_factory=Branches)
    now: datetime = NOW

    def services(self, first: Scripted, *second: Scripted) -> Services:
        both = SourceSet([first]), SourceSet(second)
        return Services(*both, self.branches, ObservationStore(self.root))

    def refresh(self, first: Scripted, *second: Scripted, only: str = "*") -> RefreshResult:
        self.now += timedelta(days=1)
        return refresh(self.files, self.services(first, *second), self.now, only)

    def search(self, *finds: Observation) -> dict[str, str]:
        """What became of the topics after a run whose search finds this."""
        run = self.refresh(Scripted("hub", finds=finds))
        return {one.topic: one.operation for one in run.results}


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path)


def test_a_search_that_failed_once_holds_back_no_later_run(runs: Runs) -> None:
    assert runs.search(NEW)["models"] == "created"
    assert runs.search(FAILED)["models"] == "held"
    assert runs.search(NEW)["models"] == "unchanged"
    assert runs.search(NEW, model("acme/Other-7B"))["models"] == "created"


def test_a_search_that_found_nothing_has_been_answered(runs: Runs) -> None:
    assert runs.search(NEW)["models"] == "created"
    assert runs.search(FAILED)["models"] == "held"
    assert runs.search()["models"] == "unchanged"


def test_a_rebuild_does_not_forget_a_failed_search(runs: Runs) -> None:
    runs.search(NEW)
    runs.search(FAILED)
    run = rebuild(runs.files, runs.services(Scripted("hub")), runs.now)
    assert "models" in run.outcome.stays


@pytest.mark.parametrize("listed", [unsure("https://huggingface.co/acme", "hub"), None])
def test_a_listed_account_is_not_the_search_of_it(runs: Runs, listed: Observation | None) -> None:
    tools = TOOLS.replace("https://huggingface.co/acme/gamma-13b", "https://huggingface.co/acme")
    runs.files["registry/tools.yml"] = tools
    answers = [listed] if listed else []
    runs.refresh(Scripted("hub", answers, [NEW]))
    again = runs.refresh(Scripted("hub", answers, [NEW]))
    assert "models" not in again.outcome.stays
    failed = runs.refresh(Scripted("hub", answers, [FAILED]))
    assert "models" in failed.outcome.stays


def dead(url: str) -> Memory:
    """Gone on enough days before."""
    days = ("2026-11-10", "2026-11-15", "2026-11-20")
    return Memory(traces={reference(url).key: Trace(gone_on=days, gone_why="404")})


def test_no_archived_copy_is_looked_for_where_the_mark_cannot_be_written(runs: Runs) -> None:
    rare = TOOLS.replace(ALPHA, f'"{ALPHA[:-1]}\\x61"')
    runs.files = documents(**{"registry/tools.yml": rare})
    runs.branches.memory = memory_text(dead(ALPHA))
    archive = Scripted("wayback")
    run = runs.refresh(Scripted("github", [gone(ALPHA)]), archive)
    assert [one.ruling for one in run.outcome.changes if one.topic == "dead"] == ["hold"]
    assert archive.asked == []


@pytest.mark.parametrize("minutes", [-10, 0, 10])
def test_what_was_kept_is_no_strike_by_any_clock(runs: Runs, minutes: int) -> None:
    """Another runner's clock may be ahead, or a shard may be older than what is kept."""
    runs.files = documents()
    runs.refresh(Scripted("github", [gone(ALPHA)]))
    strikes = runs.branches.memory
    late = replace(gone(ALPHA), at=runs.now + timedelta(minutes=minutes))
    ObservationStore(runs.root).keep([late])
    shard = Found(
        reference=gone(GAMMA).reference,
        source="hub",
        at=runs.now - timedelta(days=3),
        evidence=GAMMA,
    )

    class Recorded(Scripted):
        def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
            yield shard

    runs.refresh(Recorded("hub"), only="gamma")
    assert runs.branches.memory is not None
    after = runs.branches.memory
    assert after.count('"gone_on"') == (strikes or "").count('"gone_on"') == 1
    assert runs.now.date().isoformat() not in after.partition('"gone_on"')[2].partition("]")[0]


@pytest.mark.parametrize("which", ["refresh", "rebuild"])
def test_a_rebuild_reports_that_no_source_was_queried(
    runs: Runs, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    reported: list[bool] = []

    def note(*given: object, queried: bool = True) -> object:
        reported.append(queried)
        return draw_outcome(*given, queried=queried)  # type: ignore[arg-type]

    runs.refresh(Scripted("hub"))
    monkeypatch.setattr(bot.run.steps.propose, "draw_outcome", note)
    if which == "rebuild":
        rebuild(runs.files, runs.services(Scripted("hub")), runs.now)
    else:
        runs.refresh(Scripted("hub"))
    assert reported == [which == "refresh"]
