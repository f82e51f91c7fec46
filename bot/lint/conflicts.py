"""Merge conflicts that were left in a Markdown file: readers see both versions, and git's marks."""

from __future__ import annotations

from collections.abc import Iterator

from bot.lint.finding import Finding
from bot.model.errors import Where
from bot.parsing.fences import fence_after
from bot.parsing.yaml import CONFLICT, CONFLICT_HINT

_SIGNS = ("<<<<<<<", "=======", ">>>>>>>")


def left_conflicts(path: str, text: str) -> Iterator[Finding]:
    """The conflicts of a file, each at its first mark; what stands in a block of code is none."""
    fence, begun, step = "", 0, 0
    for number, line in enumerate(text.split("\n"), 1):
        fence = fence_after(fence, line)
        if fence or not line.startswith(_SIGNS):
            continue
        if line.startswith(f"{_SIGNS[0]} "):
            begun, step = number, 1
        elif step == 1 and line.rstrip() == _SIGNS[1]:
            step = 2
        elif step == 2 and line.startswith(f"{_SIGNS[2]} "):
            step = 0
            yield Finding(Where(path, begun), CONFLICT, CONFLICT_HINT)
