"""`lint` of a registry: the findings in a list's folder."""

from __future__ import annotations

from pathlib import Path

from bot.lint.finding import Finding, broken
from bot.lint.findings import find_problems
from bot.lists.registry.load import load, read_documents
from bot.model.errors import BrokenInputError, InputError
from bot.run.render import read_list


def lint(root: Path, today: str) -> list[Finding]:
    """The findings in a registry and its outputs below `root`, unreadable files included."""
    try:
        documents = read_list(root)
    except (InputError, BrokenInputError) as error:
        return _of_the_rest(root) or broken(error)
    return find_problems(documents, today)


def _of_the_rest(root: Path) -> list[Finding]:
    """The files that cannot be read, and what is wrong in the rows of the others.

    Nothing is drawn without the missing ones, so nothing is found out about what is drawn.
    """
    unread: list[InputError] = []
    try:
        load(read_documents(root, unread=unread))
    except (InputError, BrokenInputError) as error:
        return [finding for one in unread for finding in broken(one)] + broken(error)
    return [finding for one in unread for finding in broken(one)]
