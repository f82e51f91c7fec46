"""`listkeeper explain`: where the values of an entry come from."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.base import FINE, OUTPUT, ROOT, listkeeper
from bot.cli.terminal import write_output
from bot.lists.registry.load import read_documents
from bot.render.reports.explain import explain_text
from bot.run.explain import explain_entry


@listkeeper.command("explain")
@ROOT
@click.argument("entry")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@OUTPUT
def explain_command(root: Path, entry: str, form: str, output: Path | None) -> int:
    """Tell where every value of ENTRY comes from, when, and what else was said; asks nobody.

    ENTRY is an id, or a name as the list prints it. What was merged of the bot's proposals is read
    from git.
    """
    explained = explain_entry(root, read_documents(root), entry)
    text = explained.model_dump_json(indent=2) if form == "json" else explain_text(explained)
    write_output(text, output, markup=False)
    return FINE
