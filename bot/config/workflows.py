"""From `.github/workflows/*.yml` to the times at which listkeeper runs by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.model.errors import InputError
from bot.model.options.schedule import Schedule
from bot.parsing.yaml import read_yaml

_DRAWS = {"refresh", "rebuild", "merge"}
"""The commands of the action that update the dashboard at their end."""


def read_workflows(root: Path) -> dict[str, str]:
    """The texts of the workflows below `root`; unreadable ones are left out."""
    texts = {}
    for path in sorted(root.glob(".github/workflows/*.y*ml")):
        if not path.is_file():
            continue  # a device has no end
        try:
            texts[path.relative_to(root).as_posix()] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return texts


@dataclass(frozen=True)
class WorkflowJob:
    """One job of a workflow that runs the action: with which commands, and what it may do."""

    commands: frozenset[str]
    permissions: Mapping[str, Any]


def jobs_of(path: str, text: str) -> list[WorkflowJob]:
    """The jobs of a workflow that run listkeeper; empty for any other file."""
    try:
        data = read_yaml(path, text)
    except InputError:
        return []
    whole = _below(data, "permissions")
    found = []
    for job in _below(data, "jobs").values():
        commands = frozenset(command for step in _steps(job) if (command := _command(step)))
        if commands:
            named = isinstance(job, Mapping) and "permissions" in job
            found.append(WorkflowJob(commands, _below(job, "permissions") if named else whole))
    return found


def schedules_of(path: str, text: str) -> list[Schedule]:
    """When a workflow starts listkeeper; empty for any other file."""
    try:
        data = read_yaml(path, text)
    except InputError:
        return []
    steps = [step for job in _below(data, "jobs").values() for step in _steps(job)]
    if not any(_command(step) in _DRAWS for step in steps):
        return []
    lines = _mappings(_below(data, "on").get("schedule"))
    return [
        Schedule(str(line["cron"]), str(line.get("timezone", "UTC")))
        for line in lines
        if "cron" in line
    ]


def _command(step: Mapping[str, Any]) -> str:
    """What the step lets the action do, empty for another action's step.

    `observe` stands for a refresh of a part, which proposes nothing.
    """
    used, given = str(step.get("uses", "")), _below(step, "with")
    if used != "$/" and "listkeeper" not in re.split("[/@]", used):
        return ""
    command = str(given.get("command", "refresh"))
    return "observe" if command == "refresh" and given.get("shard") else command


def _below(data: Any, key: str) -> Mapping[str, Any]:
    found = data.get(key) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _steps(job: Any) -> list[Mapping[str, Any]]:
    return _mappings(job.get("steps")) if isinstance(job, Mapping) else []


def _mappings(data: Any) -> list[Mapping[str, Any]]:
    return [one for one in data if isinstance(one, Mapping)] if isinstance(data, list) else []
