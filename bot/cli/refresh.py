"""`listkeeper refresh`: ask, work out what changed, redraw or propose."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.markup import escape

from bot.cli.base import ALLOW_PRIVATE, FINE, ONLY, OUTPUT, ROOT, listkeeper
from bot.cli.terminal import Bar, put
from bot.facts.change import Doubt
from bot.pipeline.doors import open_doors
from bot.pipeline.refresh import Run, refresh
from bot.publish.base import Told
from bot.publish.summary import tell_runner
from bot.registry.load import read_documents, read_rules
from bot.render.contract import ProposalReport, refresh_report
from bot.render.outline import proposal_text, sources_table
from bot.settings import read_settings

_QUESTIONS_SHOWN = 10


@listkeeper.command("refresh")
@ROOT
@ONLY
@click.option("--dry-run", is_flag=True, help="Show what would be proposed; write nothing.")
@click.option("--pull-request", is_flag=True, help="Propose it on GitHub instead of writing files.")
@ALLOW_PRIVATE
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@OUTPUT
def refresh_command(
    root: Path,
    only: str,
    dry_run: bool,
    pull_request: bool,
    allow_private: bool,
    form: str,
    output: Path | None,
) -> int:
    """Ask about every link, work out what changed, redraw the README."""
    now = datetime.now(UTC)
    settings = read_settings(os.environ)
    documents = read_documents(root)
    doors = open_doors(
        settings,
        root,
        dry_run=dry_run,
        pull_request=pull_request,
        allow_private=allow_private,
        rules=read_rules(root).on(now.date().isoformat()),
    )
    with doors, Bar("asking") as doors.progress:
        run = refresh(documents, doors, now, only)
    report = _as_json(run) if form == "json" else _as_text(run, documents, dry_run)
    put(report, output, markup=form == "text")
    tell_runner(settings.actions.summary, settings.actions.output, run.summary, _outputs(run))
    return FINE


def _proposal(told: Told) -> ProposalReport:
    return ProposalReport(**asdict(told))


def _as_json(run: Run) -> str:
    proposals = [_proposal(told) for told in run.told]
    report = refresh_report(run.outcome.news, proposals, run.tallies, run.warnings)
    return report.model_dump_json(indent=2)


def _as_text(run: Run, documents: Mapping[str, str], dry_run: bool) -> str:
    parts = [sources_table(run.tallies, run.outcome.news), ""]
    parts += [f"[yellow]{escape(warning)}[/]" for warning in run.warnings]
    if dry_run:
        parts += [proposal_text(proposal, documents) for proposal in run.proposals]
    for told in run.told:
        address = f" {told.url}" if told.url else ""
        note = f" ({told.note})" if told.note else ""
        parts.append(f"[bold]{told.operation}[/]: {escape(told.title + address + note)}")
    if not run.told:
        parts.append(_why_nothing(run))
    parts += _questions(run.outcome.questions)
    return "\n".join(parts)


def _why_nothing(run: Run) -> str:
    if run.outcome.news.outages:
        return "Nothing is proposed; what could not be asked stays as it was."
    if run.outcome.news.rests_until:
        return f"Nothing is proposed: refreshing rests until {run.outcome.news.rests_until}."
    return "Nothing a reader would see has changed."


def _questions(doubts: Sequence[Doubt]) -> list[str]:
    if not doubts:
        return []
    count = "1 question waits" if len(doubts) == 1 else f"{len(doubts)} questions wait"
    lines = [f"  {escape(f'{doubt.entry} · {doubt.field}: {doubt.doubt}')}" for doubt in doubts]
    more = ["  … all of them: --format json"] if len(lines) > _QUESTIONS_SHOWN else []
    return [f"{count} for a person:", *lines[:_QUESTIONS_SHOWN], *more]


def _outputs(run: Run) -> dict[str, str]:
    proposals = [_proposal(told).model_dump() for told in run.told]
    changed = any(told.operation in {"created", "updated", "written"} for told in run.told)
    return {
        "changed": str(changed).lower(),
        "proposals": json.dumps(proposals),
        "questions": str(len(run.outcome.questions)),
    }
