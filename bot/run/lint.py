"""`lint`: the findings in a list's folder, and the safe repairs of a hand-written one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from bot.lint.findings import Finding, broken, find_problems
from bot.lint.written.check import check_written, fix_written
from bot.lists.files import write_files
from bot.lists.readme.scope.files import MARKDOWN
from bot.lists.registry.load import LIST
from bot.model.errors import InputError
from bot.run.render import read_any_list, read_list


@dataclass(frozen=True)
class WrittenLint:
    """What is wrong in a hand-written list, and what was repaired.

    root     the folder that the findings' paths begin at
    changed  the files that repairs were made in
    """

    root: Path
    findings: list[Finding]
    repairs: int = 0
    changed: tuple[str, ...] = ()


def is_registry(root: Path) -> bool:
    """Whether a list is kept in `registry/` there, also a broken one."""
    return (root / PurePath(LIST).parent).is_dir()


def lint(root: Path, today: str) -> list[Finding]:
    """What is wrong in a registry and its outputs below `root`, unreadable files among it."""
    try:
        documents = read_list(root)
    except InputError as error:
        return broken(error)
    return find_problems(documents, today)


def lint_written(
    root: Path, file: Path | None, switches: Mapping[str, bool], *, fix: bool = False
) -> WrittenLint:
    """What is wrong in the hand-written list of `file`, or below `root`; with `fix`, what is left.

    `switches` turns rules off by name. Files are written whole. Raises InputError where there is
    no such list, or where the registry draws the file; PublishError where it cannot be written.
    """
    root, files = read_any_list(root, file)
    files = {path: text for path, text in files.items() if path.lower().endswith(MARKDOWN)}
    if not fix:
        return WrittenLint(root, check_written(files, switches))
    repaired, repairs = fix_written(files, switches)
    changed = write_files(root, repaired, next(iter(repaired))) if repairs else []
    return WrittenLint(root, check_written(repaired, switches), repairs, tuple(changed))
