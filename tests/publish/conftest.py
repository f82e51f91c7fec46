"""A list's repository on GitHub, in the world; every request and answer is held to the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model.change import Change, Proposal
from bot.model.decision import Ruling, Topic
from bot.publish.github.access import connect_writer
from bot.publish.github.publisher import GitHubPublisher
from tests.world.github.site import GitHubSite
from tests.world.github.store import Thread
from tests.world.world import GITHUB_TOKEN, World

NAME = "octo/list"
README = "# List\n\n" + "".join(f"line {number}\n" for number in range(40))
FILES = {"README.md": README, "registry/models.yml": "entries: []\n", "docs/x.md": "x\n"}
TODAY = datetime(2026, 3, 1, 6, 17, tzinfo=UTC)
TOPIC = "moved"
BRANCH = "listkeeper/moved"


def site_of(world: World) -> GitHubSite:
    return next(site for site in world.sites if isinstance(site, GitHubSite))


@dataclass
class Box:
    """The world, and the bot as each run starts it."""

    world: World
    token: str = GITHUB_TOKEN
    name: str = NAME
    originals: dict[str, str] = field(default_factory=lambda: dict(FILES))

    @property
    def site(self) -> GitHubSite:
        return site_of(self.world)

    @property
    def bot(self) -> GitHubPublisher:
        return GitHubPublisher(connect_writer(self.token, seconds_between_writes=0), self.name)

    @property
    def pull(self) -> Thread:
        (pull,) = self.site.pulls
        return pull

    def writes(self) -> int:
        return sum(record.method not in {"GET", "CONNECT"} for record in self.world.records())

    def propose(self, proposal: Proposal | None = None) -> str:
        result = self.bot.propose(proposal or offer(), self.originals)
        return result.operation


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Box]:
    scenario = {"repository": {"name": NAME, "files": FILES}}
    with World(scenario, tmp_path / "world") as world:
        for name, value in world.env().items():
            monkeypatch.setenv(name, value)
        one = Box(world)
        one.site.store.clock = lambda: TODAY
        yield one
        assert one.site.violations == []


def change(
    name: str, after: str, *, topic: Topic = Topic.DEAD, field_name: str = "links.code"
) -> Change:
    return Change(
        name, name.title(), field_name, topic, "before", after, "why", "https://e.org", Ruling.APPLY
    )


CHANGES = (change("alpha", "https://a.example"), change("beta", "https://b.example"))


def offer(
    after: str = "changed",
    *,
    title: str = "Refresh the list",
    changes: tuple[Change, ...] = CHANGES,
    files: Mapping[str, str] | None = None,
    text: str = "### What changes\n",
) -> Proposal:
    """A proposal that changes the README's third line."""
    boxes = "\n".join(
        f"- [x] <!-- listkeeper:change {c.id} {c.digest} --> {c.entry}" for c in changes
    )
    wanted = {"README.md": README.replace("line 3\n", f"line 3 {after}\n"), **(files or {})}
    return Proposal(TOPIC, title, f"{text}\n{boxes}\n", wanted, changes)
