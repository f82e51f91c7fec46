"""Blocks of code between fences in Markdown, line by line."""

from __future__ import annotations

import re

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


def fence_after(fence: str, line: str) -> str:
    """The fence that is open after a line; `fence` is the one before it, empty where none is."""
    mark = _FENCE.match(line)
    if not mark:
        return fence
    if not fence:
        return mark[1]
    return "" if mark[1].startswith(fence) else fence
