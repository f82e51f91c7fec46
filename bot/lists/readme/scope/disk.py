"""Read the files of a hand-written list from a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from bot.config.readme_file import CONFIG, read_readme_file
from bot.lists.disk.reading import read_bounded, read_inside
from bot.lists.readme.scope.files import MARKDOWN, default_files, is_markdown, readme_of
from bot.model.errors import InputError, SettingsError, Where

_SKIPPED = frozenset({"node_modules", "vendor", "site-packages", "dist", "build"})
_MOST_BYTES = 10_000_000


def read_readme_files(root: Path, readme: str = "") -> dict[str, str]:
    """The list's Markdown files below `root`, the README first; bytes that are no UTF-8 are kept.

    `readme` names the file that the list stands in; without it, it is looked for. Raises InputError
    when there is none, or when it is no Markdown.
    """
    if readme:
        require_markdown(readme)
    texts = {path: read_text(root, path) for path in _markdown_below(root)}
    config = {CONFIG: read_text(root, CONFIG)} if (root / CONFIG).is_file() else {}
    named = read_readme_file(config[CONFIG]).files if config else []
    if named and readme in {"", *named}:
        return {**_named(root, named, texts), **config}
    chosen = readme or readme_of(texts)
    if not chosen:
        for other in sorted(root.glob("[Rr][Ee][Aa][Dd][Mm][Ee].*")):
            require_markdown(other.name)
        raise InputError(
            Where("README.md"),
            "there is no list here: neither README.md nor registry/list.yml exists",
            hint="run it in the list's own folder, or name that folder with --root",
        )
    if chosen not in texts:
        texts[chosen] = read_text(root, chosen)
    return {**{path: texts[path] for path in default_files(chosen, texts)}, **config}


def _named(root: Path, patterns: Sequence[str], texts: Mapping[str, str]) -> dict[str, str]:
    """The files that the settings name, in their order."""
    found: dict[str, str] = {}
    for pattern in patterns:
        fitting = [path for path in texts if fnmatchcase(path, pattern)]
        if not fitting:
            where = Where(CONFIG, line_with(read_text(root, CONFIG), pattern))
            raise InputError(where, f"'files' names no Markdown file here: '{pattern}'")
        found |= {path: texts[path] for path in fitting}
    return found


def line_with(text: str, word: str) -> int:
    """The line (from 1) on which a word stands; 0 where it does not."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines, 1) if word in line), 0)


def require_markdown(path: str) -> None:
    """Raises SettingsError for a file that is no Markdown."""
    if not is_markdown(path):
        raise SettingsError(
            f"{path} is not Markdown: '{PurePath(path).suffix.lower()}' files are not read",
            hint="give a file that ends in .md; reStructuredText and AsciiDoc are not supported",
        )


def read_text(root: Path, path: str) -> str:
    """The text of a file of the list; bytes that are not UTF-8 are kept by `surrogateescape`.

    Raises InputError, also where it leads out of the list's repository.
    """
    return _decoded(path, lambda: read_inside(root, path))


def read_named(file: Path) -> str:
    """The same of a file that a person named, wherever it is. Raises InputError."""
    path = file.as_posix()
    return _decoded(path, lambda: read_bounded(file, Where(path)))


def _decoded(path: str, read: Callable[[], bytes]) -> str:
    try:
        return read().decode("utf-8", "surrogateescape")
    except OSError as error:
        raise InputError(Where(path), f"this cannot be read: {error.strerror}") from None


def _markdown_below(root: Path) -> Iterator[str]:
    for folder, below, names in os.walk(root):
        below[:] = sorted(one for one in below if one not in _SKIPPED and one[0] not in "._")
        for name in sorted(names):
            path = Path(folder) / name
            if (
                name.lower().endswith(MARKDOWN)
                and path.is_file()
                and path.stat().st_size < _MOST_BYTES
            ):
                yield path.relative_to(root).as_posix()
