"""`listkeeper render`: the README from the registry and the snapshot."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.base import FINDINGS, FINE, ROOT, listkeeper
from bot.cli.terminal import begin_writing, echo
from bot.lists.files import write_files
from bot.render.difference import difference
from bot.render.outputs import outdated
from bot.run.render import draw_documents, read_list


@listkeeper.command("render")
@ROOT
@click.option("--check", is_flag=True, help="Only say whether the README is in step.")
def render_command(root: Path, check: bool) -> int:
    """Redraw the README from the registry and the snapshot; asks nobody."""
    if not check:
        begin_writing(root)
    documents = read_list(root)
    drawn = draw_documents(documents)
    stale = outdated(documents, drawn)
    if not check:
        write_files(root, stale, next(reversed(drawn)), documents)
    for path, text in drawn.items():
        if path not in stale:
            echo(f"{path} is in step with the registry.")
        elif check:
            echo(f"{path} is not in step with the registry; run `listkeeper render`:")
            echo(difference(documents.get(path, ""), text, path))
        else:
            echo(f"{path} is redrawn.")
    return FINDINGS if check and stale else FINE
