"""`listkeeper check`: the verdict on every link."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from bot.cli.base import ALLOW_PRIVATE, FINDINGS, FINE, ONLY, OUTPUT, ROOT, STOPPED, listkeeper
from bot.cli.terminal import Bar, put
from bot.facts.errors import InputError, Where
from bot.facts.verdict import Verdict
from bot.pipeline.check import archived, check, standing_in, standing_in_list
from bot.pipeline.doors import open_archive, open_sources
from bot.registry.load import read_documents, read_rules
from bot.render.verdicts import check_markdown, check_report, check_sarif, check_text
from bot.settings import read_settings


@listkeeper.command("check")
@ROOT
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ONLY
@ALLOW_PRIVATE
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
@OUTPUT
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
    rules = read_rules(root).on(now.date().isoformat())
    sources = open_sources(settings, root, keep=not files, allow_private=allow_private, rules=rules)
    try:
        with Bar("asking") as advance:
            verdicts, whole = check(standings, sources, now, advance, rules)
    finally:
        sources.close()
    verdicts, silences = _with_copies(verdicts, now) if whole else (verdicts, [])
    put(_check_text(verdicts, form), output, markup=False)
    for note in [*(note for tally in sources.tallies for note in tally.notes), *silences]:
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


def _with_copies(verdicts: list[Verdict], now: datetime) -> tuple[list[Verdict], list[str]]:
    archive = open_archive()
    try:
        return archived(verdicts, archive, now)
    finally:
        archive.close()


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
