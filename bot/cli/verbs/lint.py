"""`listkeeper lint`: what is wrong in a list's own files; needs no source."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.base import FINDINGS, FINE, ROOT, listkeeper
from bot.cli.runner import print_result, report_findings, report_outcome
from bot.cli.terminal import begin_writing, echo
from bot.config.environment import ActionsFiles, read_actions
from bot.lint.finding import Finding
from bot.lists.registry.folder import has_registry
from bot.model.values.plain import plural
from bot.run.lint import lint


@listkeeper.command("lint")
@ROOT
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--fix", is_flag=True, help="Fix what is safe to fix in a hand-written list.")
def lint_command(root: Path, file: Path | None, fix: bool) -> int:
    """Check a list's own files, offline.

    Of the list below --root: registry, templates and README, or the hand-written README with its
    translations and pages. FILE names another hand-written Markdown file. What each rule for
    hand-written lists means is in docs/lint.md.
    """
    actions = read_actions(os.environ)
    if file is None and has_registry(root):
        if fix:
            raise click.UsageError(
                "--fix is for hand-written lists; `listkeeper render` updates this one"
            )
        found = lint(root, datetime.now(UTC).date().isoformat())
        return _report(actions, found, root, "No problems found.")
    from bot.run.lint_written import lint_written  # with all that reads hand-written lists

    if fix:
        begin_writing(root, file)
    linted = lint_written(root, file, fix=fix)
    if linted.repairs:
        echo(f"{plural(linted.repairs, 'repair')} made in {', '.join(linted.changed)}.")
    return _report(actions, linted.findings, linted.root, "No problems found.")


def _report(actions: ActionsFiles, found: list[Finding], root: Path, clean: str) -> int:
    problems = [finding for finding in found if not finding.reminder]
    result = found if problems else [*found, clean]
    print_result(actions, "\n".join(map(str, result)))
    if problems:
        report_findings(actions, problems, root)
        return FINDINGS
    report_outcome(actions, "clean")
    return FINE
