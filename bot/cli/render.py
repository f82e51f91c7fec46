"""`listkeeper render` and `listkeeper lint`: what needs nobody outside."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.base import FINDINGS, FINE, ROOT, listkeeper
from bot.cli.runner import print_result, report_error, report_outcome
from bot.config.environment import read_actions
from bot.lists.files import write_files
from bot.lists.registry.load import read_documents
from bot.model.errors import BotError, InputError, Where
from bot.render.difference import difference
from bot.run.render import draw_all, draw_documents, reminders


@listkeeper.command("render")
@ROOT
@click.option("--check", is_flag=True, help="Only say whether the README is in step.")
def render_command(root: Path, check: bool) -> int:
    """Redraw the README from the registry and the snapshot; asks nobody."""
    documents = read_documents(root)
    path, text = draw_documents(documents)
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
    actions = read_actions(os.environ)
    try:
        documents = read_documents(root)
        path, text = draw_all(documents)
        if documents.get(path) != text:
            hint = "run `listkeeper render`"
            raise InputError(Where(path), "not in step with the registry", hint=hint)
    except BotError as error:
        print_result(actions, str(error))
        report_error(actions, error, root, "findings")
        return FINDINGS
    reminded = reminders(documents, datetime.now(UTC).date().isoformat())
    print_result(actions, "\n".join([*reminded, "Nothing to mend."]))
    report_outcome(actions, "clean")
    return FINE
