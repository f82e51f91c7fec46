"""What is written beside a list before it replaces the list's files: whole, and ignored by git."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.model.errors import PublishError

PLACE = ".listkeeper/writing"
JOURNAL = "journal"
GITIGNORE = ".gitignore"
_EVERYTHING = b"*\n"
_OURS = re.compile(rf"\d+\.(?:new|old)|{JOURNAL}(?:\.part)?")
_ALONE = ".listkeeper-"
_OLD = 3600
"""Seconds after which a folder of `scratch_beside` belongs to a process that was killed."""


def scratch_place(root: Path) -> Path:
    """The folder for a set of files. Raises PublishError for one that somebody else planted."""
    place = root / PLACE
    is_elsewhere = place.resolve() != root.resolve() / PLACE
    # a folder that everybody may write into, such as /tmp, may hold anybody's journal
    is_foreign = hasattr(os, "geteuid") and place.stat().st_uid != os.geteuid()
    if is_elsewhere or is_foreign:
        raise PublishError(f"{place} was not made by this account", hint="delete it")
    return place


def ignore_all(place: Path) -> None:
    """Let git ignore everything in a folder, the file that says so included. Raises OSError."""
    if content_of(place / GITIGNORE) != _EVERYTHING:
        (place / GITIGNORE).write_bytes(_EVERYTHING)


def sweep(root: Path) -> None:
    """Take away what lies in that folder; the journal first, since it names the others."""
    place = root / PLACE
    with suppress(OSError):  # what stays is ignored by git, and swept the next time
        (place / JOURNAL).unlink(missing_ok=True)
        for path in [path for path in place.iterdir() if _OURS.fullmatch(path.name)]:
            path.unlink()


@contextmanager
def scratch_beside(target: Path) -> Iterator[Path]:
    """A file on the same disk as `target` to write first, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=_ALONE, dir=target.parent) as made:
        folder = Path(made)
        ignore_all(folder)
        _sweep_killed(folder)
        yield folder / "0.new"


def _sweep_killed(made: Path) -> None:
    now = made.stat().st_mtime
    for folder in made.parent.glob(f"{_ALONE}*"):
        with suppress(OSError):
            if not folder.is_symlink() and now - folder.stat().st_mtime > _OLD:
                for path in (folder / "0.new", folder / GITIGNORE):
                    path.unlink(missing_ok=True)
                folder.rmdir()


def write_synced(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write a file whole, down to the disk. Raises OSError."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(mode)


def sync_names(folder: Path) -> None:
    """The names in a folder are on the disk, too, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def mode_of(target: Path) -> int:
    """The permissions of the file as it was, or the usual ones of a new file."""
    try:
        return target.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def content_of(path: Path) -> bytes | None:
    """What a file holds, None where there is none. Raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def digest_of(path: Path) -> str | None:
    """The digest of what a file holds, None where there is none. Raises OSError."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def digest(content: bytes) -> str:
    """By which a journal knows a content again."""
    return hashlib.sha256(content).hexdigest()
