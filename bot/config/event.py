"""The event that started a run on GitHub Actions, from its file: an environment cannot hold it all.

https://docs.github.com/en/actions/reference/workflows-and-actions/variables
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.model.errors import SettingsError

_BY_WRITERS = {"", "push", "schedule", "workflow_dispatch", "repository_dispatch"}
"""Events that only those start who may write, or GitHub itself; "" is a run outside of GitHub."""


@dataclass(frozen=True)
class RunnerEvent:
    """What happened, who did it, and the issue it happened to, if it was one (its author, text)."""

    name: str = ""
    sender: str = ""
    issue: int = 0
    author: str = ""
    body: str = ""

    @property
    def is_of_a_writer(self) -> bool:
        """Whether nobody else can cause it; for any other, GitHub has to be asked."""
        return self.name in _BY_WRITERS


def read_event(env: Mapping[str, str]) -> RunnerEvent:
    """The event of this run. Raises SettingsError for a file that is not as GitHub writes it."""
    name, path = env.get("GITHUB_EVENT_NAME", ""), env.get("GITHUB_EVENT_PATH", "")
    if env.get("GITHUB_ACTIONS") != "true" or not path:
        return RunnerEvent()
    return event_of(name, Path(path))


def event_of(name: str, path: Path) -> RunnerEvent:
    """An event of that name, from its file. Raises SettingsError."""
    try:
        told = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise SettingsError(
            f"the event in {path.name} cannot be read ({type(error).__name__})",
            hint="GitHub Actions writes it for each run, and names it in GITHUB_EVENT_PATH",
        ) from error
    issue = _map(_map(told).get("issue"))
    number = issue.get("number")
    return RunnerEvent(
        name,
        _text(_map(_map(told).get("sender")).get("login")),
        number if isinstance(number, int) else 0,
        _text(_map(issue.get("user")).get("login")),
        _text(issue.get("body")),
    )


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
