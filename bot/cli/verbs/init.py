"""`listkeeper init`: the repository of a new list."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from bot.cli.base import FINE, listkeeper
from bot.cli.terminal import begin_writing, echo
from bot.config.release import own_pin
from bot.lists.files import write_files
from bot.lists.readme.scope.disk import read_readme_files, require_markdown
from bot.lists.readme.scope.files import is_markdown, readme_of
from bot.lists.registry.folder import has_registry
from bot.model.errors import SettingsError
from bot.model.values.plain import plural
from bot.model.values.understood import Understood
from bot.render.reports.terminal import generated_words
from bot.run.init import (
    page_files,
    read_pin,
    readme_files,
    starter_files,
    understood,
)
from bot.run.schemas import EDITOR_FILES, schema_text

_NEXT = """
Next:
  1. add your own entries to registry/*.yml, and run `listkeeper render`
  2. push it to GitHub, and allow Settings → Actions → General →
     "Allow GitHub Actions to create and approve pull requests"
  3. Actions → Refresh the list → Run workflow; merge the pull request it opens"""


@listkeeper.command("init")
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--ref",
    metavar="SHA",
    default="",
    help="The commit of the action that the workflows name: SHA, or OWNER/listkeeper@SHA. "
    "When left out, the one that this copy was installed from.",
)
@click.option(
    "--config", is_flag=True, help="With an existing README: also write its settings file."
)
@click.option(
    "--pages", is_flag=True, help="Write the workflow that publishes the page on GitHub Pages, too."
)
@click.option(
    "--force",
    is_flag=True,
    help="Set up listkeeper even if another tool writes the README.",
)
def init_command(folder: Path, ref: str, config: bool, pages: bool, force: bool) -> int:
    """Set up listkeeper in DIR; existing files are left alone.

    Next to a README that contains a list, only workflows are written: the list stays where it is.
    If another tool writes that README, nothing is written without --force. Anywhere else, init
    creates a new list with its entries in registry/.
    """
    begin_writing(folder)
    documents = _hand_written(folder)
    listed = understood(documents, folder) if documents else None
    if listed and listed.links_on_entries:
        if listed.generated and not force:
            return _written_by_another(listed)
        action = read_pin(ref, own_pin())
        page = page_files(action) if pages else {}
        wanted = readme_files(action, documents, listed, config=config)
        return _beside(folder, listed, wanted | page)
    action = read_pin(ref, own_pin())
    wanted = starter_files(action) | (page_files(action) if pages else {})
    wanted |= {path: schema_text(path) for path in EDITOR_FILES}
    fresh = {path: text for path, text in wanted.items() if not os.path.lexists(folder / path)}
    write_files(folder, fresh, read={})
    _print_files(wanted, fresh)
    if "README.md" not in fresh and fresh:
        echo(_REGIONS.format(regions=_regions(wanted["README.md"])))
    return FINE


def _regions(readme: str) -> str:
    """The lines of a new list's README between which its tables are drawn, with their headings."""
    lines = readme.splitlines()
    return "\n".join(f"     {line}" for line in lines if re.match(r"## |<!-- listkeeper:", line))


def _hand_written(folder: Path) -> dict[str, str]:
    """The files of a list that is already written in a README there; none if there is none."""
    if has_registry(folder) or not folder.is_dir():
        return {}
    paths = (*folder.iterdir(), *folder.glob("docs/*"), *folder.glob(".github/*"))
    names = [path.relative_to(folder).as_posix() for path in paths]
    if readme_of(names):
        return read_readme_files(folder)
    for name in names:
        if name.lower().startswith("readme.") and not is_markdown(name):
            require_markdown(name)
        if name.lower() in _UNREAD_READMES:
            raise SettingsError(
                f"{name} is this repository's README, and no list is looked for there",
                hint="call it README.md, in the repository's own folder",
            )
    return {}


def _written_by_another(listed: Understood) -> int:
    """Say which tool's list it is, and write nothing."""
    _print_understood(listed)
    echo("Nothing was written. `listkeeper check` tests its links; --force sets it up.")
    return FINE


def _beside(folder: Path, listed: Understood, wanted: Mapping[str, str]) -> int:
    """Set up what keeps a list where it stands, and say what was understood of it."""
    _print_understood(listed)
    for place in listed.unread[:_SHOWN]:
        echo(f"  left alone: {place}")
    fresh = {path: text for path, text in wanted.items() if not os.path.lexists(folder / path)}
    write_files(folder, fresh, read={})
    _print_files(wanted, fresh, _NEXT_IN_PLACE)
    return FINE


def _print_understood(listed: Understood) -> None:
    """What was read, and what says that another tool writes it."""
    echo(
        _SUMMARY.format(
            listed=listed,
            files=_named(listed.files),
            entries=plural(listed.entries, "entry", "entries"),
            headings=plural(len(listed.sections), "heading"),
            links=plural(listed.links, "link"),
        )
    )
    if listed.generated:
        echo(generated_words(listed.generated))


def _named(files: Sequence[str]) -> str:
    more = f" and {plural(len(files) - _FILES, 'more file')}" if len(files) > _FILES else ""
    return ", ".join(files[:_FILES]) + more


_UNREAD_READMES = frozenset({"readme", ".github/readme", ".github/readme.md"})
"""https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes"""
_FILES = 5
_SHOWN = 10
_REGIONS = """\
Your README.md was there already. Before step 1, paste these lines where the tables belong:
{regions}"""
_SUMMARY = """\
{files}: {entries} under {headings}.
{listed.links_on_entries} of {links} belong to an entry.
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
        echo(f"  wrote       {path}" if path in fresh else f"  left alone  {path}")
    left = len(wanted) - len(fresh)
    alone = f"; {plural(left, 'file was', 'files were')} there already, left alone" if left else ""
    echo(f"{plural(len(fresh), 'file')} written{alone}.")
    if fresh:
        echo(following)
