"""A list that lives in the world over days: the bot runs, people answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.config.environment import read_settings
from bot.publish.github.access import connect_writer
from bot.publish.github.publisher import GitHubPublisher
from bot.run.refresh import rebuild, refresh
from bot.run.render import read_any_list
from bot.run.steps.propose import RefreshResult
from bot.run.steps.services import Services, open_services
from tests.world.github.store import Thread
from tests.world.world import GITHUB_TOKEN, World

START = datetime(2026, 3, 2, 6, 17, tzinfo=UTC)


@dataclass
class Living:
    """The world, the runner's folder, and the day it is."""

    box: World
    root: Path
    now: datetime = START

    def __post_init__(self) -> None:
        self.site.store.clock = lambda: self.now

    @property
    def site(self) -> Any:
        return self.box.github

    def pass_days(self, count: int = 1) -> None:
        self.now += timedelta(days=count)

    def refresh(self, **how: Any) -> RefreshResult:
        return self._run(lambda files, services: refresh(files, services, self.now, **how))

    def rebuild(self) -> RefreshResult:
        """What a person's act sets off."""
        return self._run(lambda files, services: rebuild(files, services, self.now))

    def _run(self, job: Callable[[dict[str, str], Services], RefreshResult]) -> RefreshResult:
        documents = self._checkout()
        settings = read_settings(os.environ)
        opened = open_services(
            settings, self.root, dry_run=False, pull_request=True, allow_private=False
        )
        opened.publisher = GitHubPublisher(
            connect_writer(GITHUB_TOKEN, seconds_between_writes=0), self.site.name
        )
        with opened:
            return job(documents, opened)

    def _checkout(self) -> dict[str, str]:
        for path, text in self.site.files().items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
        return read_any_list(self.root)[1]

    def open(self) -> dict[str, Thread]:
        """Topic → its open pull request."""
        return {
            pull.head.removeprefix("listkeeper/"): pull
            for pull in self.site.pulls
            if pull.state == "open"
        }

    def titles(self) -> dict[str, str]:
        """Topic → the title of its open pull request."""
        return {topic: pull.title for topic, pull in self.open().items()}

    def files(self, topic: str) -> dict[str, str]:
        """What the topic's branch holds."""
        files: dict[str, str] = self.site.files(f"listkeeper/{topic}")
        return files

    def merge(self, topic: str) -> None:
        self.site.merge(self.open()[topic].number)

    def close(self, topic: str) -> None:
        self.site.close(self.open()[topic].number)

    def untick(self, topic: str, change: str) -> None:
        pull = self.open()[topic]
        ticked = f"- [x] <!-- listkeeper:change {change}"
        assert ticked in pull.body
        self.site.edit_body(pull.number, pull.body.replace(ticked, ticked.replace("[x]", "[ ]")))

    def asked(self) -> int:
        """How many questions went out to sources so far, GitHub's own pages apart."""
        return sum(
            record.method != "CONNECT"
            and (record.host != "api.github.com" or record.path == "/graphql")
            and b"mutation" not in record.body
            for record in self.box.records()
        )

    def spoken(self) -> int:
        """How often something was written that people may see: pull requests, issues, comments."""
        return sum(
            record.host == "api.github.com"
            and record.method not in {"GET", "CONNECT"}
            and record.path.split("/")[4:5] in (["pulls"], ["issues"])
            for record in self.box.records()
        )
