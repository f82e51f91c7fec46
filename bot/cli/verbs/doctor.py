"""`listkeeper doctor`: what a list needs on GitHub, what is missing, and where to click."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.base import FINDINGS, FINE, ROOT, listkeeper
from bot.cli.terminal import echo
from bot.config.environment import Settings, read_settings
from bot.lists.git import repository_of
from bot.model.errors import PublishError
from bot.model.values.plain import plural
from bot.publish.base import error_text
from bot.publish.github.settings.inspection import inspect
from bot.run.doctor.check import HealthCheck
from bot.run.doctor.files import examine_files, examine_tokens
from bot.run.doctor.github import examine_repository
from bot.run.steps.services import github_exchange, github_writer

_SIGNS = {"fine": "✓", "problem": "✗", "unknown": "?"}


@listkeeper.command("doctor")
@ROOT
def doctor_command(root: Path) -> int:
    """Check what a list needs: files, workflows, schedule, tokens, settings on GitHub.

    With GITHUB_TOKEN it reads the settings of GITHUB_REPOSITORY, or of the repository that git's
    `origin` names; without one it works offline. It changes nothing.
    """
    settings = read_settings(os.environ)
    name = settings.github.repository or repository_of(root)
    settings = replace(settings, github=replace(settings.github, repository=name))
    checks = list(_examined(root, settings, datetime.now(UTC)))
    for check in checks:
        echo(f"{_SIGNS[check.state]} {check.name}: {check.detail}")
        if check.advice:
            echo(f"  → {check.advice}")
    problems = sum(check.state == "problem" for check in checks)
    echo(_summary(problems, sum(check.state == "unknown" for check in checks)))
    return FINDINGS if problems else FINE


def _examined(root: Path, settings: Settings, now: datetime) -> Iterator[HealthCheck]:
    yield from examine_files(root, now.date().isoformat())
    yield from examine_tokens(settings)
    access = settings.github
    if not access.token:
        return
    if not access.repository:
        missing = "which repository on GitHub? git has no remote `origin` there"
        yield HealthCheck("repository", "unknown", missing, "set GITHUB_REPOSITORY=owner/name")
        return
    try:
        with closing(github_exchange(access)) as exchange:
            seen = inspect(github_writer(access, exchange), access.repository)
    except PublishError as error:
        yield HealthCheck("repository", "problem", error_text(error))
        return
    yield from examine_repository(seen, root, now)


def _summary(problems: int, unknown: int) -> str:
    if not problems and not unknown:
        return "Everything is in place."
    counted = plural(problems, "problem") if problems else "No problems found"
    left = f"; {plural(unknown, 'thing')} could not be checked" if unknown else ""
    return f"{counted}{left}."
