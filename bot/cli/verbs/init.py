"""`listkeeper init`: the repository of a new list."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import click

from bot.cli.base import FINE, listkeeper
from bot.config.release import COMMIT, REPOSITORY
from bot.lists.files import write_files
from bot.lists.readme.scope.disk import check_markdown, read_readme_files
from bot.lists.readme.scope.files import MARKDOWN, readme_of
from bot.lists.registry.load import has_registry
from bot.run.init import (
    ActionPin,
    Understood,
    read_pin,
    readme_files,
    starter_files,
    understood,
)
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
@click.option(
    "--config", is_flag=True, help="Beside an existing README: write its settings file, too."
)
def init_command(folder: Path, ref: str, config: bool) -> int:
    """Set listkeeper up in DIR; a file that is there already is left alone.

    Beside a README that holds a list, only workflows are written: the list stays where it stands.
    Elsewhere a new list begins, with its entries in registry/.
    """
    released = ActionPin(REPOSITORY, COMMIT, version("listkeeper"))
    listed = _hand_written(folder)
    if listed:
        return _beside(folder, listed, readme_files(read_pin(ref, released), config=config))
    wanted = starter_files(read_pin(ref, released))
    wanted |= {path: schema_text(path) for path in EDITOR_FILES}
    fresh = {path: text for path, text in wanted.items() if not os.path.lexists(folder / path)}
    write_files(folder, fresh)
    _print_files(wanted, fresh)
    return FINE


def _hand_written(folder: Path) -> Understood | None:
    """The list in an existing README; None without one."""
    if has_registry(folder) or not folder.is_dir():
        return None
    names = [
        path.relative_to(folder).as_posix() for path in (*folder.iterdir(), *folder.glob("docs/*"))
    ]
    if not readme_of(names):
        for name in names:
            if name.lower().startswith("readme.") and not name.lower().endswith(MARKDOWN):
                check_markdown(name)
        return None
    listed = understood(read_readme_files(folder))
    return listed if listed.links_on_entries else None


def _beside(folder: Path, listed: Understood, wanted: Mapping[str, str]) -> int:
    """Set up a list that stays where it stands, and report how it was read."""
    click.echo(_SUMMARY.format(listed=listed, files=_named(listed.files)))
    if listed.generated[0]:
        number, line = listed.generated
        click.echo(
            f"{listed.files[0]}:{number}: this says that a tool writes the file: {line[:120]}\n"
            "  → edits of it may be lost; let listkeeper check it, and change its data file instead"
        )
    for place in listed.unread[:_SHOWN]:
        click.echo(f"  left alone: {place}")
    fresh = {path: text for path, text in wanted.items() if not os.path.lexists(folder / path)}
    write_files(folder, fresh)
    _print_files(wanted, fresh, _NEXT_IN_PLACE)
    return FINE


def _named(files: Sequence[str]) -> str:
    more = f" and {len(files) - _FILES} more files" if len(files) > _FILES else ""
    return ", ".join(files[:_FILES]) + more


_FILES = 5
_SHOWN = 10
_SUMMARY = """\
{files}: {listed.entries} entries under {listed.sections} headings.
{listed.links_on_entries} of {listed.links} links stand in an entry.
The list stays where it is."""
_NEXT_IN_PLACE = """
Next:
  1. push it to GitHub, and allow Settings → Actions → General →
     "Allow GitHub Actions to create and approve pull requests"
  2. Actions → Refresh the list → Run workflow; review the pull requests it opens
To see them first: listkeeper refresh --dry-run"""


def _print_files(
    wanted: Mapping[str, str], fresh: Mapping[str, str], following: str = _NEXT
) -> None:
    for path in sorted(wanted):
        click.echo(f"  wrote       {path}" if path in fresh else f"  left alone  {path}")
    left = len(wanted) - len(fresh)
    alone = f"; {left} were there already and stay as they were" if left else ""
    click.echo(f"{len(fresh)} files written{alone}.")
    if fresh:
        click.echo(following)
