"""Progress of a run, for a person who waits."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.render.reports.printed import printed

if TYPE_CHECKING:
    from rich.progress import Progress

    from bot.model.observation import Observation


class ProgressBar:
    """A progress bar on a terminal; nothing in a pipe."""

    def __init__(self, what: str) -> None:
        self._bar = _bar() if sys.stderr.isatty() else None
        self._task = self._bar.add_task(what, total=None, latest="") if self._bar else None

    def __enter__(self) -> Callable[[int, int, Observation | None], None]:
        if self._bar:
            self._bar.start()
        return self._advance

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def _advance(self, done: int, total: int, latest: Observation | None) -> None:
        if not self._bar or self._task is None:
            return
        from bot.model.observation import outcome_word

        text = printed(f"{outcome_word(latest)} {latest.reference}")[:60] if latest else ""
        self._bar.update(self._task, completed=done, total=total, latest=text)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[latest]}", markup=False),
        console=Console(stderr=True),
        transient=True,
    )
