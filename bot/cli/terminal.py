"""What a person sees in a terminal: progress, coloured text, or a file in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from bot.facts.observation import Observation, said
from bot.publish.write import write_whole


class Bar:
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


def put(text: str, output: Path | None, *, markup: bool) -> None:
    """Print it, or write it to `output`; `markup` is that of rich."""
    if output is not None:
        plain = Text.from_markup(text, emoji=False).plain if markup else text
        write_whole(output, plain + "\n")
    elif markup:
        Console(highlight=False, soft_wrap=True, emoji=False).print(text, markup=True)
    else:
        click.echo(text)
