"""`listkeeper discover`: new models by the list's watches."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.markup import escape

from bot.cli.base import (
    ALLOW_PRIVATE,
    DRY_RUN,
    FINE,
    MAX_TIME,
    OUTPUT,
    PULL_REQUEST,
    ROOT,
    SETTINGS,
    bounds_within,
    listkeeper,
)
from bot.cli.outcome import proposals, report_run
from bot.cli.progress import ProgressBar
from bot.cli.terminal import MarkdownOutput, list_to_change, proposal_parts
from bot.config.environment import read_settings
from bot.lists.read import read_state
from bot.model.change import PlacedRow
from bot.render.reports.discover import discover_report, discover_text
from bot.run.discover import Discovery, discover
from bot.run.steps.services import open_services


@listkeeper.command("discover")
@ROOT
@DRY_RUN
@PULL_REQUEST
@SETTINGS
@ALLOW_PRIVATE
@MAX_TIME
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@OUTPUT
def discover_command(
    root: Path,
    dry_run: bool,
    pull_request: bool,
    given: tuple[str, ...],
    allow_private: bool,
    max_time: float | None,
    form: str,
    output: Path | None,
) -> int:
    """Look for new models by the list's watches, and propose a row for each.

    The watches are in registry/list.yml; for a hand-written README, in .github/listkeeper.yml.
    """
    now = datetime.now(UTC)
    settings = read_settings(os.environ)
    root, documents = list_to_change(root, dry_run=dry_run)
    listed = read_state(documents).settings
    services = open_services(
        settings,
        root,
        dry_run=dry_run,
        pull_request=pull_request,
        allow_private=allow_private,
        rules=listed.rules.on(now.date().isoformat()),
        bounds=bounds_within(max_time, settings.actions),
        options=listed.pull_requests,
        given=given,
    )
    with services, ProgressBar("looking") as services.progress:
        found = discover(documents, services, now)
    report = _as_json(found) if form == "json" else ""
    text = _as_text(found, documents, dry_run)
    report_run(settings.actions, found.run, root, text, report, output)
    return FINE


def _as_json(found: Discovery) -> str:
    results = proposals(found.run)
    report = discover_report(found.changes, found.rows, found.not_offered, results, _placed(found))
    return report.model_dump_json(indent=2)


def _as_text(
    found: Discovery, documents: Mapping[str, str], dry_run: bool
) -> list[str | MarkdownOutput]:
    parts: list[str | MarkdownOutput] = [
        discover_text(found.changes, found.rows, found.not_offered, _placed(found))
    ]
    parts += [f"[yellow]{escape(warning)}[/]" for warning in found.run.warnings]
    if dry_run and found.proposal:
        parts += proposal_parts(found.proposal, documents)
    for results in found.results:
        where = " ".join(filter(None, (results.url, results.note)))
        parts.append(f"[bold]{results.operation}[/]: {escape(f'{results.title} {where}'.rstrip())}")
    return parts


def _placed(found: Discovery) -> Sequence[PlacedRow]:
    return found.proposal.rows if found.proposal else ()
