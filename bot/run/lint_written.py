"""`lint` of a hand-written list: its findings, and the safe repairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.config.readme_file import CONFIG, read_readme_file
from bot.lint.finding import Finding
from bot.lint.written.check import check_written, fix_written
from bot.lint.written.rules import RULE_NAMES
from bot.lists.files import write_files
from bot.lists.readme.edit import written_of
from bot.lists.readme.scope.disk import line_with
from bot.lists.readme.scope.files import is_markdown
from bot.lists.readme.scope.unused import unused_settings
from bot.model.errors import InputError, Where, did_you_mean
from bot.run.render import read_any_list


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


def lint_written(root: Path, file: Path | None, *, fix: bool = False) -> WrittenLint:
    """What is wrong in the hand-written list of `file`, or below `root`; with `fix`, what is left.

    The settings of `.github/listkeeper.yml` hold. Files are written whole. Raises InputError or
    BrokenInputError where there is no such list, where the registry draws the file, or where the
    settings are broken; PublishError where a file cannot be written.
    """
    root, files = read_any_list(root, file)
    switches, ignore = _settings(files.get(CONFIG, ""))
    texts = {path: text for path, text in files.items() if is_markdown(path)}
    unused = [
        Finding(one.where, one.message, one.hint)
        for one in unused_settings(files, written_of(files))
    ]
    if not fix:
        return WrittenLint(root, [*unused, *check_written(texts, switches, ignore)])
    repaired, repairs = fix_written(texts, switches, ignore)
    changed = write_files(root, repaired, next(iter(repaired)), texts) if repairs else []
    findings = [*unused, *check_written(repaired, switches, ignore)]
    return WrittenLint(root, findings, repairs, tuple(changed))


def _settings(config: str) -> tuple[Mapping[str, bool], Sequence[str]]:
    """Which rules are switched on or off, and which rows are excluded."""
    if not config.strip():
        return {}, ()
    settings = read_readme_file(config)
    for name in settings.lint:
        if name not in RULE_NAMES:
            near = did_you_mean(name, RULE_NAMES)
            raise InputError(
                Where(CONFIG, line_with(config, name)),
                f"lint: no rule is called '{name}'",
                hint=f"{near} the rules are {', '.join(RULE_NAMES)}".lstrip(),
            )
    return settings.lint, settings.ignore
