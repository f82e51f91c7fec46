"""`listkeeper init`: the repository of a new list."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import click

from bot.cli.base import FINE, listkeeper
from bot.config.release import COMMIT, REPOSITORY
from bot.lists.files import write_files
from bot.run.init import ActionPin, read_pin, starter_files
from bot.run.schemas import EDITOR_FILES, schema_text

_NEXT = """
Next:
  1. put your own rows into registry/*.yml, and run `listkeeper render`
  2. push it to GitHub, and allow Settings → Actions → General →
     "Allow GitHub Actions to create and approve pull requests"
  3. Actions → Refresh the list → Run workflow; merge the pull request it opens"""


@listkeeper.command("init")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--ref",
    metavar="SHA",
    default="",
    help="The commit of the action that the workflows name: SHA, or OWNER/listkeeper@SHA.",
)
def init_command(folder: Path, ref: str) -> int:
    """Write a new list's repository into DIR; a file that is there already is left alone."""
    released = ActionPin(REPOSITORY, COMMIT, version("listkeeper"))
    wanted = starter_files(read_pin(ref, released))
    wanted |= {path: schema_text(path) for path in EDITOR_FILES}
    fresh = {path: text for path, text in wanted.items() if not os.path.lexists(folder / path)}
    write_files(folder, fresh)
    _print_files(wanted, fresh)
    return FINE


def _print_files(wanted: Mapping[str, str], fresh: Mapping[str, str]) -> None:
    for path in sorted(wanted):
        click.echo(f"  wrote       {path}" if path in fresh else f"  left alone  {path}")
    left = len(wanted) - len(fresh)
    alone = f"; {left} were there already and stay as they were" if left else ""
    click.echo(f"{len(fresh)} files written{alone}.")
    if fresh:
        click.echo(_NEXT)
