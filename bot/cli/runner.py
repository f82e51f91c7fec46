"""Output for a GitHub Actions runner besides the log: job summary, outputs, annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from bot.cli.terminal import Parts, write_data, write_output
from bot.config.environment import ActionsFiles
from bot.lint.finding import Finding, broken
from bot.model.errors import BotError, BrokenInputError, InputError
from bot.publish.actions import Note, annotation, fence, write_runner_files
from bot.render.markdown import escape, printable

if TYPE_CHECKING:
    from bot.model.verdict import Verdict

Conclusion = Literal["clean", "proposed", "findings", "outage", "error"]


def print_result(
    actions: ActionsFiles,
    text: str | Parts,
    output: Path | None = None,
    machine: str = "",
    *,
    markup: bool = False,
) -> None:
    """The report: `text` for people, or the `machine`'s form where that was asked for.

    A runner's log shows the text beside a machine's report in a file, and obeys no line of it.
    """
    if machine:
        write_data(machine, output)
    if machine and not (actions.listens and output):
        return
    begin, end = fence() if actions.listens else ("", "")
    if begin:
        click.echo(begin)
    write_output(text, None if machine else output, markup=markup)
    if end:
        click.echo(end)


def report_outcome(
    actions: ActionsFiles,
    conclusion: Conclusion,
    *,
    summary: str = "",
    outputs: Mapping[str, str] | None = None,
    notes: Sequence[Note] = (),
    root: Path = Path(),
) -> None:
    """Report to the runner, if there is one; the places of `notes` are below `root`."""
    values = {"conclusion": conclusion, **(outputs or {})}
    write_runner_files(actions.summary, actions.output, summary, values)
    if actions.listens:
        for line in annotation([_below(root, note) for note in notes], "listkeeper"):
            click.echo(line, err=True)  # the output may be a report that another program reads


def report_error(actions: ActionsFiles, error: Exception) -> None:
    """Report broken input to the runner, each error at its place, or any other error."""
    if isinstance(error, InputError | BrokenInputError):
        _report_problems(actions, "error", broken(error))
    else:  # the message of a bug may contain secrets
        _report_problems(actions, "error", [], [str(error)] if isinstance(error, BotError) else [])


def report_findings(actions: ActionsFiles, findings: Sequence[Finding], root: Path) -> None:
    """Report each finding to the runner at its place."""
    _report_problems(actions, "findings", findings, root=root)


def _report_problems(
    actions: ActionsFiles,
    conclusion: Conclusion,
    findings: Sequence[Finding],
    others: Sequence[str] = (),
    root: Path = Path(),
) -> None:
    notes = [Note("error", one.where, str(one).removeprefix(f"{one.where}: ")) for one in findings]
    texts = [*map(str, findings), *others]
    listed = "\n".join(f"- {escape(text.splitlines()[0])}" for text in texts)
    summary = f"## listkeeper: something needs to be fixed\n\n{listed}\n"
    report_outcome(actions, conclusion, summary=summary, notes=notes, root=root)


def verdict_notes(verdicts: Sequence[Verdict]) -> list[Note]:
    """A gone link is an error, a moved one a warning, at every place.

    Unsure links are only in the report.
    """
    return [note for verdict in verdicts for note in _notes_of(verdict)]


def _notes_of(verdict: Verdict) -> Iterator[Note]:
    places = [one.where for one in verdict.where]
    if verdict.word == "gone":
        message = f"gone: {verdict.link.url} ({verdict.detail})"
        yield from (Note("error", place, message) for place in places)
    if verdict.word == "moved":
        question = f"; {verdict.question}" if verdict.question else ""
        message = f"moved: {verdict.link.url} is now {verdict.moved_to}{question}"
        yield from (Note("warning", place, message) for place in places)


def _below(root: Path, note: Note) -> Note:
    where = replace(note.where, path=(root / note.where.path).as_posix())
    return replace(note, where=where, message=printable(note.message))
