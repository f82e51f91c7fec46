"""`lint`: the findings in a list's folder."""

from __future__ import annotations

from pathlib import Path

from bot.lint.findings import Finding, broken, find_problems
from bot.model.errors import InputError
from bot.run.render import read_list


def lint(root: Path, today: str) -> list[Finding]:
    """What is wrong in the files below `root`, the unreadable ones among them."""
    try:
        documents = read_list(root)
    except InputError as error:
        return broken(error)
    return find_problems(documents, today)
