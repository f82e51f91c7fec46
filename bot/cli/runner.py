"""What a GitHub Actions runner is told besides the log: job summary, outputs, annotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from bot.cli.terminal import Parts, write_output
from bot.config.environment import ActionsFiles
from bot.model.errors import BotError, BrokenInputError, InputError
from bot.model.verdict import Verdict
from bot.publish.actions import Note, annotation, fence, write_runner_files
from bot.render.markdown import escape

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
        write_output(machine, output, markup=False)
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
    """Tell it to the runner, if there is one; the places of `notes` lie below `root`."""
    values = {"conclusion": conclusion, **(outputs or {})}
    write_runner_files(actions.summary, actions.output, summary, values)
    if actions.listens:
        for line in annotation([_below(root, note) for note in notes], "listkeeper"):
            click.echo(line, err=True)  # the output may be a report that somebody reads on


def report_error(
    actions: ActionsFiles,
    error: Exception,
    root: Path = Path(),
    conclusion: Conclusion = "error",
) -> None:
    """Tell the runner of broken input, each problem where it stands, or of any other error."""
    problems = error.problems if isinstance(error, BrokenInputError) else [error]
    notes = [
        Note("error", one.where, str(one).removeprefix(f"{one.where}: "))
        for one in problems
        if isinstance(one, InputError)
    ]
    known = [one for one in problems if isinstance(one, BotError)]  # a bug's words may hold secrets
    listed = "\n".join(f"- {escape(str(one).splitlines()[0])}" for one in known)
    summary = f"## listkeeper: something has to be mended\n\n{listed}\n"
    report_outcome(actions, conclusion, summary=summary, notes=notes, root=root)


def verdict_notes(verdicts: Sequence[Verdict]) -> list[Note]:
    """A gone link is an error, a moved one a warning; what is unsure is only in the report."""
    notes = []
    for verdict in verdicts:
        place = verdict.where[0].where
        if verdict.word == "gone":
            notes.append(Note("error", place, f"gone: {verdict.link.url} ({verdict.detail})"))
        if verdict.word == "moved":
            message = f"moved: {verdict.link.url} is now {verdict.moved_to}"
            notes.append(Note("warning", place, message))
    return notes


def _below(root: Path, note: Note) -> Note:
    return replace(note, where=replace(note.where, path=(root / note.where.path).as_posix()))
