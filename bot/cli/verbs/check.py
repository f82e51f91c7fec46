"""`listkeeper check`: the verdict on every link."""

from __future__ import annotations

import json
import os
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.base import (
    ALLOW_PRIVATE,
    FINDINGS,
    FINE,
    MAX_TIME,
    ONLY,
    OUTPUT,
    ROOT,
    STOPPED,
    WRONG_USE,
    bounds_within,
    listkeeper,
)
from bot.cli.loading import load_web
from bot.cli.progress import ProgressBar
from bot.cli.runner import print_result, report_outcome, verdict_notes
from bot.cli.terminal import echo
from bot.config.environment import read_settings
from bot.lists.readme.scope.files import MARKDOWN, is_markdown
from bot.lists.registry.folder import has_registry
from bot.model.errors import InputError, Where
from bot.model.options.link_rules import LinkRules
from bot.model.reference import Kind
from bot.model.verdict import LinkPlace, Verdict
from bot.parsing.source.document import read_document
from bot.publish.actions import Note
from bot.render.reports.check import check_json, check_markdown, check_sarif, check_text
from bot.run.check import (
    check,
    links_in,
    links_in_list,
    new_since,
    of_entries,
    with_archived_copies,
)
from bot.run.steps.services import open_archive, open_sources
from bot.run.written import in_order_of, no_links_in, places_without
from bot.sources.http.bounded.times import RunTime

if TYPE_CHECKING:
    from bot.run.steps.changed import ListDifference


@listkeeper.command("check")
@ROOT
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ONLY
@ALLOW_PRIVATE
@MAX_TIME
@click.option(
    "--fail-on",
    type=click.Choice(["gone", "moved", "unsure", "never"]),
    default="gone",
    help="Exit with 1 if there is such a link; moved includes gone, unsure includes both.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "markdown"]),
    default="text",
)
@click.option(
    "--changed-since",
    metavar="COMMIT",
    default="",
    help="Check only entries that are new or changed since this git commit.",
)
@OUTPUT
def check_command(
    root: Path,
    files: tuple[Path, ...],
    only: str,
    allow_private: bool,
    max_time: float | None,
    fail_on: str,
    form: str,
    changed_since: str,
    output: Path | None,
) -> int:
    """Check every link: whether it is alive, moved or gone, or could not be verified.

    In the Markdown FILES, or in the list below --root if none are given.
    """
    now = datetime.now(UTC)
    settings = read_settings(os.environ)
    _refuse_for_files(files, changed_since, only)
    in_place = not files and not has_registry(root)
    listed = _listed(root) if in_place else {}
    files = files or tuple(root / path for path in listed if is_markdown(path))
    news = None
    if changed_since and not in_place:
        news = _difference(root, changed_since)
    texts, unread = _texts_of(files)
    broken = [one for file, text in texts.items() for one in no_links_in(file, text)]
    link_places = places_without(broken, _standings(root, texts, only, news))
    if changed_since and in_place:
        from bot.lists.git import read_texts_at

        link_places = new_since(link_places, read_texts_at(root, changed_since, listed))
    if in_place and only != "*":
        from bot.lists.read import read_state

        link_places, broken = of_entries(read_state(listed).registry, only, link_places), []
    rules = _rules(root, listed).on(now.date().isoformat())
    read_document.cache_clear()  # what was read of a long list takes more than its verdicts
    kinds = {one.link.reference.kind for one in link_places}
    if Kind.PAGE in kinds:
        load_web()
    sources = open_sources(
        settings,
        root,
        keep=not files,
        allow_private=allow_private,
        rules=rules,
        bounds=bounds_within(max_time, settings.actions),
        kinds=kinds,
    )
    try:
        with ProgressBar("asking") as advance:
            verdicts, whole = check(link_places, sources, now, advance, rules)
    finally:
        sources.close()
    silences: list[str] = []
    if whole:
        contact = settings.github.contact
        verdicts, silences = _with_copies(verdicts, now, contact, sources.time)
    verdicts = in_order_of(files, [*verdicts, *broken]) if broken else verdicts
    print_result(settings.actions, check_text(verdicts), output, _for_machines(verdicts, form))
    for note in [*(note for tally in sources.tallies for note in tally.notes), *silences]:
        echo(note, err=True)
    for problem in unread:
        echo(f"{problem}; its links were not checked", err=True)
    if not whole:
        echo("Stopped: links that had not answered by then are reported as not checked.", err=True)
        return STOPPED
    failing = any(verdict.word in _FAILING[fail_on] for verdict in verdicts)
    summary = "\n".join([*([news.preview] if news else []), check_markdown(verdicts)])
    report_outcome(
        settings.actions,
        "findings" if failing else "clean",
        summary=summary,
        outputs=_outputs(verdicts, output if form == "json" else None),
        notes=[*verdict_notes(verdicts), *(Note("error", at.where, str(at)) for at in unread)],
        root=Path() if files else root,
    )
    if unread:
        return WRONG_USE
    return FINDINGS if failing else FINE


# What only a list needs is loaded for a list: a check of other files begins sooner without.


def _listed(root: Path) -> Mapping[str, str]:
    from bot.lists.readme.scope.disk import read_readme_files

    return read_readme_files(root)


def _difference(root: Path, commit: str) -> ListDifference:
    from bot.lists.registry.load import read_documents
    from bot.run.steps.changed import difference_since

    return difference_since(read_documents(root), root, commit)


def _rules(root: Path, listed: Mapping[str, str]) -> LinkRules:
    """What the list says of links: the one below `root`, or the hand-written one."""
    if listed:
        from bot.lists.read import read_state

        return read_state(listed).settings.rules
    if not has_registry(root):
        return LinkRules()
    from bot.lists.registry.settings import read_rules

    return read_rules(root)


def _refuse_for_files(files: Sequence[Path], changed_since: str, only: str) -> None:
    for option, is_given in (("--changed-since", changed_since), ("--only", only != "*")):
        if files and is_given:
            raise click.UsageError(f"{option} is about the list, not about FILES")


def _standings(
    root: Path, texts: Mapping[Path, str], only: str, news: ListDifference | None
) -> Sequence[LinkPlace]:
    if texts:
        return [one for file, text in texts.items() for one in links_in(file.as_posix(), text)]
    from bot.lists.registry.load import read_documents

    return links_in_list(read_documents(root), only, news.changed if news else None)


def _texts_of(files: Sequence[Path]) -> tuple[dict[Path, str], list[InputError]]:
    """The texts to check, and the errors of files that could not be read."""
    texts: dict[Path, str] = {}
    unread: list[InputError] = []
    for file in files:
        try:
            texts[file] = _text_of(file)
        except InputError as error:
            unread.append(error)
    if unread and not texts:
        raise unread[0]
    return texts, unread


def _outputs(verdicts: Sequence[Verdict], report: Path | None) -> dict[str, str]:
    count = Counter(verdict.word for verdict in verdicts)
    numbers = {"dead": count["gone"], "moved": count["moved"], "unsure": count["unsure"]}
    results = {name: str(number) for name, number in numbers.items()}
    return {**results, "report": str(report)} if report else results


_FAILING: dict[str, set[str]] = {
    "never": set(),
    "gone": {"gone"},
    "moved": {"gone", "moved"},
    "unsure": {"gone", "moved", "unsure"},
}


def _with_copies(
    verdicts: list[Verdict], now: datetime, contact: str, time: RunTime
) -> tuple[list[Verdict], list[str]]:
    if not any(verdict.word == "gone" for verdict in verdicts):
        return verdicts, []
    archive = open_archive(contact, time)
    try:
        return with_archived_copies(verdicts, archive, now)
    finally:
        archive.close()


def _text_of(file: Path) -> str:
    """The text of a Markdown file; bytes that are not UTF-8 are reported, and the rest is read."""
    if not is_markdown(file.name):
        names = ", ".join(sorted(MARKDOWN))
        raise click.UsageError(f"{file} is not read: Markdown files end with {names} or nothing")
    raw = file.read_bytes()
    if raw.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
        raise InputError(Where(file.as_posix()), "this is UTF-16; save it as UTF-8")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        text = raw.decode("utf-8", "surrogateescape")
        where = Where(file.as_posix(), read_document(text).line_of(error.start))
        note = f"byte {error.start} is not UTF-8; the rest of the file is checked"
        echo(f"{where}: {note}", err=True)
        return text


def _for_machines(verdicts: Sequence[Verdict], form: str) -> str:
    """The report in the requested format; empty when that is text for people."""
    if form == "json":
        return check_json(verdicts)
    if form == "sarif":
        from importlib.metadata import version

        return json.dumps(check_sarif(verdicts, version("listkeeper")), indent=2)
    return check_markdown(verdicts) if form == "markdown" else ""
