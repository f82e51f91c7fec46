"""From `.github/workflows/*.yml` to the times at which listkeeper runs by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
        try:
            texts[path.relative_to(root).as_posix()] = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return texts


def schedules_of(path: str, text: str) -> list[Schedule]:
    """When a workflow starts listkeeper; empty for any other file."""
    try:
        data = read_yaml(path, text)
    except InputError:
        return []
    if not any(_draws(step) for job in _below(data, "jobs").values() for step in _steps(job)):
        return []
    lines = _mappings(_below(data, "on").get("schedule"))
    return [
        Schedule(str(line["cron"]), str(line.get("timezone", "UTC")))
        for line in lines
        if "cron" in line
    ]


def _draws(step: Mapping[str, Any]) -> bool:
    used = str(step.get("uses", ""))
    ours = used == "$/" or "listkeeper" in re.split("[/@]", used)
    return ours and _below(step, "with").get("command", "refresh") in _DRAWS


def _below(data: Any, key: str) -> Mapping[str, Any]:
    found = data.get(key) if isinstance(data, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _steps(job: Any) -> list[Mapping[str, Any]]:
    return _mappings(job.get("steps")) if isinstance(job, Mapping) else []


def _mappings(data: Any) -> list[Mapping[str, Any]]:
    return [one for one in data if isinstance(one, Mapping)] if isinstance(data, list) else []
