"""A signal at every step on disk: the tree is that before or that after, and the next run heals."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.lists.files import finish_interrupted
from tests.chaos.cell import LONGEST, Outcome, Stage, staged
from tests.chaos.child import Ended, Halt, Stop

_STEPS = 50
"""More steps on disk than one run has."""
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


def stops() -> list[Halt]:
    """A signal before each step on disk of a later run, and a kill after it as well."""
    made = []
    for at in range(1, _STEPS + 1):
        made.append(Halt(Stop(_SIGNALS[at % 3], at), "folder"))
        made.append(Halt(Stop(signal.SIGKILL, at, after=True), "folder"))
    made += [Halt(Stop(one, at), "pull request") for at, one in enumerate(_SIGNALS, 1)]
    return made


def play_stop(halt: Halt, expected: dict[str, Any], known: Path) -> Outcome:
    """Play one after the run that left `known`; never raises.

    `expected` is what healthy runs come to.
    """
    outcome = Outcome(halt)
    try:
        with staged(halt.mode, has_token=True, known=known) as stage:
            stage.move_on()
            before = _tree(stage)
            ended = stage.run(stop=halt.stop)
            outcome.code, outcome.seconds = ended.code, ended.seconds
            outcome.wrong += _checked(halt, stage, before, ended, expected)
    except Exception as error:  # noqa: BLE001 (a cell that cannot be played is red)
        outcome.wrong.append(f"not played: {type(error).__name__}: {error}")
    return outcome


def _tree(stage: Stage) -> dict[str, str]:
    """What `git add -A` would commit."""
    return {path: text for path, text in stage.tree().items() if path[:11] != ".listkeeper"}


def _checked(
    halt: Halt, stage: Stage, before: dict[str, str], ended: Ended, expected: dict[str, Any]
) -> Iterator[str]:
    if ended.code is None:
        yield f"no end in {LONGEST:.0f} s"
    if "Traceback" in ended.text:
        yield "traceback"
    if halt.stop.number == signal.SIGKILL:
        finish_interrupted(stage.root)  # nobody replaces several files at once: the next start does
    now = _tree(stage)
    if stage.mode == "folder" and now not in (before, expected):
        names = {path for path in {**before, **now} if now.get(path) != before.get(path)}
        yield f"half applied: {', '.join(sorted(names))}"
    elif stage.mode == "pull request" and now != before:
        yield "files were written"
    healed = stage.run()
    if healed.code != 0:
        yield f"not healed: exit {healed.code}"
    if stage.state() != expected:
        yield "not healed"
