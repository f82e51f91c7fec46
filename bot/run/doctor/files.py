"""What a list's folder and the environment show of its health, without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from cronsim import CronSim, CronSimError

from bot.config.environment import Settings
from bot.config.workflows import jobs_of, read_workflows, schedules_of
from bot.lint.finding import broken
from bot.lists.read import read_state
from bot.lists.registry.folder import has_registry
from bot.model.errors import BrokenInputError, InputError
from bot.model.values.plain import plural
from bot.run.doctor.check import HealthCheck
from bot.run.init import workflow_files
from bot.run.lint import lint
from bot.run.render import generated_below, read_any_list

_WRITING = frozenset({"refresh", "rebuild", "merge", "add"})
_NEEDED = ("contents", "pull-requests", "issues")
_PIN = re.compile(r"(uses:\s*)(?:\$/|[\w.-]+/listkeeper@\S+)(?:[ \t]+#[^\n]*)?")
_FULL_HOUR = {"0", "00", "*"}
_FIELDS = 5


def examine_files(root: Path, today: str) -> Iterator[HealthCheck]:
    """The list, and the workflows that keep it."""
    yield _list(root, today)
    texts = {path: text for path, text in read_workflows(root).items() if jobs_of(path, text)}
    if not texts:
        yield HealthCheck(
            "workflows", "problem", "no workflow runs listkeeper", "`listkeeper init` writes them"
        )
        return
    yield HealthCheck("workflows", "fine", ", ".join(texts))
    yield _schedule(texts)
    yield _permissions(texts)
    yield _up_to_date(texts)


def examine_tokens(settings: Settings) -> Iterator[HealthCheck]:
    """The tokens that the environment holds."""
    name = settings.github.repository or "OWNER/LIST"
    if settings.github.token:
        yield HealthCheck("token", "fine", "GITHUB_TOKEN is set")
    else:
        missing = "GITHUB_TOKEN is not set, so GitHub's settings were not checked"
        yield HealthCheck("token", "unknown", missing, "GITHUB_TOKEN=$(gh auth token)")
    if settings.hub.token:
        yield HealthCheck("token of the Hub", "fine", "HF_TOKEN is set")
    else:
        yield HealthCheck(
            "token of the Hub",
            "unknown",
            "HF_TOKEN is not set here; without it a private model and a deleted one look alike",
            "keep a token of https://huggingface.co/settings/tokens as the secret HF_TOKEN at "
            f"https://github.com/{name}/settings/secrets/actions",
        )


def _list(root: Path, today: str) -> HealthCheck:
    try:
        root, documents = read_any_list(root)
        state = read_state(documents)
    except (InputError, BrokenInputError) as error:
        return HealthCheck("list", "problem", str(broken(error)[0]), "run `listkeeper lint`")
    drawn = has_registry(root)
    problems = [one for one in lint(root, today) if not one.reminder] if drawn else []
    if problems:
        return HealthCheck("list", "problem", str(problems[0]), "run `listkeeper lint`")
    if generated_below(root, state):
        found = f"another tool writes {state.settings.readme}"
        return HealthCheck("list", "problem", found, "edit the data that it is made from")
    count = len(state.registry.entries)
    where = "registry/" if drawn else state.settings.readme
    return HealthCheck("list", "fine", f"{plural(count, 'entry', 'entries')} in {where}")


def _schedule(texts: Mapping[str, str]) -> HealthCheck:
    lines = [(path, one) for path, text in texts.items() for one in schedules_of(path, text)]
    if not lines:
        return HealthCheck(
            "schedule",
            "problem",
            "no workflow starts listkeeper on a schedule",
            'write `schedule: [{cron: "17 4 * * 1"}]` below `on:` of the workflow that refreshes',
        )
    for path, one in lines:
        if not _is_cron(one.cron):
            found = f"{path}: '{one.cron}' is no schedule"
            return HealthCheck("schedule", "problem", found, "write five fields: 17 4 * * 1")
        if set(re.split("[,/-]", one.cron.split()[0])) & _FULL_HOUR:
            found = f"{path}: '{one.cron}' is at a full hour, when GitHub is late or drops runs"
            return HealthCheck("schedule", "problem", found, "choose another minute, such as 17")
    return HealthCheck("schedule", "fine", ", ".join(one.cron for _, one in lines))


def _is_cron(text: str) -> bool:
    try:
        CronSim(text, datetime(2026, 1, 1))  # noqa: DTZ001 - only the form is of interest
    except CronSimError:
        return False
    return len(text.split()) == _FIELDS  # CronSim reads seconds, too; GitHub does not


def _permissions(texts: Mapping[str, str]) -> HealthCheck:
    for path, text in texts.items():
        for job in jobs_of(path, text):
            missing = [one for one in _NEEDED if job.permissions.get(one) != "write"]
            if missing and job.commands & _WRITING:
                lacks = " and ".join(f"`{one}: write`" for one in missing)
                found = f"{path}: the job that runs {', '.join(sorted(job.commands))} lacks {lacks}"
                return HealthCheck("permissions", "problem", found, "write it below `permissions:`")
    return HealthCheck("permissions", "fine", "each job that proposes may do so")


def _up_to_date(texts: Mapping[str, str]) -> HealthCheck:
    """Whether the workflows are those that this version writes, but for what they pin."""
    ours = workflow_files()
    other = [path for path in texts if path in ours and _unpinned(texts[path]) != ours[path]]
    if other:
        return HealthCheck(
            "version",
            "unknown",
            f"{', '.join(other)}: not as this version writes it; edited, or of another version",
            "compare it with what `listkeeper init` writes into an empty folder",
        )
    return HealthCheck("version", "fine", "the workflows are those of this version")


def _unpinned(text: str) -> str:
    return _PIN.sub(r"\1OWNER/listkeeper@COMMIT # VERSION", text)
