"""Output for a person in a terminal: progress, coloured text, or a file instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.markdown import Markdown
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.lists.files import finish_interrupted, write_whole
from bot.model.change import Proposal
from bot.model.observation import Observation, outcome_word
from bot.render.reports.terminal import differences, printed, printed_json, readable
from bot.run.render import list_folder


def begin_writing(root: Path, file: Path | None = None) -> None:
    """Finish or undo what an earlier run was ended at, and say so; a verb that writes begins so.

    `root` and `file` are those of `read_any_list`. Raises PublishError when neither is possible.
    """
    if note := finish_interrupted(list_folder(root, file)):
        echo(note, err=True)


def echo(text: str, *, err: bool = False) -> None:
    """Print a text that may hold words from outside: no terminal and no runner obeys them."""
    click.echo(printed(text), err=err)


class ProgressBar:
    """A progress bar on a terminal; nothing in a pipe."""

    def __init__(self, what: str) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[latest]}", markup=False),
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
        text = printed(f"{outcome_word(latest)} {latest.reference}")[:60] if latest else ""
        self._bar.update(self._task, completed=done, total=total, latest=text)


@dataclass(frozen=True)
class MarkdownOutput:
    """A Markdown text: drawn on a terminal, printed as it is in a pipe or a file."""

    markdown: str


Parts = Sequence[str | MarkdownOutput]
"""Lines of rich's markup, and pages between them."""


def proposal_parts(proposal: Proposal, documents: Mapping[str, str]) -> list[str | MarkdownOutput]:
    """A proposal as it would be published, and the difference of its files."""
    title = f"[bold reverse] {escape(proposal.title)} [/]\n"
    return [title, MarkdownOutput(proposal.body), differences(proposal, documents), ""]


def write_output(text: str | Parts, output: Path | None, *, markup: bool) -> None:
    """Print it, or write it to `output`; `markup` is that of rich, which parts always have."""
    if not isinstance(text, str) or markup:
        write_parts([text] if isinstance(text, str) else text, output)
    elif output is not None:
        write_whole(output, text + "\n")
    else:
        echo(text)


def write_data(text: str, output: Path | None) -> None:
    """Print what a program reads, or write it to `output`."""
    if output is not None:
        write_whole(output, text + "\n")
    else:
        click.echo(printed_json(text) if text.startswith("{") else text)


def write_parts(parts: Parts, output: Path | None) -> None:
    """Print lines of rich's markup, and pages between them; or write them to `output`."""
    if output is not None:
        write_whole(output, "\n".join(map(_plain, parts)) + "\n")
        return
    console = Console(highlight=False, soft_wrap=True, emoji=False)
    for part in parts:
        if isinstance(part, str):
            console.print(printed(part), markup=True)
        elif console.is_terminal:
            console.print(Markdown(printed(readable(part.markdown))), soft_wrap=False)
        else:
            console.print(printed(part.markdown), markup=False)


def _plain(part: str | MarkdownOutput) -> str:
    if isinstance(part, MarkdownOutput):
        return part.markdown
    return Text.from_markup(printed(part), emoji=False).plain
