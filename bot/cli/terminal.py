"""Output for a person in a terminal: coloured text, or a file instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.render.reports.printed import printed, printed_json

if TYPE_CHECKING:
    from rich.markdown import Markdown

    from bot.model.change import Proposal


def begin_writing(root: Path, file: Path | None = None) -> None:
    """Finish or undo what an earlier run was ended at, and say so; a verb that writes begins so.

    `root` and `file` are those of `read_any_list`. Raises PublishError when neither is possible.
    """
    from bot.lists.files import finish_interrupted
    from bot.run.render import list_folder

    if note := finish_interrupted(list_folder(root, file)):
        echo(note, err=True)


def list_to_change(
    root: Path, file: Path | None = None, *, dry_run: bool
) -> tuple[Path, dict[str, str]]:
    """The list's folder and files, as `read_any_list`; nothing is written with `dry_run`.

    What an earlier run was ended at is finished first; git ignores what is kept beside a README.
    """
    from bot.lists.files import keep_out_of_git
    from bot.lists.registry.folder import has_registry
    from bot.run.render import read_any_list

    if not dry_run:
        begin_writing(root, file)
    root, documents = read_any_list(root, file)
    if not (dry_run or has_registry(root)):
        keep_out_of_git(root)
    return root, documents


def echo(text: str, *, err: bool = False) -> None:
    """Print a text that may hold words from outside: no terminal and no runner obeys them."""
    click.echo(printed(text), err=err)


@dataclass(frozen=True)
class MarkdownOutput:
    """A Markdown text: drawn on a terminal, printed as it is in a pipe or a file."""

    markdown: str


Parts = Sequence[str | MarkdownOutput]
"""Lines of rich's markup, and pages between them."""


def proposal_parts(proposal: Proposal, documents: Mapping[str, str]) -> list[str | MarkdownOutput]:
    """A proposal as it would be published, and the difference of its files."""
    from rich.markup import escape  # drawing in colour takes a tenth of a second to load

    from bot.render.reports.terminal import differences

    title = f"[bold reverse] {escape(proposal.title)} [/]\n"
    return [title, MarkdownOutput(proposal.body), differences(proposal, documents), ""]


def write_output(text: str | Parts, output: Path | None, *, markup: bool) -> None:
    """Print it, or write it to `output`; `markup` is that of rich, which parts always have."""
    if not isinstance(text, str) or markup:
        write_parts([text] if isinstance(text, str) else text, output)
    elif output is not None:
        _write(output, text)
    else:
        echo(text)


_PIECE = 100_000
"""Letters of a report that are printed at once: each copy of a long one takes megabytes."""


def write_data(text: str, output: Path | None) -> None:
    """Print what a program reads, or write it to `output`."""
    if output is not None:
        _write(output, text)
    else:
        text = printed_json(text) if text.startswith("{") else text
        for at in range(0, len(text), _PIECE):
            click.echo(text[at : at + _PIECE], nl=False)
        click.echo(nl=not text.endswith("\n"))


def write_parts(parts: Parts, output: Path | None) -> None:
    """Print lines of rich's markup, and pages between them; or write them to `output`."""
    if output is not None:
        _write(output, "\n".join(map(_plain, parts)))
        return
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=True, emoji=False)
    for part in parts:
        if isinstance(part, str):
            console.print(printed(part), markup=True)
        elif console.is_terminal:
            console.print(_drawn(part), soft_wrap=False)
        else:
            console.print(printed(part.markdown), markup=False)


def _drawn(part: MarkdownOutput) -> Markdown:
    from rich.markdown import Markdown

    from bot.render.reports.terminal import readable

    return Markdown(printed(readable(part.markdown)))


def _write(output: Path, text: str) -> None:
    from bot.lists.files import write_whole

    write_whole(output, text + "\n")


def _plain(part: str | MarkdownOutput) -> str:
    if isinstance(part, MarkdownOutput):
        return part.markdown
    from rich.text import Text

    return Text.from_markup(printed(part), emoji=False).plain
