"""Words → one verb → exit code. The only clock, the only print."""

from __future__ import annotations

import io
import json
import logging
import os
import platform
import re
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.facts.change import Doubt
from bot.facts.errors import BotError, BrokenInputError, InputError, Where
from bot.facts.observation import Observation, said
from bot.facts.verdict import Verdict
from bot.pipeline import (
    Run,
    check,
    inspect,
    open_doors,
    open_sources,
    redraw,
    refresh,
    standing_in,
    standing_in_list,
)
from bot.publish.base import Told
from bot.publish.summary import tell_runner
from bot.publish.write import write_files, write_whole
from bot.registry.load import read_documents
from bot.render.contract import ProposalReport, refresh_report
from bot.render.outline import difference, proposal_text, sources_table
from bot.render.verdicts import check_markdown, check_report, check_sarif, check_text
from bot.settings import read_settings

FINE, FINDINGS, WRONG_USE, BUG, STOPPED = 0, 1, 2, 3, 130
_QUESTIONS_SHOWN = 10

_ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The list's folder (the one that holds registry/).",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("listkeeper"), prog_name="listkeeper")
def listkeeper() -> None:
    """Keep an awesome list true."""


@listkeeper.command("refresh")
@_ROOT
@click.option("--only", metavar="GLOB", default="*", help="Ask only about entries with such an id.")
@click.option("--dry-run", is_flag=True, help="Show what would be proposed; write nothing.")
@click.option("--pull-request", is_flag=True, help="Propose it on GitHub instead of writing files.")
@click.option("--allow-private", is_flag=True, help="Ask addresses that are not public, too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")
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
        settings, root, dry_run=dry_run, pull_request=pull_request, allow_private=allow_private
    )
    with doors, _Bar("asking") as doors.progress:
        run = refresh(documents, doors, now, only)
    report = _as_json(run) if form == "json" else _as_text(run, documents, dry_run)
    _put(report, output, markup=form == "text")
    tell_runner(settings.actions.summary, settings.actions.output, run.summary, _outputs(run))
    return FINE


@listkeeper.command("render")
@_ROOT
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
@_ROOT
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
    click.echo("Nothing to mend.")
    return FINE


@listkeeper.command("check")
@_ROOT
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--only", metavar="GLOB", default="*", help="Ask only about entries with such an id.")
@click.option("--allow-private", is_flag=True, help="Ask addresses that are not public, too.")
@click.option(
    "--fail-on",
    type=click.Choice(["gone", "moved", "unsure", "never"]),
    default="gone",
    help="Exit with 1 when there is one such link; moved means gone or moved, unsure any of three.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "markdown"]),
    default="text",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")
def check_command(
    root: Path,
    files: tuple[Path, ...],
    only: str,
    allow_private: bool,
    fail_on: str,
    form: str,
    output: Path | None,
) -> int:
    """Tell of every link whether it is alive, moved, gone or unsure.

    Of the Markdown FILES, or of the registry when there are none.
    """
    now = datetime.now(UTC)
    settings = read_settings(os.environ)
    standings = (
        [one for file in files for one in standing_in(file.as_posix(), _text_of(file))]
        if files
        else standing_in_list(read_documents(root), only)
    )
    sources = open_sources(settings, root, keep=not files, allow_private=allow_private)
    try:
        with _Bar("asking") as advance:
            verdicts, whole = check(standings, sources, now, advance)
    finally:
        sources.close()
    _put(_check_text(verdicts, form), output, markup=False)
    for note in [note for tally in sources.tallies for note in tally.notes]:
        click.echo(note, err=True)
    if not whole:
        click.echo("Stopped: what was not answered until then is told as not asked.", err=True)
        return STOPPED
    failing = _FAILING[fail_on]
    return FINDINGS if any(verdict.word in failing for verdict in verdicts) else FINE


_FAILING: dict[str, set[str]] = {
    "never": set(),
    "gone": {"gone"},
    "moved": {"gone", "moved"},
    "unsure": {"gone", "moved", "unsure"},
}


def _text_of(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        where = Where(file.as_posix())
        raise InputError(where, f"this is not UTF-8 text (byte {error.start})") from None


def _check_text(verdicts: Sequence[Verdict], form: str) -> str:
    if form == "json":
        return check_report(verdicts).model_dump_json(indent=2)
    if form == "sarif":
        return json.dumps(check_sarif(verdicts, version("listkeeper")), indent=2)
    return check_markdown(verdicts) if form == "markdown" else check_text(verdicts)


class _Bar:
    """A progress bar on a terminal; nothing in a pipe."""

    def __init__(self, what: str) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[latest]}"),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task(what, total=None, latest="")

    def __enter__(self) -> Callable[[int, int, Observation | None], None]:
        self._bar.start()
        return self._advance

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def _advance(self, done: int, total: int, latest: Observation | None) -> None:
        text = f"{said(latest)} {latest.reference}"[:60] if latest else ""
        self._bar.update(self._task, completed=done, total=total, latest=text)


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
        parts += [proposal_text(proposal, documents) for proposal in run.outcome.proposals]
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


def _put(text: str, output: Path | None, *, markup: bool) -> None:
    if output is not None:
        plain = Text.from_markup(text, emoji=False).plain if markup else text
        write_whole(output, plain + "\n")
    elif markup:
        Console(highlight=False, soft_wrap=True, emoji=False).print(text, markup=True)
    else:
        click.echo(text)


def main(arguments: list[str] | None = None) -> None:
    """Run the command and leave the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal that knows no ★ gets \u2605 in its place, not a traceback
            stream.reconfigure(errors="backslashreplace")
    code = _run(arguments)
    if code == STOPPED:
        # threads may still wait for slow hosts; a person who stopped it does not wait for them
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    logging.getLogger("github").setLevel(logging.ERROR)  # it tells of redirects and retries
    try:
        outcome: Any = listkeeper.main(args=arguments, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped. Files are whole: what was not finished was not begun.", err=True)
        return STOPPED
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except (InputError, BrokenInputError) as error:
        click.echo(str(error), err=True)
        return WRONG_USE
    except BotError as error:
        click.echo(_without_secrets(f"listkeeper: {error}"), err=True)
        return WRONG_USE
    except Exception:  # noqa: BLE001 - a bug of ours ends as a report that can be pasted
        click.echo(_bug_report(), err=True)
        return BUG
    return outcome if isinstance(outcome, int) else FINE


def _bug_report() -> str:
    return (
        "This is a bug in listkeeper, not in your list. No file was left half written.\n"
        "Please paste the following into a new issue:\n\n"
        f"listkeeper {version('listkeeper')}, Python {platform.python_version()}, "
        f"{platform.system()}\n{_without_secrets(traceback.format_exc())}"
    )


def _without_secrets(text: str) -> str:
    """The text without the tokens of the environment, and without passwords in addresses."""
    for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN"):
        token = os.environ.get(name, "").strip()
        text = text.replace(token, "***") if token else text
    return re.sub(r"(?<=://)[^/\s@]+@", "***@", text)
