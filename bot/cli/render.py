"""`listkeeper render` and `listkeeper lint`: what needs nobody outside."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.base import FINDINGS, FINE, ROOT, listkeeper
from bot.facts.errors import BotError
from bot.pipeline.drawing import inspect, redraw, reminders
from bot.publish.write import write_files
from bot.registry.load import read_documents
from bot.render.outline import difference


@listkeeper.command("render")
@ROOT
@click.option("--check", is_flag=True, help="Only say whether the README is in step.")
def render_command(root: Path, check: bool) -> int:
    """Redraw the README from the registry and the snapshot; asks nobody."""
    documents = read_documents(root)
    path, text = redraw(documents)
    if documents.get(path) == text:
        click.echo(f"{path} is in step with the registry.")
        return FINE
    if check:
        click.echo(f"{path} is not in step with the registry; run `listkeeper render`:")
        click.echo(difference(documents[path], text, path))
        return FINDINGS
    write_files(root, {path: text})
    click.echo(f"{path} is redrawn.")
    return FINE


@listkeeper.command("lint")
@ROOT
def lint_command(root: Path) -> int:
    """Check the registry, the templates and the README; asks nobody."""
    try:
        documents = read_documents(root)
        path, text = inspect(documents)
    except BotError as error:
        click.echo(str(error))
        return FINDINGS
    if documents.get(path) != text:
        click.echo(f"{path}: not in step with the registry\n  → run `listkeeper render`")
        return FINDINGS
    for reminder in reminders(documents, datetime.now(UTC).date().isoformat()):
        click.echo(reminder)
    click.echo("Nothing to mend.")
    return FINE
