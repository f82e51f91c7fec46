"""`listkeeper refresh`: query, work out what changed, redraw or propose."""

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
    FINDINGS,
    FINE,
    MAX_TIME,
    ONLY,
    OUTPUT,
    PULL_REQUEST,
    ROOT,
    SETTINGS,
    WRONG_USE,
    bounds_within,
    listkeeper,
)
from bot.cli.memory import return_large_blocks
from bot.cli.outcome import FAIL_ON, may_start, proposals, refusals, report_run
from bot.cli.progress import ProgressBar
from bot.cli.terminal import MarkdownOutput, echo, list_to_change, proposal_parts
from bot.cli.verbs.plan import observe_part, texts_below
from bot.config.environment import read_settings
from bot.config.event import read_event
from bot.judge.facts.sizes import all_counts
from bot.lists.read import read_state
from bot.model.change import OpenQuestion
from bot.model.errors import SettingsError
from bot.model.values.plain import plural
from bot.render.reports.refresh import CountReport, refresh_report
from bot.render.reports.terminal import gone_lines, silent_lines, sources_table, waiting_line
from bot.run.refresh import RefreshResult, refresh
from bot.run.refresh import rebuild as redraw
from bot.run.render import generated_below
from bot.run.shards import recorded_source
from bot.run.steps.scope import read_scope
from bot.run.steps.services import open_services

_QUESTIONS_SHOWN = 10


@listkeeper.command("refresh")
@ROOT
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@ONLY
@DRY_RUN
@PULL_REQUEST
@SETTINGS
@click.option(
    "--shard",
    metavar="I/N",
    default="",
    help="Query only part I of N, and save the answers (see `plan`).",
)
@click.option(
    "--observations",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Query nothing: use the answers that the shards saved in this folder.",
)
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="never",
    help="Exit with 1 if there is such a link; moved includes gone, unsure includes both.",
)
@click.option(
    "--scope",
    default="everything",
    metavar="NAMES",
    help="Check only some of links,metadata,facts,models.",
)
@click.option(
    "--rebuild",
    is_flag=True,
    help="Query nothing: read what people answered and update the open pull requests "
    "(with --pull-request).",
)
@ALLOW_PRIVATE
@MAX_TIME
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@OUTPUT
def refresh_command(
    root: Path,
    file: Path | None,
    only: str,
    dry_run: bool,
    pull_request: bool,
    given: tuple[str, ...],
    shard: str,
    observations: Path | None,
    fail_on: str,
    scope: str,
    rebuild: bool,
    allow_private: bool,
    max_time: float | None,
    form: str,
    output: Path | None,
) -> int:
    """Check every link, find what has changed, update the list.

    The list is the one below --root: registry/ with its README, or a hand-written README.
    FILE names another hand-written Markdown file.
    """
    return_large_blocks()
    now = datetime.now(UTC)
    topics = read_scope(scope)
    if rebuild and not pull_request:
        raise SettingsError("--rebuild updates pull requests", hint="add --pull-request")
    settings = read_settings(os.environ)
    bounds = bounds_within(max_time, settings.actions)
    root, documents = list_to_change(root, file, dry_run=dry_run)
    if shard:
        if observations or pull_request or dry_run:
            raise click.UsageError("--shard only queries the sources; it proposes nothing")
        return observe_part(
            documents, root, settings, now, shard, only, output, allow_private, bounds
        )
    listed = read_state(documents).settings
    services = open_services(
        settings,
        root,
        dry_run=dry_run,
        pull_request=pull_request,
        allow_private=allow_private,
        rules=listed.rules.on(now.date().isoformat()),
        bounds=bounds,
        options=listed.pull_requests,
        given=given,
    )
    services.generated = generated_below(root, read_state(documents))
    if observations:
        services.sources = recorded_source(services.sources.sources, texts_below(observations))
    with services:
        if pull_request and not may_start(
            services.publisher, read_event(os.environ), settings.actions
        ):
            return FINE
        with ProgressBar("asking") as services.progress:
            run = (
                redraw(documents, services, now)
                if rebuild
                else refresh(documents, services, now, only, topics)
            )
    report = _as_json(run) if form == "json" else ""
    text = _as_text(run, documents, dry_run)
    word = report_run(settings.actions, run, root, text, report, output, fail_on)
    for refusal in refusals(run):
        echo(f"listkeeper: {refusal}", err=True)
    return {"findings": FINDINGS, "error": WRONG_USE}.get(word, FINE)


def _as_json(run: RefreshResult) -> str:
    report = refresh_report(
        run.outcome.news, proposals(run), run.tallies, run.warnings, _counts(run)
    )
    return report.model_dump_json(indent=2)


def _counts(run: RefreshResult) -> list[CountReport]:
    return [
        CountReport(
            entry=entry.id,
            size=label,
            model=count.reference.name,
            parameters=count.parameters,
            how=count.how,
            evidence=count.evidence,
        )
        for entry, label, count in all_counts(run.outcome.news.registry, run.observations)
    ]


def _as_text(
    run: RefreshResult, documents: Mapping[str, str], dry_run: bool
) -> list[str | MarkdownOutput]:
    parts: list[str | MarkdownOutput] = [sources_table(run.tallies, run.outcome.news), ""]
    parts += [f"[yellow]{escape(warning)}[/]" for warning in run.warnings]
    if dry_run:
        for proposal in run.proposals:
            parts += proposal_parts(proposal, documents)
    for results in run.results:
        address = f" {results.url}" if results.url else ""
        note = f" ({results.note})" if results.note else ""
        parts.append(f"[bold]{results.operation}[/]: {escape(results.title + address + note)}")
    parts += silent_lines(run.outcome.news)
    if not run.results:
        parts.append(_why_nothing(run))
    parts += filter(None, [waiting_line(run.outcome.news)])
    parts += gone_lines(run.outcome.news)
    parts += _questions(run.outcome.questions)
    return parts


def _why_nothing(run: RefreshResult) -> str:
    if run.outcome.news.outages:
        return "Nothing is proposed; what could not be checked stays as it was."
    if run.outcome.news.rests_until:
        return f"Nothing is proposed: refreshing rests until {run.outcome.news.rests_until}."
    return "Nothing a reader would see has changed."


def _questions(doubts: Sequence[OpenQuestion]) -> list[str]:
    if not doubts:
        return []
    count = plural(len(doubts), "question waits", "questions wait")
    lines = [f"  {escape(_question(doubt))}" for doubt in doubts]
    more = ["  … all of them: --format json"] if len(lines) > _QUESTIONS_SHOWN else []
    return [f"{count} for a person:", *lines[:_QUESTIONS_SHOWN], *more]


def _question(doubt: OpenQuestion) -> str:
    """What is asked, behind the place where it can be answered."""
    place = f"{doubt.place}: " if doubt.place else ""
    return f"{place}{doubt.entry} · {doubt.field}: {doubt.doubt}"
