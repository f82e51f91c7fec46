"""A set of files is replaced wholly or not at all, whatever ends the process.

Every new content, and every old one, is first written whole into a folder that git ignores. Then a
journal that names them is moved into that folder: from here on the set is decided. Only then the
files are replaced, which needs no further room on the disk. Who finds a journal later finishes
what it says; what lies there without one was never decided, and is swept away.

Own code, since nothing kept does it: `atomicwrites` was archived in 2022; it, `safer` and
`durablewrite` write one file; `filetx` (0.1.1) leaves hidden files beside those it replaces, which
git would commit, and believes any journal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from bot.lists.disk.scratch import (
    JOURNAL,
    PLACE,
    content_of,
    digest,
    digest_of,
    mode_of,
    scratch_place,
    sweep,
    sync_names,
    write_synced,
)
from bot.model.errors import ChangedFilesError, PublishError


def _of_a_list(path: str) -> str:
    """Raises ValueError for what no list writes: a planted journal must reach nothing else."""
    parts = {part.lower() for part in PurePosixPath(path).parts}
    if not parts or path.startswith("/") or parts & {"..", ".git"}:
        raise ValueError(f"'{path}' is no file of a list")
    return path


class _Step(BaseModel):
    """A file, and the digests of its contents; `old` is None where there was no file."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    path: Annotated[str, AfterValidator(_of_a_list)]
    old: str | None
    new: str


class _Steps(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    version: Literal[1] = 1
    steps: list[_Step]


Content = Callable[[], bytes]
"""Gives the new content of a file: of many files one is in memory at a time."""


def replace_all(root: Path, files: Mapping[str, Content], before: Mapping[str, str | None]) -> None:
    """Replace these files below `root` in this order: all of them, or none.

    `before` are the digests of their present contents, None where there is none. One process at a
    time may do so. Raises OSError with every file as it was, ChangedFilesError when one of them was
    saved meanwhile; PublishError for a file outside of `root`, and where not even that could be
    brought about.
    """
    place = scratch_place(root)
    steps = [_step(path, before[path], digest(files[path]())) for path in files]
    _refuse_outside(root, steps)
    if len(steps) == 1:
        _replace_one(root, place, steps[0], files[steps[0].path]())
        return
    try:
        for number, step in enumerate(steps):
            mode, old = mode_of(root / step.path), content_of(root / step.path)
            _refuse_changed(step, None if old is None else digest(old))
            write_synced(place / f"{number}.new", files[step.path](), mode)
            if old is not None:
                write_synced(place / f"{number}.old", old, mode)
        part = place / f"{JOURNAL}.part"
        write_synced(part, _Steps(steps=steps).model_dump_json().encode())
        sync_names(place)
        part.replace(place / JOURNAL)
        sync_names(place)
    except BaseException:
        sweep(root)
        raise
    try:
        _bring(root, steps, "new")
    except BaseException:
        _undo(root, steps)
        raise
    sweep(root)


def _refuse_changed(step: _Step, now: str | None) -> None:
    if now != step.old:
        raise ChangedFilesError([step.path])


def _replace_one(root: Path, place: Path, step: _Step, content: bytes) -> None:
    """One file needs no journal: the system replaces it wholly or not at all."""
    try:
        write_synced(place / "0.new", content, mode_of(root / step.path))
        _refuse_changed(step, digest_of(root / step.path))
        _bring(root, [step], "new")
    finally:
        sweep(root)


def finish_writing(root: Path) -> str:
    """Finish or undo what a process wrote that was ended; what was done, in a sentence.

    Empty where nothing was half done. Raises PublishError when neither is possible.
    """
    place = scratch_place(root)
    try:
        text = (place / JOURNAL).read_bytes()
    except FileNotFoundError:
        sweep(root)
        return ""
    steps = _read(place, text)
    _refuse_outside(root, steps)
    sentence = _settled(root, steps)
    sweep(root)
    return sentence


def _settled(root: Path, steps: Sequence[_Step]) -> str:
    now = {step.path: digest_of(root / step.path) for step in steps}
    old = [step.path for step in steps if now[step.path] == step.old]
    new = [step.path for step in steps if now[step.path] == step.new]
    edited = now.keys() - {*old, *new}
    if not old or not new:
        return ""  # wholly old, or wholly new
    if edited:
        raise PublishError(
            f"an earlier run was stopped while it wrote: {_named(new)} had been written, "
            f"{_named(old)} had not, and {_named(edited)} was edited since",
            hint=f"make them agree (see `git diff`), then delete {root / PLACE}",
        )
    try:
        _bring(root, steps, "new")
    except OSError:
        _undo(root, steps)
        return f"An earlier run was stopped while it wrote; undone: {_named(now)}."
    return f"An earlier run was stopped while it wrote; finished: {_named(now)}."


def _undo(root: Path, steps: Sequence[_Step]) -> None:
    """Every file as it was. Raises PublishError where that is not possible; the journal stays."""
    try:
        _bring(root, steps, "old")
    except OSError as error:
        raise PublishError(
            f"{_named(step.path for step in steps)}: some are written, and the others can be "
            f"neither written nor undone: {error.strerror}",
            hint="the next run puts that right as soon as it can",
        ) from error
    sweep(root)


def _bring(root: Path, steps: Sequence[_Step], side: Literal["new", "old"]) -> None:
    """Replace every file that does not hold that side's content yet."""
    for number, step in enumerate(steps):
        wanted = step.new if side == "new" else step.old
        target = (root / step.path).resolve()  # a symbolic link stays, its target is written
        if digest_of(target) == wanted:
            continue
        if wanted is None:
            target.unlink()
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            (root / PLACE / f"{number}.{side}").replace(target)
    for folder in {(root / step.path).resolve().parent for step in steps}:
        sync_names(folder)


def _read(place: Path, text: bytes) -> Sequence[_Step]:
    try:
        return _Steps.model_validate_json(text).steps
    except ValidationError:
        raise PublishError(
            f"{place / JOURNAL} is no journal of this version of listkeeper",
            hint=f"look at `git diff`, then delete {place}",
        ) from None


def _refuse_outside(root: Path, steps: Sequence[_Step]) -> None:
    inside = root.resolve()
    for step in steps:
        if not (root / step.path).resolve().is_relative_to(inside):
            raise PublishError(
                f"{step.path} lies outside of the list's folder",
                hint="a symbolic link leads there: remove it",
            )


def _step(path: str, old: str | None, new: str) -> _Step:
    try:
        return _Step(path=path, old=old, new=new)
    except ValidationError:
        raise PublishError(f"{path} lies outside of the list's folder") from None


def _named(paths: Iterable[str]) -> str:
    return ", ".join(sorted(paths))
