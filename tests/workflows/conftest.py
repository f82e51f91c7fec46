"""A new list's repository, GitHub Actions beside it, and the world around both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.run.init import ActionPin, readme_files, starter_files, understood
from tests.workflows.events import REPOSITORY, Event
from tests.workflows.machine import Job
from tests.workflows.runner import GitHubActions
from tests.world.world import World

PIN = ActionPin("octo/listkeeper", "3d3c42e5aac5ba805825da76410c181273ba90b1", "1.2.3")
SCENARIO = {
    "repository": {"name": REPOSITORY},
    "repos": {
        "huggingface/transformers": {"stars": 158_000, "license": "Apache-2.0"},
        "acme/alpha": {"stars": 12, "description": "Does one thing well."},
    },
    "renames": {"old/alpha": "acme/alpha"},
    "papers": {
        "1706.03762": {
            "title": "Attention Is All You Need",
            "authors": ["A. Vaswani"],
            "published": "2017-06-12",
        }
    },
}


@dataclass
class NewList:
    """What `listkeeper init` wrote stands on GitHub; `start` runs one of its workflows."""

    world: World
    actions: GitHubActions
    files: dict[str, str]
    folder: Path

    def start(self, workflow: str, event: Event) -> dict[str, list[Job]]:
        """Each job by name. What people merged meanwhile is what the checkout finds."""
        main = self.world.github.files()
        for ref in ("refs/heads/main", "main"):
            self.actions.stores.refs[ref] = main
        path = self.folder / workflow
        path.write_text(self.files[f".github/workflows/{workflow}"], encoding="utf-8")
        return self.actions.start(path, event)

    def propose(self, changed: dict[str, str]) -> None:
        """Somebody's pull request: what its merge commit holds, and the base it stands on."""
        main = self.world.github.files()
        self.actions.stores.refs |= {"base": main, "refs/pull/1/merge": main | changed}


README = """\
# Awesome things

## Tools

- [beta](https://github.com/acme/beta) - Does another thing.
- [gamma](https://github.com/acme/gamma) - Does a third thing.
"""


@pytest.fixture
def new_list(tmp_path: Path) -> Iterator[NewList]:
    yield from list_of(tmp_path, starter_files(PIN))


def beside_readme(root: Path, *, config: bool = False) -> dict[str, str]:
    """What `init` writes beside a hand-written list that stands alone."""
    documents = {"README.md": README}
    return readme_files(PIN, documents, understood(documents, root), config=config)


@pytest.fixture
def written_list(tmp_path: Path) -> Iterator[NewList]:
    """A hand-written list, and what `init` wrote beside it."""
    yield from list_of(tmp_path, {"README.md": README, **beside_readme(tmp_path)})


def list_of(
    tmp_path: Path, files: dict[str, str], scenario: dict[str, Any] = SCENARIO
) -> Iterator[NewList]:
    """A repository with these files in such a world."""
    with World(scenario, tmp_path / "world") as world:
        world.github.seed(dict(files))
        (tmp_path / "workflows").mkdir()
        outside = {name: text for name, text in world.env().items() if "TOKEN" not in name}
        outside.pop("GITHUB_REPOSITORY")
        actions = GitHubActions(tmp_path / "actions", outside)
        yield NewList(world, actions, files, tmp_path / "workflows")
