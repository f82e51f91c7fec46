"""`listkeeper explain`: where the values of an entry come from."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.base import FINE, OUTPUT, ROOT, listkeeper
from bot.cli.terminal import write_output
from bot.render.reports.explain import explain_text
from bot.run.explain import explain_entry
from bot.run.render import read_any_list


@listkeeper.command("explain")
@ROOT
@click.argument("entry")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@OUTPUT
def explain_command(
    root: Path, entry: str, file: Path | None, form: str, output: Path | None
) -> int:
    """Show where every value of ENTRY comes from, since when, and what else sources gave.

    ENTRY is an id, a name as the list prints it, an address, or a place: `README.md:12`. FILE is
    a hand-written list in place of the one below --root. What was merged of the bot's proposals is
    read from git.
    """
    explained = explain_entry(*read_any_list(root, file), entry)
    text = explained.model_dump_json(indent=2) if form == "json" else explain_text(explained)
    write_output(text, output, markup=False)
    return FINE
