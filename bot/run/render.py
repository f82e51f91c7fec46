"""From a list's files to its outputs as they should read; no source is queried."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.lists.read import read_state
from bot.lists.registry.folder import has_registry
from bot.lists.registry.load import LIST, read_documents, shipped_templates
from bot.model.errors import InputError, Where
from bot.model.state import State
from bot.render.outputs import draw_outputs, left_over, output_paths, with_outputs

if TYPE_CHECKING:
    from bot.model.values.understood import Generated


def read_list(root: Path) -> dict[str, str]:
    """Everything that a list's outputs are drawn from, and their present texts.

    Raises InputError like `read_documents`.
    """
    return read_documents(root, output_paths())


def list_folder(root: Path, file: Path | None = None) -> Path:
    """The folder of a list: `root`, or that of a hand-written `file` that lies elsewhere."""
    inside = file is None or file.resolve().is_relative_to(root.resolve())
    return root if inside or file is None else file.parent


def read_any_list(root: Path, file: Path | None = None) -> tuple[Path, dict[str, str]]:
    """The list's folder and its files: of the registry below `root`, or of a hand-written README.

    `file` names a hand-written file; its folder is `root` if it lies there, else its own. Raises
    InputError for a file that the registry draws.
    """
    root = list_folder(root, file)
    if file is not None:
        path = file.resolve().relative_to(root.resolve()).as_posix()
        if (root / LIST).is_file() and path in _drawn_paths(root):
            raise InputError(
                Where(path),
                "this file is generated from registry/",
                hint="edit registry/*.yml, and run `listkeeper refresh` without a file",
            )
        return root, _written(root, path)
    if has_registry(root):
        return root, read_list(root)
    return root, _written(root)


def _written(root: Path, *path: str) -> dict[str, str]:
    from bot.lists.readme.scope.disk import read_readme_files  # a registry does without

    return {**shipped_templates(), **read_readme_files(root, *path)}


def generated_below(root: Path, state: State) -> Generated | None:
    """Whether another tool writes the hand-written list's README, by what stands below `root`."""
    readme = state.settings.readme
    if LIST in state.files or readme not in state.files:
        return None
    from bot.lists.readme.scope.generated import find_generated
    from bot.lists.readme.scope.repository import read_repository

    around = read_repository(root)
    return find_generated(readme, state.files[readme], state.written, around)


def _drawn_paths(root: Path) -> set[str]:
    """The files that the registry below `root` draws. Raises InputError."""
    state = read_state(read_documents(root))
    return {state.settings.readme, *state.registry.pages, *output_paths()}


def draw_documents(documents: Mapping[str, str]) -> dict[str, str]:
    """Every output as it should read, the README last. Raises InputError."""
    state = read_state(documents)
    return draw_outputs(state.settings.readme, documents, state.registry, state.snapshot)


def left_over_files(documents: Mapping[str, str], drawn: Mapping[str, str]) -> list[str]:
    """The files of earlier drawings that are not drawn any more. Raises InputError."""
    state = read_state(documents)
    return left_over(documents, drawn, state.registry, state.snapshot)


def redraw(documents: Mapping[str, str]) -> dict[str, str]:
    """The documents with every output up to date, the outputs last. Raises InputError."""
    state = read_state(documents)
    return with_outputs(state.settings.readme, documents, state.registry, state.snapshot)
