"""What GitHub says of a list's repository, and where to click."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bot.config.workflows import jobs_of, read_workflows
from bot.publish.github.settings.inspection import RepositorySettings
from bot.run.doctor.check import HealthCheck

_SOON = timedelta(days=45)
"""GitHub switches schedules off after 60 days without activity in a public repository.

https://docs.github.com/en/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows
"""
_HIDDEN = "this token may not see it; an administrator's may"
_STATES = {
    "disabled_inactivity": "GitHub switched it off after 60 days without activity",
    "disabled_manually": "somebody switched it off",
    "disabled_fork": "GitHub switches schedules off in forks",
}
"""https://docs.github.com/en/rest/actions/workflows"""


def examine_repository(
    seen: RepositorySettings, root: Path, now: datetime
) -> Iterator[HealthCheck]:
    """The settings of the repository, and whether its workflows run."""
    page = f"https://github.com/{seen.name}"
    actions = f"{page}/settings/actions"
    if seen.archived:
        found = "the repository is archived, so nothing can be written"
        yield HealthCheck("archived", "problem", found, f"{page}/settings")
    yield _setting(
        "write access", seen.may_push, "a token that may write", f"{page}/settings/access"
    )
    yield _setting("Actions", seen.actions_enabled, "GitHub Actions are allowed", actions)
    yield _setting(
        "pull requests",
        seen.may_open_pulls,
        "“Allow GitHub Actions to create and approve pull requests” is ticked",
        actions,
    )
    yield _setting("dashboard", seen.has_issues, "issues are on", f"{page}/settings#features")
    texts = read_workflows(root)
    paths = [path for path, text in texts.items() if jobs_of(path, text)]
    if paths:
        yield _running(seen, paths, page)
        yield _activity(seen, now, page)


def _setting(name: str, on: bool | None, wanted: str, page: str) -> HealthCheck:
    if on is None:
        return HealthCheck(name, "unknown", f"{wanted}? {_HIDDEN}", page)
    if on:
        return HealthCheck(name, "fine", wanted)
    return HealthCheck(name, "problem", f"needed: {wanted}", page)


def _running(seen: RepositorySettings, paths: Sequence[str], page: str) -> HealthCheck:
    """Whether GitHub has the workflows on the default branch, and runs them."""
    if seen.workflows is None:
        return HealthCheck("runs", "unknown", _HIDDEN, f"{page}/actions")
    for path in paths:
        state = seen.workflows.get(path)
        if state is None:
            found = f"{path} is not on {seen.default_branch}; GitHub starts schedules only there"
            return HealthCheck("runs", "problem", found, f"push it to {seen.default_branch}")
        if state != "active":
            found = f"{path}: {_STATES.get(state, state)}"
            where = f"Enable workflow: {page}/actions/workflows/{path.rpartition('/')[2]}"
            return HealthCheck("runs", "problem", found, where)
    if seen.fork:
        found = "this is a fork; the workflows do nothing in forks on a schedule"
        return HealthCheck("runs", "problem", found, f"start them by hand: {page}/actions")
    return HealthCheck("runs", "fine", f"GitHub runs the workflows on {seen.default_branch}")


def _activity(seen: RepositorySettings, now: datetime, page: str) -> HealthCheck:
    if seen.private or seen.pushed_at is None:
        return HealthCheck("activity", "fine", "schedules are never switched off here")
    days = (now - seen.pushed_at).days
    if now - seen.pushed_at < _SOON:
        return HealthCheck("activity", "fine", "the last push is recent")
    found = f"the last push was {days} days ago; after 60 GitHub switches the schedule off"
    return HealthCheck("activity", "problem", found, f"merge what is open: {page}/pulls")
