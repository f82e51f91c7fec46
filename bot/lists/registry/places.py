"""Where in a registry file each field of an entry stands, and which commit wrote it last."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

from bot.model.entry import Entry
from bot.model.errors import Where
from bot.model.provenance import Written
from bot.parsing.yaml import line_of, read_yaml

_WAIT = 20
"""Seconds that git may take."""


def field_places(text: str, entry: Entry) -> dict[str, Where]:
    """The place of each field that the entry has; those of links are `links.<role>`."""
    path = entry.where.path
    data = read_yaml(path, text)
    number = next(n for n, one in enumerate(data["entries"]) if one["id"] == entry.id)
    raw = data["entries"][number]
    steps = {name: [name] for name in raw}
    steps |= {f"links.{role}": ["links", role] for role in raw.get("links", {})}
    return {
        name: Where(path, line_of(data, ["entries", number, *place]))
        for name, place in steps.items()
    }


def last_written(root: Path, path: str) -> dict[int, Written]:
    """Line (from 1) → the commit that wrote it last; empty where git cannot tell."""
    command = ["git", "-C", str(root), "blame", "--line-porcelain", "--", path]
    try:
        told = subprocess.run(  # noqa: S603 (git, with arguments of ours)
            command, capture_output=True, timeout=_WAIT, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    return _read(told.stdout.decode("utf-8", errors="replace"))


def _read(porcelain: str) -> dict[int, Written]:
    """The lines of git's own form (https://git-scm.com/docs/git-blame#_the_porcelain_format)."""
    lines: dict[int, Written] = {}
    commit, number, facts = "", 0, dict[str, str]()
    for line in porcelain.split("\n"):
        if line.startswith("\t"):
            if set(commit) != {"0"}:  # all zeros: not committed yet
                day = day_of(facts.get("committer-time", "0"))
                lines[number] = Written(day, commit[:8], facts.get("summary", ""))
            facts = {}
            commit = ""
        elif not commit and line:
            commit, _, number_now, *_ = line.split(" ")
            number = int(number_now)
        else:
            name, _, value = line.partition(" ")
            facts[name] = value
    return lines


def day_of(seconds: str) -> str:
    """The day in UTC (YYYY-MM-DD) of a moment as git tells it."""
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
