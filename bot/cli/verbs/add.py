"""`listkeeper add`: one link → a whole entry."""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.base import (
    ALLOW_PRIVATE,
    FINDINGS,
    FINE,
    MAX_TIME,
    PULL_REQUEST,
    ROOT,
    SETTINGS,
    bounds_within,
    listkeeper,
)
from bot.cli.outcome import may_start
from bot.cli.runner import Conclusion, print_result
from bot.cli.runner import report_outcome as report_to_runner
from bot.cli.terminal import list_to_change
from bot.config.environment import read_settings
from bot.config.event import event_of, read_event
from bot.lists.read import read_state
from bot.model.errors import InputError, SettingsError, Where
from bot.model.values.addition import Requester
from bot.parsing.issue_form import read_form
from bot.publish.base import PublishResult
from bot.render.bodies.additions import added_text, refused_comment
from bot.run.add import add
from bot.run.steps.additions import additions_proposal, publish_additions
from bot.run.steps.services import open_services

_LOGIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}(?:\[bot\])?")


@listkeeper.command("add")
@ROOT
@click.argument("urls", metavar="[URL]...", nargs=-1)
@click.option(
    "--section", default="", help="The section's id, title or heading; guessed when left out."
)
@click.option("--dry-run", is_flag=True, help="Show the new entry; write nothing.")
@PULL_REQUEST
@SETTINGS
@click.option(
    "--issue-body",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the filled-in issue form to take the link from.",
)
@click.option(
    "--event",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The event file of GitHub Actions (GITHUB_EVENT_PATH) with such a form.",
)
@click.option("--issue", type=click.IntRange(min=1), help="The issue to close once it is merged.")
@click.option("--author", default="", help="The account that suggested it, to be thanked.")
@ALLOW_PRIVATE
@MAX_TIME
def add_command(
    root: Path,
    urls: tuple[str, ...],
    section: str,
    dry_run: bool,
    pull_request: bool,
    given: tuple[str, ...],
    issue_body: Path | None,
    event: Path | None,
    issue: int | None,
    author: str,
    allow_private: bool,
    max_time: float | None,
) -> int:
    """Add an entry for each URL: a paper, repository, model, dataset, Space or site.

    Without registry/ the row is written into the README, in the form of the rows
    there, at the place where they take new ones.
    """
    now = datetime.now(UTC)
    settings = read_settings(os.environ)
    root, documents = list_to_change(root, dry_run=dry_run)
    form = (issue_body.name, _text_of(issue_body)) if issue_body else None
    if event:
        filled = event_of("", event)
        form, issue, author = ("the form", filled.body), filled.issue, filled.author
    asker = Requester(issue or 0, _login(author))
    answered = bool(asker.issue and pull_request)
    wanted, room = _wanted(urls, section, form, answers=answered)
    services = open_services(
        settings,
        root,
        dry_run=dry_run,
        pull_request=pull_request,
        allow_private=allow_private,
        bounds=bounds_within(max_time, settings.actions),
        options=read_state(documents).settings.pull_requests,
        given=given,
    )
    with services:
        if pull_request and not may_start(
            services.publisher, read_event(os.environ), settings.actions
        ):
            return FINE
        additions = add(documents, wanted, services.everyone, now, room)
        sender = services.sender
        results = publish_additions(documents, additions, services.publisher, asker, sender)
    message = (
        f"{results.operation}: {results.title} {results.note or results.url}".strip()
        if results
        else ""
    )
    print_result(
        settings.actions, added_text(documents, additions, message, whole=dry_run), markup=True
    )
    values = {
        "proposals": json.dumps([asdict(results)] if results else []),
        "changed": _word(results),
    }
    summary: str = refused_comment(additions.refused)
    if additions.added:
        summary = additions_proposal(documents, additions, asker, sender).body
    word: Conclusion = "proposed" if results else "findings" if additions.refused else "clean"
    report_to_runner(settings.actions, word, summary=summary, outputs=values)
    return FINE if answered or not additions.refused else FINDINGS


def _word(results: PublishResult | None) -> str:
    changed = results is not None and results.operation in {"created", "updated", "written"}
    return str(changed).lower()


def _login(author: str) -> str:
    if author and not _LOGIN.fullmatch(author):
        raise SettingsError(f"'{author}' is not the name of a GitHub account")
    return author


def _wanted(
    urls: tuple[str, ...], section: str, text: tuple[str, str] | None, *, answers: bool
) -> tuple[tuple[str, ...], str]:
    """The links and the section, from the words or from the form (its name and text).

    If the issue is answered, a form without a link is a refusal, else it raises InputError.
    """
    if text is None:
        if not urls:
            raise SettingsError("no link is given", hint="listkeeper add https://…")
        return urls, section
    try:
        form = read_form(*text)
    except InputError:
        if not answers:
            raise
        return ("the field Link",), section  # it is refused like any other invalid address
    return (*urls, form.url), section or form.section


def _text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(Where(path.name), f"this is not UTF-8 text (byte {error.start})") from None
