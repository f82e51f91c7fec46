"""Read a file of a list. What stands in a checkout may come from a stranger's fork, links too."""

from __future__ import annotations

import stat
from pathlib import Path

from bot.model.errors import InputError, Where

LARGEST = 20_000_000
"""Bytes of one file; a list of 10,000 entries has a tenth of that."""
_GIT = ".git"


def read_inside(root: Path, path: str) -> bytes:
    """The bytes of a file below `root`.

    A symbolic link may lead to a file of the same repository, but not into its `.git`, which may
    hold a token. Raises InputError where it leads elsewhere, for what is no file (a device has no
    end), and for one that is too large; OSError where it cannot be read.
    """
    try:
        target = (root / path).resolve()
    except RuntimeError:  # Python 3.13 leaves it to the next call, as an OSError
        raise InputError(Where(path), "this is a link that leads to itself") from None
    home = _repository(root.resolve())
    if not target.is_relative_to(home) or _GIT in target.relative_to(home).parts:
        raise InputError(
            Where(path),
            "this is a link that leads out of the list's repository",
            hint="put the file itself there",
        )
    return read_bounded(target, Where(path))


def read_bounded(file: Path, where: Where) -> bytes:
    """The bytes of a file, wherever it is. Raises InputError and OSError like `read_inside`."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise InputError(where, "this is a device, not a file")
    if status.st_size > LARGEST:
        raise InputError(where, f"this has more than {LARGEST // 1_000_000} MB, and is not read")
    return file.read_bytes()


def _repository(root: Path) -> Path:
    """The folder of the git repository that a list lies in; its own where there is none."""
    return next((one for one in (root, *root.parents) if (one / _GIT).exists()), root)
