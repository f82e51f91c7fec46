"""Files are written completely or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from bot.model.errors import PublishError


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, never half of it.

    The text is UTF-8 with line ends as they are, bytes that were no UTF-8 included; a pipe or a
    device is written to, not replaced. Raises PublishError when it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.write_bytes(text.encode("utf-8", "surrogateescape"))
        else:
            _replace(path, text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise PublishError(
            f"{path} cannot be written: {error.strerror or error}",
            hint="make the folder writable, or use --dry-run to only see what would change",
        ) from error


def _replace(path: Path, content: bytes) -> None:
    target = path.resolve()  # a symbolic link stays, its target is written
    handle, scratch = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(scratch).chmod(_mode(target))
        Path(scratch).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(scratch).unlink()
        raise


def _mode(target: Path) -> int:
    """The permissions of the file as it was, or the usual ones of a new file."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def keep_out_of_git(root: Path) -> None:
    """Let git ignore what is kept beside a list: the folder has a `.gitignore` of its own."""
    place = root / ".listkeeper" / ".gitignore"
    if not place.exists():
        write_whole(place, "*\n")


def refuse_outside(root: Path, paths: Iterable[str]) -> None:
    """Raise PublishError for a file that a symbolic link would have written elsewhere."""
    for path in paths:
        if not (root / path).resolve().is_relative_to(root.resolve()):
            raise PublishError(
                f"{path} lies outside of the list's folder",
                hint="a symbolic link leads there: remove it",
            )


def write_files(root: Path, files: Mapping[str, str], last: str = "README.md") -> list[str]:
    """Write files below `root`, `last` after all others; the paths that were different.

    The README goes last: it speaks of what the other files hold. Raises PublishError.
    """
    paths = sorted(files, key=lambda path: (path == last, path))
    changed = [path for path in paths if _differs(root / path, files[path])]
    for path in changed:
        write_whole(root / path, files[path])
    return changed


def _differs(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() != text.encode("utf-8", "surrogateescape")
    except OSError:
        return True
