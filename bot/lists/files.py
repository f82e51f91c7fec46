"""Files are written completely or not at all; whatever is written goes through here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from glob import escape
from pathlib import Path

from bot.lists.disk.alone import only_writer, undisturbed
from bot.lists.disk.journal import finish_writing, replace_all
from bot.lists.disk.scratch import (
    GITIGNORE,
    PLACE,
    content_of,
    digest,
    digest_of,
    mode_of,
    scratch_beside,
    write_synced,
)
from bot.model.errors import ChangedFilesError, PublishError

WRITTEN: list[str] = []
"""The paths that this process has written, for the last word of one that is stopped."""
_OWN = ".listkeeper"


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader sees the old text or the new one, never half of it.

    The text is UTF-8 with line ends as they are, bytes that were no UTF-8 included; a pipe or a
    device is written to, not replaced. Raises PublishError when it cannot be written.
    """
    content = _bytes(text)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.write_bytes(content)
        else:
            _replace(path, content)
    except OSError as error:
        raise _cannot(str(path), error) from error


def _replace(path: Path, content: bytes) -> None:
    target = path.resolve()  # a symbolic link stays, its target is written
    with undisturbed(), scratch_beside(target) as scratch:
        write_synced(scratch, content, mode_of(target))
        scratch.replace(target)
        _note([str(path)])


def write_files(
    root: Path,
    files: Mapping[str, str | bytes],
    last: str = "README.md",
    read: Mapping[str, str] | None = None,
) -> list[str]:
    """Write files below `root`, all of them or none; the paths that were different.

    The README goes last: it speaks of what the other files hold. `read` are the texts as this run
    read them, without those that were not there. Raises ChangedFilesError when one of `files` is
    another by now, PublishError when they cannot be written; then nothing is.
    """
    paths = sorted(files, key=lambda path: (path == last, path))
    wanted = {path: files[path] for path in paths}
    try:
        if not any(_differs(root / path, _bytes(wanted[path])) for path in paths):
            return []
        with undisturbed(), only_writer(root):
            finish_writing(root)
            return _write(root, wanted, read)
    except OSError as error:
        where = error.filename2 or error.filename or root
        raise _cannot(str(where), error, "; no file was changed") from error


def _write(
    root: Path, wanted: Mapping[str, str | bytes], read: Mapping[str, str] | None
) -> list[str]:
    now = {path: digest_of(root / path) for path in wanted}
    if read is not None:
        then = {path: digest(_bytes(read[path])) if path in read else None for path in wanted}
        if others := [path for path in wanted if now[path] != then[path]]:
            raise ChangedFilesError(others)
    changed = {path: text for path, text in wanted.items() if now[path] != digest(_bytes(text))}
    if changed:
        replace_all(root, {path: partial(_bytes, text) for path, text in changed.items()}, now)
        _note(changed)
        _sweep_parts(root, changed)
    return list(changed)


def remove_files(root: Path, files: Mapping[str, str]) -> None:
    """Remove files that still hold these texts; nothing is followed out of `root`.

    Raises PublishError.
    """
    for path, text in files.items():
        place = root / path
        try:
            inside = place.parent.resolve().is_relative_to(root.resolve())
            if inside and not place.is_symlink() and content_of(place) == _bytes(text):
                place.unlink()
        except OSError as error:
            raise _cannot(str(place), error) from error


def finish_interrupted(root: Path) -> str:
    """Finish or undo what an earlier run was ended at below `root`; a sentence, empty for nothing.

    Every verb that writes begins with it. Raises PublishError when that is not possible.
    """
    if not (root / PLACE).is_dir():
        return ""
    try:
        with undisturbed(), only_writer(root):
            return finish_writing(root)
    except OSError as error:
        raise _cannot(str(root / PLACE), error) from error


def keep_out_of_git(root: Path) -> None:
    """Let git ignore what is kept beside a list: the folder has a `.gitignore` of its own."""
    place = root / _OWN / GITIGNORE
    if not place.exists():
        write_whole(place, "*\n")


def _note(paths: Iterable[str]) -> None:
    WRITTEN.extend(path for path in paths if _OWN not in Path(path).parts)


def _sweep_parts(root: Path, paths: Iterable[str]) -> None:
    """Take away what earlier versions left beside these files when they were killed."""
    for path in paths:
        target = (root / path).resolve()
        for part in target.parent.glob(f".{escape(target.name)}.????????.part"):
            with suppress(OSError):
                part.unlink()


def _differs(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size != len(content) or content_of(path) != content
    except OSError:
        return True


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def _cannot(what: str, error: OSError, so: str = "") -> PublishError:
    return PublishError(
        f"{what} cannot be written: {error.strerror or error}{so}",
        hint="make room and the folder writable, or use --dry-run to only see what would change",
    )
