"""Headings with a level that does not fit their number, and sections of a file too large. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.lint.finding import LARGE, SHOWN_BYTES
from bot.lint.written.page import ListPage, Problem

_PART = 3
"""Headings down to this level begin a section that can be moved."""
_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S")


def wrong_levels(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """`## 3 …` followed by `### 4 …`: a sibling that becomes a subsection."""
    for page in pages:
        before: dict[int, tuple[list[int], int, str]] = {}
        for node in page.nodes("Heading"):
            title = page.document.text_between(node.start, node.end)
            found = _NUMBER.match(title)
            if not found:
                continue
            number = [int(one) for one in found["number"].split(".")]
            level = int(node.data["level"][1])
            old, old_level, old_title = before.get(len(number), ([], level, ""))
            if _follows(old, number) and level != old_level:
                message = (
                    f"“{title}” is a heading of level {level}, “{old_title}” of level {old_level}"
                )
                hint = f"begin it with {'#' * old_level}, if they stand beside each other"
                yield Problem(page, node.start, message, hint)
            before[len(number)] = number, level, title


def _follows(old: Sequence[int], new: Sequence[int]) -> bool:
    return bool(old) and old[:-1] == new[:-1] and old[-1] + 1 == new[-1]


def large_files(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """A reminder before GitHub cuts a file off; it names the largest sections."""
    for page in pages:
        size = len(page.raw)
        if size < LARGE:
            continue
        heads = [node for node in page.nodes("Heading") if int(node.data["level"][1]) <= _PART]
        begins = [*(node.start for node in heads), size]
        sizes = [
            (end - node.start, page.document.text_between(node.start, node.end))
            for node, end in zip(heads, begins[1:], strict=True)
        ]
        largest = sorted(sizes, key=lambda one: -one[0])[:3]
        named = ", ".join(f"{title} ({length // 1000} kB)" for length, title in largest)
        message = f"{size // 1000} kB; GitHub shows the first {SHOWN_BYTES // 1000} kB of a README"
        hint = "move a section to a file of its own, and link it here"
        hint += f"; the largest are {named}" if named else ""
        yield Problem(page, 0, message, hint, reminder=True)
