"""Links that lost a bracket: readers see the address, or an extra bracket. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.lint.written.page import Fix, ListPage, Problem
from bot.parsing.source.nodes import Node

_URL = rb"(?:https?://|www\.)[^\s()<>\[\]|]+"
_APART = re.compile(
    rb"(?<![\]\\])\[(?P<label>[^\[\]\r\n|]+)\](?P<blank>[ \t]+)\((?P<url>https?://[^\s()<>\[\]|]+)\)"
)
_APART_TWICE = re.compile(rb"\]\](?P<blank>[ \t]+)\(" + _URL + rb"\)")
_NOT_OPENED = re.compile(rb"\]\(\s*(?:https?:|www\.)")
_GLUED = re.compile(rb"[A-Za-z0-9]\((?:https?://)[^\s()]+\)")
_CURLY = re.compile(rb"\][({\[]{1,2}\s*" + _URL)
_BLOCKS = ("Paragraph", "Heading", "TableCell", "Item")


def lost_brackets(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """`label](url)`, `[label] (url)`, `[label](url` and a `]` without a partner."""
    for page in pages:
        taken: set[int] = set()
        for problem in (*_apart(page), *_broken(page), *_stray(page)):
            line = page.line(problem.at)
            if line not in taken or problem.fixes:
                taken.add(line)
                yield problem


def _apart(page: ListPage) -> Iterator[Problem]:
    for found in _APART.finditer(page.plain):
        label = found["label"].decode("utf-8", "replace")
        if not re.search(r"[^\W\d_]{2}", label):
            continue  # `[1] (https://…)`: a footnote, a year
        fix = Fix(*found.span("blank"), "")
        message = f"there is a space between `[{label}]` and its address: this is not a link"
        yield Problem(page, found.start(), message, "remove the space", (fix,))
    for found in _APART_TWICE.finditer(page.plain):
        message = "there is a space between a label and its address: this is not a link"
        yield Problem(page, found.start(), message, "remove the space")


def _broken(page: ListPage) -> Iterator[Problem]:
    for pattern in (_NOT_OPENED, _CURLY):
        for found in pattern.finditer(page.plain):
            text = page.written(max(0, found.start() - 25), found.end() + 20).splitlines()
            shown = next((one for one in text if "](" in one or "]{" in one or "][" in one), "")
            message = f"this does not read as a link: “…{shown.strip()}…”"
            hint = "write `[label](address)`: a bracket is missing, or the address contains a space"
            yield Problem(page, found.start(), message, hint)
    for found in _GLUED.finditer(page.plain):
        message = f"“{page.written(*found.span())[1:]}” has no space before it"
        yield Problem(
            page, found.start(), message, "write `[word](address)`, or a space before `(`"
        )


def _stray(page: ListPage) -> Iterator[Problem]:
    """A bracket beside a link whose partner is missing in its block."""
    for block in page.nodes(*_BLOCKS):
        if block.kind == "Item" and any(one.kind == "Paragraph" for one in block.children):
            continue
        yield from _unpaired(page, block)


def _unpaired(page: ListPage, block: Node) -> Iterator[Problem]:
    end = next((one.start for one in block.children if one.kind == "List"), block.end)
    opened: list[int] = []
    for found in re.finditer(rb"[\[\]]", page.plain[block.start : end]):
        at = block.start + found.start()
        if found[0] == b"[":
            opened.append(at)
        elif opened:
            opened.pop()
        elif _follows_link(page, at):
            message = "this `]` closes nothing: readers see it behind the link"
            yield Problem(page, at, message, "remove it, or add the `[` that is missing")
    for at in opened:
        behind = [one for one in page.elements.links_between(at, at + 2) if one.whole[0] == at + 1]
        if any(one.label.count("]") <= one.label.count("[") for one in behind):
            message = "this `[` is not closed: readers see it before the link"
            yield Problem(page, at, message, "remove it, or add the `]` that is missing")


def _follows_link(page: ListPage, at: int) -> bool:
    links = page.elements.links_between(max(0, at - 2000), at)
    return any(link.whole[1] == at for link in links)
