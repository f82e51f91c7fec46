"""`listkeeper figure`: a figure of anybody's data."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.base import FINE, OUTPUT, listkeeper
from bot.cli.terminal import write_output
from bot.lists.readme.scope.disk import read_named
from bot.lists.registry.load import shipped_templates
from bot.render.figures.data import read_models
from bot.render.pictures import DRAWINGS, draw_models


@listkeeper.command("figure")
@click.argument("what", metavar="|".join(DRAWINGS), type=click.Choice(list(DRAWINGS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--title", default="Evolution of the models", help="Its title, which screen readers read out."
)
@click.option("--narrow", is_flag=True, help="For phones: 356 pixels wide instead of 830.")
@OUTPUT
def figure_command(what: str, file: Path, title: str, narrow: bool, output: Path | None) -> int:
    """Draw the models of a CSV FILE as SVG: what is built on what, families, or sizes.

    Its columns: name, released, bases, access, sizes. The figure is light or dark, as the
    reader's system is set.
    """
    path = file.as_posix()
    models = read_models(path, read_named(file))
    text = draw_models(what, shipped_templates(), models, title, narrow=narrow)
    write_output(text.rstrip("\n"), output, markup=False)
    return FINE
