"""Every file that is drawn from a list and committed: one row each, of `OUTPUTS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.model.entry import ATTIC, Registry
from bot.model.snapshot import Snapshot
from bot.render.data.attic import draw_attic
from bot.render.data.citing import draw_bibtex, draw_citation
from bot.render.data.files import draw_csv, draw_json, draw_llms
from bot.render.pictures import draw_figure, figure_paths, is_figure
from bot.render.readme import draw_page, draw_readme

Draw = Callable[[str, Mapping[str, str], Registry, Snapshot], str]
"""From its path, all files, the registry and the snapshot to the text. Raises InputError.

The text is empty where a list does not have such a file."""


@dataclass(frozen=True)
class Output:
    """A committed file and how it is drawn: without days, without memory, from the files alone.

    An empty path is the README's, which the list itself names.
    """

    path: str
    draw: Draw
    chosen: bool = False
    """Whether only lists have it that name it under `outputs:` in their settings."""


DATA: tuple[Output, ...] = (
    Output("list.json", draw_json, chosen=True),
    Output("list.csv", draw_csv, chosen=True),
    Output("list.bib", draw_bibtex, chosen=True),
    Output("CITATION.cff", draw_citation, chosen=True),
    Output("llms.txt", draw_llms, chosen=True),
)
OUTPUTS: tuple[Output, ...] = (
    *DATA,
    Output(ATTIC, draw_attic, chosen=True),
    *(Output(path, draw_figure) for path in figure_paths()),
    Output("", draw_readme),
)
"""In the order in which they are written. The README is last: it may speak of the others."""


def output_paths() -> tuple[str, ...]:
    """The paths that are the same in every list; the README's is not among them."""
    return tuple(output.path for output in OUTPUTS if output.path)


def draw_outputs(
    readme: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> dict[str, str]:
    """Path → text of every output, in the order in which they are written. Raises InputError."""
    pages = (Output(path, draw_page) for path in registry.pages if path != readme)
    drawn = {
        path: output.draw(path, documents, registry, snapshot)
        for output in (*pages, *OUTPUTS)
        for path in [output.path or readme]
        if not output.chosen or path in registry.outputs
    }
    return {path: text for path, text in drawn.items() if text}


def with_outputs(
    readme: str, documents: Mapping[str, str], registry: Registry, snapshot: Snapshot
) -> dict[str, str]:
    """The documents with every output up to date, the outputs last. Raises InputError."""
    drawn = draw_outputs(readme, documents, registry, snapshot)
    return {path: text for path, text in documents.items() if path not in drawn} | drawn


def outdated(documents: Mapping[str, str], drawn: Mapping[str, str]) -> dict[str, str]:
    """The outputs whose file is missing or differs from the drawing."""
    return {path: text for path, text in drawn.items() if documents.get(path) != text}


def left_over(
    documents: Mapping[str, str],
    drawn: Mapping[str, str],
    registry: Registry,
    snapshot: Snapshot,
) -> list[str]:
    """Files that an earlier render wrote and that this list does not have any more.

    Figures are known by their mark, files of data by being what would be written: a file that
    people changed is theirs. Raises InputError.
    """
    return [
        one.path
        for one in OUTPUTS
        if one.path and one.path not in drawn and (text := documents.get(one.path))
        if (
            text == one.draw(one.path, documents, registry, snapshot)
            if one.chosen
            else is_figure(one.path, documents)
        )
    ]
